"""Matched words as runs, and the gaps between them: what is worked with is in proportion to what differs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.spans import I32, Flags, Int, where

# Places are 64 bits wide here: NumPy gathers with them twice as fast as with narrower ones.
Place = NDArray[np.int64]
# g gaps, Place[5, g]: unmatched words [a0, a1) of side a and [b0, b1) of side b, and the number of the box that each
# gap belongs to.
Gaps = Place
NOWHERE: Place = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Runs:
    """r runs, ascending on both sides: `length` words from `a` on, each matched with its word from `b` on."""

    a: Place
    b: Place
    length: Place

    def __len__(self) -> int:
        return len(self.a)

    def at(self, which: Place | Flags) -> Runs:
        return Runs(self.a[which], self.b[which], self.length[which])

    def joined(self) -> Runs:
        """Runs that go on in the next one as one run."""
        first = self.heads()
        if len(first) == len(self):
            return self
        last = np.append(first[1:], len(self)) - 1
        return Runs(self.a[first], self.b[first], self.a[last] + self.length[last] - self.a[first])

    def heads(self) -> Place:
        """Which runs do not go on from the one before."""
        if not len(self):
            return NOWHERE
        head = np.ones(len(self), bool)
        np.not_equal(self.a[1:] - self.a[:-1], self.length[:-1], out=head[1:])
        head[1:] |= self.b[1:] - self.b[:-1] != self.length[:-1]
        return where(head)

    def gaps(self, length_a: int, length_b: int) -> Gaps:
        """The gaps before, between and after the runs that have words on both sides, all of box 0."""
        gaps = np.zeros((5, len(self) + 1), np.int64)
        for row, begin, end in ((0, self.a, length_a), (2, self.b, length_b)):
            np.add(begin, self.length, out=gaps[row, 1:])
            gaps[row + 1, :-1] = begin
            gaps[row + 1, -1] = end
        return gaps.take(two_sided(gaps), axis=1)

    def mates(self, length_a: int) -> Int:
        """int32[length_a]: the word of b for each word of a, or -1."""
        # Far below zero before, between and after the runs: so that one sum and one bound tell all.
        lift = np.full(2 * len(self) + 1, -(1 << 30), I32)
        lift[1::2] = self.b - self.a
        count = np.empty(len(lift), np.int64)
        count[1::2] = self.length
        edge = np.zeros(len(self) + 1, np.int64)
        np.add(self.a, self.length, out=edge[1:])
        count[0::2] = np.append(self.a, length_a) - edge
        mate = lift.repeat(count)
        mate += np.arange(length_a, dtype=I32)
        return np.maximum(mate, I32(-1), out=mate)


def in_order(*parts: Runs) -> Runs:
    """All these runs, which do not overlap, as they follow one another; those that go on in the next as one."""
    a, b, length = (np.concatenate([getattr(part, name) for part in parts]) for name in ("a", "b", "length"))
    order = a.argsort(kind="stable")
    return Runs(a[order], b[order], length[order]).joined()


def two_sided(gaps: Gaps) -> Place:
    """Which gaps have words on both sides."""
    return where((gaps[1] > gaps[0]) & (gaps[3] > gaps[2]))


def laid(start: Place, length: Place) -> tuple[Place, Place]:
    """The ranges `start[s] … start[s] + length[s]` laid end to end, and the number s of the range of each element."""
    owner = np.arange(len(start)).repeat(length)
    at: Place = (start + length - length.cumsum()).take(owner)
    at += np.arange(len(owner))
    return at, owner


def stretches(flags: Flags) -> tuple[Place, Place]:
    """Maximal stretches of True: (start, length), in order."""
    beside = np.zeros(len(flags) + 2, bool)
    beside[1:-1] = flags
    edge = where(beside[1:] != beside[:-1])
    return edge[::2], edge[1::2] - edge[::2]
