"""Tokens: what a word is, and that no text whatsoever is cut where a reader sees one character."""

from __future__ import annotations

import re
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from comparisons.engine.text.tokens import Tokens, tokenise

SOURCE = Path(__file__).parents[2] / "seeds" / "000_665ab9b824e8c32c.txt"
EMENDATIONS = [
    (1616, 1618, "the"), (5119, 5122, '"'), (6556, 6557, ""), (11639, 11639, " class"),
    (12104, 12106, "win"), (13251, 13259, "ever more"), (13396, 13396, "of "), (13770, 13770, "of "),
]  # fmt: skip


def web_capture() -> str:
    return SOURCE.read_bytes().decode()


def emended() -> str:
    """E made of W by the table of emendations."""
    text = web_capture()[:16688]
    for begin, end, reading in reversed(EMENDATIONS):
        text = text[:begin] + reading + text[end:]
    return text[134:]


def surfaces(text: str) -> list[str]:
    tokens = tokenise(text)
    return [tokens.surface(i) for i in range(len(tokens))]


def same(one: str, other: str) -> bool:
    """Whether matching takes two words for the same."""
    first, second = tokenise(one), tokenise(other)
    assert len(first) == len(second) == 1, (surfaces(one), surfaces(other))
    return bool(first.fold[0] == second.fold[0])


def test_the_two_texts_of_the_manifesto_have_the_tokens_and_words_that_were_counted():
    w, e = tokenise(web_capture()[134:16688]), tokenise(emended())
    assert (len(w), int(w.word.sum())) == (3011, 2731)
    assert (len(e), int(e.word.sum())) == (3014, 2734)


def test_the_two_texts_of_the_manifesto_are_cut_as_the_published_pattern_cuts_them():
    pattern = re.compile(r"(?:\w\.){2,}|\w+(?:[’'.-]\w+)*|[^\w\s]")
    text = emended()
    expected = [found for found in pattern.findall(text.replace("–", "-")) if found]
    assert [surface.replace("–", "-") for surface in surfaces(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S.S.R. stands.", ["The", "U.S.S.R.", "stands", "."]),
        ("don’t o'clock ʻaina", ["don’t", "o'clock", "ʻaina"]),
        ("dogs’ ‘tis", ["dogs", "’", "‘", "tis"]),
        ("working-class – and—so", ["working-class", "–", "and", "—", "so"]),
        ("1917–1920, 1,000 and 3.14.", ["1917–1920", ",", "1,000", "and", "3.14", "."]),
        ("a–b one,two", ["a", "–", "b", "one", ",", "two"]),
        ("the end.Next begins", ["the", "end", ".", "Next", "begins"]),
        ("e.g. Ph.D and index.html", ["e.g.", "Ph.D", "and", "index.html"]),
        ("exter-\nmination", ["exter-\nmination"]),
        ("Anglo-\nFrench", ["Anglo", "-", "French"]),
        ("word -\nword", ["word", "-", "word"]),
        ("cafe\u0301 E\u0301te\u0301", ["cafe\u0301", "E\u0301te\u0301"]),
        ("co\u00adoperate", ["co\u00adoperate"]),
        ("漢字と仮名 ABC", ["漢", "字", "と", "仮", "名", "ABC"]),
        ("ที่นี่", ["ที่", "นี่"]),
        ("שלום צה״ל", ["שלום", "צה״ל"]),
        ("السَّلامُ، ٢٠٢٦", ["السَّلامُ", "،", "٢٠٢٦"]),
        ("👩‍👩‍👧👍🏽🇩🇪🇫🇷1️⃣", ["👩‍👩‍👧", "👍🏽", "🇩🇪", "🇫🇷", "1️⃣"]),
        ("क्षत्रिय हिन्दी", ["क्षत्रिय", "हिन्दी"]),
        ("L·lull", ["L·lull"]),
        ("say \u0301x", ["say", " \u0301", "x"]),
        ("", []),
        (" \n\t ", []),
    ],
)
def test_a_text_is_cut_into_words_and_marks(text, expected):
    assert surfaces(text) == expected


def test_a_line_of_greek_capitals_without_blanks_gives_a_token_a_letter():
    line = "ΕΝΑΡΧΗΗΝΟΛΟΓΟΣΚΑΙΟΛΟΓΟΣΗΝΠΡΟΣΤΟΝΘΕΟΝ"
    assert surfaces(line) == list(line)


def test_a_run_of_letters_longer_than_any_word_is_cut_between_clusters_only():
    run = "ae\u0301" * 50 + "\u1112\u1161\u11ab" * 10
    assert surfaces(run) == regex.findall(r"\X", run)


def test_a_long_compound_stays_one_word():
    compound = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz"
    assert surfaces(compound) == [compound]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Élève", "eleve"),
        ("E\u0301le\u0300ve", "Élève"),
        ("Straße", "STRASSE"),
        ("ﬁſh", "fish"),
        ("Æon", "aeon"),
        ("don’t", "don't"),
        ("1917–1920", "1917-1920"),
        ("“", '"'),
        ("—", "–"),
        ("U.S.S.R.", "USSR"),
        ("exter-\r\nmination", "extermination"),
        ("co\u00adop\u200derate", "cooperate"),
        ("ὁδός", "ΟΔΟΣ"),
        ("Ｔｅｘｔ", "text"),
        ("Łódź", "lodz"),
        ("\ufeffWord", "word"),
    ],
)
def test_matching_looks_through_case_accents_old_letters_and_what_is_invisible(one, other):
    assert same(one, other)
    assert tokenise(one).exact[0] != tokenise(other).exact[0]


