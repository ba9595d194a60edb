"""Regularisation rules count in matching: several words with one, and words that no letter joins."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparisons.engine.comparison import as_json, compare
from comparisons.engine.options import Options, Rule

RULES = (
    Rule("to day", "to-day"),
    Rule("today", "to-day"),
    Rule("for ever", "forever"),
    Rule("gaol", "jail"),
    Rule("Soviet Union", "USSR"),
    Rule("cannot", "can not"),
)
RULED = Options(frozenset({"rules"}), RULES)


def changes(a: str, b: str, options: Options = RULED) -> list[tuple[str, str, bool]]:
    """Both readings of each change, and whether it is ignored."""
    found = as_json(compare(a, b, options))["operations"]
    return [
        (a[slice(*one["a"])].strip(" "), b[slice(*one["b"])].strip(" "), one.get("ignored", False))
        for one in found
        if one["type"] not in {"equal", "move"} and "move" not in one
    ]


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("He went to day.", "He went to-day.", [("to day", "to-day", True)]),
        ("He went to day.", "He went today.", [("to day", "today", True)]),
        ("Go for ever now.", "Go forever now.", [("for ever", "forever", True)]),
        ("the Soviet Union fell", "the USSR fell", [("Soviet Union", "USSR", True)]),
        ("they cannot go", "they can not go", [("cannot", "can not", True)]),
        ("the Soviet Union fell", "the Soviet Union fell", []),
    ],
)
def test_what_a_rule_names_is_one_change_and_ignored(a, b, expected):
    assert changes(a, b) == expected
    assert compare(a, b, RULED).similarity == 1


def test_a_rule_holds_a_match_between_words_that_are_replaced():
    a, b = "warder of gaol wept", "keeper at jail laughed"
    assert changes(a, b) == [("warder of", "keeper at", False), ("gaol", "jail", True), ("wept", "laughed", False)]
    assert changes(a, b, Options()) == [(a, b, False)]


def test_several_words_hold_a_match_between_words_that_are_replaced():
    a, b = "mighty Soviet Union wept", "tiny USSR laughed"
    assert changes(a, b) == [("mighty", "tiny", False), ("Soviet Union", "USSR", True), ("wept", "laughed", False)]


def test_the_words_of_a_rule_are_not_pulled_apart_by_words_that_are_equal_elsewhere():
    assert changes("we stay for ever", "we stay forever, ever") == [
        ("for ever", "forever", True),
        ("", ", ever", False),
    ]


def test_a_moved_passage_is_known_again_through_its_rules():
    stays = "Nothing in this first long paragraph is changed by anybody at any time, and it stays where it is. "
    moved = "Gaol and Soviet Union, for ever in the mouths of men, cannot be named to day without a sigh of grief. "
    there = moved.replace("Gaol", "Jail").replace("for ever", "forever").replace("cannot", "can not")
    found = compare(moved + stays * 2, stays * 2 + there, RULED)
    assert len(found.moves) == 1
    assert found.similarity == 1


def test_without_rules_nothing_is_looked_up(monkeypatch):
    monkeypatch.setattr("comparisons.engine.text.regular.rule_places", None)
    compare("for ever", "forever", Options(frozenset({"case"}), RULES))


WORDS = ["to", "day", "to-day", "today", "for", "ever", "forever", "Gaol", "jail", "Soviet", "Union", "USSR", "cannot"]
TEXTS = st.lists(st.sampled_from([*WORDS, "can", "not", "x", "y", ",", "\n\n"]), max_size=30).map(" ".join)


@given(TEXTS, TEXTS, st.sampled_from([frozenset({"rules"}), frozenset({"rules", "case", "punctuation"})]))
def test_with_rules_the_operations_still_rebuild_both_texts_and_turn_round_with_them(a, b, ignore):
    options = Options(ignore, RULES)
    found = as_json(compare(a, b, options))
    main = [one for one in found["operations"] if one["type"] != "move"]
    for side, text in (("a", a), ("b", b)):
        edges = [one[side] for one in main]
        assert [edge[0] for edge in edges] == [0, *(edge[1] for edge in edges)][: len(edges)]
        assert (edges[-1][1] if edges else 0) == len(text)
    turned = as_json(compare(b, a, options))
    assert turned["similarity"] == found["similarity"]
    assert len(turned["operations"]) == len(found["operations"])


def test_texts_that_differ_in_ruled_words_alone_are_alike():
    some = random.Random(3)
    plain = [some.choice(["forever", "jail", "USSR", "stone", "river", "bird", "hand"]) for _ in range(3000)]
    other = {"forever": "for ever", "jail": "gaol", "USSR": "Soviet Union"}
    a, b = " ".join(plain), " ".join(other.get(word, word) for word in plain)
    found = compare(a, b, RULED)
    assert found.similarity == 1
    assert sum(found.counts.values()) == sum(found.ignored.values()) > 0


def test_a_rule_ignores_no_case_that_is_not_to_be_ignored():
    a, b = "the Soviet Union fell", "the soviet union fell"
    found = compare(a, b, RULED)
    assert (found.counts, found.ignored) == ({"case": 1}, {})
    assert compare(a, b, Options(frozenset({"rules", "case"}), RULES)).similarity == 1
