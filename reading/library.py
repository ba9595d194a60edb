"""What the library shows: works with their editions, languages and dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q

from corpus.access.policy import Person
from corpus.texts.models import Revision
from corpus.works.models import Edition, Work

ORDERS = {
    "title": ("title", ["title", "slug"]),
    "date": ("date", ["date", "title", "slug"]),
    "latest": ("latest", ["-updated_at", "slug"]),
}


@dataclass(frozen=True)
class Card:
    """A work as the library shows it."""

    work: Work
    editions: list[Edition]
    languages: list[str]
    first: str
    last: str

    @property
    def without_text(self) -> int:
        return sum(1 for edition in self.editions if not edition.revisions.all())

    @property
    def readable(self) -> list[Edition]:
        return [edition for edition in self.editions if edition.revisions.all()]

    @property
    def heads(self) -> list[Revision]:
        """The newest revision of each edition that has a text."""
        return [list(edition.revisions.all())[-1] for edition in self.readable]


@dataclass(frozen=True)
class Shelf:
    """The cards that answer a question, and how many works there are to ask about."""

    cards: list[Card]
    total: int
    languages: list[str]

    @property
    def editions(self) -> int:
        return sum(len(card.editions) for card in self.cards)


def shelf(person: Person, q: str = "", language: str = "", order: str = "") -> Shelf:
    """The works that `person` may see and that the question fits; a fixed number of queries."""
    editions = Edition.objects.visible_to(person).standing()
    everything = Work.objects.visible_to(person)
    works = everything
    for word in q.split():
        works = works.filter(
            Q(title__icontains=word)
            | Q(subtitle__icontains=word)
            | Q(creator__icontains=word)
            | Q(description__icontains=word)
            | Q(pk__in=editions.filter(title__icontains=word).values("work"))
        )
    if language:
        works = works.filter(Q(language=language) | Q(pk__in=editions.filter(language=language).values("work")))
    works = works.order_by(*ORDERS.get(order, ORDERS["title"])[1]).prefetch_related(
        Prefetch("editions", editions.select_related("work").prefetch_related(heads()))
    )
    cards = [card(work) for work in works]
    if order not in ORDERS:
        # What can be compared first, then what can be read; a record is a promise.
        cards.sort(key=lambda found: -min(len(found.readable), 2))
    known = {tag for tag in editions.values_list("language", flat=True) if tag} | {
        tag for tag in everything.values_list("language", flat=True) if tag
    }
    return Shelf(cards, everything.count(), sorted(known))


def heads() -> Prefetch[Any]:
    """Each edition's revisions without their texts, the newest last."""
    return Prefetch("revisions", Revision.objects.without_text().order_by("number"))


def card(work: Work) -> Card:
    editions = list(work.editions.all())
    dates = sorted(edition.date for edition in editions if edition.date)
    languages = list(dict.fromkeys(edition.language for edition in editions if edition.language))
    return Card(work, editions, languages, dates[0] if dates else work.date, dates[-1] if dates else work.date)
