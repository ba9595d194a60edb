"""Dates and languages as a reader is told them."""

import pytest

from corpus.works import dates, languages


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("1941", "1941"),
        ("1941-08", "August 1941"),
        ("1941-06-22", "22 June 1941"),
        ("1941-10~", "about October 1941"),
        ("1942?", "perhaps 1942"),
        ("1936-07/1939-04", "July 1936 to April 1939"),
        ("../1945", "until 1945"),
        ("1941/..", "from 1941"),
        ("1941-21", "spring 1941"),
        ("[1667,1668]", "[1667,1668]"),
        ("0900", "900"),
        ("0900-05~", "about May 900"),
        ("0047", "AD 47"),
        ("-0043", "44 BC"),
    ],
)
def test_a_date_is_told_in_words(edtf: str, words: str) -> None:
    assert dates.in_words(edtf) == words


@pytest.mark.parametrize(
    ("tag", "direction"), [("he", "rtl"), ("yi", "rtl"), ("ar", "rtl"), ("fr", "ltr"), ("", "auto")]
)
def test_a_language_runs_the_way_of_its_script(tag: str, direction: str) -> None:
    assert languages.direction_of(tag) == direction


def test_a_language_has_a_name() -> None:
    assert languages.name_of("de-1901").startswith("German")
