"""Moved passages: text that matches outside the chain of the alignment, also where it was revised on the way.

What keeps the most words in order has stayed; a passage is a move when it says enough not to be chance, when its
order is not kept anyway, and when it is no twin of another place that could be meant as well.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.anchors import grams, once_in_both
from comparisons.engine.likeness import Words
from comparisons.engine.near import near
from comparisons.engine.pairwise import inside
from comparisons.engine.settling import Bits, Information
from comparisons.engine.spans import I32, NOTHING, U64, Flags, Hash, Int, spans, stretches

RUNS = (6, 3, 2)  # words of a seed: long runs first, since they are unique where their parts are not
BACK = 4  # a seed may go on from any of so many before it, so that a chance seed between does not part a passage
SLACK = 24  # words that a passage may go on without a seed, on either side
REACH = 24  # words that a passage may reach beyond its seeds
LEAST = 5  # matched words of a move
MARGIN = 14.0  # bits of a move beyond what the search over all places would find by chance
MATCHED = 0.35  # share of the longer side that is matched
NEAR = 0.5  # a near word says so much of what the word itself would
LOSS = 3.0  # bits that a word costs which the passage has on one side alone
APART = 12  # a passage ends where so many words follow unmatched on either side
COPIES = 200  # a passage whose first words stand at more places than this is taken for a twin

Moved = tuple[Int, Int, Int, Int]  # boxes int32[m, 4] of words (a0, a1, b0, b1); the pairs (i, j) and the box of each


def moved(mate: Int, words_a: Hash, words_b: Hash, a: Words, b: Words, information: Information) -> Moved:
    """The moved passages, in the order of a, and the matched words in them; neither overlaps on either side.

    Seeds are runs of words that are unique in what both sides have left. Chains of them are widened into what is
    left beside them, aligned by the same kernel, all at once, and cut to what matches. O(n log n).
    """
    used = np.zeros(len(words_b), bool)
    used[mate[mate >= 0]] = True
    free_a, free_b = mate < 0, ~used
    boxes = _cores(words_a, words_b, free_a, free_b)
    boxes = _widened(boxes, free_a, free_b)
    i, j, box = _aligned(boxes, words_a, words_b, a, b)
    brought = np.where(words_a[i] == words_b[j], 1, NEAR) * information.of(i)
    boxes, i, j, box = _best_stretch(i, j, box, brought)
    if not len(boxes):
        return np.empty((0, 4), I32), NOTHING, NOTHING, NOTHING
    count = np.bincount(box, minlength=len(boxes))
    bits: NDArray[np.float64] = np.bincount(
        box, np.where(words_a[i] == words_b[j], 1, NEAR) * information.of(i), len(boxes)
    ).astype(np.float64)
    longer = np.maximum(boxes[:, 1] - boxes[:, 0], boxes[:, 3] - boxes[:, 2])
    places = max(1, int(free_a.sum())) * max(1, int(free_b.sum()))
    good = (count >= LEAST) & (bits >= np.log2(places) + MARGIN) & (count >= MATCHED * longer)
    good &= _crossing(mate, boxes, len(words_b))
    good &= _alone(boxes, bits, good)
    good &= ~_twins(words_a, boxes[:, :2], good) & ~_twins(words_b, boxes[:, 2:], good)
    order = np.flatnonzero(good)
    order = order[np.argsort(boxes[order, 0], kind="stable")]
    number = np.full(len(boxes), -1, I32)
    number[order] = np.arange(len(order), dtype=I32)
    number = number[box]
    kept = number >= 0
    i, j, number = i[kept], j[kept], number[kept]
    place = np.lexsort((i, number))
    return boxes[order], i[place], j[place], number[place]


def _cores(words_a: Hash, words_b: Hash, free_a: Flags, free_b: Flags) -> Int:
    """Chains of seeds as boxes int32[m, 4], from the first seed to the end of the last."""
    seeds: list[tuple[Int, Int]] = []
    start_a, length_a = stretches(free_a)
    start_b, length_b = stretches(free_b)
    for k in RUNS:
        at_a, _ = spans(start_a[length_a >= k], length_a[length_a >= k] - I32(k - 1))
        at_b, _ = spans(start_b[length_b >= k], length_b[length_b >= k] - I32(k - 1))
        x, y = once_in_both(grams(words_a, k)[at_a], grams(words_b, k)[at_b])
        # A seed of k words is k seeds of one: shorter seeds may go on from its middle.
        for ahead in range(0, k, RUNS[-1]):
            seeds.append((at_a[x] + I32(ahead), at_b[y] + I32(ahead)))
    i, j = (np.concatenate(side) for side in zip(*seeds, strict=True))
    if not len(i):
        return np.empty((0, 4), I32)
    order = np.lexsort((j, i))
    i, j = i[order], j[order]
    chain = np.arange(len(i), dtype=I32)
    for back in range(BACK, 0, -1):
        ahead_a, ahead_b = i[back:] - i[:-back], j[back:] - j[:-back]
        follows = np.flatnonzero((ahead_a <= SLACK) & (ahead_b <= SLACK) & (ahead_b >= 0) & (ahead_a >= 0))
        chain[follows + back] = follows
    while True:  # every seed points at one before it; doubled steps lead to the first of its chain
        further = chain[chain]
        if np.array_equal(further, chain):
            break
        chain = further
    _, number = np.unique(chain, return_inverse=True)
    boxes = np.empty((int(number.max()) + 1, 4), I32)
    order = np.argsort(number, kind="stable")
    first = np.flatnonzero(np.diff(number[order], prepend=-1))
    boxes[:, 0] = np.minimum.reduceat(i[order], first)
    boxes[:, 1] = np.maximum.reduceat(i[order], first) + RUNS[-1]
    boxes[:, 2] = np.minimum.reduceat(j[order], first)
    boxes[:, 3] = np.maximum.reduceat(j[order], first) + RUNS[-1]
    return boxes


def _widened(boxes: Int, free_a: Flags, free_b: Flags) -> Int:
    """The boxes with up to REACH words more on each end of each side, as far as nothing there is matched."""
    wide = boxes.copy()
    for begin, end, free in ((0, 1, free_a), (2, 3, free_b)):
        start, length = stretches(free)
        if not len(boxes):
            break
        home = np.searchsorted(start, boxes[:, begin], side="right") - 1
        wide[:, begin] = np.maximum(boxes[:, begin] - REACH, start[home])
        home = np.searchsorted(start, boxes[:, end] - 1, side="right") - 1
        wide[:, end] = np.minimum(boxes[:, end] + REACH, (start + length)[home])
    return wide


def _aligned(boxes: Int, words_a: Hash, words_b: Hash, a: Words, b: Words) -> tuple[Int, Int, Int]:
    """The matched pairs (i, j) inside each box, near words too, and the box of each; ordered by box, then by i."""
    i, j, box = inside(boxes, words_a, words_b)
    if not len(boxes):
        return i, j, box
    # Laid end to end, the boxes are two texts of their own; a fence of one word stands after each.
    wide_a, wide_b = boxes[:, 1] - boxes[:, 0] + I32(1), boxes[:, 3] - boxes[:, 2] + I32(1)
    at_a, _ = spans(boxes[:, 0], wide_a)
    at_b, _ = spans(boxes[:, 2], wide_b)
    start_a, start_b = np.cumsum(wide_a) - wide_a, np.cumsum(wide_b) - wide_b
    mate = np.full(len(at_a), -1, I32)
    mate[start_a[box] + i - boxes[box, 0]] = start_b[box] + j - boxes[box, 2]
    fence = (start_a + wide_a - 1).astype(I32)
    mate[fence] = start_b + wide_b - 1
    near(mate, a.taken(at_a), b.taken(at_b), len(at_b))
    mate[fence] = -1
    pairs = np.flatnonzero(mate >= 0)
    owner = np.repeat(np.arange(len(boxes), dtype=I32), wide_a)
    return at_a[pairs], at_b[mate[pairs]], owner[pairs]


def _best_stretch(i: Int, j: Int, box: Int, bits: Bits) -> tuple[Int, Int, Int, Int]:
    """Boxes drawn round the stretch of matched pairs of each that says the most; the pairs outside it are let go.

    A pair brings its bits, a word that is passed over costs LOSS. A box is parted where APART words follow unmatched.
    After Bentley (1984), "Programming pearls: algorithm design techniques": the maximum subarray, for all boxes at once.
    """
    if not len(i):
        return np.empty((0, 4), I32), i, j, box
    new = np.concatenate(([True], (np.diff(box) != 0) | (np.diff(i) > APART) | (np.diff(j) > APART)))
    part = np.cumsum(new) - 1
    passed = np.concatenate(([0], np.maximum(np.diff(i), np.diff(j)) - 1))
    passed[new] = 0
    # `upto[p]`: what all pairs up to p bring; `until[p]`: the same just before p brings its bits. Each part lies far
    # below the one before it, so that a running minimum begins anew with it.
    cost = LOSS * np.cumsum(passed)
    upto = np.cumsum(bits, dtype=np.float64) - cost
    until = upto - bits
    depth = (float(np.abs(upto).max()) + float(np.abs(until).max()) + 1.0) * part
    lowest = np.minimum.accumulate(until - depth)
    start = np.maximum.accumulate(np.where(until - depth == lowest, np.arange(len(i)), 0))
    worth = upto - depth - lowest
    first = np.flatnonzero(new)
    most = np.maximum.reduceat(worth, first)
    ends = np.flatnonzero(worth == most[part])
    _, once = np.unique(part[ends], return_index=True)
    end = ends[once]
    begin = start[end]
    kept, stretch = spans(begin.astype(I32), (end - begin + 1).astype(I32))
    boxes = np.stack((i[begin], i[end] + 1, j[begin], j[end] + 1), 1).astype(I32)
    return boxes, i[kept], j[kept], stretch


def _crossing(mate: Int, boxes: Int, length_b: int) -> Flags:
    """Whether a box is out of order with what has stayed: some match before it on one side is after it on the other."""
    ahead = np.concatenate(([-1], np.maximum.accumulate(mate)))
    behind = np.concatenate((np.minimum.accumulate(np.where(mate < 0, length_b, mate)[::-1])[::-1], [length_b]))
    crossing: Flags = (ahead[boxes[:, 0]] >= boxes[:, 3]) | (behind[boxes[:, 1]] < boxes[:, 2])
    return crossing


def _alone(boxes: Int, bits: NDArray[np.float64], good: Flags) -> Flags:
    """The boxes that overlap no better one on either side, the best taken first."""
    alone = np.zeros(len(boxes), bool)
    end_a, end_b = (int(boxes[:, side].max(initial=0)) for side in (1, 3))
    taken_a, taken_b = np.zeros(end_a, bool), np.zeros(end_b, bool)
    order = np.flatnonzero(good)
    for box in order[np.lexsort((boxes[order, 2], boxes[order, 0], -bits[order]))].tolist():
        a0, a1, b0, b1 = boxes[box].tolist()
        if not taken_a[a0:a1].any() and not taken_b[b0:b1].any():
            taken_a[a0:a1] = taken_b[b0:b1] = alone[box] = True
    return alone


def _twins(words: Hash, spans_: Int, good: Flags) -> Flags:
    """Whether the passage [begin, end) of `words` stands a second time in the same text, word for word."""
    twin = np.zeros(len(spans_), bool)
    size = spans_[:, 1] - spans_[:, 0]
    which = np.flatnonzero(good)
    if not len(which):
        return twin
    k = LEAST
    runs = grams(words, k)[: max(0, len(words) - k + 1)]
    begin = spans_[which, 0]
    # Where else does the run of the first words stand? Few places, as a rule: a table of bits finds them.
    wanted = np.zeros(1 << 16, bool)
    wanted[(runs[begin] >> U64(48)).astype(I32)] = True
    places = np.flatnonzero(wanted[(runs >> U64(48)).astype(I32)]).astype(I32)
    order = np.argsort(runs[places], kind="stable")
    places = places[order]
    keys = runs[places]
    low, high = np.searchsorted(keys, runs[begin], "left"), np.searchsorted(keys, runs[begin], "right")
    for box, at, first, last in zip(which.tolist(), begin.tolist(), low.tolist(), high.tolist(), strict=True):
        length = int(size[box])
        for place in places[first : min(last, first + COPIES)].tolist():
            if (
                place != at
                and place + length <= len(words)
                and np.array_equal(words[place : place + length], words[at : at + length])
            ):
                twin[box] = True
                break
        twin[box] |= last - first > COPIES
    return twin