@pytest.mark.parametrize(
    ("one", "other"), [("old", "olde"), ("3.14", "314"), ("か", "が"), ("कि", "की"), ("win", "in"), ("ab", "ba")]
)
def test_matching_does_not_look_through_what_makes_another_word(one, other):
    assert not same(one, other)


def test_equal_words_have_equal_hashes_in_any_text_and_at_any_length():
    for length in (1, 7, 8, 9, 16, 17, 63, 64, 65, 200, 5000):
        word = "-".join(["abcdefghij"] * (length // 10 + 1))[:length].strip("-")
        alone, within = tokenise(word), tokenise(f"é “x” {word}, ß {word}")
        assert alone.exact[0] == within.exact[4] == within.exact[7]
        assert alone.fold[0] == within.fold[4] == within.fold[7]


def check(text: str) -> Tokens:
    """The laws of every text: tokens and white space are the text, and no token cuts a cluster."""
    tokens = tokenise(text)
    begin, end = tokens.begin.tolist(), tokens.end.tolist()
    at, rebuilt = 0, []
    for first, last in zip(begin, end, strict=True):
        assert at <= first < last <= len(text)
        assert text[at:first].strip() == ""
        rebuilt += text[at:first], text[first:last]
        at = last
    assert text[at:].strip() == ""
    assert "".join(rebuilt) + text[at:] == text
    edges, place = {0}, 0
    for cluster in regex.findall(r"\X", text):
        place += len(cluster)
        edges.add(place)
    assert edges.issuperset(begin)
    assert edges.issuperset(end)
    return tokens


AWKWARD = st.sampled_from(
    "aA1é.,-’'_–— \t\n\r\u00a0\u2028\u00ad\u200b\u200c\u200d\ufeff\u0301\u0323\u0600\u0e33\u0e40\u0e17\u17d2\u1780\u1039"
    "\u1000\u0915\u094d\u0937\u1100\u1161\u11a8\uac00가漢かｶﾞ🇦🇧👩🏽♥\ufe0f\u20e3\ud800\udfff\x00\x85\u202e\U000e0061"
)


@given(st.text(AWKWARD, max_size=60) | st.text(st.characters(), max_size=60))
def test_no_text_is_cut_inside_a_cluster_and_nothing_of_it_is_lost(text):
    check(text)


@given(
    st.text(
        AWKWARD,
        min_size=70,
        max_size=200,
    )
)
def test_nor_is_a_long_one(text):
    check(text.replace(" ", "x"))


@given(st.text(AWKWARD, max_size=30), st.text(AWKWARD, max_size=30))
def test_two_tokens_have_one_exact_hash_where_their_surfaces_are_equal_and_nowhere_else(one, other):
    tokens = tokenise(one + " " + other + " " + one)
    seen: dict[int, str] = {}
    for i in range(len(tokens)):
        assert seen.setdefault(int(tokens.exact[i]), tokens.surface(i)) == tokens.surface(i)
    by_surface: dict[str, int] = {}
    for i in range(len(tokens)):
        assert by_surface.setdefault(tokens.surface(i), int(tokens.exact[i])) == int(tokens.exact[i])


def test_a_million_marks_on_one_letter_are_one_token():
    tokens = tokenise("x" + "\u0301" * 1_000_000)
    assert len(tokens) == 1
    assert same("x", "x" + "\u0301" * 100_000)


def test_arrays_have_the_promised_types():
    tokens = tokenise("One – two")
    kinds = (tokens.begin, tokens.end, tokens.word, tokens.exact, tokens.fold)
    assert [array.dtype for array in kinds] == [np.int32, np.int32, np.bool_, np.uint64, np.uint64]
    assert tokens.word.tolist() == [True, False, True]


def test_letters_without_a_blank_are_a_token_each_however_many_and_take_no_more_memory_than_words():
    text = "Words, then " + "a" * 400_000 + " B" * 100_000
    tracemalloc.start()
    try:
        found = tokenise(text)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [found.surface(at) for at in range(5)] == ["Words", ",", "then", "a", "a"]
    assert len(found) == 3 + 400_000 + 100_000
    assert peak < 20 * len(text)


def test_marks_inside_words_take_no_more_memory_than_words_however_many_and_are_the_same_lot_by_lot(monkeypatch):
    some = "e.g. the U.S.S.R. don’t 1,000 end.Next work-\ning a.b.c. of well-to-do A.B. " * 4
    whole = tokenise(some)
    for lot in (1, 2, 3, 7):
        monkeypatch.setattr("comparisons.engine.text.tokens.LOT", lot)
        found = tokenise(some)
        assert found.begin.tolist() == whole.begin.tolist()
        assert found.end.tolist() == whole.end.tolist()
        assert found.fold.tolist() == whole.fold.tolist()
    monkeypatch.setattr("comparisons.engine.text.tokens.LOT", 1 << 14)
    for text, count in (("a-" * 500_000, 2), ("." * 1_000_000, 1_000_000)):
        tracemalloc.start()
        try:
            found = tokenise(text)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert len(found) == count
        assert peak < 25 * len(text)


def test_the_utf8_of_a_text_is_the_same_in_pieces_where_little_of_it_is_not_ascii():
    for text in ("", "plain", "é" + "a" * 999 + "\udfff\x00" + "b" * 999 + "😀", "Ὅμηρος " * 30):
        assert b"".join(tokenise(text).coded.utf8(text)) == text.encode("utf-8", "surrogatepass")
