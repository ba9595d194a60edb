"""Profiles: each switch folds what it names and nothing else, in readings and in the keys of tokens alike."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparisons.engine.options import SWITCHES, Rule
from comparisons.engine.text.profile import NOTHING, fold, in_order, keys
from comparisons.engine.text.tokens import tokenise

PAIRS = {
    "case": ("The U.S.S.R. Élève", "the u.s.s.r. élève"),
    "accent": ("protégé cafe\u0301 Łódź", "protege cafe Lodz"),
    "encoding": ("e\u0301te\u0301 co\u00adop\u200b \ufeffx ﬁ", "été coop x fi"),
    "letters": ("ſtraße Æon œuvre ﬁſh", "strasse AEon oeuvre fish"),
    "quotation": ("“don’t” – he said – 1917–1920—so", '"don\'t" he said 1917-1920 so'),
    "punctuation": ("The masses, on the other hand; were – (here)!", "The masses on the other hand were here"),
    "whitespace": (" one\n two\u00a0 three ", "one two three"),
    "hyphens": ("exter-\nmination revolu-\r\ntion", "extermination revolution"),
}


@pytest.mark.parametrize("switch", PAIRS)
def test_a_switch_folds_what_it_names(switch):
    one, other = PAIRS[switch]
    assert fold(one, frozenset({switch})) == fold(other, frozenset({switch}))


@pytest.mark.parametrize("switch", PAIRS)
def test_the_other_switches_leave_that_difference(switch):
    one, other = PAIRS[switch]
    others = frozenset(SWITCHES) - {switch} - ({"punctuation"} if switch == "quotation" else set())
    if switch == "letters":
        others -= {"encoding"}  # the ligature fi is a compatibility form as well
    assert fold(one, others) != fold(other, others)


@pytest.mark.parametrize(
    ("one", "other", "ignore"),
    [
        ("to-day", "today", {"punctuation"}),
        ("3.14", "314", {"punctuation"}),
        ("1917-1920", "19171920", {"punctuation"}),
        ("a & b", "a b", {"punctuation"}),
        ("かが", "かか", {"accent"}),
        ("कि", "की", {"accent"}),
        ("evermore", "ever more", {"whitespace"}),
        ("vpon", "upon", {"letters"}),
        ("Anglo-\nFrench", "AngloFrench", {"hyphens"}),
    ],
)
def test_what_is_another_word_is_not_folded_away(one, other, ignore):
    assert fold(one, frozenset(ignore)) != fold(other, frozenset(ignore))


def test_a_dash_takes_the_blanks_round_it_with_it():
    quotation = frozenset({"quotation"})
    readings = (
        "than anyone – that",
        "than anyone—that",
        "than anyone - that",
        "than anyone -- that",
        "than anyone that",
    )
    assert len({fold(reading, quotation) for reading in readings}) == 1
    assert fold("working-class", quotation) == "working-class"


RULES = (
    Rule("U.S.S.R.", "USSR"),
    Rule("manoeuvers", "maneuvers"),
    Rule("Soviet Union", "USSR"),
    Rule("cannot", "can not"),
)


def test_rules_hold_for_whole_words_only_and_for_several():
    ignore = frozenset({"rules"})
    assert fold("The U.S.S.R. manoeuvers", ignore, RULES) == "The USSR maneuvers"
    assert fold("Manoeuvers of the Soviet Union.", ignore, RULES) == "Maneuvers of the USSR."
    assert fold("outmanoeuvers", ignore, RULES) == "outmanoeuvers"
    assert fold("THE MANOEUVERS", frozenset({"rules", "case"}), RULES) == "the maneuvers"
    assert fold("The U.S.S.R.", frozenset(), RULES) == "The U.S.S.R."


def test_the_keys_of_a_rule_of_several_words_are_one_key_and_nothing():
    ignore = frozenset({"rules"})
    one, other = (keys(tokenise(text), ignore, RULES) for text in ("the Soviet Union cannot", "the U.S.S.R. can not"))
    assert one[0] == other[0]
    assert one[1] == other[1] != NOTHING
    assert one[2] == NOTHING
    assert one[3] == other[2]
    assert other[3] == NOTHING


CHARACTERS = st.sampled_from("aAbéÉßſæﬁ’'\"“–—-.,;&1 2\n\u00ad\u0301\u0323ςΣ漢がｶ\u200d👩_\ud800") | st.characters()
IGNORE = st.frozensets(st.sampled_from(sorted(set(SWITCHES) - {"rules"}))).map(
    lambda ignore: ignore | {"quotation"} if "punctuation" in ignore else ignore
)


@given(st.text(CHARACTERS, max_size=25), IGNORE)
def test_two_tokens_have_one_key_exactly_where_their_folded_readings_are_equal(text, ignore):
    tokens = tokenise(text)
    value = keys(tokens, ignore)
    by_reading: dict[str, int] = {}
    by_key: dict[int, str] = {}
    for i in range(len(tokens)):
        reading = fold(tokens.surface(i), ignore)
        assert by_reading.setdefault(reading, int(value[i])) == int(value[i])
        assert by_key.setdefault(int(value[i]), reading) == reading
        assert (value[i] == NOTHING) == (reading == "")


@given(st.text(CHARACTERS, max_size=25), IGNORE)
def test_a_folded_reading_folds_to_itself(text, ignore):
    once = fold(text, ignore - {"hyphens", "whitespace"})
    assert fold(once, ignore - {"hyphens", "whitespace"}) == once


@given(st.text(st.sampled_from("aé\u0301\u0323\u0327\u05b0\u3099 "), max_size=12))
def test_marks_are_put_in_the_order_that_unicode_asks_for(text):
    assert in_order("".join(unicodedata.normalize("NFD", c) for c in text)) == unicodedata.normalize("NFD", text)


def test_half_a_million_marks_on_one_letter_are_folded_like_any_text():
    heap = "x" + "\u0301\u0323" * 250_000
    assert fold(heap, frozenset({"accent", "encoding"})) == "x"
    assert len(fold(heap, frozenset({"encoding"}))) == len(heap)
