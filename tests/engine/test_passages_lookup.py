"""Where else do these words stand? The look-up of a few words in many documents."""

from __future__ import annotations

from comparisons.engine.passages.collection import Document
from comparisons.engine.passages.lookup import LONGEST, PLACES, Lookup

PROSE = " ".join(f"the {n % 97}th house of street {n % 89} is said to be old" for n in range(400))
TEXTS = {
    "leaflet": f"{PROSE} The workers of this valley will not be starved. {PROSE}",
    "letter": f"{PROSE} the vvorkers of thys valley, it is true, will not be starued {PROSE}",
    "poem": f"{PROSE} a valley of workers; they starved {PROSE}",
    "empty": "",
}


def found(question: str) -> list[tuple[str, str]]:
    lookup = Lookup.of([Document(name, text) for name, text in TEXTS.items()])
    names = list(TEXTS)
    return [
        (names[one.document], TEXTS[names[one.document]][one.begin : one.end]) for one in lookup.find(question).found
    ]


def test_the_same_words_are_found_first_and_then_those_spelt_or_put_otherwise() -> None:
    assert found("The workers of this valley will not be starved") == [
        ("leaflet", "The workers of this valley will not be starved"),
        ("letter", "the vvorkers of thys valley, it is true, will not be starued"),
    ]


def test_a_single_word_is_found_wherever_it_stands() -> None:
    assert [name for name, _ in found("valley")] == ["leaflet", "letter", "poem"]


def test_words_that_stand_nowhere_are_found_nowhere() -> None:
    assert found("quinquereme of Nineveh") == []
    assert found("") == []
    assert found("— … !") == []
    assert Lookup.of([]).find("anything").found == []


def test_a_word_that_stands_everywhere_is_answered_in_bounds() -> None:
    lookup = Lookup.of([Document("the", "the " * (2 * PLACES))])
    answer = lookup.find("the " * (2 * LONGEST))
    assert answer.more
    assert 0 < len(answer.found) <= 150


def test_no_place_reaches_from_one_document_into_the_next() -> None:
    lookup = Lookup.of([Document("one", "a sentence begins and goes"), Document("two", "on in another document")])
    assert lookup.find("begins and goes on in another").found == [] or all(
        one.end <= len("a sentence begins and goes") for one in lookup.find("begins and goes on in another").found
    )
