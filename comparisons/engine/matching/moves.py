"""Moved passages: text that matches outside the chain of the alignment, also where it was revised on the way.

What keeps the most words in order has stayed; a passage is a move when it says enough not to be chance, when its
order is not kept anyway, and when it is no twin of another place that could be meant as well.
"""

from __future__ import annotations

import numpy as np

from comparisons.engine.matching.anchors import CHUNK, grams, once_in_both
from comparisons.engine.matching.likeness import Words
from comparisons.engine.matching.near import Open, near
from comparisons.engine.matching.pairwise import as_gaps, refined
from comparisons.engine.matching.runs import NOWHERE, Place, Runs, laid, stretches
from comparisons.engine.matching.settling import Bits, Information
from comparisons.engine.spans import U64, Flags, Hash, Int, where

RUNS = (6, 3, 2)  # words of a seed: long runs first, since they are unique where their parts are not
BACK = 4  # a seed may go on from any of so many before it, so that a chance seed between does not part a passage
CELLS_A_WORD = 36  # a box with no more pairs of words for each of its words is left to the search for near words
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

Moved = tuple[
    Place, Place, Place, Place
]  # boxes [m, 4] of words (a0, a1, b0, b1); the pairs (i, j) and the box of each
NO_BOXES = np.empty((0, 4), np.int64)


def moved(runs: Runs, a: Words, b: Words, information: Information, apart: Int) -> Moved:
    """The moved passages, in the order of a, and the matched words in them; neither overlaps on either side.

    Seeds are runs of words that are unique in what both sides have left. Chains of them are widened into what is
    left beside them, aligned by the same kernel, all at once, and cut to what matches. O(n log n).
    """
    words_a, words_b = a.fold, b.fold
    free_a, free_b = _free(runs.a, runs.length, len(a)), _free(runs.b, runs.length, len(b))
    left_a, left_b = int(free_a[1].sum()), int(free_b[1].sum())
    boxes = _widened(_longest(_cores(words_a, words_b, free_a, free_b), left_a + left_b), free_a, free_b)
    least = float(np.log2(max(1, left_a) * max(1, left_b))) + MARGIN
    boxes = boxes[_large(boxes, runs, information, len(words_b), least)]
    if not len(boxes):
        return NO_BOXES, NOWHERE, NOWHERE, NOWHERE
    i, j, box = _aligned(boxes, a, b)
    if len(apart):
        allowed = ~kept_apart(i, j, apart)
        i, j, box = i[allowed], j[allowed], box[allowed]
    if not len(i):
        return NO_BOXES, NOWHERE, NOWHERE, NOWHERE
    bits = np.where(words_a.take(i) == words_b.take(j), 1, NEAR) * information.of(i)
    i, j, box, bits = _best_stretch(i, j, box, bits, a.lines(i), b.lines(j))
    i, j, box, bits = _apart(*_hopeful(runs, i, j, box, bits, len(words_b), least), least)
    boxes = _drawn(i, j, box)
    good = _crossing(runs, boxes, len(words_b))
    good &= ~_twins(words_a, boxes[:, :2], good) & ~_twins(words_b, boxes[:, 2:], good)
    kept = good[box] if len(box) else np.zeros(0, bool)
    i, j, box = i[kept], j[kept], box[kept]
    order = boxes[good, 0].argsort(kind="stable")
    number = np.full(len(boxes), -1)
    number[where(good)[order]] = np.arange(len(order))
    place = np.lexsort((i, number[box]))
    return boxes[good][order], i[place], j[place], number[box][place]


def _free(start: Place, length: Place, total: int) -> tuple[Place, Place]:
    """The stretches of words that no run takes: where they begin, and how long they are."""
    begin = np.append(0, start + length)
    size = np.append(start, total) - begin
    some = where(size)
    return begin.take(some), size.take(some)


