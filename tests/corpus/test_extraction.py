"""Bytes in, text out: accepted exactly, or refused with what, where, and what to do. Never anything in between."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.extraction import Refused, extract, extract_text
from corpus.extraction.encoding import CHOICES

CAPTURE = Path(__file__).parents[2] / "seeds" / "000_665ab9b824e8c32c.txt"
PROSE = "The first line — “quoted” – and café.\nThe second, naïve, one.\n"
CYRILLIC = "Советский Союз в опасности! Рабочие, защищайте его всеми силами и всеми средствами.\n" * 5
HEBREW = "שלום עולם, זה טקסט קצר.\nשורה שנייה.\n"
CHINESE = "全世界无产者，联合起来！\n第二行。\n"
INVISIBLE = "so\u00adft ze\u200bro a\u00a0b \ufeffc"

ACCEPTED = {
    "plain UTF-8": (PROSE.encode(), PROSE, "utf-8"),
    "UTF-8 with its mark": (b"\xef\xbb\xbf" + PROSE.encode(), PROSE, "utf-8"),
    "UTF-16 LE with its mark": (b"\xff\xfe" + PROSE.encode("utf-16-le"), PROSE, "utf-16-le"),
    "UTF-16 BE with its mark": (b"\xfe\xff" + PROSE.encode("utf-16-be"), PROSE, "utf-16-be"),
    "UTF-32 LE with its mark": (b"\xff\xfe\x00\x00" + PROSE.encode("utf-32-le"), PROSE, "utf-32-le"),
    "UTF-32 BE with its mark": (b"\x00\x00\xfe\xff" + PROSE.encode("utf-32-be"), PROSE, "utf-32-be"),
    "UTF-16 LE without a mark": (PROSE.encode("utf-16-le"), PROSE, "utf-16-le"),
    "UTF-16 BE without a mark": (PROSE.encode("utf-16-be"), PROSE, "utf-16-be"),
    "UTF-32 LE without a mark": (PROSE.encode("utf-32-le"), PROSE, "utf-32-le"),
    "Cyrillic UTF-16 LE without a mark": (CYRILLIC.encode("utf-16-le"), CYRILLIC, "utf-16-le"),
    "Cyrillic UTF-16 BE without a mark": (CYRILLIC.encode("utf-16-be"), CYRILLIC, "utf-16-be"),
    "Hebrew": (HEBREW.encode(), HEBREW, "utf-8"),
    "Chinese": (CHINESE.encode(), CHINESE, "utf-8"),
    "one letter": (b"a", "a", "utf-8"),
    "no final line feed": (b"a\nb", "a\nb", "utf-8"),
    "several final line feeds": (b"a\n\n\n", "a\n\n\n", "utf-8"),
    "decomposed letters stay so": ("e\u0301".encode(), "e\u0301", "utf-8"),
    "composed letters stay so": ("\u00e9".encode(), "\u00e9", "utf-8"),
    "bidi controls": ("a\u202eb\u2066c\u2069".encode(), "a\u202eb\u2066c\u2069", "utf-8"),
    "invisible letters": (INVISIBLE.encode(), INVISIBLE, "utf-8"),
    "outside the BMP": ("𝔘𝔫𝔦 👩‍👩‍👧".encode(), "𝔘𝔫𝔦 👩‍👩‍👧", "utf-8"),
    "HTML is text": (b"<script>alert(1)</script>", "<script>alert(1)</script>", "utf-8"),
    "tabs and form feeds": (b"a\tb\n\x0cpage\n", "a\tb\n\x0cpage\n", "utf-8"),
    "starts like a picture, but is text": (b"BM is a British museum.", "BM is a British museum.", "utf-8"),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_an_honest_file_becomes_exactly_its_text(name: str) -> None:
    content, text, encoding = ACCEPTED[name]
    found = extract(content, "file.txt")
    assert found.text == text
    assert found.encoding == encoding
    assert found.dropped == ()


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_a_wide_encoding_is_never_a_guess(encoding: str) -> None:
    assert extract(PROSE.encode(encoding)).sure > 0.9


REFUSED = {
    "empty": (b"", ["0 bytes", "Choose the file"]),
    "white space only": (b" \t\n\n \r\n", ["nothing but blanks"]),
    "a mark and nothing else": (b"\xef\xbb\xbf", ["There is no text"]),
    "a zero byte": (b"line one\nline\x00two, and then some more words\n", ["NUL", "line 2, character 5"]),
    "zero bytes in Latin-1": (b"caf\xe9 \x00 and so on, and so forth, and more", ["zero byte at byte 5"]),
    "half a surrogate pair": (b"ab\ned\xed\xa0\x80c", ["surrogate", "byte 5", "line 2"]),
    "half a surrogate pair in UTF-16": (b"\xff\xfea\x00\x00\xd8b\x00", ["UTF-16", "byte 4"]),
    "a cut UTF-16 file": (b"\xff\xfea\x00b", ["UTF-16", "byte 4"]),
    "a broken place in UTF-8": ("Ä Ö Ü ß é è ê\n".encode() * 9 + b"here \xff it is", ["not UTF-8", "line 10", "FF"]),
    "a PNG called .txt": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256)), ["PNG picture"]),
    "a JPEG called .txt": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)), ["JPEG picture"]),
    "a PDF called .txt": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", ["PDF document"]),
    "a DOCX called .txt": (b"PK\x03\x04" + bytes(60), ["ZIP archive"]),
    "a program": (b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200), ["a program"]),
    "control characters all over": (bytes([1, 2, 3, 65, 66, 5, 6]) * 40, ["control character"]),
    "noise": (random.Random(8).randbytes(4000), [""]),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_text_is_refused_with_what_where_and_what_to_do(name: str) -> None:
    content, said = REFUSED[name]
    with pytest.raises(Refused) as refused:
        extract(content, "file.txt")
    for part in said:
        assert part in str(refused.value)


def test_another_kind_of_file_is_named_and_the_kinds_that_are_read_as_well() -> None:
    with pytest.raises(Refused, match=r"\.docx.*\.txt.*\.md"):
        extract(b"anything", "letter.docx")


def test_an_old_encoding_is_proposed_with_how_sure_and_the_editor_decides() -> None:
    content = "“Où êtes-vous ?” – demanda l’élève à l’hôtel, près de la forêt.".encode("cp1252")
    proposed = extract(content)
    assert proposed.sure < 1
    assert any("guess" in warning for warning in proposed.warnings)
    chosen = extract(content, encoding="cp1252")
    assert chosen.text == "“Où êtes-vous ?” – demanda l’élève à l’hôtel, près de la forêt."
    assert chosen.sure == 1
    assert extract("naïve".encode("latin-1"), encoding="latin-1").text == "naïve"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("A Café in Autumn\n\nnaïve folk said nothing of it for a very long while.", "latin-1"),
        ("The olde king rode out, and naïve folk in the café said nothing of it for a very long while.", "latin-1"),
        ("Le café était fermé; naïve, elle rentra à la maison où l'été n'était plus.", "latin-1"),
        ("Über die Brücke ging der müde König, größer als je zuvor.", "cp1252"),
        ("She said “nothing of it” – and the café’s door fell shut behind her.", "cp1252"),
        ("Žluťoučký kůň úpěl ďábelské ódy, příliš žluté.", "cp1250"),
        ("Народ не будет голодать, сказал он тихо и ушёл.", "cp1251"),
        ("Füßé\nzwei", "latin-1"),
        ("Dès l’été, la grève s’étend à toutes les usines.", "mac-roman"),
        ("Nach dem Krieg übernahmen die Räte die Führung der Betriebe.", "cp850"),
        ("Robotnicy wszystkich krajów, łączcie się pod tym sztandarem!", "iso8859-2"),
        ("Пролетарии всех стран, соединяйтесь!", "koi8-r"),
        ("Пролетарии всех стран, соединяйтесь!", "cp866"),
        ("Προλετάριοι όλων των χωρών, ενωθείτε!", "iso8859-7"),
        ("Bütün ülkelerin işçileri, birleşin!", "cp1254"),
        ("万国の労働者よ、団結せよ。", "shift_jis"),
        ("全世界無產者，聯合起來！", "big5"),
    ],
)
def test_a_short_text_in_an_old_encoding_is_read_as_it_was_written(text: str, encoding: str) -> None:
    assert extract(text.encode(encoding)).text == text


def test_a_wrongly_chosen_encoding_says_where_it_does_not_fit() -> None:
    with pytest.raises(Refused, match=r"not UTF-8: at byte 2 \(line 1\) stands EF"):
        extract("naïve text".encode("latin-1"), encoding="utf-8")
    with pytest.raises(Refused, match="not known"):
        extract(b"text", encoding="klingon")


@pytest.mark.parametrize(("encoding", "_name"), CHOICES)
def test_every_encoding_that_is_offered_can_be_chosen(encoding: str, _name: str) -> None:
    assert extract("Plain words.\n".encode(encoding), encoding=encoding).text == "Plain words.\n"


@pytest.mark.parametrize(
    ("content", "text", "said"),
    [
        (b"a\rb\rc", "a\nb\nc", "2 CR alone"),
        (b"a\r\nb\r\n", "a\nb\n", "2 CR LF"),
        (b"a\r\nb\rc\nd", "a\nb\nc\nd", "mixed"),
    ],
)
def test_line_ends_become_line_feeds_and_it_is_said(content: bytes, text: str, said: str) -> None:
    found = extract(content)
    assert found.text == text
    assert said in " ".join(found.warnings)


def test_the_navigation_of_the_web_capture_is_left_out_and_listed() -> None:
    content = CAPTURE.read_bytes()
    found = extract(content, "capture.txt")
    assert found.text == content.decode()[134:16730]
    (part,) = found.dropped
    assert (part.begin_line, part.end_line, part.blank_after) == (1, 9, 1)
    assert part.text.startswith("Current Issue\n")
    assert extract(content, put_back={1}).text == content.decode()
    assert extract(content, put_back={1}).put_back == (part,)
    assert extract(content, leave_out=False).text == content.decode()


LONG = (
    "This is the prose of it, which goes on and on for a good while, and says what it has to say, and then some. " * 3
)


@pytest.mark.parametrize(
    "head",
    [
        "A Title\nA Subtitle\nBy An Author\nLondon\n",
        "Shall I compare thee to a summer’s day?\nThou art more lovely and more temperate:\nRough winds\nDo shake\nThe\n",
        "one\ntwo\nthree\nfour\nfive\n",
        "Same\nSame\nSame\nSame\nSame\nSame\n",
        "This line is a good deal too long to be the navigation of anything\nB\nC\nD\nE\nF\n",
    ],
)
def test_a_title_page_a_poem_or_a_list_is_not_taken_for_navigation(head: str) -> None:
    text = f"{head}\n{LONG}\n"
    assert extract_text(text).text == text


def test_a_list_of_short_lines_that_is_the_whole_text_stays() -> None:
    text = "Apples\nPears\nPlums\nQuinces\nMedlars\nSloes\n"
    assert extract_text(text).text == text


MARKDOWN = """# Title

