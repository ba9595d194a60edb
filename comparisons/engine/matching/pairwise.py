"""Alignment of two sequences of word hashes, level by level: every gap of a level is refined in the same few array
operations, so that there is no recursion and no Python per gap.

A level takes runs of k words that are unique within their gap as anchors (`anchors`), keeps the heaviest chain of
them (`chain`), and eats the gaps that remain from both ends over equal words. Levels 12, 4, 2, 1: long runs first,
so that chance words cannot cross a passage; single words last, until a round brings nothing. Each level costs one
sort of what is still open: O(n log n) time, O(n) memory, whatever the texts.
"""

from __future__ import annotations

import numpy as np

from comparisons.engine.matching.anchors import anchors
from comparisons.engine.matching.chain import heaviest, pack
from comparisons.engine.spans import I32, NOTHING, U64, Gaps, Hash, Int, between, spans

LEVELS = (12, 4, 2, 1)
ENOUGH = 200  # a round of single words that closes less than one gap in so many is the last …
ROUNDS = 8  # … and this is the last in any case


def align(words_a: Hash, words_b: Hash) -> Int:
    """`mate[i]`: the word of b that is word i of a, or -1; int32[a], strictly increasing where not -1."""
    mate = trim(words_a, words_b)
    gaps, _ = _level(words_a, words_b, between(mate, len(words_b)), mate, LEVELS[0])
    if len(gaps[0]):
        i, j, _ = inside(np.stack(gaps, 1), words_a, words_b, LEVELS[1:])
        mate[i] = j
    return mate


def trim(words_a: Hash, words_b: Hash) -> Int:
    """The common beginning and the common end as the first mates, found by ever wider looks."""
    mate = np.full(len(words_a), -1, I32)
    room = min(len(words_a), len(words_b))
    head = _common(words_a[:room], words_b[:room])
    mate[:head] = np.arange(head, dtype=I32)
    room -= head
    tail = _common(words_a[::-1][:room], words_b[::-1][:room])
    if tail:
        mate[len(words_a) - tail :] = np.arange(len(words_b) - tail, len(words_b), dtype=I32)
    return mate


def _common(a: Hash, b: Hash) -> int:
    """How many words a and b, of one length, have in common from the start."""
    at, look = 0, 256
    while at < len(a):
        differ = np.flatnonzero(a[at : at + look] != b[at : at + look])
        if len(differ):
            return at + int(differ[0])
        at, look = min(at + look, len(a)), look * 4
    return at


def inside(boxes: Int, words_a: Hash, words_b: Hash, levels: tuple[int, ...] = (2, 1)) -> tuple[Int, Int, Int]:
    """Align boxes int32[m, 4] of words (a0, a1, b0, b1), which may cross or overlap, all at once.

    Returns the matched pairs (i, j), both int32[p], and the box of each. The boxes are laid end to end with a fence
    word after each that is the same on both sides and matched beforehand: nothing can be matched across it.
    """
    if not len(boxes):
        return NOTHING, NOTHING, NOTHING
    wide_a, wide_b = boxes[:, 1] - boxes[:, 0] + I32(1), boxes[:, 3] - boxes[:, 2] + I32(1)
    at_a, box = spans(boxes[:, 0], wide_a)
    at_b, _ = spans(boxes[:, 2], wide_b)
    fence_a, fence_b = np.cumsum(wide_a) - 1, np.cumsum(wide_b) - 1
    open_a, open_b = words_a.take(at_a, mode="clip"), words_b.take(at_b, mode="clip")
    open_a[fence_a] = open_b[fence_b] = np.arange(1, len(boxes) + 1, dtype=U64)
    mate = np.full(len(open_a), -1, I32)
    mate[fence_a] = fence_b
    gaps = close_ends(open_a, open_b, mate)
    for k in levels:
        for _ in range(ROUNDS):
            if not len(gaps[0]):
                break
            gaps, found = _level(open_a, open_b, gaps, mate, k)
            if k > 1 or found * ENOUGH < len(gaps[0]):
                break
    mate[fence_a] = -1
    pairs = np.flatnonzero(mate >= 0)
    return at_a[pairs], at_b[mate[pairs]], box[pairs]


def _level(words_a: Hash, words_b: Hash, gaps: Gaps, mate: Int, k: int) -> tuple[Gaps, int]:
    """One round on all gaps: match their chained anchors in `mate`; the gaps still open, and how many blocks matched."""
    a, b, length = anchors(words_a, words_b, gaps, k)
    if not len(a):
        return gaps, 0
    keep = heaviest(b, length)
    a, b, length = pack(a[keep], b[keep], length[keep])
    at, block = spans(a, length)
    mate[at] = at + (b - a)[block]
    return close_ends(words_a, words_b, mate), len(a)


def close_ends(words_a: Hash, words_b: Hash, mate: Int) -> Gaps:
    """Extend every match over equal neighbours into the gaps beside it; the gaps that stay open."""
    a0, a1, b0, b1 = between(mate, len(words_b))
    if not len(a0):
        return a0, a1, b0, b1
    head, tail = _eat(words_a, words_b, (a0, a1, b0, b1))
    for start_a, start_b, count in ((a0, b0, head), (a1 - tail, b1 - tail, tail)):
        at, gap = spans(start_a, count)
        mate[at] = at + (start_b - start_a)[gap]
    a0, b0, a1, b1 = a0 + head, b0 + head, a1 - tail, b1 - tail
    still = (a1 > a0) & (b1 > b0)
    return a0[still], a1[still], b0[still], b1[still]


def _eat(words_a: Hash, words_b: Hash, gaps: Gaps) -> tuple[Int, Int]:
    """int32[g] twice: how many equal words each gap has at its head, then at its tail, never the same word twice."""
    a0, a1, b0, b1 = gaps
    room = np.minimum(a1 - a0, b1 - b0)
    head = _eaten(words_a, words_b, a0, b0, room, 1)
    return head, _eaten(words_a, words_b, a1 - I32(1), b1 - I32(1), room - head, -1)


def _eaten(words_a: Hash, words_b: Hash, a: Int, b: Int, room: Int, step: int) -> Int:
    """How many equal words follow from (a[g], b[g]) in the direction of `step`, at most `room[g]`.

    Looks of doubling width at all gaps that have matched so far: the work is at most twice what is eaten, and one look.
    """
    eaten = np.zeros(len(a), I32)
    live = np.flatnonzero(room > 0)
    live = live[words_a[a[live]] == words_b[b[live]]]
    eaten[live] = 1
    look = 4
    while len(live):
        live = live[eaten[live] < room[live]]
        width = np.minimum(room[live] - eaten[live], look).astype(I32)
        offset, gap = spans(eaten[live], width)
        offset *= I32(step)
        differ = np.flatnonzero(words_a[a[live][gap] + offset] != words_b[b[live][gap] + offset])
        run = width
        owner, first = np.unique(gap[differ], return_index=True)
        run[owner] = np.abs(offset[differ[first]]) - eaten[live][owner]
        eaten[live] += run
        going = np.ones(len(live), bool)
        going[owner] = False
        live = live[going]
        look *= 4
    return eaten
