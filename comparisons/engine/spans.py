"""Many stretches of an array handled at once: the small operations that keep the kernel free of Python loops."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Int = NDArray[np.int32]
Hash = NDArray[np.uint64]
Flags = NDArray[np.bool_]
# A gap is a rectangle of unmatched words between two matches: words [a0, a1) of side a and [b0, b1) of side b.
# g gaps are four arrays int32[g], in order.
Gaps = tuple[Int, Int, Int, Int]

I32 = np.int32
U64 = np.uint64
NOTHING: Int = np.empty(0, I32)


def spans(start: Int, length: Int) -> tuple[Int, Int]:
    """The ranges `start[s] … start[s] + length[s]` laid end to end, and the number s of the range of each element."""
    owner = np.repeat(np.arange(len(start), dtype=I32), length)
    shift = (start - (np.cumsum(length) - length)).astype(I32)
    return np.arange(len(owner), dtype=I32) + shift[owner], owner


def stretches(flags: Flags) -> tuple[Int, Int]:
    """Maximal stretches of True: (start, length), in order."""
    padded = np.zeros(len(flags) + 2, np.int8)
    padded[1:-1] = flags
    edge = np.flatnonzero(np.diff(padded)).astype(I32)
    return edge[::2], edge[1::2] - edge[::2]


def diagonals(a: Int, b: Int) -> tuple[Int, Int]:
    """Cut increasing pairs (a[p], b[p]) into runs that go on by one on both sides: first and last p of every run."""
    if not len(a):
        return NOTHING, NOTHING
    first = np.flatnonzero(np.concatenate(([True], (np.diff(a) != 1) | (np.diff(b) != 1)))).astype(I32)
    return first, np.append(first[1:], I32(len(a))) - I32(1)


def between(mate: Int, length_b: int) -> Gaps:
    """The gaps of a partial map: the rectangles between consecutive matched pairs that have words on both sides."""
    a = np.flatnonzero(mate >= 0).astype(I32)
    b = mate[a]
    a = np.concatenate(([I32(-1)], a, [I32(len(mate))]), dtype=I32)
    b = np.concatenate(([I32(-1)], b, [I32(length_b)]), dtype=I32)
    step = np.flatnonzero((a[1:] - a[:-1] > 1) & (b[1:] - b[:-1] > 1))
    return a[step] + I32(1), a[step + 1], b[step] + I32(1), b[step + 1]
