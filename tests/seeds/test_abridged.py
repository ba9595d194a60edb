"""A is a shorter E: what is not in square brackets stands in E, in E's order."""

import re

import pytest

from seeds.making import emended
from seeds.making.capture import SEEDS, lines


@pytest.fixture(scope="module")
def text():
    return (SEEDS / "texts/A.txt").read_text(encoding="utf-8")


def words(text):
    return re.findall(r"\w+(?:[’.-]\w+)*", text.casefold())


def without_bridges(text):
    return re.sub(r"\[[^]]*\]", " ", text)


def paragraph(name):
    line = lines(emended.text())[name]
    return emended.text()[line.begin : line.end]


def test_it_has_nine_hundred_to_a_thousand_words(text):
    assert 900 <= len(text.split()) <= 1_000
    assert not text.endswith("\n")


@pytest.mark.parametrize("name", ["P1", "P20", "P25", "P30"])
def test_these_paragraphs_are_whole(text, name):
    assert paragraph(name) in text.split("\n")


def test_paragraphs_eleven_to_sixteen_are_one(text):
    (reduced,) = [line for line in text.split("\n") if line.startswith("The war can only intensify")]
    first_words = {name: paragraph(name)[:40] for name in ("P12", "P13", "P14", "P16")}
    assert first_words["P14"] in reduced
    assert len(reduced.split()) < sum(len(paragraph(f"P{n}").split()) for n in range(11, 17)) / 3
    for name in ("P11", "P12", "P13", "P14", "P15", "P16"):
        assert paragraph(name) not in text


def test_outside_the_brackets_every_word_is_the_manifestos_in_its_order(text):
    rest = iter(words(emended.text()))
    strange = [word for word in words(without_bridges(text)) if word not in rest]
    assert strange == []


def test_the_bridges_are_short(text):
    bridges = re.findall(r"\[[^]]*\]", text)
    assert len(bridges) >= 5
    assert all(len(bridge.split()) <= 25 for bridge in bridges)


def test_some_sentences_are_cut_and_some_paragraphs_left_out(text):
    missing = [name for name in lines(emended.text()) if not set(words(paragraph(name))[:6]) & set(words(text))]
    whole = [line for line in text.split("\n") if line in emended.text().split("\n")]
    assert len(whole) >= 4
    assert paragraph("P6") not in text
    assert paragraph("P28") not in text
    assert "We know very well that the present government" in text
    assert "signature" not in missing
    assert paragraph("signature") not in text
