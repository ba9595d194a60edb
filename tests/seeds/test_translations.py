"""F and D are whole translations of E, and their truth says which sentence stands for which."""

import json
import re

import pytest

from seeds.making import emended, translating
from seeds.making.capture import SEEDS, lines


class Read:
    def __init__(self, siglum):
        self.siglum = siglum
        self.text = (SEEDS / f"texts/{siglum}.txt").read_bytes().decode("utf-8")
        self.truth = json.loads((SEEDS / f"texts/{siglum}.alignment.json").read_text(encoding="utf-8"))

    def sizes(self, what):
        """How many of E stand against how many of the translation, where it is not one and one."""
        pairs = [(len(row["E"]), len(row[self.siglum])) for row in self.truth[what]]
        return sorted(pair for pair in pairs if pair != (1, 1))


@pytest.fixture(scope="module", params=["F", "D"])
def translation(request):
    return Read(request.param)


@pytest.mark.parametrize(("siglum", "number"), [("F", 2_900), ("D", 2_550)])
def test_it_is_as_long_as_a_whole_translation_is(siglum, number):
    assert 0.93 * number <= len(Read(siglum).text.split()) <= 1.07 * number


@pytest.mark.parametrize("what", ["paragraphs", "sentences"])
@pytest.mark.parametrize("side", ["E", "translation"])
def test_the_truth_covers_each_text_once_and_in_order(translation, what, side):
    siglum = "E" if side == "E" else translation.siglum
    text = emended.text() if side == "E" else translation.text
    place = 0
    for begin, end in (span for row in translation.truth[what] for span in row[siglum]):
        assert text[place:begin].strip() == ""
        assert text[begin:end] == text[begin:end].strip() != ""
        place = end
    assert place == len(text)


def test_every_line_of_the_emended_text_is_translated(translation):
    named = lines(emended.text())
    rows = translation.truth["paragraphs"]
    assert [name for row in rows for name in row["names"]] == list(named)
    for row in rows:
        assert row["E"] == [[named[name].begin, named[name].end] for name in row["names"]]


@pytest.mark.parametrize(("siglum", "divided", "joined"), [("F", ["P5"], ["P6", "P7"]), ("D", ["P27"], ["P24", "P25"])])
def test_one_paragraph_is_divided_and_two_are_joined_on_purpose(siglum, divided, joined):
    read = Read(siglum)
    assert read.sizes("paragraphs") == [(1, 2), (2, 1)]
    assert [row["names"] for row in read.truth["paragraphs"] if len(row[siglum]) == 2] == [divided]
    assert [row["names"] for row in read.truth["paragraphs"] if len(row["E"]) == 2] == [joined]


@pytest.mark.parametrize(("siglum", "sizes"), [("F", [(1, 2), (1, 2), (2, 1)]), ("D", [(1, 3), (2, 1)])])
def test_a_few_sentences_are_divided_or_joined_and_the_rest_go_one_to_one(siglum, sizes):
    read = Read(siglum)
    assert read.sizes("sentences") == sizes
    assert len(read.truth["sentences"]) > 120


def test_a_sentence_lies_inside_its_paragraph_on_both_sides(translation):
    paragraphs = {name: row for row in translation.truth["paragraphs"] for name in row["names"]}
    for row in translation.truth["sentences"]:
        for siglum in ("E", translation.siglum):
            spans = [span for name in row["paragraphs"] for span in paragraphs[name][siglum]]
            for begin, end in row[siglum]:
                assert any(first <= begin < end <= last for first, last in spans)


def test_its_lines_are_those_of_the_truth_and_headings_stand_before_their_paragraph(translation):
    rows = [line for line in translation.text.split("\n") if line]
    spans = [span for row in translation.truth["paragraphs"] for span in row[translation.siglum]]
    assert rows == [translation.text[begin:end] for begin, end in spans]
    for row in translation.truth["paragraphs"]:
        if row["names"][0].startswith("H"):
            end = row[translation.siglum][0][1]
            assert translation.text[end] == "\n" != translation.text[end + 1]


def test_numbers_and_names_of_a_sentence_are_in_its_translation(translation):
    names = ("Hitler", "Churchill", "Roosevelt", "Chamberlain", "1927", "1914", "1917", "1920", "22", "London")
    base = emended.text()
    for row in translation.truth["sentences"]:
        ours = " ".join(base[begin:end] for begin, end in row["E"])
        theirs = " ".join(translation.text[begin:end] for begin, end in row[translation.siglum])
        for name in names:
            theirs_too = theirs.replace("Londres", "London")
            assert (name in ours) == (name in theirs_too), f"{name}: {ours} / {theirs}"


def test_french_is_set_as_french_is():
    text = Read("F").text
    assert not re.search(r"[^\u202f\n][;!?»]", text)
    assert not re.search(r"«(?!\u202f)|(?<!\u00a0):", text)
    assert not re.search("[\"'“”]", text)
    assert text.count("«") == text.count("»") == emended.text().count(chr(34)) // 2


def test_german_is_set_as_german_is():
    text = Read("D").text
    assert "ß" in text
    assert not re.search("[\"'»«\u202f]", text)
    assert text.count("„") == text.count("“") == emended.text().count(chr(34)) // 2
    assert max(len(word) for word in re.findall(r"\w+", text)) >= 20


def test_an_untranslated_sentence_is_refused(monkeypatch, tmp_path):
    rows = (translating.FOLDER / "F.txt").read_text(encoding="utf-8")
    (tmp_path / "F.txt").write_text(rows.replace("L'Internationale communiste fait la morte.\n", ""), encoding="utf-8")
    monkeypatch.setattr(translating, "FOLDER", tmp_path)
    with pytest.raises(translating.Misaligned, match="P12: 1 sentences of E"):
        translating._translation.__wrapped__("F")
