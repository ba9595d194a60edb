"""What a reader takes away of a comparison, in every form."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from comparisons.engine.comparison import compare
from comparisons.engine.options import Options
from comparisons.pairs.exports import FORMATS, write
from comparisons.pairs.exports.csv import guarded, unguarded
from comparisons.pairs.exports.sides import Compared, Witness
from comparisons.pairs.exports.tei import TEI
from tests import tei as p5
from tests.engine.test_laws import pairs

ROOT = Path(__file__).parents[2] / "seeds"
NOTICE = "Emended by conjecture. <Not> a historical text."
MOVED = "A passage that goes to another place is long enough here to be known for what it is."
A = f"= Heading\n\n{MOVED}\n\nThe olde ship, and evermore.\n\nThe end of it all is <here>.\n"
B = f"= Heading\n\nThe old ship and ever more.\n\nThe end of it all is <here>.\n\n{MOVED.replace('known', 'knowne')}"


def compared(a: str = A, b: str = B, *ignore: str) -> Compared:
    return Compared(
        compare(a, b, Options(frozenset(ignore))),
        Witness(a, "W", "Web capture", 1, "/w/work/W@1", language="en"),
        Witness(b, "E", "Emended text", 9, "/w/work/E@9", NOTICE, "Variorum, E@9", "en"),
    )


def rebuilt(document: etree._Element, witness: str) -> str:
    """The text of one witness, as a reader of TEI takes it out."""
    names = [w.get("{http://www.w3.org/XML/1998/namespace}id") for w in document.iter(f"{{{TEI}}}witness")]

    def text(element: etree._Element) -> str:
        parts = [element.text or ""]
        for child in element:
            name = etree.QName(child).localname
            if name == "g":
                parts.append(chr(int(child.get("ref", "")[2:], 16)))
            elif name == "app":
                parts += [text(r) for r in child if r.get("wit") == f"#{names['ab'.index(witness)]}"]
            parts.append(child.tail or "")
        return "".join(parts)

    (stream,) = document.iter(f"{{{TEI}}}ab")
    return text(stream)


@settings(max_examples=60)
@given(pairs())
def test_tei_gives_the_text_of_each_witness_to_the_character_and_keeps_to_its_rules(texts: tuple[str, str]) -> None:
    written = write(compared(*texts), "tei")
    assert p5.faults(written, "apparatus") == []
    document = etree.fromstring(written.encode())
    assert rebuilt(document, "a") == texts[0]
    assert rebuilt(document, "b") == texts[1]


def test_tei_has_a_header_with_both_witnesses_and_an_entry_for_each_change() -> None:
    given_ = compared()
    document = etree.fromstring(write(given_, "tei").encode())
    space = {"t": TEI}
    assert [w.findtext("t:idno", namespaces=space) for w in document.iterfind(".//t:witness", space)] == [
        given_.result.a.sha256,
        given_.result.b.sha256,
    ]
    assert document.findtext(".//t:witness/t:bibl/t:note", namespaces=space) == NOTICE
    entries = [int(app.get("n", "")) for app in document.iterfind(".//t:app[@n]", space)]
    assert sorted(entries) == list(range(1, sum(given_.result.counts.values()) + 1))
    (from_, to) = document.iterfind(".//t:app[@type='move']", space)
    identity = "{http://www.w3.org/XML/1998/namespace}id"
    assert (from_.get("corresp"), to.get("corresp")) == (f"#{to.get(identity)}", f"#{from_.get(identity)}")


def test_two_sides_of_one_siglum_are_two_witnesses_in_tei() -> None:
    sides = compared()
    alike = Compared(sides.result, sides.a, Witness(B, "W", revision=2))
    document = etree.fromstring(write(alike, "tei").encode())
    names = document.xpath("//t:witness/@xml:id", namespaces={"t": TEI})
    assert len(set(names)) == 2


@pytest.mark.parametrize(
    "sigla",
    [
        ("U0000", "move-1-to"),
        ("ignored", "U0001"),
        ("move-1-from", "move-1-from"),
        ("1st", "b"),
        ("Ä", "Ω"),
        ('a"b', "x y"),
        ("<i>", "&amp;"),
        ("a", "a_a"),
        ("א", "a"),
    ],
)
def test_tei_stays_sound_whatever_the_witnesses_are_called(sigla: tuple[str, str]) -> None:
    """What XML takes for no name, and what the document itself names something by: letters, moves, categories."""
    texts = f"A\x00 {A}", f"A\x01 {B}"
    first, second = (
        Witness(text, siglum, f"Called {siglum}", 1, "/w/leaflet/%22x%22@1", NOTICE)
        for text, siglum in zip(texts, sigla, strict=True)
    )
    written = write(Compared(compare(*texts, Options(frozenset({"punctuation"}))), first, second), "tei")
    assert p5.faults(written, "apparatus") == []
    document = etree.fromstring(written.encode())
    assert [abbr.text for abbr in document.iter(f"{{{TEI}}}abbr")] == [f"{siglum}@1" for siglum in sigla]
    assert (rebuilt(document, "a"), rebuilt(document, "b")) == texts
    assert len(document.findall(".//{*}app[@ana='#ignored']")) == 1


PATCHES = {
    "git": ["git", "apply", "--whitespace=nowarn", "diff"],
    "patch": ["patch", "-s", "--binary", "-p1", "-i", "diff"],
}
LINES = st.lists(
    st.sampled_from(
        [
            *(
                "a",
                "b",
                "",
                " ",
                "-",
                "+",
                "\\",
                "@@ -1 +1 @@",
                "-- a",
                "++ b",
                "diff",
                "# x",
                "\\ No newline at end of file",
            ),
            *("\ufeff", "\r", "x\r", "a\x0cb", "\u2028", "\u2029", "\x85", "\x0b", "ü", "\x1c", "\t"),
        ]
    ),
    max_size=12,
)
TWO = st.tuples(LINES, LINES, st.booleans(), st.booleans()).map(
    lambda drawn: ("\n".join(drawn[0]) + "\n" * drawn[2], "\n".join(drawn[1]) + "\n" * drawn[3])
)


@pytest.mark.parametrize("program", PATCHES)
@pytest.mark.parametrize("file", ["work-W-1.txt", 'a "b" ü 2020-01-01 10:00.txt'])
@settings(max_examples=40)
@given(texts=pairs() | TWO)
@example(texts=("", "a\r\nb"))
@example(texts=("a", ""))
@example(texts=("\ufeffa\x0c\n", "a\u2028\n"))
def test_the_unified_diff_makes_one_text_of_the_other(
    tmp_path_factory: pytest.TempPathFactory, program: str, file: str, texts: tuple[str, str]
) -> None:
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed")
    a, b = (text.replace("\x00", "") for text in texts)
    folder = tmp_path_factory.mktemp("patch")
    (folder / file).write_bytes(a.encode())
    sides = Compared(compare(a, b), Witness(a, "W", "A title", file=file), Witness(b, "E", "Another"))
    (folder / "diff").write_bytes(write(sides, "diff").encode())
    if (folder / "diff").stat().st_size:
        done = subprocess.run(PATCHES[program], cwd=folder, capture_output=True, text=True, timeout=20)
        assert done.returncode == 0, done.stdout + done.stderr
    # A text that becomes empty is removed by both.
    assert ((folder / file).read_bytes().decode() if (folder / file).exists() else "") == b


def test_a_diff_says_which_texts_it_is_of_and_its_name_never_leaves_the_folder() -> None:
    sides = compared()
    head = write(Compared(sides.result, sides.a, sides.b), "diff").splitlines()
    assert head[1:3] == ["--- a/W@1.txt\tW@1 Web capture", "+++ b/W@1.txt\tE@9 Emended text"]
    named = Witness(A, "W", file="x\n+++ b/y\r.txt")
    assert "--- a/x_+++ b/y_.txt\t" in write(Compared(sides.result, named, sides.b), "diff")


def test_the_table_has_a_row_for_each_change_with_its_readings_and_paragraphs() -> None:
    given_ = compared(A, B, "punctuation")
    table = list(csv.DictReader(io.StringIO(write(given_, "csv"))))
    assert [int(row["number"]) for row in table] == list(range(1, sum(given_.result.counts.values()) + 1))
    for row in table:
        assert unguarded(row["reading_a"]) == A[int(row["begin_a"]) : int(row["end_a"])]
        assert unguarded(row["reading_b"]) == B[int(row["begin_b"]) : int(row["end_b"])]
    by_category = {row["category"]: row for row in table}
    assert by_category["division"]["reading_b"] == "ever more"
    assert (by_category["division"]["segment_a"], by_category["division"]["segment_b"]) == ("3", "2")
    assert by_category["punctuation"]["ignored"] == "yes"
    assert by_category["move"]["move"] == "1"


@given(st.text(alphabet="=+-@＝＋－＠'a1\t\r\n ", max_size=6))
def test_no_cell_is_a_formula_and_every_reading_comes_back(cell: str) -> None:
    assert guarded(cell)[:1] not in {*"=+-@＝＋－＠\t\r"}
    assert unguarded(guarded(cell)) == cell


def test_a_reading_that_is_no_formula_is_left_alone() -> None:
    assert [guarded(cell) for cell in ("’tis", "'tis", "a=b", "")] == ["’tis", "'tis", "a=b", ""]


def test_the_page_stands_alone_says_what_the_edition_is_not_and_escapes_the_texts() -> None:
    page = write(compared(), "html")
    assert "Emended by conjecture. &lt;Not&gt; a historical text." in page
    assert "is &lt;here&gt;" in page
    assert "<here>" not in page
    for outside in ("<script", "http://", "https://", "src=", "@import", "url("):
        assert outside not in page
    assert page.count("<style>") == 1


def test_a_change_over_several_paragraphs_has_its_name_once_in_the_page() -> None:
    page = etree.fromstring(write(compared("One.\n\nTwo.\n\nThree.", "Three."), "html"), etree.HTMLParser())
    assert len(page.findall(".//del")) == 2
    names = page.xpath("//@id")
    assert len(names) == len(set(names))
    assert "change-1" in names


@pytest.mark.parametrize("name", ["json", "csv", "html", "tei", "text"])
def test_every_export_agrees_on_how_much_is_ignored(name: str) -> None:
    given_ = compared(A, B, "punctuation")
    assert given_.result.ignored == {"punctuation": 1}
    made = write(given_, name)
    assert {
        "json": '"ignored":{"punctuation":1}',
        "csv": "punctuation,yes",
        "html": "<dt>punctuation</dt><dd>1, 1 of them ignored</dd>",
        "tei": "Of them ignored: punctuation 1.",
        "text": "1 of the changes are ignored: punctuation 1",
    }[name] in made


def test_the_terminal_shows_no_character_that_it_would_obey() -> None:
    made = write(compared("one \x1b[31mred\x1b[0m two", "one \u202ered two"), "text")
    assert "\x1b" not in made
    assert "\u202e" not in made
    assert "⟨U+001B⟩" in made


def test_equal_texts_make_an_empty_diff_and_an_empty_table() -> None:
    same = compared(A, A)
    assert write(same, "diff") == ""
    assert len(list(csv.DictReader(io.StringIO(write(same, "csv"))))) == 0


@pytest.mark.parametrize("name", FORMATS)
def test_the_capture_and_its_emendation_in_every_form(name: str) -> None:
    w = (ROOT / "000_665ab9b824e8c32c.txt").read_bytes().decode()
    e = (ROOT / "texts" / "E.txt").read_bytes().decode()
    assert write(compared(w, e), name)
