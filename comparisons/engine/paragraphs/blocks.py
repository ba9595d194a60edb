"""Blocks: which segments of the two texts belong together, by likeness and not by number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.result import (
    DELETED,
    INSERTED,
    MERGED,
    MOVED,
    REVISED,
    SAME,
    SPLIT,
    Blocks,
    Bool,
    Int,
    Segments,
)
from comparisons.engine.text.coded_text import Place

I32 = np.int32
PART = 0.5  # of a segment that is a part of a split or merged one, the share that must be found in the whole
LIKE = 0.2  # of the smaller of two segments, the share that makes them one block


@dataclass(frozen=True, slots=True)
class Links:
    """Stretches of matched tokens: the segment of each on both sides, its weight, and whether it was moved."""

    a: NDArray[np.integer]  # [p]: segment of a
    b: NDArray[np.integer]  # [p]: segment of b
    weight: Place  # int64[p]
    moved: Bool  # bool[p]


@dataclass(frozen=True, slots=True)
class Marked:
    """Which segments of a side hold a change that is not ignored."""

    word: Bool  # bool[s]: anything but blanks
    blank: Bool  # bool[s]: blanks alone
    gone: Bool  # bool[s]: a passage that was moved away, or here


@dataclass(frozen=True, slots=True)
class Pairs:
    """Segments that belong to one block: m pairs."""

    a: Int  # int32[m]
    b: Int  # int32[m]
    weight: Int  # int64[m]: the weight of the matched tokens that they share …
    moved: Int  # int64[m]: … and of those that were moved


def paired(size_a: Place, size_b: Place, links: Links) -> Pairs:
    """The segments that belong together: one to one, one to several, several to one.

    `size_a`, `size_b`: int64[s], the weight of each segment. O(p log p) in the matched tokens; Python runs over
    segments that have more than one candidate.
    """
    a, b, weight, moved = _summed(links, len(size_b))
    chosen = _choose(a, b, weight, moved, size_a, size_b)
    return Pairs(a[chosen], b[chosen], weight[chosen], moved[chosen])


def _summed(links: Links, width: int) -> tuple[Int, Int, Int, Int]:
    """Weight shared by each pair of segments, and how much of it was moved."""
    key = links.a.astype(np.int64) * max(width, 1) + links.b
    # Most pairs follow one another: sum the runs first, then what is left.
    first = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))[: len(key)])
    run_weight, run_moved = (
        np.add.reduceat(each, first) if len(first) else np.empty(0, np.int64)
        for each in (links.weight, links.weight * links.moved)
    )
    pair, of = np.unique(key[first], return_inverse=True)
    weight = np.bincount(of, run_weight, len(pair)).astype(np.int64)
    moved = np.bincount(of, run_moved, len(pair)).astype(np.int64)
    a, b = np.divmod(pair, max(width, 1))
    return a.astype(I32), b.astype(I32), weight, moved  # type: ignore[return-value]


def _choose(a: Int, b: Int, weight: Int, moved: Int, size_a: Place, size_b: Place) -> Int:
    """Choose among candidate pairs of segments those that make blocks: one to one, one to several, several to one."""
    in_a, in_b = weight / np.maximum(size_a[a], 1), weight / np.maximum(size_b[b], 1)
    likely = np.flatnonzero(np.maximum(in_a, in_b) >= LIKE)
    degree_a, degree_b = np.bincount(a[likely], minlength=len(size_a)), np.bincount(b[likely], minlength=len(size_b))
    alone = (degree_a[a[likely]] == 1) & (degree_b[b[likely]] == 1)
    chosen = likely[alone].tolist()
    contested = likely[~alone]
    order = contested[np.lexsort((b[contested], a[contested], moved[contested] - 2 * weight[contested]))].tolist()
    of_a: dict[int, list[int]] = {}
    of_b: dict[int, list[int]] = {}
    side_a, side_b = a.tolist(), b.tolist()
    part_a, part_b = (in_a >= PART).tolist(), (in_b >= PART).tolist()
    # First one to one, then what else is a part of a segment that has a partner, then what is only a little alike.
    for step in ("alike", "parts", "rest"):
        for pair in order:
            x, y = side_a[pair], side_b[pair]
            mine, other = of_a.get(x, []), of_b.get(y, [])
            if mine and other:
                continue
            if not mine and not other:
                good = step == "rest" or part_a[pair] or part_b[pair]
            elif mine:
                good = step == "parts" and part_b[pair] and all(part_b[p] and len(of_b[side_b[p]]) == 1 for p in mine)
            else:
                good = step == "parts" and part_a[pair] and all(part_a[p] and len(of_a[side_a[p]]) == 1 for p in other)
            if good:
                of_a.setdefault(x, []).append(pair)
                of_b.setdefault(y, []).append(pair)
                chosen.append(pair)
    return np.sort(np.array(chosen, I32))


def blocks(pairs: Pairs, marked_a: Marked, marked_b: Marked) -> Blocks:
    """The blocks, numbered by their place in a; what is only in b comes after what it follows there."""
    a, b, weight, moved = pairs.a, pairs.b, pairs.weight, pairs.moved
    count_a, count_b = len(marked_a.word), len(marked_b.word)
    degree_b = np.bincount(b, minlength=count_b)
    head_a = np.arange(count_a, dtype=I32)  # the first segment of a in the block of each segment of a
    several = np.flatnonzero(degree_b[b] > 1)
    lowest = np.full(count_b, count_a, I32)
    np.minimum.at(lowest, b, a)
    head_a[a[several]] = lowest[b[several]]
    head_b = np.full(count_b, -1, I32)  # the same for each segment of b, or -1
    head_b[b] = head_a[a]
    only_b = np.flatnonzero(head_b < 0).astype(I32)

    # What is only in b follows the block of the last segment before it that has a partner.
    before = np.maximum.accumulate(np.where(head_b >= 0, np.arange(count_b, dtype=I32), I32(-1)))
    after = np.where(before >= 0, head_b[before], I32(-1))[only_b] if count_b else only_b
    is_head = np.zeros(count_a, bool)
    is_head[head_a] = True
    heads = np.flatnonzero(is_head)
    key = np.concatenate((heads.astype(np.int64) << 32, (after.astype(np.int64) << 32) + 1 + only_b))
    order = np.argsort(key, kind="stable")
    number = np.empty(len(order), I32)
    number[order] = np.arange(len(order), dtype=I32)
    of_head = np.zeros(count_a, I32)
    of_head[heads] = number[: len(heads)]
    block_a = of_head[head_a]
    block_b = np.empty(count_b, I32)
    block_b[head_b >= 0] = of_head[head_b[head_b >= 0]]
    block_b[only_b] = number[len(heads) :]
    m = len(order)

    size_a, size_b = np.bincount(block_a, minlength=m), np.bincount(block_b, minlength=m)
    all_weight = np.bincount(block_a[a], weight, m)
    all_moved = np.bincount(block_a[a], moved, m)
    holds = np.zeros((7, m), bool)
    holds[INSERTED], holds[DELETED] = size_a == 0, size_b == 0
    both = (size_a > 0) & (size_b > 0)
    holds[MOVED] = both & (all_moved * 2 > all_weight)
    holds[SPLIT], holds[MERGED] = both & (size_b > 1), both & (size_a > 1)
    one = (size_a == 1) & (size_b == 1)
    word, blank, gone = (
        (np.bincount(block_a[x], minlength=m) > 0) | (np.bincount(block_b[y], minlength=m) > 0)
        for x, y in (
            (marked_a.word, marked_b.word),
            (marked_a.blank, marked_b.blank),
            (marked_a.gone, marked_b.gone),
        )
    )
    holds[REVISED] = both & (word | (blank & one) | (gone & ~holds[MOVED]))
    holds[SAME] = both & ~holds[REVISED]
    relation = holds.argmax(0).astype(np.uint8)
    also = np.zeros(m, np.uint16)
    for bit in range(7):
        also |= (holds[bit] & (relation != bit)).astype(np.uint16) << np.uint16(bit)
    return Blocks(
        relation,
        also,
        np.concatenate(([0], np.cumsum(size_a))).astype(I32),
        np.argsort(block_a, kind="stable").astype(I32),
        np.concatenate(([0], np.cumsum(size_b))).astype(I32),
        np.argsort(block_b, kind="stable").astype(I32),
    )


def marked(segments: Segments, span: Int, blank: Bool, gone: Bool) -> Marked:
    """Which segments the changes [begin, end) touch on one side; `blank`, `gone`: bool[changes]."""
    some = np.flatnonzero(span[:, 1] > span[:, 0])
    kind = np.where(gone.take(some), 2, blank.take(some))
    from_, to = np.ascontiguousarray(segments.span[:, 0]), np.ascontiguousarray(segments.span[:, 1])
    touched = []
    for each in range(3):
        mine = some.take(np.flatnonzero(kind == each))
        begin, end = np.sort(span[:, 0].take(mine)), np.sort(span[:, 1].take(mine))
        # Of the changes that begin before the segment ends, not all end before it begins.
        touched.append(np.searchsorted(begin, to, "left") > np.searchsorted(end, from_, "right"))
    return Marked(*touched)
