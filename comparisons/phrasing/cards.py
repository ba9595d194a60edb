"""Passages as a page shows them: both sides in context, why they are held to be one text, and what belongs to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from comparisons.pairs.addresses import path as comparison_address
from comparisons.pairs.languages import language_of
from comparisons.phrasing.dating import date_of
from comparisons.phrasing.marked import sides
from comparisons.phrasing.models import CONTEXT, Family, Passage
from comparisons.phrasing.records import address
from corpus.access.policy import Person
from corpus.texts.models import Revision
from corpus.works.dates import in_words
from corpus.works.languages import direction_of

OTHERS = 6  # other places that a card names; the page of the passage has all of them
BAR = 64  # pixels of a full bar


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: the document and the paragraph."""

    siglum: str
    title: str
    date: str
    paragraph: str  # “¶ 22”, “heading”
    address: str
    document: str  # the address of the edition
    language: str
    direction: str

    @property
    def said(self) -> str:
        return ", ".join(part for part in (f"{self.title} {self.siglum}", self.paragraph) if part)


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a passage in its context, marked."""

    place: Place
    before: str
    words: SafeString
    after: str


@dataclass(frozen=True, slots=True)
class Reason:
    """What speaks for a passage: its share of a full bar, and the counts in words."""

    name: str
    words: str
    width: float  # pixels of the bar


@dataclass(frozen=True, slots=True)
class Card:
    """A passage, ready for its template."""

    key: str
    number: int  # on its page, from 1
    kind: str
    words: int
    score: float
    identity: str
    ordered: bool
    a: Side
    b: Side
    reasons: list[Reason]
    address: str
    comparison: str
    family: str  # its key, empty where it has none
    members: int
    others: list[tuple[Place, Place]]
    more: int  # other places that are not named
    table: int
    engine: str
    notices: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"passage-{self.key[:12]}"


def cards(passages: Iterable[Passage], person: Person, most: int = OTHERS) -> list[Card]:
    """The cards of passages that came `light`, `in_context` and `with_also`. One query for their families."""
    found = list(passages)
    families = {passage.family_id for passage in found if passage.family_id}
    seen: list[Any] = list(Family.objects.visible_to(person).filter(pk__in=families))
    shown = {family.pk: family.shown for family in seen}
    return [_card(passage, number, shown, most) for number, passage in enumerate(found, 1)]


def _card(passage: Passage, number: int, families: Mapping[int, int], most: int) -> Card:
    cut: Any = passage
    words = sides(cut.a_text, cut.b_text)
    others = [(place(one.a, one.a_begin, one.a_end), place(one.b, one.b_begin, one.b_end)) for one in cut.others[:most]]
    members = families.get(passage.family_id or 0, 0)
    return Card(
        passage.key,
        number,
        passage.kind,
        passage.words,
        passage.score,
        per_cent(passage.identity),
        passage.ordered,
        _side(passage.a, passage.a_begin, passage.a_end, cut.a_anchor, cut.a_before, words[0], cut.a_after),
        _side(passage.b, passage.b_begin, passage.b_end, cut.b_anchor, cut.b_before, words[1], cut.b_after),
        reasons(passage),
        reverse("passage", args=[passage.key]),
        comparison_address(passage.a, passage.b),
        passage.family.key if passage.family and members else "",
        members,
        others,
        max(0, len(cut.others) - most),
        passage.survey.table.number if passage.survey.table else 0,
        passage.survey.engine,
        list(dict.fromkeys(side.edition.notice for side in (passage.a, passage.b) if side.edition.notice)),
    )


def _side(
    revision: Revision, begin: int, end: int, anchor: str | None, lead: str, words: SafeString, follow: str
) -> Side:
    return Side(place(revision, begin, end, anchor), leading(lead), words, following(follow))


def leading(text: str) -> str:
    """The context before a passage without a word that was cut."""
    if len(text) < CONTEXT:
        return " ".join(text.split()) + " " * text[-1:].isspace()
    return f"… {text.split(None, 1)[-1]}" if " " in text.strip() else f"…{text}"


def following(text: str) -> str:
    """The context after it, likewise."""
    if len(text) < CONTEXT:
        return text
    return f"{text.rsplit(None, 1)[0]} …" if " " in text.strip() else f"{text}…"


def place(revision: Revision, begin: int, end: int, anchor: str | None = None) -> Place:
    """Of a revision whose edition and work are at hand."""
    edition = revision.edition
    language = language_of(revision)
    paragraph = "" if anchor is None else "heading" if anchor.startswith("h") else f"¶ {anchor}"
    return Place(
        edition.siglum,
        edition.work.title,
        in_words(date_of(edition)),
        paragraph,
        address(revision, begin, end),
        edition.get_absolute_url(),
        language,
        direction_of(language),
    )


def per_cent(share: float) -> str:
    """100 only where nothing differs."""
    return f"{min(99, round(100 * share)) if share < 1 else 100} %"


def reasons(passage: Passage) -> list[Reason]:
    """Matched words, their rarity and their order, each with its counts."""
    told: dict[str, dict[str, Any]] = passage.reasons
    made = []
    if matched := told.get("matched"):
        made.append(Reason("Words", f"{matched['count']:,} of {matched['of']:,} match", BAR * matched["share"]))
    if rarity := told.get("rarity"):
        made.append(Reason("Rarity", f"{rarity['bits']:,.0f} bits, {rarity['each']:.1f} a word", BAR * rarity["share"]))
    if order := told.get("order"):
        made.append(Reason("Order", f"{order['count']:,} of {order['of']:,} in the same order", BAR * order["share"]))
    return made
