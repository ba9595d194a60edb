"""Long paragraphs in parts: nothing is lost, nothing is twice, and no part is long."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comparisons.engine.comparison import compare
from comparisons.engine.options import Options
from comparisons.pairs import dividing, laying
from comparisons.pairs.rows import KINDS, Row

WORDS = [f"word{number}" for number in range(400)]


def prose(seed: int, count: int) -> list[str]:
    chance = random.Random(seed)
    return [chance.choice(WORDS) + ("." if chance.random() < 0.1 else "") for _ in range(count)]


def own(runs, side):
    """The text of a side that its runs say."""
    said = ""
    for run in runs:
        if not run.change:
            said += run.before
        elif run.inner:
            said += "" if run.after and not side else own(run.inner, side)
        elif KINDS[run.kind] != "move" and not run.end:
            said += run.after if side else run.before
    return said


def divided(a: str, b: str) -> tuple[list[Row], dividing.Divided, laying.Laid]:
    result = compare(a, b, Options())
    laid = laying.lay(result, a, b)
    return laid.rows, dividing.divide(laid, result, a, b), laid


def check(a: str, b: str) -> dividing.Divided:
    whole, parts, laid = divided(a, b)
    for side, text in ((0, a), (1, b)):
        before = [piece for row in whole for piece in (row.a, row.b)[side]]
        after = [piece for row in parts.rows for piece in (row.a, row.b)[side]]
        assert sum(len(own(piece.runs, side)) for piece in before) == sum(len(own(p.runs, side)) for p in after)
        for piece in after:
            assert own(piece.runs, side) == text[piece.begin : piece.end]
            assert piece.end - piece.begin <= laying.CHARACTERS
        for one, two in pairwise(after):
            if two.part:
                assert (two.number, two.part, two.begin) == (one.number, one.part + 1, one.end)
    assert all(row.a or row.b for row in parts.rows if row.elsewhere < 0)
    numbers = [row.block for row in parts.rows if row.elsewhere < 0]
    assert numbers == list(range(parts.count))
    for change, row in zip(laid.found, parts.block, strict=True):
        assert any(run.change == change.number for one in parts.rows if one.block == row for run in one.changes)
    return parts


def swapped(words: list[str]) -> list[str]:
    half = len(words) // 2
    return words[half:] + words[:half]


LONG = prose(1, 9_000)
SHAPES = {
    "unchanged": (LONG, LONG),
    "one word in ten replaced": (LONG, [w if i % 10 else "zebra" for i, w in enumerate(LONG)]),
    "replaced as a whole": (LONG, [f"other{i % 300}" for i in range(7_000)]),
    "added": (["a", "b."], [*LONG, "c"]),
    "a long stretch added within": (LONG[:50], LONG[:25] + [f"new{i}" for i in range(6_000)] + LONG[25:50]),
    "halves exchanged": (LONG, swapped(LONG)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_paragraph_of_any_shape_comes_in_parts_that_together_are_the_paragraph(shape):
    a, b = (" ".join(side) for side in SHAPES[shape])
    assert len(check(a, b).rows) > 3
    check(b, a)


def test_one_paragraph_beside_its_lines_comes_in_parts():
    lines = [" ".join(LONG[k : k + 12]) for k in range(0, len(LONG), 12)]
    assert len(check(" ".join(lines), "\n".join(lines)).rows) > 3


def test_a_text_without_blanks_is_cut_between_what_a_reader_sees_as_characters():
    a = "éx" * 30_000
    for row in check(a, a + "z").rows:
        assert all(not own(piece.runs, 0).startswith("\u0301") for piece in row.a)


def test_short_rows_stay_as_they_are():
    whole, parts, _ = divided("One.\n\nTwo words.", "One.\n\nTwo other words.")
    assert parts.rows is whole
    assert not parts.cuts


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 6))
def test_law_nothing_is_lost_by_dividing(seed, edits):
    chance = random.Random(seed)
    a = prose(seed, 5_000)
    b = list(a)
    for _ in range(edits):
        at, size = chance.randrange(len(b)), chance.choice([1, 3, 40, 2_500])
        move = b[at : at + size]
        del b[at : at + size]
        if chance.random() < 0.6:
            to = chance.randrange(len(b) + 1)
            b[to:to] = move if chance.random() < 0.6 else prose(seed + 1, size)
    check(" ".join(a), " ".join(b))
