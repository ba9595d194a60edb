"""Translations: which paragraph and which sentence of one language stands for which of the other."""

from __future__ import annotations

import itertools
import json
import math
import random
from collections import Counter
from pathlib import Path

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from comparisons.engine.form import as_json
from comparisons.engine.options import Options
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
from tests.engine.test_laws import IGNORED, pairs

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


def test_an_operation_of_two_languages_is_a_paragraph_with_its_translation():
    a, b = read("E"), read("F")
    result = as_json(compare(a, b))
    blocks, operations = result["blocks"], result["operations"]
    assert [block["relation"] for block in blocks].count("same") == len(blocks) - 2
    assert "Gale" in result["notes"][0]
    changed = [operation for operation in operations if operation["type"] != "equal"]
    for block, operation in zip(blocks, changed, strict=True):
        assert operation["type"] == "replace"
        for text, side in ((a, "a"), (b, "b")):
            paragraphs = text[block[side][0][0] : block[side][-1][1]]
            assert text[slice(*operation[side])].strip() == paragraphs
    assert {a[slice(*operation["a"])] for operation in operations if operation["type"] == "equal"} == {"\n", "\n\n"}
    assert sum(result["counts"].values()) == len(changed)
    assert set(result["counts"]) <= {"substitution", "orthographic"}
    assert result["similarity"] == 0


@st.composite
def translations(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts of paragraphs, some of which say the same, with any white space between them."""
    paragraph = st.sampled_from(
        [
            "# I",
            "1941",
            "* * *",
            "U.S.S.R.",
            "u.s.s.r",
            "The old king rode out.",
            "Le vieux roi partit.",
            "\u0301x",
            "¿Y?",
        ]
    ) | st.text(min_size=1, max_size=12)
    blank = st.sampled_from(["\n\n", "\n", "\r\n\r\n", "\r", "\n \n", "\u2029", "\n\n\u0301", ""])
    sides = [draw(st.lists(st.tuples(blank, paragraph), max_size=6)) for _ in range(2)]
    ends = [draw(blank), draw(blank)]
    return tuple("".join(x + y for x, y in own) + end for own, end in zip(sides, ends, strict=True))


@settings(max_examples=200)
@given(translations() | pairs(), IGNORED)
def test_the_operations_of_two_languages_rebuild_both_texts_and_are_maximal(texts, ignore):
    result = as_json(compare(*texts, Options(ignore)))
    operations = result["operations"]
    at = [0, 0]
    for operation in operations:
        assert [operation["a"][0], operation["b"][0]] == at
        at = [operation["a"][1], operation["b"][1]]
        one, other = (text[slice(*operation[side])] for text, side in zip(texts, "ab", strict=True))
        assert {
            "equal": one == other != "",
            "replace": one != other and one and other,
            "delete": one and not other,
            "insert": other and not one,
        }[operation["type"]]
        assert ("category" in operation) == (operation["type"] != "equal")
    assert at == [len(text) for text in texts]
    assert all(one["type"] != other["type"] for one, other in itertools.pairwise(operations))
    assert result["counts"] == Counter(operation["category"] for operation in operations if "category" in operation)
    assert result["ignored"] == Counter(operation["category"] for operation in operations if "ignored" in operation)
    for text, side in zip(texts, "ab", strict=True):
        edges = {0, len(text), *(match.end() for match in regex.finditer(r"\X", text))}
        assert all(set(operation[side]) <= edges for operation in operations)


@settings(max_examples=60)
@given(translations())
def test_two_languages_with_their_sides_exchanged_have_the_same_operations_exchanged(texts):
    there, back = as_json(compare(*texts)), as_json(compare(*texts[::-1]))
    turn = {"delete": "insert", "insert": "delete"}
    assert [(turn.get(o["type"], o["type"]), o["b"], o["a"]) for o in there["operations"]] == [
        (o["type"], o["a"], o["b"]) for o in back["operations"]
    ]
    assert there["similarity"] == back["similarity"]
    assert there["coverage"] == {"a": back["coverage"]["b"], "b": back["coverage"]["a"]}


def test_what_stands_in_both_languages_as_it_is_is_equal_and_counts_as_matched():
    a, b = "The king rode out.\n\n1941\n\nOK", "Le roi partit.\n\n1941\n\nok"
    result = as_json(compare(a, b, Options(frozenset({"case"}))))
    assert [(o["type"], o.get("category"), o.get("ignored")) for o in result["operations"]] == [
        ("replace", "substitution", None), ("equal", None, None), ("replace", "case", True)
    ]  # fmt: skip
    assert result["coverage"] == {"a": 2 / 7, "b": 2 / 6}
    assert result["similarity"] == 4 / 13


def test_a_text_without_a_translation_has_no_partner():
    result = compare("One paragraph.\n\nAnother one.", "")
    assert [RELATIONS[r] for r in result.blocks.relation] == ["deleted", "deleted"]
    assert (result.a.coverage, result.b.coverage) == (0, 1)
