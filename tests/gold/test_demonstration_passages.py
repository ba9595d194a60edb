"""Shared phrasing of the demonstration's documents, scored on the truth that is written where they are made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from comparisons.engine.passages import Document, Passages, find

TEXTS = Path(__file__).parents[2] / "seeds" / "texts"
CONTROL = "reading-a-diff"
NAMES = ["E", "study-guide", "commentary", "chronology", "glossary", "transmission", CONTROL]
TRUTH: dict[str, Any] = json.loads((TEXTS / "quotations.json").read_text(encoding="utf-8"))
HALF = 0.5  # of a place that a passage must cover on both sides to have found it

Place = tuple[str, int, int]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {name: (TEXTS / f"{name}.txt").read_text(encoding="utf-8") for name in NAMES}


@pytest.fixture(scope="module")
def found(texts: dict[str, str]) -> Passages:
    return find([Document(name, text) for name, text in texts.items()])


def sides(found: Passages) -> Iterator[tuple[Place, Place]]:
    for k in range(len(found)):
        yield (
            (found.ids[found.a[k]], int(found.a_begin[k]), int(found.a_end[k])),
            (found.ids[found.b[k]], int(found.b_begin[k]), int(found.b_end[k])),
        )


def covers(found: Place, wanted: Place) -> bool:
    shared = min(found[2], wanted[2]) - max(found[1], wanted[1])
    return found[0] == wanted[0] and shared >= HALF * (wanted[2] - wanted[1])


def times(found: Passages, one: Place, other: Place) -> int:
    """How many passages join these two places."""
    return sum((covers(a, one) and covers(b, other)) or (covers(a, other) and covers(b, one)) for a, b in sides(found))


@pytest.mark.parametrize("kind", ["quote", "lemma", "paraphrase"])
def test_what_quotes_or_rewords_eight_words_of_the_manifesto_is_found_once(
    found: Passages, texts: dict[str, str], kind: str
) -> None:
    looked_for = [
        ((row["document"], *row["span"]), ("E", *row["E"]))
        for row in TRUTH["quotations"]
        if row["kind"] == kind and len(re.findall(r"\w+", texts[row["document"]][slice(*row["span"])])) >= 8
    ]
    assert looked_for
    assert [times(found, *pair) for pair in looked_for] == [1] * len(looked_for)


def test_what_documents_share_that_is_not_the_manifestos_is_found_once(found: Passages) -> None:
    for passage in TRUTH["passages"]:
        places = [(place["document"], *place["span"]) for place in passage["places"]]
        assert [times(found, *pair) for pair in combinations(places, 2)] == [1] * (len(places) * (len(places) - 1) // 2)


def test_the_negative_control_shares_nothing_with_any_of_them(found: Passages) -> None:
    assert not [pair for pair in sides(found) if CONTROL in (pair[0][0], pair[1][0])]
