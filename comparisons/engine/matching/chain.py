"""Which anchors stay: the heaviest chain that goes forward on both sides, after Fredman (1975), "On computing the
length of longest increasing subsequences", with weights. What is left out of the chain may be a move.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.matching.runs import Place, stretches
from comparisons.engine.spans import Flags, where

Numbers = NDArray[np.integer]

LONGEST = 256  # tangles of up to so many blocks are solved together, a step for all of them …
LOW = 1 << 9  # above the numbers of the blocks of such a tangle
CELLS = 1 << 16  # … in lots of so many blocks: they stay in the processor's cache
# What the two ways cost, in the time that the loop takes for a block: solving one tangle alone, and some together.
ALONE, TOGETHER, STEP = 3, 40, 12


def heaviest(b: Numbers, weight: Numbers) -> Flags:
    """bool[n]: the blocks of the heaviest strictly increasing subsequence of `b`, weights in words.

    Weights are words and not blocks: otherwise a moved chapter in many pieces would win over the text it passed.
    What is in order with everything else is kept by two running extrema; only the tangled stretches between are
    looked at: O(t) array operations for short ones, O(t log t) in a loop for long ones.
    """
    if len(b) < 2 or (b[1:] > b[:-1]).all():
        return np.ones(len(b), bool)
    # In order is what comes after all before it and before all after it: of equal places on side b only one may stay.
    tangled = np.zeros(len(b), bool)
    tangled[1:] = b[1:] <= np.maximum.accumulate(b)[:-1]
    tangled[:-1] |= b[:-1] >= np.minimum.accumulate(b[::-1])[-2::-1]
    keep: Flags = ~tangled
    start, length = stretches(tangled)
    order = (-length).argsort(kind="stable")
    start, length = start.take(order), length.take(order)
    # The longest are quicker one after the other, unless there are many of them.
    cost = np.concatenate(([0], (length + ALONE).cumsum()))
    cost[:-1] += TOGETHER + STEP * np.minimum(length, LONGEST)
    first = max(int(cost.argmin()), int((-length).searchsorted(-LONGEST)))
    for low, high in zip(start[:first].tolist(), (start + length)[:first].tolist(), strict=True):
        _long_tangle(b[low:high].tolist(), weight[low:high].tolist(), low, keep)
    while first < len(start):
        last = first + max(1, CELLS // int(length[first]))
        _short_tangles(b, weight, start[first:last], length[first:last], keep)
        first = last
    return keep


def _short_tangles(b: Numbers, weight: Numbers, start: Place, length: Place, keep: Flags) -> None:
    """Mark in `keep` the heaviest increasing subsequence of each of g stretches, the longest first.

    `chain[q, g]`: the weight of the heaviest chain of stretch g that ends with its block q, and below it q + 1, so that
    the greatest number names the heaviest and of equals the last, as a long tangle takes it. A step is one block of
    every stretch that has so many: O(blocks²) of each stretch.
    """
    most = int(length[0])
    every = np.arange(most)[:, None]
    at = np.minimum(start + every, len(b) - 1)
    place, chain = b.take(at), weight.take(at).astype(np.int64)
    chain *= LOW
    chain += every + 1
    chain[every >= length] = 0
    before = np.zeros(at.shape, np.int64)
    having = (len(length) - length[::-1].searchsorted(np.arange(most), "right")).tolist()
    above = np.int64(-LOW)
    for q in range(1, most):
        g = having[q]
        best = before[q, :g]
        np.maximum.reduce(chain[:q, :g] * (place[:q, :g] < place[q, :g]), axis=0, out=best)
        chain[q, :g] += best & above
    end = chain.argmax(axis=0)
    row = np.arange(len(start))
    while len(row):
        keep[at[end, row]] = True
        end = (before[end, row] & (LOW - 1)) - 1
        on = where(end >= 0)
        row, end = row.take(on), end.take(on)


def _long_tangle(b: list[int], weights: list[int], low: int, keep: Flags) -> None:
    """Mark in `keep`, from `low` on, the heaviest increasing subsequence of one tangled stretch."""
    # ends[s] is where the chain of weight sums[s] ends, with the block block[s]; ends and sums grow strictly.
    ends: list[int] = []
    sums: list[int] = []
    block: list[int] = []
    before: list[int] = []
    for t, (x, weight) in enumerate(zip(b, weights, strict=True)):
        place = bisect_left(ends, x)
        if place:
            weight += sums[place - 1]
            before.append(block[place - 1])
        else:
            before.append(-1)
        if place == len(ends):
            ends.append(x)
            sums.append(weight)
            block.append(t)
            continue
        stop = place
        while stop < len(ends) and sums[stop] <= weight:
            stop += 1
        if stop > place or ends[place] != x:
            ends[place:stop], sums[place:stop], block[place:stop] = (x,), (weight,), (t,)
    t = block[-1]
    while t >= 0:
        keep[low + t] = True
        t = before[t]


def overlaps(a: Place, b: Place, length: Place) -> Place:
    """By how many words each block overlaps the ones before it, on either side."""
    over = np.zeros(len(a), np.int64)
    np.maximum(
        np.maximum.accumulate(a + length)[:-1] - a[1:], np.maximum.accumulate(b + length)[:-1] - b[1:], out=over[1:]
    )
    return np.maximum(over, 0, out=over)
