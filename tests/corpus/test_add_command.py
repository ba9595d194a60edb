"""`manage.py add` stores what the page stores, and says what it did."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from corpus.texts.models import Revision
from corpus.works.models import Edition, Work


def add(*arguments: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("add", *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_file_becomes_an_edition_and_the_next_file_a_revision(work: Work, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text("Some words.")
    out, _ = add("a-work", "B", str(file), "--title", "Second", "--date", "1941", "--language", "en")
    assert out == "a-work/B@1\n"
    edition = Edition.objects.get()
    assert (edition.title, edition.date, edition.language) == ("Second", "1941", "en")
    file.write_text("Some other words.")
    out, _ = add("a-work", "B", str(file), "--reason", "A slip.")
    assert out == "a-work/B@2\n"
    assert Revision.objects.get(number=2).reason == "A slip."
    source = Revision.objects.get(number=2).source
    assert source is not None
    assert bytes(source.content) == b"Some other words."


def test_the_same_file_again_stores_nothing(work: Work, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    file.write_text("Some words.")
    add("a-work", "B", str(file))
    out, err = add("a-work", "B", str(file))
    assert out == ""
    assert "nothing was stored" in err
    assert Revision.objects.count() == 1


def test_a_work_that_is_not_there_yet_is_made(db: None, tmp_path: Path) -> None:
    file = tmp_path / "text.md"
    file.write_text("# Title\n\nA *paragraph*.")
    out, err = add("new-work", "A", str(file))
    assert out == "new-work/A@1\n"
    assert "it was made" in err
    assert Revision.objects.get().text == "Title\n\nA paragraph."


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (b"", [], "0 bytes"),
        (b"text", ["--date", "August"], "not a date in EDTF"),
        (b"text", ["--encoding", "utf-16-le"], None),
        (b"\xff\xfe\x00", [], "UTF-16"),
    ],
)
def test_what_is_refused_leaves_nothing_behind(
    db: None, tmp_path: Path, content: bytes, options: list[str], said: str | None
) -> None:
    file = tmp_path / "text.txt"
    file.write_bytes(content)
    if said is None:
        add("new-work", "A", str(file), *options)
        assert Revision.objects.get().text == "整瑸"
        return
    with pytest.raises(CommandError, match=said):
        add("new-work", "A", str(file), *options)
    assert not Work.objects.exists()


def test_a_file_that_is_not_there_is_said_in_a_sentence(work: Work) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        add("a-work", "B", "nowhere.txt")
