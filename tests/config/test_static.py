"""Static files under names that hold a digest, and modules that still find each other."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from config.settings import base


@pytest.fixture
def collected(tmp_path: Path, settings: Settings) -> Path:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = base.STORAGES
    call_command(
        "collectstatic", interactive=False, verbosity=0, ignore_patterns=["redoc*", "swagger*", "rest_framework"]
    )
    return tmp_path


def test_everything_is_collected_under_a_name_with_a_digest(collected: Path) -> None:
    paths = json.loads((collected / "staticfiles.json").read_text())["paths"]
    assert re.fullmatch(r"css/house/tokens\.[0-9a-f]{12}\.css", paths["css/house/tokens.css"])
    for served in paths.values():
        assert (collected / served).exists()


def test_a_module_imports_the_digested_names_of_its_parts(collected: Path) -> None:
    paths = json.loads((collected / "staticfiles.json").read_text())["paths"]
    names = {Path(served).name for served in paths.values()}
    for name, served in paths.items():
        if not name.startswith("js/"):
            continue
        for imported in re.findall(r'(?:from|import)\s*\(?"(\.[^"]+)"', (collected / served).read_text()):
            assert Path(imported).name in names, f"{name} imports {imported}, which nobody serves"