def kept_apart(i: Place, j: Place, apart: Int) -> Flags:
    """bool[n]: whether the words i of a and j of b lie in one of the boxes `apart` int32[k, 4] (a0, a1, b0, b1)."""
    out = np.zeros(len(i), bool)
    for a0, a1, b0, b1 in apart.tolist():
        out |= (i >= a0) & (i < a1) & (j >= b0) & (j < b1)
    return out


def _cores(words_a: Hash, words_b: Hash, free_a: tuple[Place, Place], free_b: tuple[Place, Place]) -> Place:
    """Chains of seeds as boxes [m, 4], from the first seed to the end of the last."""
    seeds: list[tuple[Place, Place]] = []
    for k in RUNS:
        (at_a, keys_a), (at_b, keys_b) = _runs(words_a, *free_a, k), _runs(words_b, *free_b, k)
        x, y = once_in_both(keys_a, keys_b)
        # A seed of k words is k seeds of one: shorter seeds may go on from its middle.
        for ahead in range(0, k, RUNS[-1]):
            seeds.append((at_a[x] + ahead, at_b[y] + ahead))
    i, j = (np.concatenate(side) for side in zip(*seeds, strict=True))
    if not len(i):
        return NO_BOXES
    order = (i * len(words_b) + j).argsort()
    i, j = i[order], j[order]
    chain = np.arange(len(i))
    for back in range(BACK, 0, -1):
        ahead_a, ahead_b = i[back:] - i[:-back], j[back:] - j[:-back]
        follows = where((ahead_a <= SLACK) & (ahead_b <= SLACK) & (ahead_b >= 0) & (ahead_a >= 0))
        chain[follows + back] = follows
    while True:  # every seed points at one before it; doubled steps lead to the first of its chain
        further = chain[chain]
        if np.array_equal(further, chain):
            break
        chain = further
    is_first = chain == np.arange(len(chain))
    number = (is_first.cumsum() - 1).take(chain)
    boxes = np.empty((int(is_first.sum()), 4), np.int64)
    order = number.argsort(kind="stable")
    first = where(np.diff(number[order], prepend=-1))
    boxes[:, 0] = np.minimum.reduceat(i[order], first)
    boxes[:, 1] = np.maximum.reduceat(i[order], first) + RUNS[-1]
    boxes[:, 2] = np.minimum.reduceat(j[order], first)
    boxes[:, 3] = np.maximum.reduceat(j[order], first) + RUNS[-1]
    return boxes


def _runs(words: Hash, start: Place, length: Place, k: int) -> tuple[Place, Hash]:
    """Where runs of k words begin in the stretches that are left, and their hashes."""
    long = where(length >= k)
    at, _ = laid(start.take(long), length.take(long) - (k - 1))
    return at, grams(words, at, k)


def _longest(boxes: Place, free: int) -> Place:
    """The boxes with the longest chains, as many as have room, when widened, in some times the words that are left."""
    size = boxes[:, 1] - boxes[:, 0]
    room = ROOM * free + ROOM_AT_LEAST
    if int(size.sum()) + 2 * REACH * len(size) <= room:
        return boxes
    order = (-size).argsort(kind="stable")
    return boxes[np.sort(order[(size[order] + 2 * REACH).cumsum() <= room])]


def _widened(boxes: Place, free_a: tuple[Place, Place], free_b: tuple[Place, Place]) -> Place:
    """The boxes with up to REACH words more on each end of each side, as far as nothing there is matched."""
    wide = boxes.copy()
    if len(boxes):
        for begin, end, (start, length) in ((0, 1, free_a), (2, 3, free_b)):
            home = start.searchsorted(boxes[:, begin], side="right") - 1
            wide[:, begin] = np.maximum(boxes[:, begin] - REACH, start[home])
            home = start.searchsorted(boxes[:, end] - 1, side="right") - 1
            wide[:, end] = np.minimum(boxes[:, end] + REACH, (start + length)[home])
    return wide


