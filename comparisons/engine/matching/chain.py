"""Which anchors stay: the heaviest chain that goes forward on both sides, after Fredman (1975), "On computing the
length of longest increasing subsequences", with weights. What is left out of the chain may be a move.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.matching.runs import Place, stretches
from comparisons.engine.spans import I32, Flags

Numbers = NDArray[np.integer]

LENGTHS = (4, 16, 64)  # tangles of up to so many blocks are solved together, one after the other beyond


def heaviest(b: Numbers, weight: Numbers) -> Flags:
    """bool[n]: the blocks of the heaviest strictly increasing subsequence of `b`, weights in words.

    Weights are words and not blocks: otherwise a moved chapter in many pieces would win over the text it passed.
    What is in order with everything else is kept by two running extrema; only the tangled stretches between are
    looked at: O(t) array operations for short ones, O(t log t) in a loop for long ones.
    """
    # In order is what comes after all before it and before all after it: of equal places on side b only one may stay.
    tangled = np.zeros(len(b), bool)
    tangled[1:] = b[1:] <= np.maximum.accumulate(b)[:-1]
    tangled[:-1] |= b[:-1] >= np.minimum.accumulate(b[::-1])[-2::-1]
    keep: Flags = ~tangled
    start, length = stretches(tangled)
    least = 0
    for most in LENGTHS:
        these = (length > least) & (length <= most)
        if these.any():
            _short_tangles(b, weight, start[these], length[these], most, keep)
        least = most
    long = length > least
    for low, high in zip(start[long].tolist(), (start + length)[long].tolist(), strict=True):
        _long_tangle(b[low:high].tolist(), weight[low:high].tolist(), low, keep)
    return keep


def _short_tangles(b: Numbers, weight: Numbers, start: Place, length: Place, most: int, keep: Flags) -> None:
    """Mark in `keep` the heaviest increasing subsequence of each of g stretches of at most `most` blocks.

    `total[g, q]`: the weight of the heaviest chain of stretch g that ends with its block q; `before[g, q]`: the block
    before it. O(most) array operations of g * most elements.
    """
    at = np.minimum(start[:, None] + np.arange(most, dtype=I32), len(b) - 1)
    member = np.arange(most) < length[:, None]
    place, total = b[at], np.where(member, weight[at], 0)
    before = np.full(at.shape, -1, I32)
    row = np.arange(len(start))
    for q in range(1, most):
        reach = np.where(place[:, :q] < place[:, q, None], total[:, :q], 0)
        best = q - 1 - reach[:, ::-1].argmax(1)  # of equal ones the last, as a long tangle takes it
        gain = np.where(member[:, q], reach[row, best], 0)
        before[gain > 0, q] = best[gain > 0]
        total[:, q] += gain
    end = most - 1 - total[:, ::-1].argmax(1)
    while len(row):
        keep[at[row, end]] = True
        end = before[row, end]
        row, end = row[end >= 0], end[end >= 0]


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
        stop = place
        while stop < len(ends) and sums[stop] <= weight:
            stop += 1
        if stop > place or place == len(ends) or ends[place] != x:
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
