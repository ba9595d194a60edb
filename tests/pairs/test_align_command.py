"""`manage.py align A B`, as it is called from a shell."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from lxml import etree

from comparisons.pairs.exports import FORMATS
from corpus.texts.models import Revision
from tests.pairs.test_exports import rebuilt

ROOT = Path(__file__).parents[2]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "left.txt").write_bytes(b"The olde ship,\r\nand evermore.\n")
    (tmp_path / "right.txt").write_bytes(b"The old ship\r\nand ever more.\n")
    return str(tmp_path / "left.txt"), str(tmp_path / "right.txt")


def align(*arguments: str) -> str:
    out = StringIO()
    call_command("align", *arguments, stdout=out)
    return out.getvalue()


def shell(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, without a database that could be reached."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3",
        "PYTHONIOENCODING": "ascii",
    }
    return subprocess.run(
        [sys.executable, "manage.py", "align", *arguments],
        input=given,
        capture_output=True,
        cwd=ROOT,
        env=environment,
        timeout=60,
        check=False,
    )


def test_two_files_are_compared_to_the_character_line_ends_and_all(files: tuple[str, str]) -> None:
    result = json.loads(align(*files))
    texts = [Path(name).read_bytes().decode() for name in files]
    for text, side in zip(texts, "ab", strict=True):
        assert result[side]["characters"] == len(text)
        spans = [operation[side] for operation in result["operations"]]
        assert "".join(text[slice(*span)] for span in spans) == text
    assert result["counts"] == {"punctuation": 1, "division": 1, "orthographic": 1}


def test_standard_output_is_the_answer_alone_and_no_database_is_needed(files: tuple[str, str]) -> None:
    done = shell(files[0], "-", "--format", "text", given=Path(files[1]).read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")
    assert "3 changes" in done.stdout.decode()


def test_letters_beyond_ascii_come_out_as_utf_8_whatever_the_terminal_says(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("naïve – “so”", encoding="utf-8")
    (tmp_path / "b").write_text("naive – “so”", encoding="utf-8")
    done = shell(str(tmp_path / "a"), str(tmp_path / "b"), "--format", "csv")
    assert done.returncode == 0
    assert "naïve" in done.stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{a}", "{b}", "--ignore", "case,spelling"], "is nothing that can be ignored"),
        (["{a}", "{b}", "--format", "pdf"], "is no format"),
        (["{a}"], "required"),
        (["{a}", "missing.txt"], "There is no file missing.txt"),
        (["{a}", "."], "is a folder"),
        (["-", "-"], "Only one of the two"),
    ],
)
def test_what_cannot_be_done_ends_with_exit_code_1_and_one_sentence(
    files: tuple[str, str], arguments: list[str], said: str
) -> None:
    done = shell(*(argument.format(a=files[0], b=files[1]) for argument in arguments))
    assert done.returncode == 1
    assert done.stdout == b""
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert done.stderr.decode().count("\n") == 1


def test_bytes_that_are_no_utf_8_are_refused_with_their_place(tmp_path: Path, files: tuple[str, str]) -> None:
    (tmp_path / "latin").write_bytes(b"caf\xe9")
    with pytest.raises(CommandError, match="byte 4 is 0xe9"):
        align(files[0], str(tmp_path / "latin"))


@pytest.mark.parametrize("content", [b"", b" \n", b"\x00", b"\xef\xbb\xbfBOM", "e\u0301".encode(), b"a\r\rb"])
def test_an_empty_or_odd_file_is_a_text_like_any_other(tmp_path: Path, files: tuple[str, str], content: bytes) -> None:
    (tmp_path / "odd").write_bytes(content)
    result = json.loads(align(str(tmp_path / "odd"), files[1]))
    assert result["a"]["characters"] == len(content.decode())
    for name in FORMATS:
        assert isinstance(align(str(tmp_path / "odd"), files[1], "--format", name), str)


def test_what_is_ignored_is_counted_and_stays_an_operation(files: tuple[str, str]) -> None:
    result = json.loads(align(*files, "--ignore", "punctuation"))
    assert result["options"] == {"ignore": ["punctuation", "quotation"]}
    assert result["ignored"] == {"punctuation": 1}
    assert [o["category"] for o in result["operations"] if o.get("ignored")] == ["punctuation"]


def test_an_edition_is_found_by_its_address(add: Callable[..., Revision]) -> None:
    add("L", "The olde ship went out.")
    add("R", "The old ship went out.")
    result = json.loads(align("a-work/L", "a-work/R@1"))
    assert result["counts"] == {"orthographic": 1}
    with pytest.raises(CommandError, match="There is no file a-work/Q"):
        align("a-work/L", "a-work/Q")


def test_an_existing_file_wins_over_an_edition_of_that_name(
    add: Callable[..., Revision], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add("L", "The olde ship went out.")
    (tmp_path / "a-work").mkdir()
    (tmp_path / "a-work" / "L").write_text("Another text.")
    monkeypatch.chdir(tmp_path)
    assert json.loads(align("a-work/L", "a-work/L"))["a"]["characters"] == len("Another text.")


LEFT_OF_TWO = "A title\n\nThe first paragraph, of 1941.\n\nThe second one.\n"
RIGHT_OF_TWO = "Un titre\n\nLe premier alinéa, de 1941.\n\nEncore un.\n\nLe second.\n"


@pytest.fixture
def translation(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "en.txt").write_text(LEFT_OF_TWO, encoding="utf-8")
    (tmp_path / "fr.txt").write_text(RIGHT_OF_TWO, encoding="utf-8")
    return str(tmp_path / "en.txt"), str(tmp_path / "fr.txt")


def test_files_in_two_languages_are_aligned_by_paragraphs(translation: tuple[str, str]) -> None:
    found = json.loads(align(*translation, "--languages", "en,fr"))
    rebuilt = "".join(RIGHT_OF_TWO[slice(*operation["b"])] for operation in found["operations"])
    assert (rebuilt, sum(found["counts"].values())) == (RIGHT_OF_TWO, 3)
    assert "words are not compared" in found["notes"][0]
    first = next(block for block in found["blocks"] if [9, 38] in block["a"])
    assert LEFT_OF_TWO[9:38] == "The first paragraph, of 1941."
    begin, end = first["b"][0]
    assert RIGHT_OF_TWO[begin:end] == "Le premier alinéa, de 1941."
    same = json.loads(align(*translation, "--languages", "en,en"))
    assert same["operations"]
    assert "notes" not in same


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_says_that_two_languages_are_aligned_and_loses_nothing(
    translation: tuple[str, str], form: str
) -> None:
    said = align(*translation, "--languages", "en,fr", "--format", form)
    assert form == "csv" or "words are not compared" in said
    for text in (LEFT_OF_TWO, RIGHT_OF_TWO):
        for paragraph in text.split("\n\n"):
            assert form == "json" or paragraph.strip() in said
    if form == "csv":
        assert [row["segment_b"] for row in csv.DictReader(StringIO(said))] == ["1", "2", "3 4"]
    for mark in ("<del", "<ins", "[-", "{+"):
        assert mark not in said


def test_a_tei_document_of_two_languages_gives_each_text_back(translation: tuple[str, str]) -> None:
    root = etree.fromstring(align(*translation, "--languages", "en,fr", "--format", "tei").encode())
    assert (rebuilt(root, "a"), rebuilt(root, "b")) == (LEFT_OF_TWO, RIGHT_OF_TWO)


def test_a_diff_of_two_languages_makes_the_one_of_the_other(translation: tuple[str, str], tmp_path: Path) -> None:
    (tmp_path / "patch").write_text(align(*translation, "--languages", "en,fr", "--format", "diff"), encoding="utf-8")
    done = subprocess.run(
        ["patch", "-s", translation[0], str(tmp_path / "patch")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert Path(translation[0]).read_text(encoding="utf-8") == RIGHT_OF_TWO


@pytest.mark.parametrize("said", ["en", "en,fr,de", "en,no tag", ","])
def test_what_is_not_two_languages_is_refused_with_a_sentence(translation: tuple[str, str], said: str) -> None:
    with pytest.raises(CommandError, match="language"):
        align(*translation, "--languages", said)


def test_editions_bring_their_languages(add: Callable[..., Revision]) -> None:
    add("E", LEFT_OF_TWO)  # of the work's language, English
    add("F", RIGHT_OF_TWO, language="fr")
    assert "notes" in json.loads(align("a-work/E", "a-work/F"))
    assert "notes" not in json.loads(align("a-work/E", "a-work/F", "--languages", "en,en"))
