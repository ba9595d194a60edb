"""Which documents are looked through: the newest revision of each edition that stands, for each readership."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from comparisons.phrasing.dating import date_of, interval
from comparisons.phrasing.models import Readership
from corpus.access.policy import Visibility
from corpus.texts.models import Revision


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


def documents(readership: str) -> list[Document]:
    """The documents that a readership has, in the order of the corpus; empty for editors where nothing is private."""
    found = Revision.objects.current().filter(edition__withdrawn_at=None).select_related("edition__work")
    everything = sorted(
        (_document(revision) for revision in found.defer("text", "extraction")), key=lambda document: document.place
    )
    if readership == Readership.EVERYBODY:
        return [document for document in everything if not document.private]
    return everything if any(document.private for document in everything) else []


def _document(revision: Revision) -> Document:
    edition = revision.edition
    work = edition.work
    return Document(
        revision.pk,
        edition.pk,
        work.pk,
        f"{work.slug}/{edition.siglum}@{revision.number}",
        (work.slug, edition.position, edition.siglum),
        revision.sha256,
        date_of(edition),
        Visibility.PRIVATE in (edition.visibility, work.visibility),
    )


def digest(found: Iterable[Document], *more: str) -> str:
    """SHA-256 of all that the passages of these documents depend on, in hexadecimal."""
    value = [[document.revision, document.work, document.sha256, document.date, *document.place] for document in found]
    return hashlib.sha256(json.dumps([value, *more], separators=(",", ":")).encode()).hexdigest()


def texts(revisions: Iterable[int]) -> dict[int, str]:
    """The texts of these revisions, by their ids."""
    return dict(Revision.objects.filter(pk__in=list(revisions)).values_list("pk", "text"))
