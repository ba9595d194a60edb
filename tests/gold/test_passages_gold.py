"""Shared passages against published truth: the sets that VARIORUM_GOLD names, with the defaults of the command."""

from __future__ import annotations

import importlib.util
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

GOLD = Path(os.environ.get("VARIORUM_GOLD", "/nowhere"))
pytestmark = [
    pytest.mark.gold,
    pytest.mark.skipif(not (GOLD / "reuse").is_dir(), reason="VARIORUM_GOLD names no folder with gold sets"),
]
# plagdet, and F1 over characters: what each set must reach, and pieces a passage
BARS = {
    "mini": (0.96, 0.975),
    "quotes": (0.95, 0.975),
    "variants": (0.955, 0.975),
    "folio": (0.95, 0.955),
    "psalms-vulgate": (0.20, 0.0),
}
PIECES = 1.03
MEAN = 0.958


@pytest.fixture(scope="module")
def scores() -> dict[str, dict[str, Any]]:
    spec = importlib.util.spec_from_file_location("passages_score", GOLD / "score" / "passages.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    found = {}
    for name in BARS:
        out = io.StringIO()
        folder = GOLD / "reuse" / name
        call_command("passages", str(folder / "documents.jsonl"), stdout=out, stderr=io.StringIO())
        pairs = [json.loads(line) for line in out.getvalue().splitlines()]
        optional = ("echo", "coincidence") if name == "psalms-vulgate" else ()
        found[name] = scorer.score_folder(folder, pairs, optional)
        print(name, {k: round(v, 4) for k, v in found[name].items() if isinstance(v, float)})
    return found


@pytest.mark.parametrize("name", BARS)
def test_each_set_is_found_as_well_as_it_must_be(scores: dict[str, dict[str, Any]], name: str) -> None:
    plagdet, characters = BARS[name]
    assert scores[name]["plagdet"] >= plagdet
    assert scores[name]["micro_f1"] >= characters
    assert scores[name]["granularity"] <= PIECES


def test_the_four_large_sets_are_found_on_the_average(scores: dict[str, dict[str, Any]]) -> None:
    assert sum(scores[name]["plagdet"] for name in BARS if name != "psalms-vulgate") / 4 >= MEAN