def _large(boxes: Place, runs: Runs, information: Information, length_b: int, least: float) -> Place:
    """The boxes that could hold a move: words enough on both sides, that could say enough, and not all in order."""
    many = where(np.minimum(boxes[:, 1] - boxes[:, 0], boxes[:, 3] - boxes[:, 2]) >= LEAST)
    a0, a1, b0, b1 = boxes[many].T
    ahead, behind = np.append(-1, runs.b + runs.length - 1), np.append(runs.b, length_b)
    crossing = ahead.take(runs.a.searchsorted(a1 - 1)) >= b0
    crossing |= behind.take(runs.a.searchsorted(a0)) < b1 - 1
    many = many[crossing]
    at, box = laid(boxes[many, 0], boxes[many, 1] - boxes[many, 0])
    large: Place = many[np.bincount(box, information.of(at), len(many)) >= least - 1]
    return large


def _aligned(boxes: Place, a: Words, b: Words) -> tuple[Place, Place, Place]:
    """The matched pairs (i, j) inside each box, near words too, and the box of each; ordered by box, then by i."""
    gaps = as_gaps(boxes)
    height, width = gaps[1] - gaps[0], gaps[3] - gaps[2]
    small = height * width <= CELLS_A_WORD * (height + width)
    (start_a, start_b, length, owner), rest = refined(gaps[:, ~small], a.fold, b.fold, (2, 1))
    gaps = np.concatenate((gaps[:, small], rest), axis=1)
    i, run = laid(start_a, length)
    j, box = i + (start_b - start_a).take(run), owner.take(run)
    words = Open.of(gaps)
    x, y = near(words, a, b)
    i, j = np.append(i, words.rows.take(x)), np.append(j, words.columns.take(y))
    box = np.append(box, gaps[4].repeat(words.height).take(x))
    order = (box * len(a) + i).argsort()
    return i.take(order), j.take(order), box.take(order)


def _best_stretch(
    i: Place, j: Place, box: Place, bits: Bits, line_a: Place, line_b: Place
) -> tuple[Place, Place, Place, Bits]:
    """The stretch of matched pairs of each box that says the most, with its bits; the pairs outside it are let go.

    A pair brings its bits, a word that is passed over costs LOSS, a new line on either side costs LINE. A box is parted
    where APART words follow unmatched.
    After Bentley (1984), "Programming pearls: algorithm design techniques": the maximum subarray, for all boxes at once.
    """
    new = np.concatenate(([True], (np.diff(box) != 0) | (np.diff(i) > APART) | (np.diff(j) > APART)))
    part = new.cumsum() - 1
    passed = np.maximum(np.diff(i), np.diff(j)) - 1
    cost = np.concatenate(([0], LOSS * passed + LINE * ((np.diff(line_a) != 0) | (np.diff(line_b) != 0))))
    cost[new] = 0
    # `upto[p]`: what all pairs up to p bring; `until[p]`: the same just before p brings its bits. Each part lies far
    # below the one before it, so that a running minimum begins anew with it.
    upto = bits.cumsum(dtype=np.float64) - cost.cumsum()
    until = upto - bits
    depth = (float(np.abs(upto).max()) + float(np.abs(until).max()) + 1.0) * part
    lowest = np.minimum.accumulate(until - depth)
    start = np.maximum.accumulate(np.where(until - depth == lowest, np.arange(len(i)), 0))
    worth = upto - depth - lowest
    most = np.maximum.reduceat(worth, where(new))
    ends = where(worth == most[part])
    _, once = np.unique(part[ends], return_index=True)
    end = ends[once]
    kept, stretch = laid(start[end], (end - start[end] + 1))
    return i[kept], j[kept], stretch, bits[kept]


