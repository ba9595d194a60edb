"""R is fifteen paragraphs of E in another order, and its truth file says what became of every line of E."""

import json

import pytest

from seeds.making import emended, rearranged
from seeds.making.capture import SEEDS, lines


@pytest.fixture(scope="module")
def truth():
    return json.loads((SEEDS / "texts/R.moves.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def text():
    return (SEEDS / "texts/R.txt").read_text(encoding="utf-8")


def test_it_has_1118_words_and_no_headings(text):
    assert len(text.split()) == 1_118
    named = lines(emended.text())
    headings = {emended.text()[named[f"H{n}"].begin : named[f"H{n}"].end] for n in range(1, 7)}
    assert not headings & set(text.split("\n"))


def test_the_order_is_the_leaflets(truth):
    assert [block["paragraphs"] for block in truth["blocks"]] == [
        ["P31"],
        ["P1"],
        ["P2"],
        ["P20", "P21"],
        ["P22"],
        ["P23"],
        ["P24", "P25"],
        ["P4"],
        ["P5"],
        ["P17"],
        ["P29"],
        ["P30"],
        ["P32"],
    ]


def test_what_was_moved_split_merged_and_left_out(truth):
    def which(relation):
        return [block["paragraphs"] for block in truth["blocks"] if block["relation"] == relation]

    assert [block["paragraphs"] for block in truth["blocks"] if block["moved"]] == [["P4"], ["P5"], ["P17"]]
    assert which("split") == [["P23"], ["P5"]]
    assert which("merged") == [["P20", "P21"], ["P24", "P25"]]
    absent = [entry["name"] for entry in truth["absent"] if entry["name"].startswith("P")]
    assert absent == ["P3", *(f"P{n}" for n in range(6, 17)), "P18", "P19", "P26", "P27", "P28"]
    assert len(absent) == 17


def test_each_paragraph_of_the_leaflet_is_in_the_truth_and_has_its_words(truth, text):
    spans = [tuple(span) for block in truth["blocks"] for span in block["R"]]
    assert [text[begin:end] for begin, end in spans] == text.split("\n\n")
    assert spans == sorted(spans)
    for block in truth["blocks"]:
        in_e = " ".join(emended.text()[begin:end] for begin, end in block["E"])
        assert " ".join(text[begin:end] for begin, end in block["R"]) == in_e


def test_every_line_of_the_emended_text_is_accounted_for(truth):
    named = lines(emended.text())
    told = {name for block in truth["blocks"] for name in block["paragraphs"]}
    assert told | {entry["name"] for entry in truth["absent"]} == set(named)
    for entry in truth["absent"]:
        assert entry["E"] == [named[entry["name"]].begin, named[entry["name"]].end]


def test_a_split_paragraph_begins_where_it_is_said_to(text):
    begins = [part[:40] for part in text.split("\n\n")]
    assert sum(part.startswith("His example") for part in begins) == 1
    assert sum(part.startswith("The Soviet Union suffered a defeat") for part in begins) == 3
    assert rearranged.text() == text
