"""Everything stored against its digest: what is missing, changed, or was never taken in."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from django.db import connection
from django.db.models import Exists, Model, OuterRef, QuerySet

from comparisons.engine.progress import Tell, silent
from corpus.keeping import results
from corpus.texts import accessions
from corpus.texts.immutability import missing_triggers
from corpus.texts.models import Accession, Revision, Source

Row = TypeVar("Row", bound=Model)


class Fault(StrEnum):
    MISSING = "missing"
    CHANGED = "changed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was stored. `sha256`: what it should be, by the register; of an unknown one, what
    it says of itself; empty for a computed result, which is made again from the texts when it is next read."""

    fault: Fault
    kind: str
    name: str
    sha256: str = ""

    def __str__(self) -> str:
        digest = f" (SHA-256 {self.sha256})" if self.sha256 else ""
        return f"{self.fault} {self.kind} {self.name}{digest}"


class Verification:
    """One pass over everything. `checked` counts what was looked at, by kind, as the pass goes on."""

    def __init__(self, tell: Tell = silent) -> None:
        self.checked: Counter[str] = Counter()
        self.unguarded = missing_triggers(connection)
        self._tell = tell

    def findings(self) -> Iterator[Finding]:
        """What is not as it should be. Reads every source and text once, one at a time; locks nothing: the register is
        written with what it registers, and neither changes, so a corpus that grows meanwhile gives no false finding."""
        total = max(1, Accession.objects.count())
        yield from strangers()
        for entry in Accession.objects.order_by("-kind", "row").iterator():  # sources first
            self._tell(0.9 * sum(self.checked.values()) / total, f"checking every {entry.kind}")
            self.checked[entry.kind] += 1
            if finding := of(entry):
                yield finding
        for kind, check in results.checks().items():
            self._tell(0.9, f"checking every {kind}")
            for found in check():
                self.checked[kind] += 1
                if not found.sound:
                    yield Finding(Fault.CHANGED, kind, found.name)


def of(entry: Accession) -> Finding | None:
    """What is wrong with the source or the text that the register has under this entry. Reads it whole."""
    fault = _of_source(entry) if entry.kind == Accession.Kind.SOURCE else _of_revision(entry)
    if fault is None:
        return None
    return Finding(fault, entry.kind, entry.name or f"without a name, row {entry.row}", entry.sha256)


def strangers() -> Iterator[Finding]:
    """The sources and revisions that the database has and the register has not. Reads no text."""
    for pk, filename, sha256 in _without(Source.objects.all(), Accession.Kind.SOURCE).values_list(
        "pk", "filename", "sha256"
    ):
        yield Finding(Fault.UNKNOWN, Accession.Kind.SOURCE.value, filename or f"without a name, row {pk}", sha256)
    revisions = Revision.objects.without_text().select_related("edition__work")
    for found in _without(revisions, Accession.Kind.REVISION):
        yield Finding(Fault.UNKNOWN, Accession.Kind.REVISION.value, accessions.name(found), found.sha256)


def _without(rows: QuerySet[Row], kind: Accession.Kind) -> QuerySet[Row]:
    """Those that no entry of the register is of."""
    here = Accession.objects.filter(kind=kind, row=OuterRef("pk"))
    return rows.filter(~Exists(here)).order_by("pk")


def _of_source(entry: Accession) -> Fault | None:
    row = Source.objects.filter(pk=entry.row).values_list("content", "sha256", "size").first()
    if row is None:
        return Fault.MISSING
    content = bytes(row[0])
    sound = hashlib.sha256(content).hexdigest() == entry.sha256 == row[1] and len(content) == row[2]
    return None if sound else Fault.CHANGED


def _of_revision(entry: Accession) -> Fault | None:
    row = Revision.objects.filter(pk=entry.row).values_list("text", "sha256", "characters").first()
    if row is None:
        return Fault.MISSING
    sound = (
        hashlib.sha256(row[0].encode("utf-8", "surrogatepass")).hexdigest() == entry.sha256 == row[1]
        and len(row[0]) == row[2]
        and accessions.digest_of(entry.row) == entry.segments
    )
    return None if sound else Fault.CHANGED
