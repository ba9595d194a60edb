"""Candidates: seeds that two documents share on about one diagonal, that is, at about the same distance.

Diagonals are counted from the beginning of either document, so that where a document stands in the collection
changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.passages.collection import Collection, Place
from comparisons.engine.passages.joining import Links
from comparisons.engine.passages.options import Options
from comparisons.engine.spans import I32

Bool = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Candidates:
    """c clusters of seeds, each inside one pair of documents."""

    first: Place  # int64[c]: position in a of the first seed …
    last: Place  # int64[c]: … and of the last
    shift: Place  # int64[c]: position in b less position in a, on the average
    spread: Place  # int64[c]: largest less smallest shift
    middle: Place  # int64[c]: the shift of the seed in the middle
    a: Place  # int64[c]: the documents
    b: Place  # int64[c]

    def __len__(self) -> int:
        return len(self.first)

    def columns(self) -> tuple[Place, ...]:
        return self.first, self.last, self.shift, self.spread, self.middle, self.a, self.b

    def taken(self, keep: Bool | Place) -> Candidates:
        return Candidates(*(column[keep] for column in self.columns()))


def candidates(collection: Collection, links: Links, options: Options) -> Candidates:
    """Clusters of at least `few` seeds. O(p log p).

    Two grids of bands half a band apart are tried; every pair of seeds votes for the grid where its cluster is
    larger. All sorts are plain ones of packed words.
    """
    none = np.empty(0, np.int64)
    if not len(links.a):
        return Candidates(*(none for _ in range(7)))
    both = links.a.astype(np.int64) << 32 | links.b
    both.sort()
    both = both[np.append(True, np.diff(both) != 0)]
    a, b = both >> 32, both & 0xFFFFFFFF
    home_a, home_b = collection.home[a], collection.home[b]
    offset = collection.bounds[home_b] - collection.bounds[home_a]
    shift = b - a - offset
    pair = home_a.astype(np.int64) << 32 | home_b
    # Each document of side b has bands of its own, so that clusters of two pairs never lie in between one another.
    length = np.diff(collection.bounds)
    width = 1 << options.band
    room = (int(length.max()) // width + 2) * width
    lane = np.cumsum((length + room) // width + 2) - ((length + room) // width + 2)
    bits = len(a).bit_length()
    grids = []
    for half in (0, width // 2):
        packed = ((((shift + room + half) >> options.band) + lane[home_b]) << bits) | np.arange(len(a))
        packed.sort()
        order = packed & ((1 << bits) - 1)
        packed >>= bits
        x, p, k = a[order], pair[order], shift[order]
        step = np.diff(x)
        new = np.ones(len(x), bool)
        new[1:] = (step > options.reach) | (packed[1:] != packed[:-1]) | (p[1:] != p[:-1])
        start = np.flatnonzero(new)
        fresh = new.copy()
        fresh[1:] |= step != 0
        owner = np.empty(len(x), I32)
        owner[order] = np.cumsum(new, dtype=I32) - I32(1)
        del packed, step
        last = np.append(start[1:], len(x)) - 1
        hits = np.add.reduceat(fresh.astype(I32), start)
        middle = np.add.reduceat(k, start) // (last - start + 1)
        spread = np.maximum.reduceat(k, start) - np.minimum.reduceat(k, start)
        found = Candidates(
            x[start],
            x[last],
            middle + offset[order[start]],
            spread,
            (k + offset[order])[(start + last) // 2],
            p[start] >> 32,
            p[start] & 0xFFFFFFFF,
        )
        grids.append((found, hits, owner, hits[owner]))
    (one, hits_one, own_one, size_one), (two, hits_two, own_two, size_two) = grids
    kept = []
    for found, hits, owner, won in (
        (one, hits_one, own_one, size_one >= size_two),
        (two, hits_two, own_two, size_two > size_one),
    ):
        votes = np.bincount(owner[won], minlength=len(found))
        kept.append(found.taken((hits >= options.few) & (votes * 2 >= hits)))
    return Candidates(*(np.concatenate(columns) for columns in zip(*(k.columns() for k in kept), strict=True)))
