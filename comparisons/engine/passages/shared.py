"""What one document shares with others, as an index keeps it: places in each, counted from its own beginning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.passages.collection import Collection, Place
from comparisons.engine.passages.finding import offsets_of
from comparisons.engine.passages.judging import Judged
from comparisons.engine.passages.packed import Unreadable, packed, unpacked
from comparisons.engine.passages.rows import A0, A1, B0, B1, COLUMNS, Bool, Rows
from comparisons.engine.spans import Hash


@dataclass(frozen=True, eq=False)
class Shared:
    """n passages of one document with others, or inside it."""

    partner: Hash  # uint64[n]: the number of the other document
    first: Bool  # bool[n]: whether this document is side a
    kept: Bool  # bool[n]: as in `Judged`
    of: Place  # int64[n, COLUMNS]: as in `Rows`, positions counted from the beginning of their documents
    offsets: NDArray[np.int32]  # int32[n, 4]: as of `offsets_of`

    def stored(self) -> bytes:
        marks = np.packbits(self.first), np.packbits(self.kept)
        return packed(self.partner, *marks, self.of.astype(np.int32).ravel(), self.offsets.ravel())

    @classmethod
    def restored(cls, content: bytes) -> Shared:
        """What `stored` gave. Raises `Unreadable`."""
        try:
            partner, first, kept, of, offsets = unpacked(content)
        except ValueError as error:
            raise Unreadable("What an index keeps of a document cannot be read.") from error
        n = len(partner)
        return cls(
            partner,
            np.unpackbits(first, count=n).astype(bool),
            np.unpackbits(kept, count=n).astype(bool),
            of.reshape(n, COLUMNS).astype(np.int64),
            offsets.reshape(n, 4),
        )

    def taken(self, at: Bool) -> Shared:
        return Shared(self.partner[at], self.first[at], self.kept[at], self.of[at], self.offsets[at])


def without(content: bytes, gone: Hash) -> bytes | None:
    """What `stored` gave, without the passages with these documents; None where it has no such passage."""
    away = np.isin(unpacked(content)[0], gone)
    return Shared.restored(content).taken(~away).stored() if away.any() else None


def parted(collection: Collection, pairs: Judged, numbers: Sequence[int]) -> list[Shared]:
    """What each document of a collection shares with those that stand before it. `numbers`: their own."""
    rows, number = pairs.rows, np.array(numbers, np.uint64)
    owner, partner = np.maximum(rows.a, rows.b), np.minimum(rows.a, rows.b)
    of = rows.of.copy()
    of[:, [A0, A1]] -= collection.bounds[rows.a][:, None]
    of[:, [B0, B1]] -= collection.bounds[rows.b][:, None]
    offsets = offsets_of(collection, rows)
    order = np.argsort(owner, kind="stable")
    ends = np.searchsorted(owner[order], np.arange(len(numbers) + 1))
    made = []
    for first, last in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
        at = order[first:last]
        made.append(
            Shared(number[partner[at]], rows.a[at] == owner[at], pairs.kept[at], of[at], offsets[at]),
        )
    return made


@dataclass(frozen=True, eq=False)
class Every:
    """All that the documents of a catalogue share, and where it stands in code points."""

    pairs: Judged
    offsets: NDArray[np.int32]


def together(shared: Mapping[int, Shared], place: Mapping[int, int], bounds: Place) -> Every:
    """What is kept of all documents as rows of a catalogue. `place`: where each stands in it, by its number."""
    parts = list(shared.items())
    numbers = np.array(sorted(place), np.uint64)
    where = np.array([place[number] for number in numbers.tolist()], np.int64)
    own = np.repeat(
        np.array([place[number] for number, _ in parts], np.int64), [len(part.partner) for _, part in parts]
    )
    partner = np.concatenate([np.empty(0, np.uint64), *(part.partner for _, part in parts)])
    other = where[np.searchsorted(numbers, partner)] if len(partner) else own
    first = np.concatenate([np.empty(0, bool), *(part.first for _, part in parts)])
    kept = np.concatenate([np.empty(0, bool), *(part.kept for _, part in parts)])
    of = np.concatenate([np.empty((0, COLUMNS), np.int64), *(part.of for _, part in parts)])
    offsets = np.concatenate([np.empty((0, 4), np.int32), *(part.offsets for _, part in parts)])
    a, b = np.where(first, own, other), np.where(first, other, own)
    of[:, [A0, A1]] += bounds[a][:, None]
    of[:, [B0, B1]] += bounds[b][:, None]
    return Every(Judged(Rows(of, a << 32 | b), kept), offsets)
