"""The register of what was taken in: a line a source and a revision, by which `manage.py verify` knows them again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from corpus.texts.models import Accession, Revision, Segment, Source

COLUMNS = ("position", "kind", "level", "number", "anchor", "begin", "end")  # of a segment, that its digest is over
LOT = 10_000


def enter_source(source: Source) -> None:
    """Enter bytes that were just stored, in the same transaction."""
    Accession.objects.create(
        kind=Accession.Kind.SOURCE, row=source.pk, name=source.filename[:400], sha256=source.sha256
    )


def enter_revision(revision: Revision, segments: str) -> None:
    """Enter a revision that was just stored, in the same transaction; `segments` is the digest of its segments."""
    Accession.objects.create(
        kind=Accession.Kind.REVISION, row=revision.pk, name=name(revision), sha256=revision.sha256, segments=segments
    )


def name(revision: Revision) -> str:
    """What a revision is called now, as in its address. An edition may be renamed later."""
    edition = revision.edition
    return f"{edition.work.slug}/{edition.siglum}@{revision.number}"[:400]


def digest(rows: Iterable[tuple[Any, ...]]) -> str:
    """SHA-256 over segments, each as `COLUMNS`, in order of position. O(n)."""
    found = hashlib.sha256()
    lot: list[str] = []
    for row in rows:
        lot.append("\t".join("" if value is None else str(value) for value in row))
        if len(lot) == LOT:
            found.update("".join(f"{line}\n" for line in lot).encode())
            lot.clear()
    found.update("".join(f"{line}\n" for line in lot).encode())
    return found.hexdigest()


def digest_of(revision: int) -> str:
    """The digest of the segments as they stand in the database now."""
    rows = Segment.objects.filter(revision=revision).order_by("position").values_list(*COLUMNS)
    return digest(rows.iterator(chunk_size=LOT))
