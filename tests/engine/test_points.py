"""Alignment points that a person has set: what they hold together, what they keep apart."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from comparisons.engine.matching.match import match
from comparisons.engine.options import Options, Point
from comparisons.engine.text.tokens import tokenise

VOCABULARY = [
    "the",
    "of",
    "and",
    "king",
    "queen",
    "went",
    "to",
    "sea",
    "sees",
    "house",
    "horse",
    "houses",
    "nineteen",
    "harbour",
    "paragraph",
]
texts = st.lists(st.sampled_from(VOCABULARY), min_size=2, max_size=50).map(" ".join)


def matched(a: str, b: str, *points: Point) -> list[tuple[int, int]]:
    """Where the matched words begin, in order or moved."""
    left, right = tokenise(a), tokenise(b)
    found = match(left, right, Options(points=points))
    pairs = [(i, int(j)) for i, j in enumerate(found.mate) if j >= 0]
    pairs += list(zip(found.moved_a.tolist(), found.moved_b.tolist(), strict=True))
    return [(int(left.begin[found.words_a[i]]), int(right.begin[found.words_b[j]])) for i, j in pairs]


def starts(text: str) -> list[int]:
    return tokenise(text).begin.tolist()


@settings(max_examples=150)
@given(texts, texts, st.data())
def test_nothing_before_a_point_is_matched_with_anything_behind_it(a: str, b: str, data: st.DataObject) -> None:
    x, y = data.draw(st.sampled_from(starts(a))), data.draw(st.sampled_from(starts(b)))
    for i, j in matched(a, b, Point("together", (x, x + 1), (y, y + 1))):
        assert (i < x) == (j < y)


@settings(max_examples=150)
@given(texts, texts, st.data())
def test_nothing_is_matched_between_two_places_that_are_kept_apart(a: str, b: str, data: st.DataObject) -> None:
    (x0, x1), (y0, y1) = (
        sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))))) for text in (a, b)
    )
    for i, j in matched(a, b, Point("apart", (x0, x1), (y0, y1))):
        assert not (x0 <= i < x1 and y0 <= j < y1)


@settings(max_examples=150)
@given(texts, texts, st.data())
def test_outside_of_the_one_stretch_nothing_is_compared(a: str, b: str, data: st.DataObject) -> None:
    (x0, x1), (y0, y1) = (
        sorted(data.draw(st.tuples(st.sampled_from(starts(text)), st.sampled_from(starts(text))))) for text in (a, b)
    )
    for i, j in matched(a, b, Point("only", (x0, x1), (y0, y1))):
        assert x0 <= i < x1
        assert y0 <= j < y1


def test_two_places_that_belong_together_bring_the_right_twin_to_its_place() -> None:
    verse = "and so the river ran on to the wide green sea"
    a, b = f"{verse}\nA first stanza.\n{verse}", verse
    second = a.rindex("and so")
    assert all(i < second for i, _ in matched(a, b))
    assert {i for i, _ in matched(a, b, Point("together", (second, second + 3), (0, 3)))} == {
        place for place in starts(a) if second <= place < second + len(verse)
    }


def test_what_is_kept_apart_may_be_matched_elsewhere() -> None:
    a = "the harbour was quiet in the morning"
    b = f"{a}\nand then again\n{a}"
    found = matched(a, b, Point("apart", (0, len(a)), (0, len(a))))
    assert len(found) == 7
    assert all(j > len(a) for _, j in found)
