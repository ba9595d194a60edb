"""Which places share a seed.

A seed that stands in up to `most` places links all of them with one another. One that stands in more (a set phrase,
thirty copies of one text) links each place only with its neighbours, by a number that the contents of the documents
give: so thirty copies hang together, and two hundred thousand do not make 2 * 10**10 pairs. Whether two places are
linked depends on the two documents and on the frequency table, which says in how many places a common seed stood when
it was made; never on what else is in the corpus. That is what makes an index equal to computing anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.passages.collection import Catalogue, Collection, Place
from comparisons.engine.passages.frequencies import Frequencies
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.rows import Bool
from comparisons.engine.passages.seeds import keys, places, seeds, whole_keys
from comparisons.engine.spans import U64, Hash, Int
from comparisons.engine.text.hashing import spans

Whole = NDArray[np.integer[Any]]

BLOCK = 1 << 18  # seeds that are compared in one go
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


def joined(
    collection: Collection, content: Int, table: Frequencies, options: Options, *, count: bool, parts: int = 1
) -> tuple[Links, Frequencies]:
    """The places of a collection that share a seed, and the table.

    `count`: count the common seeds and write them into the table; otherwise they are those of the table as it is.
    """
    circle = collection.circle[collection.home[content]]
    left, right, common = [np.empty(0, np.int32)], [np.empty(0, np.int32)], []
    for part, (packed, bits) in enumerate(seeds(collection, content, table, options, parts)):
        groups = grouped(packed, bits, collection.home[content], options)
        full = whole_keys(groups.key, bits, part)
        if count:
            many = groups.size > options.most
            common.append((full[many], groups.size[many]))
            counts = np.where(many, groups.size, 0)
        else:
            counts = table.seed_counts(full)
        del packed
        i, j = linked(groups, counts, circle[groups.place], options)
        left.append(content[i])
        right.append(content[j])
    if count and common:
        key, size = (np.concatenate(part) for part in zip(*common, strict=True))
        order = np.argsort(key, kind="stable")
        table = table.with_seeds(key[order], size[order].astype(np.int64))
    return oriented(collection, np.concatenate(left), np.concatenate(right), options), table


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
    return Groups(key[start], place, start, size)


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


def linked(groups: Groups, counts: Place, circle: Place, options: Options) -> tuple[Place, Place]:
    """Indices of content words that are linked. `counts`: the places of each common seed, 0 for the others."""
    left, right = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    rare = counts == 0
    start, size = groups.start[rare], groups.size[rare]
    for lag in range(1, int(size.max(initial=1))):
        live = size > lag
        start, size = start[live], size[live]
        at, _ = spans(start, size - lag)
        left.append(groups.place[at])
        right.append(groups.place[at + lag])
    common = np.flatnonzero(~rare)
    at, group = spans(groups.start[common], groups.size[common])
    if len(at):
        # The places of a group in the order of their numbers; each is linked to those that follow within the window.
        order = np.lexsort((groups.place[at], circle[at], group))
        at, group = at[order], group[order]
        line = (group << 32) | circle[at]
        window = window_of(counts[common], options)[group]
        upto = np.searchsorted(line, np.minimum(line + window, (group << 32) | (CIRCLE - 1)), "right")
        first, owner = spans(np.arange(1, len(at) + 1), upto - np.arange(len(at)) - 1)
        left.append(groups.place[at[owner]])
        right.append(groups.place[at[first]])
    return np.concatenate(left), np.concatenate(right)


def window_of(counts: Place, options: Options) -> Place:
    """int64[…]: how far apart the numbers of two documents may be that a seed in so many places links."""
    return (CIRCLE * options.neighbours // (2 * np.maximum(counts, 1))).astype(np.int64)
