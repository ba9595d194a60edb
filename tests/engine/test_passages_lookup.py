"""Where else do these words stand? The look-up of a few words in many documents."""

from __future__ import annotations

import numpy as np

from comparisons.engine.passages.collection import Document
from comparisons.engine.passages.local_alignment import aligned
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


def test_words_with_wrong_letters_are_seen_through() -> None:
    """In the texts and in the question: a scanner's faults."""
    damaged = f"{PROSE} The workens of tbis valley vvill not be starred {PROSE}"
    lookup = Lookup.of([Document("scan", damaged), Document("poem", TEXTS["poem"])])
    place = lookup.find("The workers of this valley will not be starved").found[0]
    assert (place.document, damaged[place.begin : place.end]) == (0, "The workens of tbis valley vvill not be starred")
    place = (
        Lookup.of([Document("leaflet", TEXTS["leaflet"])])
        .find("tbe workens of this vallcy wlll not bo starved")
        .found[0]
    )
    assert TEXTS["leaflet"][place.begin : place.end].endswith("valley will not be starved")


def test_a_single_word_is_found_where_a_letter_of_it_is_wrong() -> None:
    lookup = Lookup.of([Document("scan", f"{PROSE} in this vallcy {PROSE}")])
    assert len(lookup.find("valley").found) == 1
    assert lookup.find("quinquereme").found == []


def test_a_long_question_is_found_whole_through_what_was_left_out() -> None:
    words = [f"w{n * 7919 % 5003}x" for n in range(150)]
    text = " ".join([PROSE, *words[:60], *words[70:], PROSE])
    place = Lookup.of([Document("book", text)]).find(" ".join(words)).found[0]
    assert text[place.begin : place.end] == " ".join([*words[:60], *words[70:]])


def test_many_stretches_are_aligned_at_once_as_the_textbook_aligns_each() -> None:
    dice = np.random.default_rng(5)
    gap, band = 2, 6
    for size in (1, 2, 7, 12):
        gain = np.where(dice.random((4, 5)) < 0.4, dice.integers(1, 9, (4, 5)), -3)
        question, cell = dice.integers(0, 4, size), dice.integers(0, 5, (30, size + band - 1))
        score, begin, end, matched = aligned(question, gain, cell, gap)
        for k in range(len(cell)):
            assert score[k] == textbook(question.tolist(), gain, cell[k].tolist(), gap, band)
            assert score[k] == 0 or (begin[k] <= end[k] and matched[k] >= 1)


def textbook(question: list[int], gain: np.ndarray, stretch: list[int], gap: int, band: int) -> int:
    """The best score of Smith and Waterman, where word i may stand with i to i + band - 1 alone."""
    best: dict[tuple[int, int], int] = {}
    for i, word in enumerate(question):
        for j in range(i, i + band):
            straight = best.get((i - 1, j - 1), 0) + int(gain[word, stretch[j]])
            best[i, j] = max(0, straight, best.get((i - 1, j), 0) - gap, best.get((i, j - 1), 0) - gap)
    return max(best.values())
