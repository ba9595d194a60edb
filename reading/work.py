"""What a work's page shows: its editions as a table, how near they are, and what it is related to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from corpus.access.policy import Person
from corpus.texts.models import Revision
from corpus.works.languages import name_of
from corpus.works.models import Edition, Relation, Work
from reading.library import heads
from reading.variance import Variance

INVERSE = {
    Relation.Kind.QUOTES: "is quoted by",
    Relation.Kind.TRANSLATES: "is translated by",
    Relation.Kind.ABRIDGES: "is abridged by",
    Relation.Kind.ANSWERS: "is answered by",
    Relation.Kind.REPRINTS: "is reprinted by",
    Relation.Kind.EMENDS: "is emended by",
    Relation.Kind.NORMALISES: "is normalised by",
    Relation.Kind.REARRANGES: "is rearranged by",
    Relation.Kind.DERIVES: "is the origin of",
    Relation.Kind.DESCRIBES: "is described by",
    Relation.Kind.EXPLAINS: "is explained by",
    Relation.Kind.PRECEDES: "follows",
    Relation.Kind.SAME_SUBJECT: "has the same subject as",
}


@dataclass(frozen=True)
class Row:
    """An edition in the table; `revision` is its newest, None for a record without text."""

    edition: Edition
    revision: Revision | None
    relations: list[tuple[str, Edition]]

    @property
    def words(self) -> int | None:
        return self.revision.words if self.revision else None


LABELS = [("siglum", "Siglum"), ("title", "Edition"), ("date", "Date"), ("language", "Language"), ("words", "Words")]
COLUMNS = {name for name, _ in LABELS}


@dataclass(frozen=True)
class Nearest:
    siglum: str
    per_cent: str


@dataclass(frozen=True)
class Line:
    """A row with its nearest relative, where a comparison is stored."""

    row: Row
    nearest: Nearest | None


def table(rows: list[Row], figures: Variance) -> list[Line]:
    lines = []
    for row in rows:
        found = figures.nearest.get(row.edition.pk)
        lines.append(Line(row, Nearest(found[0].edition.siglum, f"{found[1] * 100:.1f}") if found else None))
    return lines


def rows(work: Work, person: Person, order: str = "") -> list[Row]:
    """The editions that `person` may see, in the work's own order or by a column (`-words` for descending)."""
    editions = list(work.editions.visible_to(person).standing().select_related("work").prefetch_related(heads()))
    related: dict[int, list[tuple[str, Edition]]] = {}
    for relation in (
        Relation.objects.visible_to(person)
        .filter(from_edition__in=editions, to_edition__isnull=False)
        .select_related("to_edition__work")
    ):
        related.setdefault(relation.from_edition_id or 0, []).append(
            (relation.get_kind_display(), relation.to_edition)  # type: ignore[arg-type]
        )
    table = [
        Row(edition, max(edition.revisions.all(), key=lambda r: r.number, default=None), related.get(edition.pk, []))
        for edition in editions
    ]
    name = order.removeprefix("-")
    if name in COLUMNS:
        table.sort(key=lambda row: _rank(row, name), reverse=order.startswith("-"))
    return table


def _rank(row: Row, column: str) -> Any:
    if column == "words":
        return row.words or 0
    if column == "language":
        return name_of(row.edition.language)
    return str(getattr(row.edition, column)).casefold()


@dataclass(frozen=True)
class Related:
    """Another work (or an edition of one), and how it stands to this."""

    kind: str
    how: str
    thing: Work | Edition
    note: str

    @property
    def work(self) -> Work:
        return self.thing if isinstance(self.thing, Work) else self.thing.work


def related(work: Work, person: Person) -> list[Related]:
    """What other works have to do with this one, read from this one's side."""
    found = []
    ends = ("from_work", "to_work", "from_edition__work", "to_edition__work")
    for relation in (
        Relation.objects.visible_to(person)
        .filter(Q(from_work=work) | Q(from_edition__work=work) | Q(to_work=work) | Q(to_edition__work=work))
        .select_related(*ends)
    ):
        here = relation.from_work or (relation.from_edition and relation.from_edition.work)
        there = relation.to_work or (relation.to_edition and relation.to_edition.work)
        if here == there:
            continue  # between editions of this work: the table says it
        if here == work:
            found.append(Related(relation.kind, relation.get_kind_display(), relation.object, relation.note))
        else:
            how = INVERSE[Relation.Kind(relation.kind)]
            found.append(Related(relation.kind, how, relation.subject, relation.note))
    together: dict[tuple[int, str], Related] = {}
    for one in found:  # a work that explains and quotes is one entry
        known = together.get((one.work.pk, str(one.thing)))
        if known is None:
            together[one.work.pk, str(one.thing)] = one
        elif one.how not in known.how.split(", "):
            note = " ".join(part for part in (known.note, one.note) if part)
            together[one.work.pk, str(one.thing)] = Related(known.kind, f"{known.how}, {one.how}", known.thing, note)
    kinds = list(Relation.Kind.values)  # what shares its words first, what only shares its time or subject last
    return sorted(together.values(), key=lambda one: (kinds.index(one.kind), one.work.date, one.work.title))
