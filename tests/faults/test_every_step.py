"""A process that dies at any declared step leaves the state before or the state after, and nothing between them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.utils.module_loading import autodiscover_modules

from jobs.faults import EXIT, STEPS
from tests.faults.scenes import SCENES

ROOT = Path(__file__).parents[2]

# Where the whole was committed before the process died, or a worker finishes it when it comes back.
DONE = {
    "upload-draft-kept",
    "upload-stored",
    "job-text-taken",
    "comparison-cited",
    "job-begun",
    "job-ending",
    "job-given-back",
    "job-comparison-parts",
    "job-comparison-whole",
    "job-passages-table",
    "job-passages-rows",
    "export-backup-named",
    "restore-done",
}


@pytest.fixture(scope="module")
def deaths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What is found after a death at each step, by its name. Databases of their own, so of SQLite."""
    folder = tmp_path_factory.mktemp("faults")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": f"sqlite:///{folder / 'none'}",
        "VARIORUM_DATA": str(folder),
    }
    command = [sys.executable, "-m", "tests.faults.scenes", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    return {found["step"]: found for found in map(json.loads, done.stdout.splitlines())}


def test_every_declared_step_has_its_scene() -> None:
    autodiscover_modules("faults")
    assert set(SCENES) == set(STEPS)


@pytest.mark.parametrize("step", SCENES)
def test_who_dies_at_a_step_leaves_all_or_nothing_and_the_next_goes_on(
    deaths: dict[str, dict[str, Any]], step: str
) -> None:
    found = deaths[step]
    assert found["died"] == EXIT
    assert (found["returned"], found["again"]) == (0, 0)
    assert found["neither"] == []
    assert not (found["done"] and found["undone"]), "half of it is stored"
    assert bool(found["done"]) == (step in DONE)
