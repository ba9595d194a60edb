"""Which anchors stay: the heaviest chain that goes forward on both sides, after Fredman (1975), "On computing the
length of longest increasing subsequences", with weights. What is left out of the chain may be a move.
"""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.matching.runs import Place, stretches
from comparisons.engine.spans import Flags

Numbers = NDArray[np.integer]

LENGTHS = (4, 8, 16, 32, 64, 128, 256)  # tangles of up to so many blocks are solved together …
LOW = 1 << 9  # above the numbers of the blocks of such a tangle
TOGETHER = 6  # … where there are so many of them; the others one after the other


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
        these = np.flatnonzero((length > least) & (length <= most))
        if len(these) >= TOGETHER:
            _short_tangles(b, weight, start.take(these), length.take(these), most, keep)
            length[these] = 0
        least = most
    long = np.flatnonzero(length)
    for low, high in zip(start.take(long).tolist(), (start + length).take(long).tolist(), strict=True):
        _long_tangle(b[low:high].tolist(), weight[low:high].tolist(), low, keep)
    return keep


def _short_tangles(b: Numbers, weight: Numbers, start: Place, length: Place, most: int, keep: Flags) -> None:
    """Mark in `keep` the heaviest increasing subsequence of each of g stretches of at most `most` blocks.

    `chain[q, g]`: the weight of the heaviest chain of stretch g that ends with its block q, and below it q + 1, so that
    the greatest number names the heaviest and of equals the last, as a long tangle takes it. O(most) array operations
    of g * most.
    """
    every = np.arange(most)[:, None]
    at = np.minimum(start + every, len(b) - 1)
    place = np.where(every < length, b.take(at), -1)  # what is no member follows on nothing, and nothing on it
    own = weight.take(at).astype(np.int64) * LOW
    chain = own + every + 1
    chain[place < 0] = 0
    before = np.full(at.shape, -1)
    for q in range(1, most):
        best = (chain[:q] * (place[:q] < place[q])).max(axis=0)
        best[place[q] < 0] = 0
        before[q] = best % LOW - 1
        chain[q] += best - best % LOW
    end = chain.argmax(axis=0)
    row = np.arange(len(start))
    while len(row):
        keep[at[end, row]] = True
        end = before[end, row]
        on = np.flatnonzero(end >= 0)
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
