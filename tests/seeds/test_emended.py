"""E is W's body with eight emendations, and every offset that is published for them holds."""

import hashlib
import json
import re

import pytest

from seeds.making import emended
from seeds.making.capture import BODY, SEEDS, TEXT, body, capture

# id: line of the file, paragraph, begin, end, what W has, what E has
ERRORS = {
    "E1": (18, "P3", 1616, 1618, "he", "the"),
    "E2": (32, "P9", 5119, 5122, "to ", '"'),
    "E3": (39, "P12", 6556, 6557, ",", ""),
    "E4": (59, "P21", 11639, 11639, "", " class"),
    "E5": (59, "P21", 12104, 12106, "in", "win"),
    "E6": (63, "P23", 13251, 13259, "evermore", "ever more"),
    "E7": (63, "P23", 13396, 13396, "", "of "),
    "E8": (65, "P24", 13770, 13770, "", "of "),
}
DOUBTS = {
    "Q1": (50, 9773, 9773, "Soviet masses| on the other hand"),
    "Q2": (52, 10542, 10542, "Soviet people| by its ferocious"),
    "Q3": (63, 13270, 13270, "frequently| in this hour"),
    "Q4": (65, 13814, 13823, "our |struggles| against"),
    "Q5": (45, 8369, 8371, "them. |It| identifies"),
    "Q6": (23, 2573, 2580, ", |protege| of Stalin"),
    "Q7": (25, 3314, 3319, "a |large| chain"),
    "Q8": (78, 16495, 16506, "defend |yourselves,| you will"),
    "Q9": (69, 14350, 14361, "needs |for defense| of the country"),
}


@pytest.fixture(scope="module")
def truth():
    return json.loads((SEEDS / "texts/E.emendations.json").read_text(encoding="utf-8"))


def test_the_emended_text_has_its_hash():
    text = (SEEDS / "texts/E.txt").read_bytes().decode("utf-8")
    assert text == emended.text()
    assert (len(text), len(text.encode()), text.count("\n")) == (16_566, 16_592, 71)
    assert not text.endswith("\n")
    assert hashlib.sha256(text.encode()).hexdigest() == emended.SHA256
    assert len(text.split()) == 2_737


def test_the_first_revision_is_the_captures_body():
    text = (SEEDS / "texts/E.1.txt").read_bytes()
    assert text.decode("utf-8") == capture()[BODY[0] : BODY[1]]
    assert hashlib.sha256(text).hexdigest() == "08d3ba8c8994333a4e4f3fc4b77169df522e23e8fae48de934849dd9aa7d3a01"


def test_each_revision_makes_one_emendation():
    revisions = emended.revisions()
    assert len(revisions) == 9
    for emendation, before, after in zip(emended.EMENDATIONS, revisions, revisions[1:], strict=False):
        assert len(after) - len(before) == len(emendation.after) - len(emendation.before)


@pytest.mark.parametrize("name", ERRORS)
def test_an_emendation_stands_where_it_is_said_to_stand(name, truth):
    line, paragraph, begin, end, before, after = ERRORS[name]
    place = next(place for place in truth["emendations"] if place["name"] == name)
    whole, text = capture(), emended.text()
    assert whole[:begin].count("\n") + 1 == line
    assert (place["source"], place["paragraph"]) == ([begin, end], paragraph)
    assert whole[begin:end] == place["before"] == before
    assert whole[slice(*TEXT)][slice(*place["W@1"])] == before
    assert emended.revisions()[place["revision"] - 2][slice(*place["previous"])] == before
    assert emended.revisions()[place["revision"] - 1][slice(*place["made"])] == after
    assert text[slice(*place["E@9"])] == place["after"] == after


def test_the_emendations_alone_make_the_emended_text():
    text = body()
    for _, _, begin, end, _, after in reversed(ERRORS.values()):
        text = text[: begin - BODY[0]] + after + text[end - BODY[0] :]
    assert text == emended.text()


def test_characters_put_in_and_taken_out():
    assert sum(len(after) for *_, after in ERRORS.values()) == 28
    assert sum(len(before) for *_, before, _ in ERRORS.values()) == 16


@pytest.mark.parametrize("name", DOUBTS)
def test_a_doubtful_place_is_left_as_it_stands(name, truth):
    line, begin, end, context = DOUBTS[name]
    parts = context.split("|")
    left, reading, right = parts if len(parts) == 3 else (parts[0], "", parts[1])
    doubt = next(doubt for doubt in truth["doubts"] if doubt["name"] == name)
    assert capture()[:begin].count("\n") + 1 == line
    assert doubt["source"] == [begin, end]
    for text, span in ((capture(), doubt["source"]), (emended.text(), doubt["E@9"])):
        assert text[slice(*span)] == reading == doubt["reading"]
        assert text[: span[0]].endswith(left)
        assert text[span[1] :].startswith(right)


def test_after_the_emendations_every_line_has_its_quotation_marks_in_pairs():
    assert body().count('"') == 23
    assert emended.text().count('"') == 24
    assert all(line.count('"') % 2 == 0 for line in emended.text().split("\n"))


def test_a_phrase_of_paragraph_eight_stands_whole_in_the_emended_twenty_first():
    phrase = "the revolutionary interests of the working class"
    assert len(re.findall(phrase, body())) == 1
    assert len(re.findall(phrase, emended.text())) == 2
