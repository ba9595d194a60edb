"""From stored passages to the data of the figures. The caller gives passages that the person may see."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Max, Sum
from django.db.models.functions import Substr
from django.urls import reverse

from comparisons.phrasing.dating import FIRST, Interval, date_of, interval, interval_of
from comparisons.phrasing.figures.dot_plot import Spot
from comparisons.phrasing.figures.matrix import Pair
from comparisons.phrasing.figures.timeline import Member as Mark
from comparisons.phrasing.figures.timeline import Thread
from comparisons.phrasing.figures.witnesses import Witness, labelled
from comparisons.phrasing.filters import Choice
from comparisons.phrasing.models import Family, Member, Passage, PassageQuerySet
from comparisons.phrasing.records import earliest
from corpus.access.policy import Person
from corpus.texts.models import Revision, Segment
from corpus.works.dates import in_words
from corpus.works.models import Edition, Work

OPENING = 80  # characters of a passage that name it
MOST = 200_000  # passages that a dot plot counts
FAMILIES = 40  # in a timeline
SPAN = ("a_id", "a_begin", "a_end", "b_id", "b_begin", "b_end")


@dataclass(frozen=True, slots=True)
class Plotted:
    """The data of a dot plot. `together`: several editions of one work lie over one another in it."""

    across: Witness
    sections: list[tuple[int, str]]
    down: list[Witness]
    spots: list[Spot]
    together: bool


def plotted(chosen: PassageQuerySet, choice: Choice, here: Mapping[str, str]) -> Plotted | None:
    """Of the one work or edition that is chosen, None where none or several are, or nothing is shared.

    `here`: addresses of passages, by key, that are on the page itself. Four queries.
    """
    if len(choice.of) != 1:
        return None
    (name,) = choice.of
    rows = list(
        chosen.order_by("-score", "key", "id").values_list("key", "kind", "words", *SPAN, Substr("said", 1, OPENING))[
            :MOST
        ]
    )
    documents = revisions({end for row in rows for end in (row[3], row[6])})
    mine = {pk for pk, one in documents.items() if name in (str(one.edition), one.edition.work.slug)}
    if not rows or not mine:
        return None
    shares = Counter(end for row in rows for end in (row[3], row[6]))
    across = documents[max(mine, key=lambda pk: (shares[pk], -pk))]
    spots = []
    down: dict[int, int] = {}  # work → row: its editions lie over one another
    shown: dict[int, Revision] = {}  # work → the edition that shares most
    others = Counter(row[6] if row[3] in mine else row[3] for row in rows)
    works = Counter[int]()
    for pk, number in others.most_common():
        works[documents[pk].edition.work_id] += number
        shown.setdefault(documents[pk].edition.work_id, documents[pk])
    for work, _ in works.most_common():
        down[work] = len(down)
    for key, kind, words, a, a_begin, a_end, b, b_begin, b_end, opening in rows:
        own, other = (a, a_begin, a_end), (b, b_begin, b_end)
        if a not in mine:
            own, other = other, own
        work = documents[other[0]].edition.work_id
        spots.append(
            Spot(
                down[work],
                _laid(own, documents, across),
                _laid(other, documents, shown[work]),
                kind,
                words,
                " ".join(opening.split()),
                here.get(key) or reverse("passage", args=[key]),
            )
        )
    return Plotted(
        document(across, choice),
        _sections(across),
        [document(shown[work], choice) for work in down],
        spots,
        len(documents) > 1 + len(down),
    )


def _laid(place: tuple[int, int, int], documents: Mapping[int, Revision], over: Revision) -> tuple[int, int]:
    """A place of a document as it lies over another edition, by its share of the length."""
    revision, begin, end = place
    scale = over.characters / max(1, documents[revision].characters)
    return round(begin * scale), round(end * scale)


def revisions(keys: Iterable[int]) -> dict[int, Revision]:
    """These revisions, without their texts, with edition and work. One query."""
    found = Revision.objects.filter(pk__in=set(keys)).select_related("edition__work")
    return {revision.pk: revision for revision in found.defer("text", "extraction")}


def document(revision: Revision, choice: Choice) -> Witness:
    edition = revision.edition
    only = choice.query(of=frozenset({str(edition)}), other=frozenset(), family="")
    return Witness(
        str(edition),
        edition.siglum,
        edition.work.title,
        in_words(date_of(edition)),
        _year(interval_of(edition)),
        revision.characters,
        f"{reverse('phrasing')}?{only}",
    )


def _year(when: Interval) -> str:
    return str(when.first[0]) if when.first != FIRST else str(when.last[0]) if when.known else ""


def _sections(revision: Revision) -> list[tuple[int, str]]:
    """Where each heading below the title begins, and its words. One query."""
    found = revision.segments.filter(kind=Segment.Kind.HEADING).order_by("position")
    cut = found.annotate(words=Substr("revision__text", F("begin") + 1, OPENING), size=F("end") - F("begin"))
    return [
        (begin, " ".join(words[:size].split()).lstrip("# "))
        for begin, words, size, level in cut.values_list("begin", "words", "size", "level")[:200]
        if level != 1
    ]


@dataclass(frozen=True, slots=True)
class Shared:
    """The data of matrix and network: works in the order of date, and what each two share."""

    works: list[Witness]
    pairs: list[Pair]


def shared(chosen: PassageQuerySet, choice: Choice) -> Shared:
    """All editions of a work together, since what several of them share with another document is told once. Two queries."""
    names = [f"{side}__edition__work" for side in "ab"]
    grouped = chosen.order_by().values(*names).annotate(passages=Count("pk"), said=Sum("words"))
    counts: dict[tuple[int, int], tuple[int, int]] = {}
    for row in grouped:
        ends = tuple(sorted((row[names[0]], row[names[1]])))
        if ends[0] != ends[1]:
            passages, words = counts.get((ends[0], ends[1]), (0, 0))
            counts[ends[0], ends[1]] = (passages + row["passages"], words + row["said"])
    works = Work.objects.filter(pk__in={end for ends in counts for end in ends})
    ordered = sorted(works, key=lambda work: (interval(work.date).last, interval(work.date).first, work.slug))
    place = {work.pk: number for number, work in enumerate(ordered)}
    page = reverse("phrasing")
    free = replace(choice, of=frozenset(), other=frozenset(), direction="", family="")
    witnesses = [
        Witness(
            work.slug,
            "",
            work.title,
            in_words(work.date),
            _year(interval(work.date)),
            address=f"{page}?{free.query(of=frozenset({work.slug}))}",
        )
        for work in ordered
    ]
    pairs = []
    for (one, other), (passages, words) in counts.items():
        a, b = sorted((place[one], place[other]))
        query = free.query(of=frozenset({ordered[a].slug}), other=frozenset({ordered[b].slug}))
        pairs.append(Pair(a, b, passages, words, f"{page}?{query}"))
    return Shared(labelled(witnesses), sorted(pairs, key=lambda pair: (pair.a, pair.b)))


@dataclass(frozen=True, slots=True)
class Woven:
    """The data of a timeline: works in the order of date, the strongest families, and how many there are in all."""

    works: list[Witness]
    threads: list[Thread]
    total: int


def woven(chosen: PassageQuerySet, person: Person, current: str = "") -> Woven:
    """The families of the chosen passages, with all their members that the person sees. Five queries."""
    grouped = chosen.filter(family__in=Family.objects.visible_to(person)).order_by().values("family", "family__key")
    best = grouped.annotate(best=Max("score")).order_by("-best", "family__key")
    keys = dict(best.values_list("family", "family__key")[:FAMILIES])
    members: dict[int, list[Any]] = defaultdict(list)
    there = Member.objects.visible_to(person).filter(family__in=keys).select_related("revision__edition__work")
    cut = there.defer("revision__text", "revision__extraction").order_by("family", "position")
    for member in cut.annotate(opening=Substr("revision__text", F("begin") + 1, OPENING), size=F("end") - F("begin")):
        members[member.family_id].append(member)
    known = kinds(person, keys)
    editions = [member.revision.edition for inside in members.values() for member in inside]
    works = _ordered(editions)
    place = {witness.name: number for number, witness in enumerate(works)}
    threads = [
        Thread(
            " ".join(inside[0].opening[: inside[0].size].split()),
            list(_marks(inside, known[family], place)),
            bool(earliest(inside)["known"]),
            reverse("phrasing-family", args=[key]),
            key == current,
        )
        for family, key in keys.items()
        if (inside := members.get(family))
    ]
    return Woven(works, threads, best.count())


def kinds(person: Person, families: Iterable[int]) -> dict[int, list[tuple[Any, ...]]]:
    """The passages of each family, the best first: kind and places. One query."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    passages = Passage.objects.visible_to(person).filter(family__in=families).order_by("-score", "key", "id")
    for family, *row in passages.values_list("family", "kind", *SPAN):
        found[family].append(tuple(row))
    return found


