"""One document that shares a place with several editions of one work shares it with the work: the best of these
passages stands for all of them, and the others stand under it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from comparisons.phrasing.standing import Document

if TYPE_CHECKING:
    from comparisons.phrasing.shaping import PassageRow

STRETCH = 1_000  # code points: places are looked up by the stretches that they touch
COVER = 0.5  # share of a place that a better passage must cover to have it under itself


def under_better_editions(rows: list[PassageRow], documents: Mapping[int, Document]) -> None:
    """Set `under` of those passages. O(n log n) for few passages a place.

    A passage goes under a better one of the same two works that covers half of its place in one of the documents that
    they have in common; so every passage of several editions with several hangs together.
    """
    works: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if row.under < 0:
            one, two = documents[row.a[0]].work, documents[row.b[0]].work
            works[min(one, two), max(one, two)].append(at)
    for inside in works.values():
        if len(inside) > 1:
            _settle(rows, inside, documents)
    for row in rows:
        while row.under >= 0 and rows[row.under].under >= 0:
            row.under = rows[row.under].under


def _settle(rows: list[PassageRow], inside: list[int], documents: Mapping[int, Document]) -> None:
    def merit(at: int) -> tuple[object, ...]:
        row = rows[at]
        return (
            -row.score * row.identity,
            -row.score,
            documents[row.a[0]].place,
            documents[row.b[0]].place,
            row.a,
            row.b,
        )

    inside.sort(key=merit)
    seen: dict[tuple[int, int], list[tuple[int, int, int, int]]] = defaultdict(list)  # by revision and stretch
    for rank, at in enumerate(inside):
        row = rows[at]
        for place, other in ((row.a, row.b), (row.b, row.a)):
            revision, begin, end = place
            better = min(
                (
                    (known, top)
                    for stretch in range(begin // STRETCH, (end - 1) // STRETCH + 1)
                    for known, first, last, top in seen[revision, stretch]
                    if min(end, last) - max(begin, first) >= COVER * (end - begin)
                    and not _same_pair(rows[top], revision, other[0])
                ),
                default=None,
            )
            if better is not None:
                row.under = better[1]
                break
        for revision, begin, end in (row.a, row.b):
            for stretch in range(begin // STRETCH, (end - 1) // STRETCH + 1):
                seen[revision, stretch].append((rank, begin, end, at))


def _same_pair(row: PassageRow, one: int, two: int) -> bool:
    """Whether it is of these two documents: what of two passages of one pair stands, the engine has decided."""
    return {row.a[0], row.b[0]} == {one, two}
