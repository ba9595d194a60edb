"""What kind of difference a change is: the first category that, with those before it, makes the readings equal."""

from __future__ import annotations

import pytest

from comparisons.engine.comparison import as_json, compare
from comparisons.engine.options import Options, Rule

BEFORE, AFTER = "They had long been told that ", " would come to the town again"


def categories(a: str, b: str, options: Options = Options()) -> list[tuple[str, bool]]:  # noqa: B008 - frozen
    result = as_json(compare(BEFORE + a + AFTER, BEFORE + b + AFTER, options))
    return [(o["category"], o.get("ignored", False)) for o in result["operations"] if "category" in o]


@pytest.mark.parametrize(
    ("a", "b", "category"),
    [
        ("two  words", "two words", "whitespace"),
        ("cafe\u0301", "caf\u00e9", "encoding"),
        ("“so”", '"so"', "quotation"),
        ("don’t", "don't", "quotation"),
        ("so – then", "so—then", "quotation"),
        ("1914-1918", "1914–1918", "quotation"),
        ("then,", "then;", "punctuation"),
        ("Revolution", "revolution", "case"),
        ("protege", "protégé", "accent"),
        ("XIV", "14", "number"),
        ("1,000", "1000", "number"),
        ("evermore", "ever more", "division"),
        ("to-day", "today", "division"),
        ("com-\nrades", "comrades", "division"),
        ("olde", "old", "orthographic"),
        ("Olde", "old", "orthographic"),
        ("he", "the", "orthographic"),
        ("ſhip", "ship", "orthographic"),
        ("ships", "winter", "substitution"),
        ("1917", "1918", "substitution"),
    ],
)
def test_category(a: str, b: str, category: str) -> None:
    found = {name for name, _ in categories(a, b)}
    assert found == {category}
    assert {name for name, _ in categories(b, a)} == {category}


def test_a_word_against_a_quotation_mark_is_a_substitution() -> None:
    assert categories("to warnings”", "“warnings”") == [("substitution", False)]


def test_one_sided_changes_are_additions_omissions_or_marks() -> None:
    assert categories("ships", "many ships") == [("addition", False)]
    assert categories("many ships", "ships") == [("omission", False)]
    assert categories("ships", "ships,") == [("punctuation", False)]
    assert categories("ships", "“ships”") == [("quotation", False), ("quotation", False)]


@pytest.mark.parametrize(
    ("a", "b", "switch", "category"),
    [
        ("Revolution", "revolution", "case", "case"),
        ("“so”", '"so"', "quotation", "quotation"),
        ("“so”", '"so"', "punctuation", "quotation"),
        ("then,", "then;", "punctuation", "punctuation"),
        ("protege", "protégé", "accent", "accent"),
        ("two  words", "two words", "whitespace", "whitespace"),
        ("cafe\u0301", "caf\u00e9", "encoding", "encoding"),
        ("ſhip", "ship", "letters", "orthographic"),
        ("com-\nrades", "comrades", "hyphens", "division"),
    ],
)
def test_what_is_ignored_keeps_its_category_and_is_counted(a: str, b: str, switch: str, category: str) -> None:
    found = categories(a, b, Options(frozenset({switch})))
    assert found
    assert set(found) == {(category, True)}


def test_a_difference_of_two_kinds_is_ignored_only_if_both_are() -> None:
    assert categories("Protege", "protégé", Options(frozenset({"case"}))) == [("accent", False)]
    assert categories("Protege", "protégé", Options(frozenset({"case", "accent"}))) == [("accent", True)]


def test_a_rule_makes_two_spellings_one() -> None:
    rules = (Rule("U.S.S.R.", "USSR"),)
    assert categories("the U.S.S.R.", "the USSR", Options(frozenset({"rules"}), rules)) == [("orthographic", True)]
    assert categories("the U.S.S.R.", "the USSR", Options(frozenset(), rules)) == [("orthographic", False)]


def test_a_change_is_named_by_its_own_blanks_whatever_else_the_texts_hold() -> None:
    a = "And he spake unto them. And God said. " * 2
    b = "And he spake unto them:  --\n`And God said: -- `And he spake unto them: -- `And God said:  --\n`"
    found = [operation for operation in as_json(compare(a, b))["operations"] if operation["type"] == "replace"]
    assert [(b[slice(*operation["b"])], operation["category"]) for operation in found] == [
        (":  --\n`", "division"),
        (": -- `", "punctuation"),
        (": -- `", "punctuation"),
        (":  --\n`", "division"),
    ]