def _ordered(editions: Iterable[Edition]) -> list[Witness]:
    """Their works, by the earliest date of a wording that is among them; those without a date last."""
    when: dict[Work, Interval] = {}
    said: dict[Work, str] = {}
    for edition in editions:
        then = interval_of(edition)
        if edition.work not in when or (then.last, then.first) < (when[edition.work].last, when[edition.work].first):
            when[edition.work], said[edition.work] = then, in_words(date_of(edition))
    ordered = sorted(when, key=lambda work: (when[work].last, when[work].first, work.slug))
    return labelled([Witness(work.slug, "", work.title, said[work], _year(when[work])) for work in ordered])


def _marks(inside: list[Any], passages: list[tuple[Any, ...]], place: Mapping[str, int]) -> Iterable[Mark]:
    """The members as marks, the earliest work first; a work has one, of its first place."""
    known = earliest(inside)["known"]
    seen: set[str] = set()
    for number, member in enumerate(inside):
        slug = member.revision.edition.work.slug
        if slug in seen:
            continue
        seen.add(slug)
        mark = ("first" if known else "unknown") if not number else kind_of(member, passages)
        yield Mark(place[slug], mark)


def kind_of(member: Member, passages: Iterable[tuple[Any, ...]]) -> str:
    """Of the best passage that has this place."""
    for kind, a, a_begin, a_end, b, b_begin, b_end in passages:
        for revision, begin, end in ((a, a_begin, a_end), (b, b_begin, b_end)):
            if revision == member.revision_id and begin < member.end and member.begin < end:
                return str(kind)
    return "reworked"
