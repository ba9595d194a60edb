"""The letters that are marked inside a changed word."""

import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from comparisons.engine.categories.letters import MOST, letters


def marked(a: str, b: str) -> tuple[list[str], list[str]]:
    found = letters(a, b)
    return [a[slice(*span)] for span in found[0]], [b[slice(*span)] for span in found[1]]


def test_the_letter_that_was_lost_is_marked() -> None:
    assert marked("he", "the") == ([], ["t"])
    assert marked("evermore", "ever more") == ([], [" "])
    assert marked("Czarist", "Tsarist") == (["Cz"], ["Ts"])


def test_letters_equal_by_chance_are_no_islands_in_a_word_that_was_replaced() -> None:
    assert marked("winter", "monument") == ([], [])


def test_a_reading_that_is_too_long_is_marked_as_a_whole() -> None:
    assert letters("a" * (MOST + 1), "b") == ([], [])


def test_an_accent_is_not_marked_without_its_letter() -> None:
    assert marked("cafe\u0301s", "cafes")[0] == ["e\u0301"]


@settings(max_examples=100)
@given(st.text(max_size=30), st.text(max_size=30))
def test_no_span_cuts_a_grapheme_cluster(a: str, b: str) -> None:
    found = letters(a, b)
    if found == ([], []):
        return
    for text, spans in zip((a, b), found, strict=True):
        edges = {0, len(text), *(match.end() for match in regex.finditer(r"\X", text))}
        assert all({begin, end} <= edges and begin < end for begin, end in spans)
        assert spans == sorted(spans)
