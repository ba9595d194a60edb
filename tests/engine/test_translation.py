"""Translations: which paragraph and which sentence of one language stands for which of the other."""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparisons.engine.paragraphs.bilingual import compare
from comparisons.engine.paragraphs.translation import (
    Bead,
    Unit,
    align,
    align_sentences,
    beads,
    blocks,
    languages_differ,
    root,
)
from comparisons.engine.result import RELATIONS
from comparisons.engine.text.segments import segment
from comparisons.engine.text.sentences import sentences

TEXTS = Path(__file__).parents[2] / "seeds" / "texts"
Pairs = set[tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]]


def read(siglum: str) -> str:
    return (TEXTS / f"{siglum}.txt").read_bytes().decode()


def truth(siglum: str, what: str) -> Pairs:
    rows = json.loads((TEXTS / f"{siglum}.alignment.json").read_text("utf-8"))[what]
    return {(tuple(map(tuple, row["E"])), tuple(map(tuple, row[siglum]))) for row in rows}


def placed(found: list[Bead], a: list[tuple[int, int]], b: list[tuple[int, int]]) -> Pairs:
    return {(tuple(a[i] for i in bead.a), tuple(b[j] for j in bead.b)) for bead in found}


def spans(text: str) -> list[tuple[int, int]]:
    return [(begin, end) for begin, end in segment(text).span.tolist()]


@pytest.mark.parametrize("siglum", ["F", "D"])
def test_the_paragraphs_of_the_manifesto_are_found_in_its_translations(siglum):
    found = placed(align(read("E"), read(siglum)), spans(read("E")), spans(read(siglum)))
    expected = truth(siglum, "paragraphs")
    assert len(found & expected) >= 0.98 * len(expected)
    assert {pair for pair in expected if len(pair[0]) + len(pair[1]) > 2} <= found


@pytest.mark.parametrize("siglum", ["F", "D"])
def test_the_sentences_of_the_manifesto_are_found_in_its_translations(siglum):
    a, b, found = align_sentences(read("E"), read(siglum))
    expected = truth(siglum, "sentences")
    assert len(placed(found, a, b) & expected) >= 0.98 * len(expected)


def test_the_french_and_the_german_text_meet_through_the_english_one():
    through: dict[int, set[int]] = {}
    french = {i: bead.b for bead in align(read("E"), read("F")) for i in bead.a}
    for bead in align(read("E"), read("D")):
        for i in bead.a:
            for j in french[i]:
                through.setdefault(j, set()).update(bead.b)
    direct = [bead for bead in align(read("F"), read("D")) if bead.a and bead.b]
    agreeing = sum(any(through[j] & set(bead.b) for j in bead.a) for bead in direct)
    assert agreeing == len(direct) > 35


@pytest.mark.parametrize("siglum", ["F", "D"])
def test_paragraphs_left_out_of_a_translation_stand_alone_and_disturb_no_other(siglum):
    text = read(siglum)
    own = spans(text)
    gone = [8, 9, 20, 33]
    kept = [k for k in range(len(own)) if k not in gone]
    shorter = "\n\n".join(text[own[k][0] : own[k][1]] for k in kept)
    whole = {j: bead.a for bead in align(read("E"), text) for j in bead.b}
    found = [bead for bead in align(read("E"), shorter) if bead.b]
    right = sum(bead.a == whole[kept[bead.b[0]]] for bead in found)
    assert right >= len(found) - 3
    assert any(not bead.b for bead in align(read("E"), shorter))


def translated(seed: int, number: int, odd: float) -> tuple[list[Unit], list[Unit], list[tuple[tuple[int, ...], ...]]]:
    """Units with lengths as translators make them, some left out, added, parted and joined; and what belongs together."""
    draw = random.Random(seed)
    a: list[Unit] = []
    b: list[Unit] = []
    expected = []

    def unit(length: float, words: list[str]) -> Unit:
        return Unit(max(1, round(length)), Counter(words), (0, 0), False)

    def grown(length: float) -> float:
        return length * 1.1 + draw.gauss(0, math.sqrt(6.8 * length))

    for name in range(number):
        length, fate, cut = min(1500, max(60, draw.lognormvariate(5.2, 0.8))), draw.random(), draw.uniform(0.3, 0.7)
        words = [f"n{name}"] if draw.random() < 0.5 else []
        i, j = len(a), len(b)
        if fate < odd:
            a.append(unit(length, words))
            expected.append(((i,), ()))
        elif fate < 2 * odd:
            b.append(unit(grown(length), words))
            expected.append(((), (j,)))
        elif fate < 3 * odd:
            a.append(unit(length, words))
            b += [unit(grown(length * cut), words), unit(grown(length * (1 - cut)), [])]
            expected.append(((i,), (j, j + 1)))
        elif fate < 4 * odd:
            a += [unit(length * cut, []), unit(length * (1 - cut), words)]
            b.append(unit(grown(length), words))
            expected.append(((i, i + 1), (j,)))
        else:
            a.append(unit(length, words))
            b.append(unit(grown(length), words))
            expected.append(((i,), (j,)))
    return a, b, expected


