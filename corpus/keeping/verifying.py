"""Everything stored against its digest: what is missing, changed, or was never taken in."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db import connection
from django.db.models import BigIntegerField, Exists, Model, OuterRef, QuerySet
from django.db.models.functions import Cast

from comparisons.engine.progress import Tell, silent
from corpus.keeping import results
from corpus.texts import accessions
from corpus.texts.immutability import missing_triggers
from corpus.texts.models import Accession, Revision, Source


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
        yield from self._taken_in(Source, Accession.Kind.SOURCE, total)
        yield from self._taken_in(Revision, Accession.Kind.REVISION, total)
        for kind, check in results.checks().items():
            self._tell(0.9, f"checking every {kind}")
            for found in check():
                self.checked[kind] += 1
                if not found.sound:
                    yield Finding(Fault.CHANGED, kind, found.name)

    def _taken_in(self, model: type[Source] | type[Revision], kind: Accession.Kind, total: int) -> Iterator[Finding]:
        yield from strangers(model, kind)
        for entry in Accession.objects.filter(kind=kind).order_by("row").iterator():
            self._tell(0.9 * sum(self.checked.values()) / total, f"checking every {kind.value}")
            self.checked[kind.value] += 1
            if finding := of(entry):
                yield finding


def of(entry: Accession) -> Finding | None:
    """What is wrong with the source or the text that the register has under this entry. Reads it whole."""
    fault = _of_source(entry) if entry.kind == Accession.Kind.SOURCE else _of_revision(entry)
    if fault is None:
        return None
    return Finding(fault, entry.kind, entry.name or f"without a name, row {entry.row}", entry.sha256)


def strangers(model: type[Source] | type[Revision], kind: Accession.Kind) -> Iterator[Finding]:
    """What the database has and the register has not. One query, whatever the size of the texts."""
    rows = _without(model, Accession.objects.filter(kind=kind)).values_list("pk", "sha256")
    for pk, sha256 in rows.iterator():
        yield Finding(Fault.UNKNOWN, kind.value, _name(model, pk), sha256)


def _name(model: type[Source] | type[Revision], pk: int) -> str:
    if model is Source:
        filename = Source.objects.filter(pk=pk).values_list("filename", flat=True).first()
        return filename or f"without a name, row {pk}"
    found = Revision.objects.without_text().select_related("edition__work").filter(pk=pk).first()
    return accessions.name(found) if found is not None else f"row {pk}"


def _without(model: type[Source] | type[Revision], entries: QuerySet[Accession]) -> QuerySet[Model]:
    """The rows that no entry of the register is of."""
    here = entries.filter(row=Cast(OuterRef("pk"), BigIntegerField()))
    rows: QuerySet[Model] = model._default_manager.filter(~Exists(here)).order_by("pk")
    return rows


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
