"""N is E in modern dress: equal once case, accents, punctuation and three rules are ignored, and different without."""

import json
import re
import unicodedata

from seeds.making import emended, normalised
from seeds.making.capture import SEEDS


def folded(text, case=True, accent=True, punctuation=True, rules=normalised.RULES):
    for original, regular in rules:
        text = text.replace(original, regular)
    if case:
        text = text.casefold()
    if accent:
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    if punctuation:
        text = re.sub(r"[^\w\s]", " ", text)
    return text.split()


def test_the_reading_text_equals_the_emended_text_under_its_profile():
    assert folded(normalised.text()) == folded(emended.text())


def test_each_part_of_the_profile_is_needed():
    for part in ({"case": False}, {"accent": False}, {"punctuation": False}, {"rules": ()}):
        assert folded(normalised.text(), **part) != folded(emended.text(), **part)


def test_each_rule_is_needed():
    for rule in normalised.RULES:
        rest = tuple(other for other in normalised.RULES if other != rule)
        assert folded(normalised.text(), rules=rest) != folded(emended.text(), rules=rest)


def test_all_its_changes_are_these():
    text = normalised.text()
    assert len(text.split()) == 2_731
    assert (text.count("“"), text.count("”"), text.count('"')) == (12, 12, 0)
    assert (text.count("—"), text.count(" – "), len(re.findall(r"\d{4}–\d{4}", text))) == (3, 0, 2)
    assert (text.count("USSR"), text.count("U.S.S.R.")) == (4, 0)
    for word in ("maneuvers", "protégé", "Tsarist", "Chinese Revolution", "Russian Revolution", "October Revolution"):
        assert text.count(word) == 1
    assert text.count("German Communist Party") == 1
    assert text.count(",") - emended.text().count(",") == 3
    assert len(normalised.changes()) == 24 + 3 + 2 + 4 + 4 + 3 + 3


def test_the_changes_alone_make_the_reading_text():
    truth = json.loads((SEEDS / "texts/N.changes.json").read_text(encoding="utf-8"))
    base, text = emended.text(), normalised.text()
    for change in truth["changes"]:
        assert base[slice(*change["E"])] == change["before"]
        assert text[slice(*change["N"])] == change["after"]
    for change in reversed(truth["changes"]):
        base = base[: change["E"][0]] + change["after"] + base[change["E"][1] :]
    assert base == text


def test_quotation_marks_open_before_a_word_and_close_after_one():
    assert all(re.match(r"“\w", text) for text in re.findall("“.", normalised.text()))
    assert not re.search(r"\s”|“\s", normalised.text())
