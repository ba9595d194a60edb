"""The seeds: loaded whole, once, and never against what is there."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from corpus.notes.models import Note, Target
from corpus.texts import storing
from corpus.texts.models import Revision, Segment, Source
from corpus.works.models import Edition, Relation, Rule, Work

SLUG = "for-defense-of-the-soviet-union"
SEEDS = Path(__file__).parents[2] / "seeds"
CAPTURE = SEEDS / "000_665ab9b824e8c32c.txt"


def seed(*arguments: str) -> str:
    out = StringIO()
    call_command("seed", *arguments, stdout=out)
    return out.getvalue()


def everything() -> list[int]:
    return [model.objects.count() for model in (Work, Edition, Revision, Segment, Source, Rule, Relation, Note, Target)]


def test_the_demonstration_corpus_is_loaded_to_the_character(db: None) -> None:
    assert "revisions: " in seed()
    capture = CAPTURE.read_bytes()
    w = Revision.objects.get(edition__work__slug=SLUG, edition__siglum="W")
    assert w.text == capture.decode()[134:16730]
    assert w.source is not None
    assert bytes(w.source.content) == capture
    dropped = w.extraction["dropped"]
    assert (dropped[0]["begin_line"], dropped[0]["end_line"]) == (1, 9)
    assert dropped[0]["text"] == capture.decode()[:131].rstrip("\n") or dropped[0]["text"] == capture.decode()[:132]
    e = Revision.objects.filter(edition__work__slug=SLUG, edition__siglum="E").order_by("number")
    assert [revision.number for revision in e] == list(range(1, 10))
    assert e[0].sha256 == "08d3ba8c8994333a4e4f3fc4b77169df522e23e8fae48de934849dd9aa7d3a01"
    assert e[8].sha256 == "94abef21dc3a9f43054d48ce3286266e936fd9e2daf07425352a3f00eb6b2fb9"
    names = [list(revision.segments.order_by("position").values_list("anchor", flat=True)) for revision in e]
    assert all(these == names[0] for these in names)


def test_run_again_it_changes_nothing_and_says_so(db: None) -> None:
    seed()
    before = everything()
    said = seed()
    assert everything() == before
    assert "Everything was there already." in said
    assert "added" not in said
    assert "changed" not in said.replace("unchanged", "")


SMALL = """
[[work]]
slug = "small"
title = "Small"
[[work.edition]]
siglum = "A"
title = "First"
[[work.edition.revision]]
file = "a.txt"
reason = "As it came."
[[work.edition.revision]]
edits = [{ begin = 0, end = 3, text = "Two" }]
[[work.rule]]
original = "colour"
regular = "color"
[[note]]
name = "N"
kind = "note"
body = "Said."
targets = [{ revision = "small/A@2", begin = 0, end = 3 }]
[[relation]]
kind = "same-subject"
from = "small/A"
to = "small"
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("One word.")
    (tmp_path / "corpus.toml").write_text(SMALL)
    return tmp_path / "corpus.toml"


def test_a_changed_text_becomes_a_new_revision(db: None, small: Path) -> None:
    seed("--file", str(small))
    (small.parent / "a.txt").write_text("One more word.")
    said = seed("--file", str(small))
    texts = Revision.objects.order_by("number").values_list("text", flat=True)
    assert list(texts) == ["One word.", "Two word.", "One more word.", "Two more word."]
    assert "2 added" in said


def test_what_an_editor_has_corrected_since_stays_the_newest(db: None, small: Path) -> None:
    seed("--file", str(small))
    storing.add_revision(Edition.objects.get(), "An editor's words.")
    said = seed("--file", str(small))
    newest = Revision.objects.order_by("-number").first()
    assert newest is not None
    assert newest.text == "An editor's words."
    assert "Everything was there already." in said


def test_a_changed_description_is_changed_and_what_is_gone_from_the_file_is_kept(db: None, small: Path) -> None:
    seed("--file", str(small))
    small.write_text(SMALL.replace('"First"', '"The first"').replace("[[work.rule]]", "[[rule]]"))
    said = seed("--file", str(small))
    assert Edition.objects.get().title == "The first"
    assert "1 changed" in said
    assert Rule.objects.count() == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('file = "a.txt"', 'file = "b.txt"', "b.txt cannot be read"),
        ("end = 3, text", "end = 99, text", "small/A@2.*outside the text"),
        ("small/A@2", "small/A@7", "no revision small/A@7"),
        ('title = "First"', 'title = "First"\ndate = "soon"', "small/A.*not a date in EDTF"),
        ('title = "First"', 'titel = "First"', "small/A.*titel"),
        ('to = "small"', 'to = "large"', "no work large"),
        ("[[work]]", "[[work", "no TOML"),
    ],
)
def test_a_fault_in_the_file_is_named_and_nothing_is_stored(
    db: None, small: Path, old: str, new: str, said: str
) -> None:
    small.write_text(SMALL.replace(old, new))
    with pytest.raises(CommandError, match=said):
        seed("--file", str(small))
    assert everything() == [0] * 9
