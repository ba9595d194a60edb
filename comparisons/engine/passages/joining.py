"""Which places share a seed.

A seed that stands in up to `most` places links all of them with one another. One that stands in more, and in more
than a few documents (a set phrase, thirty copies of one text), links each place only with its neighbours, by a number
that the contents of the documents give, and with some hubs, which are the documents of the smallest numbers: so thirty
copies hang together, and two hundred thousand do, and do not make 2 * 10**10 pairs. Whether two places are linked
depends on the two documents and on the frequency table, which says in how many places a common seed stood when it was
made; never on what else is in the corpus. That is what makes an index equal to computing anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.passages.collection import Catalogue, Collection, Place
from comparisons.engine.passages.frequencies import Frequencies
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.rows import Bool
from comparisons.engine.passages.seeds import keys, places, seeds, whole_keys
from comparisons.engine.passages.shares import shares
from comparisons.engine.spans import U64, Hash, Int
from comparisons.engine.text.hashing import spans

Whole = NDArray[np.integer[Any]]

BLOCK = 1 << 18  # seeds that are compared in one go
PAIRS = 1 << 20  # pairs of places that are made in one go
CIRCLE = 1 << 32


@dataclass(frozen=True, eq=False)
class Links:
    """p pairs of positions (a[i], b[i]) that share a seed; a lies in the document whose contents come first."""

    a: Int  # int32[p]
    b: Int  # int32[p]


@dataclass(frozen=True, eq=False)
class Groups:
    """Seeds that stand in more than one place: group g holds `place[start[g] : start[g] + size[g]]`."""

    key: Hash  # uint64[g], ascending
    place: Place  # int64[…]: indices into the content words, ascending in a group
    start: Place  # int64[g]
    size: Place  # int64[g]
    documents: Place  # int64[g]: in how many documents they stand, where they are more than `most` places; else 0

    def counts(self, options: Options) -> Place:
        """int64[g]: in how many places each common seed stands, 0 for the others."""
        return np.where((self.size > options.most) & (self.documents > options.several), self.size, 0)


def joined(
    collection: Collection, content: Int, table: Frequencies, options: Options, *, count: bool, parts: int = 1
) -> tuple[Links, Frequencies]:
    """The places of a collection that share a seed, and the table.

    `count`: count the common seeds and write them into the table; otherwise they are those of the table as it is.
    """
    made: list[Links] = []
    table = link(collection, content, table, options, made.append, count=count, parts=parts)
    none = np.empty(0, np.int32)
    return Links(*(np.concatenate([none, *(getattr(one, side) for one in made)]) for side in ("a", "b"))), table


def link(
    collection: Collection,
    content: Int,
    table: Frequencies,
    options: Options,
    take: Callable[[Links], object],
    *,
    count: bool,
    parts: int = 1,
) -> Frequencies:
    """As `joined`, but the links are given to `take`, at most `PAIRS` or so at a time. Returns the table.

    O(m log m) time for m content words; memory O(m / parts + PAIRS) beside the collection.
    """
    home = collection.home[content]
    common = []
    for part, (packed, bits) in enumerate(seeds(collection, content, table, options, parts)):
        groups = grouped(packed, bits, home, options)
        del packed
        full = whole_keys(groups.key, bits, part)
        if count:
            counts = groups.counts(options)
            common.append((full[counts > 0], counts[counts > 0]))
        else:
            counts = table.seed_counts(full)
        for i, j in linked_in_parts(groups, counts, collection.circle[home[groups.place]], options):
            take(oriented(collection, content[i], content[j], options))
    if count and common:
        key, size = (np.concatenate(part) for part in zip(*common, strict=True))
        order = np.argsort(key, kind="stable")
        table = table.with_seeds(key[order], size[order].astype(np.int64))
    return table


def oriented(collection: Collection, i: Int, j: Int, options: Options) -> Links:
    """The pairs with the side first whose document comes first; those of one group are left out, those of
    one document unless they are asked for."""
    home_i, home_j = collection.home[i], collection.home[j]
    keep = compared(collection, home_i, home_j, i, j, options)
    i, j, home_i, home_j = i[keep], j[keep], home_i[keep], home_j[keep]
    swap = turned(collection, home_i, home_j, i, j)
    return Links(np.where(swap, j, i), np.where(swap, i, j))


def compared(known: Catalogue, home_i: Whole, home_j: Whole, i: Whole, j: Whole, options: Options) -> Bool:
    """bool[n]: whether two places are compared at all, by their documents and positions."""
    same = home_i == home_j
    keep: Bool = ~same & ((known.group[home_i] < 0) | (known.group[home_i] != known.group[home_j]))
    if options.within:
        keep |= same & (np.abs(j.astype(np.int64) - i) > options.reach)
    return keep


def turned(known: Catalogue, home_i: Whole, home_j: Whole, i: Whole, j: Whole) -> Bool:
    """bool[n]: whether the second of two places is side a."""
    swap: Bool = np.where(home_i == home_j, i > j, known.rank[home_i] > known.rank[home_j])
    return swap


def grouped(packed: Hash, bits: int, home: Whole, options: Options) -> Groups:
    """The groups of sorted seeds, each with at most `most` places of one document."""
    low = U64((1 << bits) - 1)
    twin = np.zeros(len(packed) + 1, bool)
    for first in range(0, len(packed) - 1, BLOCK):
        last = min(first + BLOCK, len(packed) - 1)
        twin[first + 1 : last + 1] = (packed[first + 1 : last + 1] ^ packed[first:last]) <= low
    shared = packed[twin[1:] | twin[:-1]]  # most seeds stand in one place: they end here
    shared = thinned(shared, bits, home, options)
    key, place = keys(shared, bits), places(shared, bits)
    start, size = _runs(key)
    documents = np.zeros(len(start), np.int64)
    many = np.flatnonzero(size > options.most)
    if len(many):
        at, group = spans(start[many], size[many])
        document = home[place[at]]
        other = np.append(True, (np.diff(group) != 0) | (np.diff(document) != 0))
        documents[many] = np.bincount(group, other, len(many)).astype(np.int64)
    return Groups(key[start], place, start, size, documents)


def thinned(packed: Hash, bits: int, home: Whole, options: Options) -> Hash:
    """Sorted seeds with at most the first `most` places of each in one document. `home`: the document of each place."""
    key = keys(packed, bits)
    _, size = _runs(key)
    if not len(size) or int(size.max()) <= options.most:
        return packed
    document = home[places(packed, bits)]
    fresh = np.ones(len(key), bool)
    fresh[1:] = (key[1:] != key[:-1]) | (document[1:] != document[:-1])
    index = np.arange(len(key))
    return packed[index - np.maximum.accumulate(np.where(fresh, index, 0)) < options.most]


def _runs(key: Hash) -> tuple[Place, Place]:
    """Start and length of each run of equal keys."""
    new = np.ones(len(key), bool)
    np.not_equal(key[1:], key[:-1], out=new[1:])
    start = np.flatnonzero(new)
    return start, np.diff(np.append(start, len(key)))


def linked_in_parts(groups: Groups, counts: Place, circle: Place, options: Options) -> Iterator[tuple[Place, Place]]:
    """Indices of content words that are linked, about `PAIRS` pairs at a time. `counts`: the places of each common
    seed, 0 for the others; `circle`: of each of `groups.place` the number of its document."""
    rare = np.flatnonzero(counts == 0)
    starts, sizes = groups.start[rare], groups.size[rare]
    for low, high in shares(sizes * (sizes - 1) // 2, PAIRS):
        left, right = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        start, size = starts[low:high], sizes[low:high]
        for lag in range(1, int(size.max(initial=1))):
            live = size > lag
            start, size = start[live], size[live]
            at, _ = spans(start, size - lag)
            left.append(groups.place[at])
            right.append(groups.place[at + lag])
        yield np.concatenate(left), np.concatenate(right)
    common = np.flatnonzero(counts)
    at, group = spans(groups.start[common], groups.size[common])
    if len(at):
        yield from _common(groups.place[at], group, circle[at], counts[common], options)


def _common(
    place: Place, group: Place, circle: Place, counts: Place, options: Options
) -> Iterator[tuple[Place, Place]]:
    """The linked places of common seeds: `group` int64[m] the seed of each place, `counts` by seed."""
    # The places of a group in the order of their numbers; each is linked to those that follow within the window.
    order = np.lexsort((place, circle, group))
    place, group, circle = place[order], group[order], circle[order]
    lane = group << 32
    window, hub = window_of(counts, options)[group], hub_of(counts, options)[group]
    upto = np.searchsorted(lane | circle, np.minimum((lane | circle) + window, lane | (CIRCLE - 1)), "right")
    size = upto - np.arange(len(place)) - 1
    for low, high in shares(size, PAIRS):
        other, own = spans(np.arange(low + 1, high + 1), size[low:high])
        yield place[low + own], place[other]
    # A hub, and what follows it beyond the window.
    hubs = np.flatnonzero(circle < hub)
    size = np.searchsorted(group, group[hubs], "right") - upto[hubs]
    for low, high in shares(size, PAIRS):
        other, own = spans(upto[hubs[low:high]], size[low:high])
        yield place[hubs[low:high][own]], place[other]


def meet(counts: Place, one: Place, other: Place | int, options: Options) -> Bool:
    """bool[…]: whether seeds that stand in so many places (0: not common) link documents with these numbers."""
    near = np.abs(one - other) <= window_of(counts, options)
    linked: Bool = (counts == 0) | near | (np.minimum(one, other) < hub_of(counts, options))
    return linked


def window_of(counts: Place, options: Options) -> Place:
    """int64[…]: how far apart the numbers of two documents may be that a seed in so many places links."""
    return (CIRCLE * options.neighbours // (2 * np.maximum(counts, 1))).astype(np.int64)


def hub_of(counts: Place, options: Options) -> Place:
    """int64[…]: a document with a smaller number is linked to all that share a seed in so many places."""
    return (CIRCLE * options.hubs // np.maximum(counts, 1)).astype(np.int64)