def _hopeful(
    runs: Runs, i: Place, j: Place, box: Place, bits: Bits, length_b: int, least: float
) -> tuple[Place, Place, Place, Bits]:
    """The pairs of the boxes that say enough and hold a pair that is out of order with what has stayed."""
    first = where(np.diff(box, prepend=-1))
    size = np.diff(np.append(first, len(i)))
    enough = (np.add.reduceat(bits, first) >= least) & (size >= LEAST)
    some = where(enough.repeat(size))
    ahead, behind = np.append(-1, runs.b + runs.length - 1), np.append(runs.b, length_b)
    after = runs.a.searchsorted(i.take(some))
    crossing = (ahead.take(after) >= j.take(some)) | (behind.take(after) < j.take(some))
    some = some[np.isin(box.take(some), box.take(some[crossing]))]
    return i.take(some), j.take(some), box.take(some), bits.take(some)


def _apart(i: Place, j: Place, box: Place, bits: Bits, least: float) -> tuple[Place, Place, Place, Bits]:
    """The boxes that say enough, none of them with a word of another: the heavier keeps what two lay claim to."""
    if not len(i):
        return i, j, box, bits
    first = where(np.diff(box, prepend=-1))
    weight = np.add.reduceat(bits, first)
    stop = np.append(first[1:], len(i))
    taken_a, taken_b = np.zeros(int(i.max()) + 1, bool), np.zeros(int(j.max()) + 1, bool)
    kept = np.zeros(len(i), bool)
    heaviest_first = np.lexsort((j[first], i[first], -weight))
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
    return i[kept], j[kept], number, bits[kept]


def _drawn(i: Place, j: Place, box: Place) -> Place:
    """Boxes int32[m, 4] drawn round the pairs of each."""
    first = where(np.diff(box, prepend=-1))
    last = np.append(first[1:], len(i))[: len(first)] - 1
    return np.stack((i[first], i[last] + 1, j[first], j[last] + 1), 1)


def _crossing(runs: Runs, boxes: Place, length_b: int) -> Flags:
    """Whether a box is out of order with what has stayed: some match before it on one side is after it on the other."""
    ahead, behind = np.append(-1, runs.b + runs.length - 1), np.append(runs.b, length_b)
    crossing: Flags = (ahead.take(runs.a.searchsorted(boxes[:, 0])) >= boxes[:, 3]) | (
        behind.take(runs.a.searchsorted(boxes[:, 1])) < boxes[:, 2]
    )
    return crossing


def _twins(words: Hash, spans_: Place, good: Flags) -> Flags:
    """Whether the passage [begin, end) of `words` stands a second time in the same text, word for word."""
    twin = np.zeros(len(spans_), bool)
    size = spans_[:, 1] - spans_[:, 0]
    which = where(good)
    if not len(which):
        return twin
    begin = spans_[which, 0]
    # Where else do the first words stand? Few places, as a rule: a table of bits for the first two finds these.
    wanted = np.zeros(1 << 16, bool)
    wanted[_bucket(words.take(begin) + words.take(begin + 1))] = True
    stop, found = len(words) - LEAST + 1, []
    for low in range(0, stop, CHUNK):
        high = min(low + CHUNK, stop)
        found.append(low + where(wanted.take(_bucket(words[low:high] + words[low + 1 : high + 1]))))
    places = np.concatenate(found)
    keys, first_keys = grams(words, places, LEAST), grams(words, begin, LEAST)
    order = keys.argsort(kind="stable")
    places, keys = places[order], keys[order]
    low_at, high_at = keys.searchsorted(first_keys, "left"), keys.searchsorted(first_keys, "right")
    for box, at, first, last in zip(which.tolist(), begin.tolist(), low_at.tolist(), high_at.tolist(), strict=True):
        length = int(size[box])
        if last - first > COPIES:
            twin[box] = True
            continue
        others = places[first:last]
        others = others[(others != at) & (others + length <= len(words))]
        if len(others):
            end = grams(words, others + (length - LEAST), LEAST) == grams(words, np.array([at + length - LEAST]), LEAST)
            twin[box] = any(
                np.array_equal(words[place : place + length], words[at : at + length]) for place in others[end].tolist()
            )
    return twin


def _bucket(hashes: Hash) -> Place:
    """One of 65,536 buckets for each hash."""
    return (hashes >> U64(48)).view(np.int64)
