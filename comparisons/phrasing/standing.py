"""Which documents are looked through: the newest revision of each edition that stands, for each readership."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import OuterRef, Subquery

from comparisons.phrasing.dating import date_of_words, interval
from comparisons.phrasing.models import Readership
from corpus.access.policy import Visibility
from corpus.texts.models import Revision
from corpus.works.models import Edition


@dataclass(frozen=True)
class Document:
    """A revision as the search takes it, without its text."""

    revision: int
    edition: int
    work: int
    name: str  # WORK/SIGLUM@N
    place: tuple[str, int, str]  # its place in the corpus: the work's slug, the edition's position and siglum
    sha256: str
    date: str  # of its wording, in EDTF
    private: bool

    @cached_property
    def rank(self) -> tuple[tuple[int, int, int], tuple[int, int, int], tuple[str, int, str]]:
        """For ordering by date, those without one last; then by the place in the corpus."""
        when = interval(self.date)
        return (when.last, when.first, self.place)

    def before(self, other: Document) -> bool:
        """Is its wording certainly earlier?"""
        return interval(self.date).before(interval(other.date))


OF_EDITION = (
    "siglum",
    "position",
    "kind",
    "date",
    "visibility",
    "work",
    "work__slug",
    "work__date",
    "work__visibility",
)
Row = tuple[Any, ...]


def state() -> list[Row]:
    """All that tells whether the documents are still the same: of each edition that stands its newest revision.

    One query that reads nothing of what stands beside the texts, so that it takes a few milliseconds for 1,000 of them.
    """
    newest = Revision.objects.filter(edition=OuterRef("pk")).order_by("-number").values("pk")[:1]
    there = Edition.objects.filter(withdrawn_at=None).order_by("pk")
    return list(there.annotate(newest=Subquery(newest)).values_list("pk", "newest", *OF_EDITION))


def documents(readership: str) -> list[Document]:
    """The documents that a readership has, in the order of the corpus; empty for editors where nothing is private."""
    found = Revision.objects.current().filter(edition__withdrawn_at=None).order_by()
    rows = found.values_list("pk", "number", "sha256", "edition", *(f"edition__{name}" for name in OF_EDITION))
    everything = sorted((_document(*row) for row in rows), key=lambda document: document.place)
    if readership == Readership.EVERYBODY:
        return [document for document in everything if not document.private]
    return everything if any(document.private for document in everything) else []


def _document(
    pk: int,
    number: int,
    sha256: str,
    edition: int,
    siglum: str,
    position: int,
    kind: str,
    date: str,
    visibility: str,
    work: int,
    slug: str,
    written: str,
    of_work: str,
) -> Document:
    return Document(
        pk,
        edition,
        work,
        f"{slug}/{siglum}@{number}",
        (slug, position, siglum),
        sha256,
        date_of_words(kind, date, written),
        Visibility.PRIVATE in (visibility, of_work),
    )


def digest(found: Iterable[Document], *more: str) -> str:
    """SHA-256 of all that the passages of these documents depend on, in hexadecimal."""
    value = [[document.revision, document.work, document.sha256, document.date, *document.place] for document in found]
    return hashlib.sha256(json.dumps([value, *more], separators=(",", ":")).encode()).hexdigest()


def texts(revisions: Iterable[int]) -> dict[int, str]:
    """The texts of these revisions, by their ids."""
    return dict(Revision.objects.filter(pk__in=list(revisions)).values_list("pk", "text"))
