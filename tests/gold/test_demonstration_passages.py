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
from comparisons.phrasing.partners import editions_together

TEXTS = Path(__file__).parents[2] / "seeds" / "texts"
CONTROL = "reading-a-diff"
EDITIONS = ["E", "N", "A", "R", "O"]  # those that are stored as texts and in E's language
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


def touches(one: Place, other: Place) -> bool:
    return one[0] == other[0] and min(one[2], other[2]) > max(one[1], other[1])


def times(found: Passages, one: Place, other: Place) -> int:
    """How many passages join these two places."""
    return sum((covers(a, one) and covers(b, other)) or (covers(a, other) and covers(b, one)) for a, b in sides(found))


@pytest.mark.parametrize("kind", ["quote", "lemma", "paraphrase", "capture"])
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


def test_what_two_documents_share_beyond_that_is_the_manifestos_which_both_quote(
    found: Passages, texts: dict[str, str]
) -> None:
    """Who quotes one sentence with another who quotes it shares that sentence; and nothing else is found."""
    quoted = [((row["document"], *row["span"]), tuple(row["E"])) for row in TRUTH["quotations"]]
    listed = [[(one["document"], *one["span"]) for one in passage["places"]] for passage in TRUTH["passages"]]

    def expected(a: Place, b: Place) -> bool:
        if "E" in (a[0], b[0]):
            own, other = (a, b) if a[0] == "E" else (b, a)
            return any(touches(place, other) and touches(("E", *there), own) for place, there in quoted)
        if any(any(touches(a, one) for one in some) and any(touches(b, one) for one in some) for some in listed):
            return True
        there_a, there_b = ([("E", *there) for place, there in quoted if touches(place, one)] for one in (a, b))
        return any(touches(one, other) for one in there_a for other in there_b)

    assert [pair for pair in sides(found) if not expected(*pair)] == []


def test_over_all_editions_a_quotation_is_found_once_with_the_other_editions_under_it(texts: dict[str, str]) -> None:
    names = EDITIONS + [name for name in NAMES if name not in EDITIONS]
    work = {name: "manifesto" if name in EDITIONS else name for name in names}
    said = {name: (TEXTS / f"{name}.txt").read_text(encoding="utf-8") for name in names}
    found = editions_together(find([Document(name, text, work[name]) for name, text in said.items()]), work)
    everywhere = list(sides(found))
    of_work = [work[a[0]] != work[b[0]] and "manifesto" in (work[a[0]], work[b[0]]) for a, b in everywhere]
    for row in TRUTH["quotations"]:
        place = (row["document"], *row["span"])
        if row["kind"] == "emended" or len(re.findall(r"\w+", said[place[0]][slice(*row["span"])])) < 8:
            continue
        at = [k for k, pair in enumerate(everywhere) if of_work[k] and any(covers(side, place) for side in pair)]
        heads = {k if found.also[k] < 0 else int(found.also[k]) for k in at}
        assert len(heads) == 1, place
        editions = {side[0] for k in at for side in everywhere[k]} - {place[0]}
        assert {"E", "N"} <= editions or row["kind"] != "quote"  # which have every sentence of it
        assert editions & set(EDITIONS)


def test_the_negative_control_shares_nothing_with_any_of_them(found: Passages) -> None:
    assert not [pair for pair in sides(found) if CONTROL in (pair[0][0], pair[1][0])]


@pytest.mark.parametrize("end", ["head", "foot"])
def test_a_notice_or_a_masthead_is_marked_as_boilerplate_and_takes_nothing_else_with_it(
    found: Passages, texts: dict[str, str], end: str
) -> None:
    """The documents share none; printed above or under each of the team's, their common notice is told from the rest."""
    assert not found.boilerplate.any()
    notice = "Written by the Variorum team, 2026. Not a historical text: please cite it as an exercise of our workshop."
    printed = {
        name: text if name == "E" else f"{notice}\n\n{text}" if end == "head" else f"{text}\n\n{notice}"
        for name, text in texts.items()
    }
    again = find([Document(name, text) for name, text in printed.items()])
    noticed, others = [], []
    for k, pair in enumerate(sides(again)):
        marked = bool(again.boilerplate[k])
        # A title that follows may begin as others do: a word of it may go with the notice.
        whole = all(
            notice[:40] in printed[name][first:last] and last - first < len(notice) + 10 for name, first, last in pair
        )
        (noticed if whole else others).append(marked)
    # Of six documents each with each; but at the foot, study guide and source note end in one thought, which goes with it.
    assert len(noticed) == (15 if end == "head" else 14)
    assert all(noticed)
    assert not any(others)
