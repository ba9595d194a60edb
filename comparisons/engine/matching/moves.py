"""Moved passages: text that matches outside the chain of the alignment, also where it was revised on the way.

What keeps the most words in order has stayed; a passage is a move when it says enough not to be chance, when its
order is not kept anyway, and when it is no twin of another place that could be meant as well.
"""

from __future__ import annotations

import numpy as np

from comparisons.engine.matching.anchors import grams, once_in_both
from comparisons.engine.matching.likeness import Words
from comparisons.engine.matching.near import near
from comparisons.engine.matching.pairwise import inside
from comparisons.engine.matching.settling import Bits, Information
from comparisons.engine.spans import I32, NOTHING, U64, Flags, Hash, Int, spans, stretches

RUNS = (6, 3, 2)  # words of a seed: long runs first, since they are unique where their parts are not
BACK = 4  # a seed may go on from any of so many before it, so that a chance seed between does not part a passage
SLACK = 24  # words that a passage may go on without a seed, on either side
REACH = 24  # words that a passage may reach beyond its seeds
ROOM, ROOM_AT_LEAST = 2, 10_000  # words of all widened passages: for each word that is left, and in any case
LEAST = 5  # matched words of a move
MARGIN = 14.0  # bits of a move beyond what the search over all places would find by chance
MATCHED = 0.35  # share of the longer side that is matched
NEAR = 0.5  # a near word says so much of what the word itself would
LOSS = 3.0  # bits that a word costs which the passage has on one side alone
LINE = 8.0  # bits that a new line costs: the first words of the next paragraph are no part of this one
APART = 12  # a passage ends where so many words follow unmatched on either side
MOST = 10_000  # moves of a comparison: the heaviest
COPIES = 200  # a passage whose first words stand at more places than this is taken for a twin

Moved = tuple[Int, Int, Int, Int]  # boxes int32[m, 4] of words (a0, a1, b0, b1); the pairs (i, j) and the box of each


def moved(mate: Int, a: Words, b: Words, information: Information, apart: Int) -> Moved:
    """The moved passages, in the order of a, and the matched words in them; neither overlaps on either side.

    Seeds are runs of words that are unique in what both sides have left. Chains of them are widened into what is
    left beside them, aligned by the same kernel, all at once, and cut to what matches. O(n log n).
    """
    words_a, words_b = a.fold, b.fold
    used = np.zeros(len(words_b), bool)
    used[mate[mate >= 0]] = True
    free_a, free_b = mate < 0, ~used
    boxes = _cores(words_a, words_b, free_a, free_b)
    boxes = _longest(boxes, int(free_a.sum()) + int(free_b.sum()))
    boxes = _widened(boxes, free_a, free_b)
    if not len(boxes):
        return np.empty((0, 4), I32), NOTHING, NOTHING, NOTHING
    i, j, box = _aligned(boxes, a, b)
    allowed = ~kept_apart(i, j, apart)
    i, j, box = i[allowed], j[allowed], box[allowed]
    bits = np.where(words_a[i] == words_b[j], 1, NEAR) * information.of(i)
    if len(i):
        i, j, box, bits = _best_stretch(i, j, box, bits, a.lines(i), b.lines(j))
    places = max(1, int(free_a.sum())) * max(1, int(free_b.sum()))
    i, j, box, bits = _apart(i, j, box, bits, float(np.log2(places)) + MARGIN)
    boxes = _drawn(i, j, box)
    good = _crossing(mate, boxes, len(words_b))
    good &= ~_twins(words_a, boxes[:, :2], good) & ~_twins(words_b, boxes[:, 2:], good)
    kept = good[box] if len(box) else np.zeros(0, bool)
    i, j, box = i[kept], j[kept], box[kept]
    order = np.argsort(boxes[good, 0], kind="stable")
    number = np.full(len(boxes), -1, I32)
    number[np.flatnonzero(good)[order]] = np.arange(len(order), dtype=I32)
    place = np.lexsort((i, number[box]))
    return boxes[good][order], i[place], j[place], number[box][place]


def kept_apart(i: Int, j: Int, apart: Int) -> Flags:
    """bool[n]: whether the words i of a and j of b lie in one of the boxes `apart` int32[k, 4] (a0, a1, b0, b1)."""
    out = np.zeros(len(i), bool)
    for a0, a1, b0, b1 in apart.tolist():
        out |= (i >= a0) & (i < a1) & (j >= b0) & (j < b1)
    return out


def _cores(words_a: Hash, words_b: Hash, free_a: Flags, free_b: Flags) -> Int:
    """Chains of seeds as boxes int32[m, 4], from the first seed to the end of the last."""
    seeds: list[tuple[Int, Int]] = []
    rest_a, rest_b = np.flatnonzero(free_a).astype(I32), np.flatnonzero(free_b).astype(I32)
    open_a, open_b = words_a[rest_a], words_b[rest_b]
    for k in RUNS:
        # A run of k words stands where k words that are left follow one another in the text, too.
        (at_a, keys_a), (at_b, keys_b) = (_runs(rest, words, k) for rest, words in ((rest_a, open_a), (rest_b, open_b)))
        x, y = once_in_both(keys_a, keys_b)
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


def _runs(rest: Int, words: Hash, k: int) -> tuple[Int, Hash]:
    """Where runs of k words begin among the words `rest` that are left, and their hashes."""
    if len(rest) < k:
        return NOTHING, words[:0]
    whole = rest[k - 1 :] - rest[: 1 - k] == k - 1
    return rest[: 1 - k][whole], grams(words, k)[: 1 - k][whole]


