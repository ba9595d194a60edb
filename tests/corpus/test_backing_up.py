"""A backup is one state of everything, is checked before it replaces anything, and goes from one database to another."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from comparisons.engine.options import Options
from comparisons.pairs import store
from corpus.access.models import User
from corpus.keeping import backing_up, restoring
from corpus.keeping.backing_up import BackupError, back_up
from corpus.keeping.verifying import Verification
from corpus.notes.models import Note, Target
from corpus.texts import storing
from corpus.texts.models import Revision, Source
from corpus.works.models import Edition, Work

ROOT = Path(__file__).parents[2]
TEXT = "The ſtrike of Łódź – “naïve” 𝔞 they said.\n\nIt began in 1905."


@pytest.fixture
def filled(work: Work, editor: User) -> Edition:
    """A work with everything that is awkward on the way: letters, bytes, JSON, moments, a comparison."""
    content = TEXT.encode("utf-16")
    edition = storing.add_edition(
        work, siglum="A", title="A “title”", text=TEXT, content=content, filename="ä.txt", date="1905~", user=editor
    )
    storing.add_revision(edition, TEXT.replace("1905", "1906"), reason="A slip of the pen: \\ \t “5” for 6.")
    first, second = edition.revisions.order_by("number")
    note = Note.objects.create(body="Łódź?", created_by=editor)
    Target.objects.create(note=note, revision=first, begin=4, end=9)
    store.ask(first, second, Options())
    return edition


def tables_of(folder: Path) -> dict[str, str]:
    return {name: file["sha256"] for name, file in json.loads((folder / "manifest.json").read_text())["files"].items()}


@pytest.mark.django_db
def test_what_was_backed_up_comes_back_whatever_happened_since(filled: Edition, tmp_path: Path) -> None:
    back_up(tmp_path / "one")
    storing.add_revision(filled, "Something else.", reason="A bad day.")
    Note.objects.all().delete()
    Work.objects.create(slug="stranger", title="Stranger", language="en")
    restoring.restore(tmp_path / "one")
    back_up(tmp_path / "two")
    assert tables_of(tmp_path / "two") == tables_of(tmp_path / "one")
    assert filled.revisions.count() == 2
    assert list(Verification().findings()) == []


@pytest.mark.django_db
def test_a_source_stands_in_a_backup_as_the_file_it_was(filled: Edition, tmp_path: Path) -> None:
    back_up(tmp_path / "one")
    sha256 = Source.objects.get().sha256
    assert (tmp_path / "one" / "sources" / sha256[:2] / sha256).read_bytes() == TEXT.encode("utf-16")


@pytest.mark.django_db
def test_after_a_restore_texts_are_guarded_and_new_ones_can_be_stored(filled: Edition, tmp_path: Path) -> None:
    from django.db import IntegrityError, transaction

    back_up(tmp_path / "one")
    restoring.restore(tmp_path / "one")
    with pytest.raises(IntegrityError, match="immutable"), transaction.atomic():
        Revision.objects.update(text="forged")
    assert storing.add_revision(filled, "A third.", reason="New.").number == 3
    assert list(Verification().findings()) == []


@pytest.mark.django_db
def test_what_a_restore_replaces_is_kept_and_can_be_put_back(filled: Edition, tmp_path: Path) -> None:
    back_up(tmp_path / "one")
    storing.add_revision(filled, "Today’s work.", reason="New.")
    kept = restoring.restore(tmp_path / "one")
    assert kept is not None
    assert not Revision.objects.filter(text="Today’s work.").exists()
    restoring.restore(kept)
    assert Revision.objects.filter(text="Today’s work.").exists()


@pytest.mark.django_db
def test_a_backup_never_goes_over_something_else(filled: Edition, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("precious")
    with pytest.raises(CommandError, match="not empty"):
        call_command("backup", tmp_path, stdout=StringIO(), stderr=StringIO())
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    (tmp_path / "empty").mkdir()
    call_command("backup", tmp_path / "empty", stdout=StringIO(), stderr=StringIO())
    assert (tmp_path / "empty" / "manifest.json").exists()


@pytest.mark.django_db
def test_a_backup_that_cannot_be_written_leaves_nothing(
    filled: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backing_up.os, "fsync", full)
    with pytest.raises(BackupError, match="No space left on device"):
        back_up(tmp_path / "one")
    assert list(tmp_path.iterdir()) == []


def flip(folder: Path) -> None:
    path = folder / "tables" / "texts.revision.jsonl"
    content = bytearray(path.read_bytes())
    content[40] ^= 1
    path.write_bytes(content)


def flip_a_source(folder: Path) -> None:
    path = next((folder / "sources").glob("*/*"))
    path.write_bytes(path.read_bytes()[:-1] + b"!")


def flip_the_manifest(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace('"made_at": "2', '"made_at": "3'))


def take_a_table(folder: Path) -> None:
    (folder / "tables" / "notes.note.jsonl").unlink()


def take_a_source(folder: Path) -> None:
    shutil.rmtree(folder / "sources")


def add_a_file(folder: Path) -> None:
    (folder / "tables" / "stranger.jsonl").write_text("{}\n")


def cut_the_manifest(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(path.read_text()[:-20])


def take_the_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def sealed(change: Callable[[dict[str, object]], None]) -> Callable[[Path], None]:
    """A manifest that was changed by somebody who knows how its digest is made."""

    def damage(folder: Path) -> None:
        path = folder / "manifest.json"
        manifest = json.loads(path.read_text())
        change(manifest)
        manifest["digest"] = backing_up.digest(manifest)
        path.write_text(json.dumps(manifest))

    return damage


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (flip, "texts.revision.jsonl is not as it was written"),
        (flip_a_source, "is not as it was written"),
        (flip_the_manifest, "manifest.json is not as it was written"),
        (take_a_table, "notes.note.jsonl is missing"),
        (take_a_source, "is missing"),
        (add_a_file, "stranger.jsonl does not belong"),
        (cut_the_manifest, "cannot be read"),
        (take_the_manifest, "is no backup"),
        (sealed(lambda manifest: manifest.update(format=2)), "format 2"),
        (sealed(lambda manifest: manifest["migrations"].append("texts.9999_later")), "newer version"),  # type: ignore[attr-defined]
        (sealed(lambda manifest: manifest["migrations"].remove("texts.0002_deposit")), "older version"),  # type: ignore[attr-defined]
        (sealed(lambda manifest: manifest.update(files=[])), "no manifest"),
    ],
)
def test_a_damaged_backup_is_refused_by_name_and_nothing_is_touched(
    filled: Edition, tmp_path: Path, damage: Callable[[Path], None], said: str
) -> None:
    back_up(tmp_path / "one")
    damage(tmp_path / "one")
    storing.add_revision(filled, "Today’s work.", reason="New.")
    back_up(tmp_path / "before")
    with pytest.raises(CommandError, match=said):
        call_command("restore", tmp_path / "one", stdout=StringIO(), stderr=StringIO())
    back_up(tmp_path / "after")
    assert tables_of(tmp_path / "after") == tables_of(tmp_path / "before")


@pytest.mark.django_db
def test_while_a_worker_runs_nothing_is_restored(
    filled: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    back_up(tmp_path / "one")
    monkeypatch.setattr(restoring.locks, "alive", lambda: 1)
    with pytest.raises(BackupError, match="A worker is running"):
        restoring.restore(tmp_path / "one")


def another_site(folder: Path, *command: object, ends: int = 0) -> str:
    """What a command says on a site of its own, on SQLite, whatever database the tests have."""
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
        "VARIORUM_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    line = [sys.executable, "manage.py", *map(str, command)]
    done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == ends, done.stderr
    return done.stdout + done.stderr


@pytest.mark.django_db
def test_a_backup_goes_to_an_empty_machine_and_back_from_either_database(filled: Edition, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    back_up(tmp_path / "here")
    another_site(tmp_path / "site", "restore", tmp_path / "here")
    assert "source 1, revision 2, comparison 1" in another_site(tmp_path / "site", "verify")
    another_site(tmp_path / "site", "backup", tmp_path / "there")
    assert tables_of(tmp_path / "there") == tables_of(tmp_path / "here")
    Note.objects.all().delete()
    restoring.restore(tmp_path / "there")
    back_up(tmp_path / "again")
    assert tables_of(tmp_path / "again") == tables_of(tmp_path / "here")


@pytest.mark.parametrize("command", [("verify",), ("backup", "kept")])
def test_a_database_without_tables_is_told_so(tmp_path: Path, command: tuple[str, ...]) -> None:
    said = another_site(tmp_path, *command[:1], *(tmp_path / name for name in command[1:]), ends=1)
    assert "Run `manage.py migrate` first" in said
    assert "Traceback" not in said


@pytest.mark.django_db(transaction=True)
def test_a_backup_is_one_state_though_others_write(work: Work, tmp_path: Path) -> None:
    edition = storing.add_edition(work, siglum="A", title="A", text="Revision 1.")
    done, stop = threading.Event(), threading.Event()

    def write() -> None:
        number = 1
        try:
            while not stop.is_set():
                number += 1
                storing.add_revision(edition, f"Revision {number}.\n\n{'Words. ' * number}", content=b"%d" % number)
                done.set()
        finally:
            connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert done.wait(30)
        for number in range(5):
            done.clear()
            back_up(tmp_path / str(number))
            assert done.wait(30), "a backup is in the writer's way"
    finally:
        stop.set()
        writer.join()
    counts = []
    for number in range(5):
        restoring.restore(tmp_path / str(number))
        assert list(Verification().findings()) == []
        counts.append(edition.revisions.count())
        assert list(edition.revisions.values_list("number", flat=True)) == list(range(1, counts[-1] + 1))
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
