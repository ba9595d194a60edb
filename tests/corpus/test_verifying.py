"""`manage.py verify` names exactly what is not as it was stored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from comparisons.engine.options import Options
from comparisons.pairs import store
from comparisons.pairs.models import Part
from corpus.keeping.verifying import Fault, Finding, Verification
from corpus.texts import immutability, storing
from corpus.texts.immutability import without_triggers
from corpus.texts.models import Accession, Revision, Segment, Source
from corpus.works.models import Edition, Work

pytestmark = pytest.mark.django_db


def past_the_program() -> AbstractContextManager[None]:
    """As somebody with the database's password would write."""
    return without_triggers(connection)


def findings() -> list[Finding]:
    return list(Verification().findings())


def edition(work: Work, siglum: str, text: str) -> Edition:
    return storing.add_edition(
        work, siglum=siglum, title=siglum, text=text, content=text.encode(), filename=f"{siglum}.txt"
    )


def test_where_all_is_as_it_was_stored_nothing_is_named(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    storing.add_revision(edition(work, "A", "One word.\n\nTwo words."), "One word.\n\nThree words.", reason="Better.")
    out, said = StringIO(), StringIO()
    call_command("verify", stdout=out, stderr=said)
    assert out.getvalue() == ""
    assert "source 1, revision 2" in said.getvalue()


def test_of_ninety_damaged_sources_exactly_these_are_named(work: Work) -> None:
    made = [edition(work, f"S{number}", f"Text number {number}.") for number in range(100)]
    rows = list(Source.objects.order_by("pk"))
    assert len(rows) == len(made)
    with past_the_program():
        for row in rows[:50]:
            flipped = bytearray(row.content)
            flipped[row.pk % len(flipped)] ^= 1 << row.pk % 8
            Source.objects.filter(pk=row.pk).update(content=bytes(flipped))
        Revision.objects.filter(source__in=rows[50:70]).update(source=None)
        Source.objects.filter(pk__in=[row.pk for row in rows[50:70]]).delete()
        for number in range(20):
            content = f"Stranger {number}".encode()
            sha256 = hashlib.sha256(content).hexdigest()
            Source.objects.create(sha256=sha256, size=len(content), content=content, media_type="text/plain")
    strangers = Source.objects.exclude(pk__in=[row.pk for row in rows])
    expected = {(Fault.CHANGED, row.sha256) for row in rows[:50]} | {(Fault.MISSING, row.sha256) for row in rows[50:70]}
    expected |= {(Fault.UNKNOWN, row.sha256) for row in strangers}
    found = findings()
    assert len(found) == 90
    assert {(finding.fault, finding.sha256) for finding in found} == expected
    assert {finding.kind for finding in found} == {"source"}


def change_a_letter(revision: Revision) -> None:
    Revision.objects.filter(pk=revision.pk).update(text=revision.text.replace("words", "swords"))


def change_it_with_its_digest(revision: Revision) -> None:
    text = "A forgery, with a digest that fits."
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    Revision.objects.filter(pk=revision.pk).update(text=text, sha256=sha256, characters=len(text))


def move_an_anchor(revision: Revision) -> None:
    Segment.objects.filter(revision=revision, position=1).update(anchor="7")


def take_a_paragraph_away(revision: Revision) -> None:
    Segment.objects.filter(revision=revision, position=1).delete()


@pytest.mark.parametrize("damage", [change_a_letter, change_it_with_its_digest, move_an_anchor, take_a_paragraph_away])
def test_a_text_that_was_changed_past_the_program_is_named(work: Work, damage: Callable[[Revision], None]) -> None:
    revision = edition(work, "A", "Some words.\n\nMore words.").revisions.get()
    edition(work, "B", "Others.")
    with past_the_program():
        damage(revision)
    assert [(finding.fault, finding.name) for finding in findings()] == [(Fault.CHANGED, f"{work.slug}/A@1")]


def test_a_text_that_was_removed_or_put_in_past_the_program_is_named(work: Work) -> None:
    one, other = edition(work, "A", "Some words."), edition(work, "B", "Others.")
    with past_the_program():
        Segment.objects.filter(revision__edition=one).delete()
        Revision.objects.filter(edition=one).delete()
        Revision.objects.create(edition=other, number=2, text="Forged.", sha256="0" * 64, characters=7, words=1)
    assert [(finding.fault, finding.kind, finding.name) for finding in findings()] == [
        (Fault.UNKNOWN, "revision", f"{work.slug}/B@2"),
        (Fault.MISSING, "revision", f"{work.slug}/A@1"),
    ]


def test_a_stored_comparison_that_was_damaged_is_named(work: Work) -> None:
    one, other = (edition(work, siglum, text).revisions.get() for siglum, text in (("A", "Old."), ("B", "New.")))
    comparison = store.ask(one, other, Options())
    assert findings() == []
    Part.objects.filter(comparison=comparison).update(payload=b"no")
    assert [(finding.fault, finding.kind) for finding in findings()] == [(Fault.CHANGED, "comparison")]
    assert comparison.key in findings()[0].name


def test_the_command_ends_with_1_and_a_line_a_finding_also_as_json(work: Work) -> None:
    edition(work, "A", "Some words.")
    with past_the_program():
        Source.objects.update(content=b"Other words")
    sha256 = hashlib.sha256(b"Some words.").hexdigest()
    out = StringIO()
    with pytest.raises(CommandError, match="1 thing is not as stored"):
        call_command("verify", stdout=out, stderr=StringIO())
    assert out.getvalue() == f"changed source A.txt (SHA-256 {sha256})\n"
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify", "--format", "json", stdout=out, stderr=StringIO())
    assert json.loads(out.getvalue()) == {"fault": "changed", "kind": "source", "name": "A.txt", "sha256": sha256}


def test_a_database_that_no_longer_refuses_changes_is_told_of(work: Work) -> None:
    edition(work, "A", "Some words.")
    said = StringIO()
    immutability.drop_triggers(connection)
    call_command("verify", stdout=StringIO(), stderr=said)
    assert "no longer refuses changes of pairs_giventext, texts_accession, texts_revision" in said.getvalue()


def test_the_register_itself_cannot_be_changed(work: Work) -> None:
    from django.db import IntegrityError, transaction

    edition(work, "A", "Some words.")
    with pytest.raises(IntegrityError, match="immutable"), transaction.atomic():
        Accession.objects.update(sha256="0" * 64)
    with pytest.raises(IntegrityError, match="immutable"), transaction.atomic():
        Accession.objects.all()._raw_delete("default")
