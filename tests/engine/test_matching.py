"""Which words of two texts are said to belong together."""

from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from comparisons.engine.matching.match import Matching, match
from comparisons.engine.text.tokens import tokenise


def pairs(a: str, b: str) -> list[tuple[str, str]]:
    """The matched words, in order, as they stand in the texts."""
    left, right = tokenise(a), tokenise(b)
    found = match(left, right)
    return [
        (left.surface(int(found.words_a[i])), right.surface(int(found.words_b[j])))
        for i, j in enumerate(found.mate)
        if j >= 0
    ]


def same(one: Matching, other: Matching) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("words_a", "words_b", "mate", "moves", "moved_a", "moved_b", "moved_of")
    )


def test_equal_words_are_matched_in_order() -> None:
    assert pairs("one two three four", "one two and three four") == [(w, w) for w in ("one", "two", "three", "four")]


def test_case_and_accents_do_not_hinder_a_match() -> None:
    assert ("PROTÉGÉ", "protege") in pairs("their PROTÉGÉ came home", "their protege came home")


def test_an_old_spelling_is_matched_with_the_new_one() -> None:
    assert ("Olde", "old") in pairs("The Olde house stands on the hill", "The old house stands on the hill")


def test_two_letters_that_changed_places_are_a_near_word() -> None:
    assert ("siad", "said") in pairs("and he siad to them all", "and he said to them all")


def test_of_two_places_that_are_as_good_a_word_goes_beside_its_neighbour() -> None:
    a, b = tokenise("They saw the house and the garden beside it"), tokenise("They saw old tha gardn beside it")
    assert match(a, b).mate.tolist() == [0, 1, -1, -1, -1, 3, 4, 5, 6]


def test_a_misspelled_long_word_is_worth_more_than_a_short_one_that_stands_crosswise() -> None:
    found = pairs("He counted three hundred and twenty sheep", "He counted and hunrded later twenty sheep")
    assert ("hundred", "hunrded") in found
    assert ("and", "and") not in found


def test_an_unlike_word_is_not_matched_with_what_stands_in_its_place() -> None:
    assert ("government", "house") not in pairs("the old government stands here", "the old house stands here")


def test_two_sentences_that_share_only_the_are_not_matched_at_all() -> None:
    assert pairs("The cat sat on the mat.", "A dog ran from the park today.") == []
    assert pairs("The workers will win.", "A storm destroyed the harbour.") == []


def test_a_frequent_word_between_two_equal_words_stays_matched() -> None:
    assert ("the", "the") in pairs("workers of the world unite now", "workers of the world unite then")


def test_a_word_between_changed_words_stays_matched_where_the_rest_is_firm() -> None:
    a = "It was the best of times, it was the worst of times, it was the age of wisdom."
    b = "It was the best of days, it was the worst of days, it was the age of reason."
    assert ("of", "of") in pairs(a, b)


def test_an_inserted_heading_moves_no_number_to_a_wrong_row() -> None:
    a = "1. The first chapter tells of birth\n2. The second chapter tells of war\n3. The third tells of peace"
    b = "1. A foreword by the editor\n2. The first chapter tells of birth\n3. The second chapter tells of war\n4. The third tells of peace"
    found = pairs(a, b)
    for word in ("birth", "war", "peace", "first", "second", "third"):
        assert (word, word) in found


words = st.lists(
    st.sampled_from(
        ["the", "of", "and", "a", "king", "queen", "went", "to", "sea", "see", "sees", "house", "horse", "houses"]
    ),
    max_size=60,
)


@settings(max_examples=150)
@given(words, words)
def test_swapping_the_texts_swaps_the_result(a: list[str], b: list[str]) -> None:
    left, right = tokenise(" ".join(a)), tokenise(" ".join(b))
    assert same(match(right, left), match(left, right).swapped())


@settings(max_examples=150)
@given(words, words)
def test_a_match_never_goes_back_and_no_word_is_used_twice(a: list[str], b: list[str]) -> None:
    found = match(tokenise(" ".join(a)), tokenise(" ".join(b)))
    hit = found.mate[found.mate >= 0]
    assert (np.diff(hit) > 0).all()
    assert len(np.intersect1d(hit, found.moved_b)) == 0
    assert len(np.intersect1d(np.flatnonzero(found.mate >= 0), found.moved_a)) == 0
    assert len(np.unique(found.moved_a)) == len(found.moved_a)
    assert len(np.unique(found.moved_b)) == len(found.moved_b)


@settings(max_examples=60)
@given(words)
def test_a_text_is_matched_with_itself_word_by_word(a: list[str]) -> None:
    text = tokenise(" ".join(a))
    found = match(text, text)
    assert found.mate.tolist() == list(range(len(a)))
    assert len(found.moves) == 0


def test_the_same_texts_give_the_same_result_again() -> None:
    dice = random.Random(3)
    a = " ".join(dice.choices([f"word{n}" for n in range(300)], k=4000))
    b = " ".join(dice.choices([f"word{n}" for n in range(300)], k=4000))
    assert same(match(tokenise(a), tokenise(b)), match(tokenise(a), tokenise(b)))


def test_empty_texts_have_nothing_in_common() -> None:
    for a, b in (("", ""), ("", "one two"), ("… !", "one")):
        assert pairs(a, b) == []
