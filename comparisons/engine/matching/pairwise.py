"""Alignment of two sequences of word hashes, level by level: every gap of a level is refined in the same few array
operations, so that there is no recursion and no Python per gap.

A level takes runs of k words that are unique within their gap as anchors (`anchors`), keeps the heaviest chain of
them (`chain`), and eats the gaps that remain from both ends over equal words. Levels 12, 4, 2, 1: long runs first,
so that chance words cannot cross a passage; single words last, again and again in the gaps that they parted. Each
level costs one sort of what is still open: O(n log n) time, O(n) memory, whatever the texts.
"""

from __future__ import annotations

import numpy as np

from comparisons.engine.matching.anchors import anchors
from comparisons.engine.matching.chain import heaviest, overlaps
from comparisons.engine.matching.runs import Gaps, Place, Runs, in_order, laid, two_sided
from comparisons.engine.spans import Flags, Hash, Int, where

LEVELS = (12, 4, 2, 1)
ROUNDS = 8  # of single words

Pieces = Place  # [4, p]: runs as a, b, length and the box of each, in any order
NO_PIECES: Pieces = np.empty((4, 0), np.int64)


def align(words_a: Hash, words_b: Hash) -> Int:
    """`mate[i]`: the word of b that is word i of a, or -1; int32[a], strictly increasing where not -1."""
    return aligned(words_a, words_b).mates(len(words_a))


def aligned(words_a: Hash, words_b: Hash) -> Runs:
    """The equal words of two texts that keep their order."""
    length_a, length_b = len(words_a), len(words_b)
    room = min(length_a, length_b)
    head = _common(words_a[:room], words_b[:room])
    room -= head
    tail = _common(words_a[::-1][:room], words_b[::-1][:room])
    ends = Runs(*np.array([[0, length_a - tail], [0, length_b - tail], [head, tail]], np.int64))
    whole = np.array([[head], [length_a - tail], [head], [length_b - tail], [0]], np.int64)
    pieces, _ = refined(whole, words_a, words_b, LEVELS)
    return in_order(ends.at(ends.length > 0), Runs(*pieces[:3]))


def _common(a: Hash, b: Hash) -> int:
    """How many words a and b, of one length, have in common from the start."""
    at, look = 0, 256
    while at < len(a):
        differ = a[at : at + look] != b[at : at + look]
        first = int(differ.argmax())
        if differ[first]:
            return at + first
        at, look = min(at + look, len(a)), look * 4
    return at


def inside(boxes: Place, words_a: Hash, words_b: Hash, levels: tuple[int, ...] = (2, 1)) -> tuple[Place, Place, Place]:
    """Align boxes [m, 4] of words (a0, a1, b0, b1), which may cross or overlap, all at once.

    The matched pairs (i, j) and the box of each, in the order of the boxes and within each in the order of i.
    """
    (a, b, length, box), _ = refined(as_gaps(boxes), words_a, words_b, levels)
    order = np.lexsort((a, box))
    i, run = laid(a.take(order), length.take(order))
    return i, i + (b - a).take(order).take(run), box.take(order).take(run)


def as_gaps(boxes: Place) -> Gaps:
    """Each box as a gap of its own."""
    return np.concatenate((boxes.T, [np.arange(len(boxes))]))


def refined(gaps: Gaps, words_a: Hash, words_b: Hash, levels: tuple[int, ...]) -> tuple[Pieces, Gaps]:
    """Align what is inside the gaps, which may cross or overlap, all at once; what is matched, and the gaps still open."""
    gaps = gaps.take(two_sided(gaps), axis=1)
    matched, gaps = [], _eaten_into(gaps, words_a, words_b, found := [NO_PIECES])
    matched += found
    for k in levels:
        closed = []
        for _ in range(ROUNDS if k == 1 else 1):
            if not gaps.shape[1]:
                break
            untouched, gaps = _level(gaps, words_a, words_b, k, matched)
            closed.append(untouched)  # a gap without an anchor will have none in the next round either
        gaps = np.concatenate([*closed, gaps], axis=1)
    return np.concatenate(matched, axis=1), gaps


def _level(gaps: Gaps, words_a: Hash, words_b: Hash, k: int, matched: list[Pieces]) -> tuple[Gaps, Gaps]:
    """One round on all gaps: adds what is matched; the gaps without any anchor, and the parts left of the others."""
    a, b, length, gap = anchors(words_a, words_b, gaps, k)
    if not len(a):
        return gaps, gaps[:, :0]
    a, b, length, gap = _chained(gaps, a, b, length, gap)
    box = gaps[4].take(gap)
    matched.append(np.array((a, b, length, box)))
    untouched = np.ones(gaps.shape[1], bool)
    untouched[gap] = False
    parts = _parted(gaps, a, b, length, gap)
    return gaps.take(where(untouched), axis=1), _eaten_into(parts, words_a, words_b, matched)


