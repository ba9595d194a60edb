"""One document that shares a place with several editions of one work shares it with the work: the best of these
passages stands for all of them, and the others stand under it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

import numpy as np

from comparisons.engine.passages import Passages

Place = tuple[int, int, int]  # document, begin, end


class Row(Protocol):
    """A passage: both its places, how good it is, and the one that it stands under, -1 for none."""

    a: Place
    b: Place
    score: float
    identity: float
    under: int


class Edition(Protocol):
    """A document of a corpus: the work that it is an edition of, and its place among all."""

    @property
    def work(self) -> Any: ...
    @property
    def place(self) -> Any: ...


STRETCH = 1_000  # code points: places are looked up by the stretches that they touch
COVER = 0.5  # share of a place that a better passage must cover to have it under itself


def under_better_editions(rows: Sequence[Row], documents: Mapping[int, Edition]) -> None:
    """Set `under` of those passages. O(n log n) for few passages a place.

    A passage goes under a better one of the same two works that covers half of its place in one of the documents that
    they have in common; so every passage of several editions with several hangs together.
    """
    works: dict[tuple[Any, Any], list[int]] = defaultdict(list)
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


def _settle(rows: Sequence[Row], inside: list[int], documents: Mapping[int, Edition]) -> None:
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


def _same_pair(row: Row, one: int, two: int) -> bool:
    """Whether it is of these two documents: what of two passages of one pair stands, the engine has decided."""
    return {row.a[0], row.b[0]} == {one, two}


@dataclass(slots=True)
class _Found:
    a: Place
    b: Place
    score: float
    identity: float
    under: int


@dataclass(frozen=True, slots=True)
class _Named:
    work: str
    place: int


def editions_together(found: Passages, works: Mapping[str, str]) -> Passages:
    """What was found, with the passages of other editions of a work under the best. `works`: the work of each document,
    by its name, in the order of the corpus."""
    order = {name: place for place, name in enumerate(works)}
    documents = {number: _Named(works[name], order[name]) for number, name in enumerate(found.ids)}
    sides = (found.a, found.a_begin, found.a_end, found.b, found.b_begin, found.b_end)
    given = zip(*(side.tolist() for side in (*sides, found.score, found.identity, found.also)), strict=True)
    rows = []
    for a, x, y, b, v, w, score, same, under in given:
        one, two = sorted([(documents[a].place, (a, x, y)), (documents[b].place, (b, v, w))])
        rows.append(_Found(one[1], two[1], score, same, under))
    under_better_editions(rows, documents)
    also = np.array([row.under for row in rows], found.also.dtype)
    return replace(found, also=also, family=np.where(also < 0, found.family, -1).astype(found.family.dtype))