def _longest(boxes: Int, free: int) -> Int:
    """The boxes with the longest chains, as many as have room, when widened, in some times the words that are left."""
    size = (boxes[:, 1] - boxes[:, 0]).astype(np.int64)
    order = np.argsort(-size, kind="stable")
    return boxes[np.sort(order[np.cumsum(size[order] + 2 * REACH) <= ROOM * free + ROOM_AT_LEAST])]


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


def _aligned(boxes: Int, a: Words, b: Words) -> tuple[Int, Int, Int]:
    """The matched pairs (i, j) inside each box, near words too, and the box of each; ordered by box, then by i."""
    i, j, box = inside(boxes, a.fold, b.fold)
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
    near(mate, a.taken(at_a), b.taken(at_b))
    mate[fence] = -1
    pairs = np.flatnonzero(mate >= 0)
    owner = np.repeat(np.arange(len(boxes), dtype=I32), wide_a)
    return at_a[pairs], at_b[mate[pairs]], owner[pairs]


def _best_stretch(i: Int, j: Int, box: Int, bits: Bits, line_a: Int, line_b: Int) -> tuple[Int, Int, Int, Bits]:
    """The stretch of matched pairs of each box that says the most, with its bits; the pairs outside it are let go.

    A pair brings its bits, a word that is passed over costs LOSS, a new line on either side costs LINE. A box is parted
    where APART words follow unmatched.
    After Bentley (1984), "Programming pearls: algorithm design techniques": the maximum subarray, for all boxes at once.
    """
    new = np.concatenate(([True], (np.diff(box) != 0) | (np.diff(i) > APART) | (np.diff(j) > APART)))
    part = np.cumsum(new) - 1
    passed = np.maximum(np.diff(i), np.diff(j)) - 1
    cost = np.concatenate(([0], LOSS * passed + LINE * ((np.diff(line_a) != 0) | (np.diff(line_b) != 0))))
    cost[new] = 0
    # `upto[p]`: what all pairs up to p bring; `until[p]`: the same just before p brings its bits. Each part lies far
    # below the one before it, so that a running minimum begins anew with it.
    upto = np.cumsum(bits, dtype=np.float64) - np.cumsum(cost)
    until = upto - bits
    depth = (float(np.abs(upto).max()) + float(np.abs(until).max()) + 1.0) * part
    lowest = np.minimum.accumulate(until - depth)
    start = np.maximum.accumulate(np.where(until - depth == lowest, np.arange(len(i)), 0))
    worth = upto - depth - lowest
    most = np.maximum.reduceat(worth, np.flatnonzero(new))
    ends = np.flatnonzero(worth == most[part])
    _, once = np.unique(part[ends], return_index=True)
    end = ends[once]
    kept, stretch = spans(start[end].astype(I32), (end - start[end] + 1).astype(I32))
    return i[kept], j[kept], stretch, bits[kept]


def _apart(i: Int, j: Int, box: Int, bits: Bits, least: float) -> tuple[Int, Int, Int, Bits]:
    """The boxes that say enough, none of them with a word of another: the heavier keeps what two lay claim to."""
    if not len(i):
        return i, j, box, bits
    first = np.flatnonzero(np.diff(box, prepend=-1))
    weight = np.add.reduceat(bits, first)
    stop = np.append(first[1:], len(i))
    hopeful = np.flatnonzero((weight >= least) & (stop - first >= LEAST))
    taken_a, taken_b = np.zeros(int(i.max()) + 1, bool), np.zeros(int(j.max()) + 1, bool)
    kept = np.zeros(len(i), bool)
    heaviest_first = hopeful[np.lexsort((j[first[hopeful]], i[first[hopeful]], -weight[hopeful]))]
    for at in heaviest_first[:MOST].tolist():
        low, high = int(first[at]), int(stop[at])
        start, length = stretches(~(taken_a[i[low:high]] | taken_b[j[low:high]]))
        if not len(length):
            continue
        longest = int(length.argmax())
        low, high = low + int(start[longest]), low + int(start[longest] + length[longest])
        a0, a1, b0, b1 = int(i[low]), int(i[high - 1]) + 1, int(j[low]), int(j[high - 1]) + 1
        if (
            high - low < max(LEAST, MATCHED * max(a1 - a0, b1 - b0))
            or float(bits[low:high].sum()) < least
            or taken_a[a0:a1].any()
            or taken_b[b0:b1].any()
        ):
            continue
        taken_a[a0:a1] = taken_b[b0:b1] = kept[low:high] = True
    _, number = np.unique(box[kept], return_inverse=True)
    return i[kept], j[kept], number.astype(I32), bits[kept]


def _drawn(i: Int, j: Int, box: Int) -> Int:
    """Boxes int32[m, 4] drawn round the pairs of each."""
    first = np.flatnonzero(np.diff(box, prepend=-1))
    last = np.append(first[1:], len(i))[: len(first)] - 1
    return np.stack((i[first], i[last] + 1, j[first], j[last] + 1), 1).astype(I32)


def _crossing(mate: Int, boxes: Int, length_b: int) -> Flags:
    """Whether a box is out of order with what has stayed: some match before it on one side is after it on the other."""
    ahead = np.concatenate(([-1], np.maximum.accumulate(mate)))
    behind = np.concatenate((np.minimum.accumulate(np.where(mate < 0, length_b, mate)[::-1])[::-1], [length_b]))
    crossing: Flags = (ahead[boxes[:, 0]] >= boxes[:, 3]) | (behind[boxes[:, 1]] < boxes[:, 2])
    return crossing


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
