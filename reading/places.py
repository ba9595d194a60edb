"""Where editions differ from each other, from the comparisons that are stored: nothing is computed here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import F

from comparisons.engine.result import EQUAL, SAME, Int, Segments
from comparisons.pairs import packing
from comparisons.pairs.addresses import path as comparison_address
from comparisons.pairs.models import Comparison, Whole
from corpus.access.policy import Person
from corpus.texts.models import Revision

LARGE = 2_000_000  # characters of both texts: beyond it a page does not open a whole comparison for a figure
SMALL, MOST = 200_000, 60  # the same for a page of many works, and how many comparisons it opens at most
BARS, TALL = 75, 54

Pairs = dict[tuple[int, int], int]  # the stored comparison of two revisions, by their keys


@dataclass(frozen=True)
class Differing:
    """Where another edition differs from a revision, in code points of the revision, in order."""

    siglum: str
    address: str
    at: Int  # int32[n]: where each difference begins
    paragraphs: Int  # int32[m]: where each paragraph or heading begins that is not the same there


def _stored(revisions: Iterable[Revision], person: Person, largest: int) -> Pairs:
    """The newest comparison of each two of these revisions in which nothing is ignored. One query."""
    ids = [revision.pk for revision in revisions]
    rows = (
        Comparison.objects.visible_to(person)
        .filter(a__in=ids, b__in=ids, state=Comparison.State.READY)
        .filter(options={"ignore": []}, summary__translated=False)
        .annotate(size=F("a__characters") + F("b__characters"))
        .filter(size__lte=largest)
        .order_by("created_at")
        .values_list("pk", "a", "b")
    )
    return {(a, b): pk for pk, a, b in rows if a is not None and b is not None}


@dataclass(frozen=True)
class _Side:
    """Of a stored comparison one side: where its differences begin, and the paragraphs that have some."""

    at: Int
    paragraphs: Int


def _sides(pairs: Pairs) -> dict[tuple[int, int], tuple[_Side, _Side]]:
    """Where the two of each pair differ, on either side; a damaged result is passed over. One query."""
    payloads = {
        comparison: bytes(payload)
        for comparison, payload, digest in Whole.objects.filter(comparison__in=pairs.values()).values_list(
            "comparison", "payload", "digest"
        )
        if packing.digest(bytes(payload)) == digest
    }
    found = {}
    for pair, pk in pairs.items():
        if pk in payloads:
            result = packing.opened(payloads[pk])
            operations, blocks = result.operations, result.blocks
            changed = (operations.type != EQUAL) & ~operations.ignored
            found[pair] = (
                _Side(
                    operations.a[changed, 0],
                    _altered(blocks.relation, blocks.first_a, blocks.segment_a, result.segments_a),
                ),
                _Side(
                    operations.b[changed, 0],
                    _altered(blocks.relation, blocks.first_b, blocks.segment_b, result.segments_b),
                ),
            )
    return found


def _altered(relation: np.ndarray, first: Int, segment: Int, segments: Segments) -> Int:
    """Where the segments begin that are not the same on the other side.

    What is missing or arrives between two segments is no difference of either: the operation alone, which has no width
    here, cannot tell that from words at the end of a segment.
    """
    altered = segment[np.repeat(relation != SAME, np.diff(first))]
    return np.sort(segments.span[altered, 0])


def differing(revision: Revision, others: Sequence[Revision], person: Person) -> list[Differing]:
    """Where each of `others` differs from `revision`, as far as their comparison is stored. Two queries."""
    stored = _stored([revision, *others], person, LARGE)
    return _of(revision, others, _sides({pair: pk for pair, pk in stored.items() if revision.pk in pair}))


def _of(
    revision: Revision, others: Sequence[Revision], known: dict[tuple[int, int], tuple[_Side, _Side]]
) -> list[Differing]:
    found = []
    for other in others:
        if other.pk == revision.pk:
            continue
        if (revision.pk, other.pk) in known:
            side, address = known[revision.pk, other.pk][0], comparison_address(revision, other)
        elif (other.pk, revision.pk) in known:
            side, address = known[other.pk, revision.pk][1], comparison_address(other, revision)
        else:
            continue
        found.append(Differing(other.edition.siglum, address, side.at, side.paragraphs))
    return found


@dataclass(frozen=True)
class Bar:
    """A bar of the strip that shows where a text varies: per cent and pixels."""

    x: float
    y: int
    height: int
    level: int


@dataclass(frozen=True)
class Strip:
    """Where a work varies, along `base`; `places` are counted in all editions that were compared with it."""

    base: Revision
    bars: list[Bar]
    places: int
    editions: int


def strip(revisions: Sequence[Revision], person: Person) -> Strip | None:
    """Where a work varies, along the edition that is compared with the most others; None where nothing is known.

    Two queries.
    """
    return _strips([revisions], person, LARGE)[0]


def strips(works: Sequence[Sequence[Revision]], person: Person) -> list[Strip | None]:
    """The same of several works, as far as their texts are short, in two queries however many they are."""
    return _strips(works, person, SMALL)


def _strips(works: Sequence[Sequence[Revision]], person: Person, largest: int) -> list[Strip | None]:
    stored = _stored([revision for work in works for revision in work], person, largest)
    degree = Counter(pk for pair in stored for pk in pair)
    bases = [max(work, key=lambda one: degree[one.pk], default=None) for work in works]
    wanted: Pairs = {}
    for base, work in zip(bases, works, strict=True):
        own = {one.pk for one in work}
        if base is not None and degree[base.pk]:
            wanted |= {pair: pk for pair, pk in stored.items() if base.pk in pair and own.issuperset(pair)}
    known = _sides(dict(list(wanted.items())[:MOST]) if len(works) > 1 else wanted)
    return [
        _strip(base, _of(base, work, known)) if base is not None else None
        for base, work in zip(bases, works, strict=True)
    ]


def _strip(base: Revision, found: Sequence[Differing]) -> Strip | None:
    if not found or not base.characters:
        return None
    count = np.zeros(BARS, np.int64)
    for one in found:
        count += np.bincount(np.minimum(one.at * BARS // base.characters, BARS - 1), minlength=BARS)
    most = int(count.max())
    bars = []
    for index, value in enumerate(count.tolist()):
        if value:
            level = max(1, -(-4 * value // most))
            height = 10 + (TALL - 10) * value // most
            bars.append(Bar(round(index * 100 / BARS, 2), TALL - height, height, level))
    return Strip(base, bars, int(count.sum()), len(found) + 1)