A paragraph with *emphasis*,
**strength** and a [link](https://example.org), `code`.

## Section
- first
- second with\\
  a hard break

3. third

> A quotation
> of two lines.

A note[^1] and <b>HTML</b>.

[^1]: The footnote.

    indented code
"""


def test_markdown_keeps_its_words_and_counts_what_it_leaves_out() -> None:
    found = extract(MARKDOWN.encode(), "text.md")
    assert found.media_type == "text/markdown"
    assert found.text.split("\n\n") == [
        "Title",
        "A paragraph with emphasis, strength and a link, code.",
        "Section",
        "- first",
        "- second with\na hard break",
        "3. third",
        "A quotation of two lines.",
        "A note[^1] and <b>HTML</b>.",
        "[^1]: The footnote.",
        "indented code",
    ]
    assert "2 × emphasis" in found.warnings[0]
    assert "1 × link addresses" in found.warnings[0]


def test_markdown_marks_stay_in_a_plain_file() -> None:
    assert extract(MARKDOWN.encode(), "text.txt").text == MARKDOWN


def test_the_limits_are_said_in_figures(settings: Any) -> None:
    settings.LIMIT_FILE_BYTES = 1000
    with pytest.raises(Refused, match=r"1,001 bytes; at most 1,000"):
        extract(b"a" * 1001)
    settings.LIMIT_FILE_BYTES, settings.LIMIT_TEXT_CHARACTERS = 64 << 20, 500
    with pytest.raises(Refused, match=r"501 characters; at most 500"):
        extract(b"a" * 501)
    assert extract(b"a" * 500).text == "a" * 500


@pytest.mark.parametrize(
    "text",
    ["a" + "\u0301" * 1_000_000, "word " * 3_000_000, "a" * 15_000_000, "<" * 1_000_000, "\u202e" * 1_000_000 + "a"],
    ids=["a million marks", "one long line", "one long word", "angle brackets", "bidi controls"],
)
def test_a_monstrous_text_is_accepted_exactly_and_costs_little(text: str) -> None:
    # A quadratic step, such as CPython's own normalisation of many marks, would take hours here.
    assert extract(text.encode()).text == text


@pytest.mark.parametrize(
    "unit",
    ["[", "(", "*a_ ", "`", "> ", "- ", "![[", "<", "&", "\\", "a\n", "~", "_", "[a](", "*" * 3 + "a", "1. "],
)
def test_monstrous_markdown_costs_little(unit: str) -> None:
    with contextlib.suppress(Refused):  # a quadratic step would be felt
        extract((unit * (20_000 // len(unit))).encode(), "a.md")


def test_markdown_of_nothing_but_markup_is_refused_before_it_costs_anything() -> None:
    with pytest.raises(Refused, match=r"2,000,000 line ends and characters of markup; at most 150,000"):
        extract(b"[" * 2_000_000, "a.md")
    assert extract(b"[" * 2_000_000, "a.txt").text == "[" * 2_000_000


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
@settings(max_examples=200)
def test_any_text_in_utf8_comes_out_as_it_went_in(text: str) -> None:
    if not text.strip() or text.startswith("\ufeff"):
        return
    assert extract_text(text, leave_out=False).text == text
    assert extract(text.encode("utf-8-sig"), leave_out=False).text == text


@given(st.binary(max_size=400), st.sampled_from(["", "a.txt", "a.md"]), st.sampled_from([None, *dict(CHOICES)]))
@settings(max_examples=400)
def test_any_bytes_are_accepted_or_refused_and_nothing_else(content: bytes, name: str, encoding: str | None) -> None:
    with contextlib.suppress(Refused):
        found = extract(content, name, encoding=encoding)
        assert found.text.strip()
        assert "\r" not in found.text
        assert "\x00" not in found.text
        found.text.encode()


def test_damaged_files_are_accepted_or_refused_and_nothing_else() -> None:
    chance = random.Random(1941)
    whole = [content for content, _, _ in ACCEPTED.values()] + [CAPTURE.read_bytes()[:3000]]
    for _ in range(1500):
        content = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(content) + 1)
            content[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        try:
            found = extract(bytes(content), chance.choice(["a.txt", "a.md"]))
        except Refused:
            continue
        found.text.encode()