def _chained(gaps: Gaps, a: Place, b: Place, length: Place, gap: Place) -> tuple[Place, Place, Place, Place]:
    """The heaviest chain of blocks in each gap, none of them overlapping."""
    # As if the gaps were laid end to end: what is in different gaps never crosses then.
    end_a, end_b = (gaps[1] - gaps[0]).cumsum(), (gaps[3] - gaps[2]).cumsum()
    lift_a, lift_b = (end_a - gaps[1]).take(gap), (end_b - gaps[3]).take(gap)
    keep = where(heaviest(b + lift_b, length))
    if len(keep) < len(a):
        a, b, length, gap, lift_a, lift_b = (side.take(keep) for side in (a, b, length, gap, lift_a, lift_b))
    over = overlaps(a + lift_a, b + lift_b, length)
    a, b, length = a + over, b + over, length - over
    kept = where(length > 0)
    if len(kept) < len(a):
        a, b, length, gap = (side.take(kept) for side in (a, b, length, gap))
    return a, b, length, gap


def _parted(gaps: Gaps, a: Place, b: Place, length: Place, gap: Place) -> Gaps:
    """What blocks, in order, leave of their gaps."""
    same = where(gap[1:] == gap[:-1])
    last = np.ones(len(a), bool)
    last[same] = False
    at_end = where(last)
    parts = gaps.take(np.append(gap, gap[at_end]), axis=1)
    before = parts[:, : len(a)]
    after = parts[:, len(a) :]
    for begin, start in ((0, a), (2, b)):
        end = start + length
        before[begin, same + 1] = end.take(same)
        before[begin + 1] = start
        after[begin] = end.take(at_end)
    return parts.take(two_sided(parts), axis=1)


def _eaten_into(gaps: Gaps, words_a: Hash, words_b: Hash, matched: list[Pieces]) -> Gaps:
    """Extend what is matched over equal words at the ends of the gaps; the gaps that stay open."""
    if not gaps.shape[1]:
        return gaps
    head, tail = ends_in_common(gaps, words_a, words_b)
    first, last = where(head), where(tail)
    if not len(first) and not len(last):
        return gaps
    a0, a1, b0, b1, box = gaps
    eaten = tail.take(last)
    matched.append(np.array((a0.take(first), b0.take(first), head.take(first), box.take(first))))
    matched.append(np.array((a1.take(last) - eaten, b1.take(last) - eaten, eaten, box.take(last))))
    gaps = np.array((a0 + head, a1 - tail, b0 + head, b1 - tail, box))
    return gaps.take(two_sided(gaps), axis=1)


def ends_in_common(
    gaps: Gaps, words_a: Hash, words_b: Hash, edges: tuple[Flags, Flags] | None = None
) -> tuple[Place, Place]:
    """Place[g] twice: how many equal words each gap has at its head, then at its tail, never the same word twice.

    `edges`: which gaps are not to be looked at from their head, and which not from their tail.
    """
    a0, a1, b0, b1, _ = gaps
    room = np.minimum(a1 - a0, b1 - b0)
    rooms = (room, room) if edges is None else (room * ~edges[0], room * ~edges[1])
    step = np.ones((2, len(room)), np.int64)
    step[1] = -1
    head, tail = _run(
        words_a, words_b, np.append(a0, a1 - 1), np.append(b0, b1 - 1), np.concatenate(rooms), step.ravel()
    ).reshape(2, -1)
    return head, np.minimum(tail, room - head, out=tail)


def _run(words_a: Hash, words_b: Hash, a: Place, b: Place, room: Place, step: Place) -> Place:
    """How many equal words follow from (a[g], b[g]) in the direction of `step[g]`, 1 or -1, at most `room[g]`.

    Looks of growing width at all gaps that have matched so far: the work is in proportion to what is eaten, and one look.
    """
    eaten = np.zeros(len(a), np.int64)
    live = where(room > 0)
    live = live[words_a.take(a.take(live)) == words_b.take(b.take(live))]
    eaten[live] = 1
    look = 4
    while len(live):
        done = eaten.take(live)
        width = np.minimum(room.take(live) - done, look)
        going = where(width)
        if len(going) < len(live):
            live, done, width = live.take(going), done.take(going), width.take(going)
        if not len(live):
            break
        way = step.take(live)
        done *= way
        from_a, from_b = a.take(live), b.take(live)
        from_a += done
        stop = width.cumsum()
        gap = np.arange(len(live)).repeat(width)
        offset = np.arange(len(gap))
        offset -= (stop - width).take(gap)
        at = offset * way.take(gap)
        at += from_a.take(gap)
        one = words_a.take(at)
        from_b += done
        from_b -= from_a
        at += from_b.take(gap)
        differ = where(one != words_b.take(at))
        if len(differ):
            owner = gap.take(differ)
            first = np.append(0, where(owner[1:] != owner[:-1]) + 1)
            owner = owner.take(first)
            width[owner] = offset.take(differ.take(first))
            still = np.ones(len(live), bool)
            still[owner] = False
            eaten[live] += width
            live = live[still]
        else:
            eaten[live] += width
        look *= 4
    return eaten
