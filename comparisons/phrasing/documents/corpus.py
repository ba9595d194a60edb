"""The documents of the corpus: the newest revision of every edition that a person may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comparisons.engine.paragraphs.translation import languages_differ
from comparisons.engine.passages import Document
from comparisons.phrasing.documents import Documents, Unreadable
from comparisons.phrasing.periods import NoDate, Period, meet, period
from corpus.access.policy import Person
from corpus.texts.models import Revision
from corpus.works.models import Edition


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which editions are searched; everything left empty chooses all."""

    works: Sequence[str] = ()  # slugs
    language: str = ""  # BCP 47
    date: str = ""  # EDTF: editions that may be of that time
    editions: bool = False  # whether editions of one work are compared with one another, too


def read(person: Person, chosen: Chosen = Chosen()) -> Documents:
    """The chosen texts, named WORK/SIGLUM@REVISION. Raises `Unreadable` where a work is unknown or a date is no EDTF."""
    try:
        wanted = period(chosen.date) if chosen.date else None
    except NoDate as error:
        raise Unreadable(str(error)) from error
    revisions = (
        Revision.objects.readable_by(person)
        .filter(edition__in=Edition.objects.standing())
        .current()
        .select_related("edition__work")
        .defer("extraction")
        .order_by("edition__work__slug", "edition__position", "edition__siglum")
    )
    if chosen.works:
        revisions = revisions.filter(edition__work__slug__in=chosen.works)
        known = set(revisions.values_list("edition__work__slug", flat=True))
        for slug in chosen.works:
            if slug not in known:
                raise Unreadable(f"There is no work “{slug}” with a text here.")
    documents, fields = [], {}
    for revision in revisions:
        edition, work = revision.edition, revision.edition.work
        language = edition.language or work.language
        date = edition.date or work.date
        if chosen.language and (not language or languages_differ(language, chosen.language)):
            continue
        if wanted and not _may_be_of(date, wanted):
            continue
        name = f"{work.slug}/{edition.siglum}@{revision.number}"
        documents.append(Document(name, revision.text, "" if chosen.editions else work.slug))
        fields[name] = {"work": work.slug, "title": edition.title, "date": date, "language": language}
    return Documents(documents, fields)


def _may_be_of(date: str, wanted: Period) -> bool:
    """Whether what bears this date may be of that time; what bears none may not."""
    if not date:
        return False
    try:
        return meet(period(date), wanted)
    except NoDate:
        return False
