"""What is one change, where it begins and ends, and whose the white space is."""

from __future__ import annotations

import pytest

from comparisons.engine.comparison import as_json, compare
from comparisons.engine.options import Options

FIRST = "The rights of the workers were taken away by night, and nobody spoke of them again."
SECOND = "A ship of old timber lay in the harbour; its sails had long been sold for bread!"
THIRD = "Ever more frequently the letters came without a stamp, and were sent back unread."


def changed(a: str, b: str, *ignore: str) -> list[tuple[str, str, str]]:
    """Type and both readings of every change that is not ignored."""
    return [
        (operation["type"], a[slice(*operation["a"])], b[slice(*operation["b"])])
        for operation in as_json(compare(a, b, Options(frozenset(ignore))))["operations"]
        if operation["type"] not in {"equal", "move"} and not operation.get("ignored")
    ]


def test_white_space_that_both_sides_share_beside_a_changed_word_stays_equal() -> None:
    assert changed("the old ship went", "the new ship went") == [("replace", "old", "new")]


def test_white_space_between_two_changed_words_belongs_to_their_change() -> None:
    assert changed("the communist party met", "the Communist Party met") == [
        ("replace", "communist party", "Communist Party")
    ]


def test_an_added_word_takes_the_one_blank_that_it_brings() -> None:
    assert changed("the ship went out", "the ship soon went out") == [("insert", "", "soon ")]
    assert changed("the ship went out", "the ship went out again") == [("insert", "", " again")]
    assert changed("the ship went out.", "the ship went out again.") == [("insert", "", " again")]


def test_a_dropped_paragraph_takes_one_blank_line_with_it() -> None:
    a = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
    assert changed(a, f"{FIRST}\n\n{THIRD}") == [("delete", f"{SECOND}\n\n", "")]


def test_blanks_that_differ_between_equal_words_are_a_change_of_their_own() -> None:
    assert changed("the old  ship went", "the old ship went") == [("replace", "  ", " ")]
    assert changed("the old ship\r\nwent", "the old ship\nwent") == [("replace", "\r\n", "\n")]


def test_a_mark_beside_equal_words_is_changed_alone() -> None:
    assert changed("The ship, went out.", "The ship went out!") == [("delete", ",", ""), ("replace", ".", "!")]


def test_a_blank_between_an_added_mark_and_a_changed_word_stays_equal() -> None:
    assert changed("he came and went", "he came. And went") == [("insert", "", "."), ("replace", "and", "And")]
    assert changed("he came. And went", "he came and went") == [("delete", ".", ""), ("replace", "And", "and")]
    assert changed("the next one", "the Next (one") == [("replace", "next", "Next"), ("insert", "", "(")]
    assert changed("he came, Sir. Then went", "he came sir then went") == [
        ("delete", ",", ""),
        ("replace", "Sir", "sir"),
        ("delete", ".", ""),
        ("replace", "Then", "then"),
    ]


def test_a_dash_takes_the_blanks_round_it() -> None:
    assert changed("the ship – so they say – went", "the ship—so they say—went") == [
        ("replace", " – ", "—"),
        ("replace", " – ", "—"),
    ]


def test_a_mark_alone_holds_no_match_between_two_sentences_that_share_no_word() -> None:
    assert changed("Red roses, white lilies.", "Grim soldiers, lost battles.") == [
        ("replace", "Red roses, white lilies.", "Grim soldiers, lost battles.")
    ]


def test_joined_and_divided_words_are_one_change_even_beside_a_near_word() -> None:
    assert changed("came evermore frequentlie to the town", "came ever more frequently to the town")[0] == (
        "replace",
        "evermore ",  # with the blank between two changed words
        "ever more ",
    )


def test_with_punctuation_ignored_a_mark_does_not_hang_on_a_word_that_was_dropped() -> None:
    a, b = 'a series of to warnings", he said', 'a series of "warnings", he said'
    assert changed(a, b) == [("replace", "to ", '"')]
    assert changed(a, b, "punctuation") == [("delete", "to ", "")]


def test_a_moved_paragraph_is_one_move_that_says_how_it_was_revised() -> None:
    a = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
    b = f"{SECOND}\n\n{THIRD}\n\n{FIRST.replace('nobody', 'no man')}"
    result = as_json(compare(a, b))
    assert result["counts"] == {"move": 1, "substitution": 1}
    (move,) = (o for o in result["operations"] if o["type"] == "move")
    assert a[slice(*move["a"])] == FIRST
    assert [(o["type"], a[slice(*o["a"])]) for o in move["operations"]][1] == ("replace", "nobody")
    covered = [(o["type"], o["move"], o.get("category")) for o in result["operations"] if "move" in o]
    assert sorted(covered) == [("delete", 0, None), ("insert", 0, None)]


def test_a_moved_sentence_takes_its_full_stop_along_and_the_same_blanks_on_both_sides() -> None:
    a, b = f"{FIRST}\n\n{SECOND}\n\n{THIRD}", f"{FIRST}\n\n{THIRD}\n\n{SECOND}"
    result = as_json(compare(a, b))
    assert result["counts"] == {"move": 1}
    assert result["similarity"] == 1


@pytest.mark.parametrize(("a", "b"), [("", ""), ("", "words"), ("words", ""), (" ", "\n"), ("...", "!")])
def test_texts_with_hardly_anything_in_them_are_compared_like_others(a: str, b: str) -> None:
    operations = as_json(compare(a, b))["operations"]
    assert "".join(a[slice(*o["a"])] for o in operations) == a
    assert "".join(b[slice(*o["b"])] for o in operations) == b