@pytest.mark.parametrize(("odd", "least"), [(0.0, 0.99), (0.01, 0.95), (0.03, 0.9)])
def test_paragraphs_of_made_up_translations_are_found_by_their_lengths_and_names(odd, least):
    right = total = 0
    for seed in range(3):
        a, b, expected = translated(seed, 120, odd)
        found = {(bead.a, bead.b) for bead in beads(a, b)}
        right += len(found & set(expected))
        total += len(expected)
    assert right >= least * total


def test_a_long_text_is_searched_near_the_diagonal_and_still_found(monkeypatch):
    monkeypatch.setattr("comparisons.engine.paragraphs.translation.CELLS", 1000)
    a, b, expected = translated(7, 500, 0.005)
    found = {(bead.a, bead.b) for bead in beads(a, b)}
    assert len(found & set(expected)) >= 0.95 * len(expected)


UNITS = st.lists(
    st.builds(Unit, st.integers(0, 400), st.lists(st.sampled_from("abc1"), max_size=4).map(Counter),
              st.tuples(st.integers(0, 2), st.integers(0, 2)), st.booleans()),
    max_size=9,
)  # fmt: skip


@given(UNITS, UNITS)
def test_every_unit_is_in_exactly_one_bead_and_in_order(a, b):
    found = beads(a, b)
    assert [i for bead in found for i in bead.a] == list(range(len(a)))
    assert [j for bead in found for j in bead.b] == list(range(len(b)))
    assert all(0 <= bead.score <= 1 for bead in found)


def test_beads_are_blocks_that_are_same_split_merged_inserted_or_deleted():
    found = [
        Bead((0,), (0,), 1), Bead((1,), (1, 2), 1), Bead((2, 3), (3,), 1), Bead((4,), (), 0), Bead((), (4,), 0),
        Bead((5, 6), (5, 6), 1),
    ]  # fmt: skip
    result = blocks(found)
    assert [RELATIONS[r] for r in result.relation] == ["same", "split", "merged", "deleted", "inserted", "split"]
    assert result.first_a.tolist() == [0, 1, 2, 4, 5, 5, 7]
    assert result.segment_b.tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert result.also.tolist() == [0, 0, 0, 0, 0, 1 << RELATIONS.index("merged")]


@pytest.mark.parametrize(
    ("a", "b", "differ"),
    [("en", "fr", True), ("en-GB", "en-US", False), ("de", "DE-at", False), ("en", "", False), ("und", "fr", False)],
)
def test_two_languages_differ_by_their_primary_subtag_and_only_where_both_are_named(a, b, differ):
    assert languages_differ(a, b) is differ


@pytest.mark.parametrize(
    ("one", "other"), [("catastrophe", "Katastrophe"), ("l’impérialisme", "imperialism"), ("1917–1920", "1917-1920")]
)
def test_words_of_common_origin_have_one_root(one, other):
    assert root(one) == root(other) != ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Mr. J. Smith of the U.S.S.R. came. He left.", ["Mr. J. Smith of the U.S.S.R. came.", "He left."]),
        ("He said: \"Go.\" She went.", ['He said: "Go."', "She went."]),
        ("Il dit : « Partez ! » Elle partit.", ["Il dit : « Partez ! »", "Elle partit."]),
        ("Am 22. Juni begann er, d. h. im Sommer. Es war 1941. Dann kam es.",
         ["Am 22. Juni begann er, d. h. im Sommer.", "Es war 1941.", "Dann kam es."]),
        ("これは本です。あれも本です。", ["これは本です。", "あれも本です。"]),
        ("Wait... what? Yes.", ["Wait... what?", "Yes."]),
        ("", []),
    ],
)  # fmt: skip
def test_a_paragraph_is_cut_into_sentences(text, expected):
    assert [text[begin:end] for begin, end in sentences(text)] == expected


@given(st.text(st.sampled_from("aA.!? »\"'1。\n"), max_size=40))
def test_sentences_hold_everything_but_white_space(text):
    at = 0
    for begin, end in sentences(text):
        assert at <= begin < end
        assert text[at:begin].strip() == ""
        at = end
    assert text[at:].strip() == ""


def test_a_comparison_of_two_languages_has_blocks_and_marks_no_word():
    result = compare(read("E"), read("F"))
    assert len(result.operations) == 0
    assert result.counts == {}
    assert [RELATIONS[r] for r in result.blocks.relation].count("same") == len(result.blocks) - 2
    assert result.a.coverage == result.b.coverage == 1
    assert "Gale" in result.notes[0]


def test_a_text_without_a_translation_has_no_partner():
    result = compare("One paragraph.\n\nAnother one.", "")
    assert [RELATIONS[r] for r in result.blocks.relation] == ["deleted", "deleted"]
    assert (result.a.coverage, result.b.coverage) == (0, 1)
