"""What is equal in both texts is left out of the work, and nobody can tell from the result."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from comparisons.engine.comparison import as_json, compare
from comparisons.engine.matching.cuts import cuts
from comparisons.engine.matching.match import match
from comparisons.engine.operations import weaving
from comparisons.engine.operations.moved_passages import passages
from comparisons.engine.operations.unchanged import Unchanged, unchanged
from comparisons.engine.options import Options, Point, Rule
from comparisons.engine.text.tokens import tokenise
from tests.engine.test_laws import IGNORED, pairs

RULES = (Rule("ever more", "evermore"), Rule("olde", "old"), Rule("USSR", "Soviet Union"))


def nothing(a, b, stay, *rest):  # type: ignore[no-untyped-def]
    none, paired = np.empty((0, 2), np.int64), stay.mate >= 0
    return Unchanged(none, none, *[none[:, 0]] * 3, stay.token_a[paired], stay.token_b[stay.mate[paired]])


def left_out(a: str, b: str) -> list[tuple[str, str]]:
    """What both texts have letter for letter."""
    one, other = tokenise(a), tokenise(b)
    cut = cuts(one, other, Options())
    found = unchanged(one, other, passages(match(one, other), cut).stay, cut)
    return [
        (a[one.begin[i] : one.end[j]], b[other.begin[x] : other.end[y]])
        for (i, j), (x, y) in zip(found.a.tolist(), found.b.tolist(), strict=True)
    ]


@given(pair=pairs(), ignore=IGNORED)
@settings(max_examples=60)
def test_leaving_out_what_is_equal_changes_no_result(pair: tuple[str, str], ignore: frozenset[str]) -> None:
    a, b = pair
    middle = Point("together", (len(a) // 2, len(a) // 2), (len(b) // 2, len(b) // 2))
    apart = Point("apart", (len(a) // 3, len(a) // 2), (len(b) // 3, len(b) // 2))
    for options in (Options(ignore), Options(ignore | {"rules"}, RULES), Options(ignore, (), (middle, apart))):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(weaving, "unchanged", nothing)
            slowly = as_json(compare(a, b, options))
        assert as_json(compare(a, b, options)) == slowly


def test_only_what_is_equal_letter_for_letter_is_left_out() -> None:
    text = "One two three, four five six; seven eight nine. Ten eleven twelve thirteen fourteen."
    other = "One two three, four five six: seven eight  nine. Ten eleven Twelve thirteen fourteen."
    assert left_out(text, text) == [(text[:-1], text[:-1])]
    assert left_out(text, other) == [
        (same, same)
        for same in ("One two three, four five six", "seven eight", "nine. Ten eleven", "thirteen fourteen")
    ]


def test_a_letter_beyond_ascii_is_not_taken_for_another() -> None:
    a, b = "The word naïve stands there as it stood", "The word naîve stands there as it stood"
    assert left_out(a, b) == [("The word", "The word"), ("stands there as it stood", "stands there as it stood")]
    assert left_out(a, a) == [(a, a)]
