"""Storing: all of a text or nothing of it, and numbers without gaps, whoever else writes at the time."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from corpus.extraction import Refused
from corpus.texts import storing
from corpus.texts.models import Revision, Segment, Source
from corpus.works.models import Edition, FormerName, Work
from jobs.faults import EXIT, STEPS
from tests.corpus.conftest import TEXT


def test_a_stored_text_has_its_digest_figures_and_segments(edition: Edition) -> None:
    revision = edition.revisions.get()
    assert revision.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert (revision.characters, revision.words) == (len(TEXT), 20)
    assert [TEXT[segment.begin : segment.end] for segment in revision.segments.all()] == TEXT.split("\n\n")
    assert [segment.number for segment in revision.segments.all()] == [1, 2, 3]


def test_the_same_bytes_twice_are_one_source(work: Work) -> None:
    for siglum in "AB":
        storing.add_edition(work, siglum=siglum, title="T", text="Text.", content=b"Text.")
    assert Source.objects.count() == 1
    assert Revision.objects.exclude(source=None).count() == 2


def test_a_record_without_text_is_an_edition_without_revisions(work: Work) -> None:
    assert not storing.add_edition(work, siglum="P", title="The print").revisions.exists()


@pytest.mark.parametrize("text", ["", " \n", "a\x00b", "a\ud800b", "a\r\nb"])
def test_a_text_that_cannot_be_kept_leaves_nothing_behind(work: Work, text: str) -> None:
    with pytest.raises(Refused):
        storing.add_edition(work, siglum="A", title="A", text=text)
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    "described", [{"siglum": "a b"}, {"siglum": "add"}, {"title": "a\x00"}, {"date": "soon"}, {"language": "xx-!"}]
)
def test_a_description_that_is_wrong_leaves_nothing_behind(work: Work, described: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        storing.add_edition(work, **{"siglum": "A", "title": "A", **described}, text="Text.")  # type: ignore[arg-type]
    assert not Edition.objects.exists()


def test_a_siglum_is_taken_while_an_edition_has_it_or_is_cited_by_it(work: Work, edition: Edition) -> None:
    with pytest.raises(storing.SiglumTaken):
        storing.add_edition(work, siglum="A", title="Again", text="Text.")
    FormerName.objects.create(slug=work.slug, siglum="B", work=work, edition=edition)
    with pytest.raises(storing.SiglumTaken):
        storing.add_edition(work, siglum="B", title="Again", text="Text.")


def test_a_correction_of_an_old_revision_is_told_of_the_newer_one(edition: Edition) -> None:
    storing.add_revision(edition, "Two.", based_on=1)
    with pytest.raises(storing.OutOfDate, match="revision 2 has been stored since") as error:
        storing.add_revision(edition, "Three.", based_on=1)
    assert error.value.newest.text == "Two."
    assert edition.revisions.count() == 2


def at_once(count: int, do: Callable[[int], Any]) -> list[Any]:
    """What `do` gives or raises, called in so many threads at the same moment."""
    barrier = Barrier(count)

    def one(index: int) -> Any:
        barrier.wait()
        try:
            return do(index)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_are_numbered_without_a_gap_and_none_is_lost(edition: Edition) -> None:
    def write(writer: int) -> None:
        for turn in range(5):
            storing.add_revision(edition, f"Text of writer {writer}, turn {turn}.")

    assert at_once(8, write) == [None] * 8
    stored = dict(edition.revisions.values_list("number", "text"))
    assert sorted(stored) == list(range(1, 42))
    assert len(set(stored.values())) == 41


@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_of_one_revision_one_is_stored_and_the_other_told(edition: Edition) -> None:
    found = at_once(2, lambda writer: storing.add_revision(edition, f"Writer {writer}.", based_on=1))
    assert {type(result) for result in found} == {Revision, storing.OutOfDate}
    assert edition.revisions.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_editions_of_one_siglum_one_is_stored(work: Work) -> None:
    found = at_once(2, lambda writer: storing.add_edition(work, siglum="B", title="B", text=f"Writer {writer}."))
    assert {type(result) for result in found} == {Edition, storing.SiglumTaken}
    assert Revision.objects.count() == 1


ROOT = Path(__file__).parents[2]
STEPS_OF_ADD = ["upload-read", "upload-edition", "upload-source", "upload-revision", "upload-segments", "upload-stored"]


# One process starts Django and leaves a child at each step, each with a database of its own: started anew, each would
# take seconds.
CHILDREN = """
import os, shutil, sys, django
django.setup()
from django.core.management import call_command
from django.db import connections
migrated, text, *steps = sys.argv[1:]
connections["default"].settings_dict["NAME"] = migrated
call_command("migrate", verbosity=0)
with connections["default"].cursor() as cursor:
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
connections["default"].close()
for step in steps:
    shutil.copy(migrated, f"{migrated}.{step}")
    if not os.fork():
        os.environ["VARIORUM_FAULT"] = step
        connections["default"].settings_dict["NAME"] = f"{migrated}.{step}"
        call_command("add", "a-work", "A", text)
        connections["default"].close()
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.wait()[1]), flush=True)
"""


def died(folder: Path, settings: str, steps: list[str]) -> list[int]:
    """What `manage.py add` ends with when VARIORUM_FAULT names each step; its database is FOLDER/died.STEP."""
    (folder / "text.txt").write_text(TEXT)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings,
        "DATABASE_URL": f"sqlite:///{folder / 'none'}",
        "VARIORUM_DATA": str(folder),
    }
    command = [sys.executable, "-c", CHILDREN, str(folder / "died"), str(folder / "text.txt"), *steps]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=True)
    return [int(line) for line in done.stdout.split("\n") if line.isdecimal()]


def test_a_process_that_dies_at_a_step_leaves_all_of_a_text_or_nothing_of_it(tmp_path: Path) -> None:
    assert died(tmp_path, "config.settings.test", STEPS_OF_ADD) == [EXIT] * len(STEPS_OF_ADD)
    for step in STEPS_OF_ADD:
        # The command's own transaction is round all of it: until that is over, there is not even the work.
        assert counted(tmp_path / f"died.{step}") == [0, 0, 0, 0]


def test_under_other_settings_no_step_ends_the_process(tmp_path: Path) -> None:
    assert died(tmp_path, "config.settings.base", ["upload-revision"]) == [0]
    assert counted(tmp_path / "died.upload-revision") == [1, 1, 1, 3]


def counted(database: Path) -> list[int]:
    tables = [model._meta.db_table for model in (Edition, Source, Revision, Segment)]
    with sqlite3.connect(database) as opened:
        return [opened.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def test_the_steps_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("faults")
    listed = [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()]
    assert listed == sorted(STEPS)
    assert set(STEPS_OF_ADD) <= set(listed)


def test_storing_takes_as_many_queries_whatever_the_length(work: Work) -> None:
    storing.add_edition(work, siglum="0", title="0", text="What follows the corpus is asked for.")
    counts = []
    for siglum, size in (("A", 2), ("B", 100)):
        text = "\n\n".join(f"Paragraph {n} of it." for n in range(size))
        with CaptureQueriesContext(connection) as captured:
            storing.add_edition(work, siglum=siglum, title=siglum, text=text)
        counts.append(len(captured))
    assert counts[0] == counts[1]
