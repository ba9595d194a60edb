"""Which matches hold: islands of frequent words between two changes are let go, so that two sentences that share
only "the" are one replacement and not an archipelago.

The information of a matched run (sum of -log2 of its words' frequencies) is weighed against the size of the changes
on both sides of it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.matching.likeness import Words
from comparisons.engine.matching.runs import Place, Runs, laid
from comparisons.engine.spans import U64, where

Bits = NDArray[np.float32]

A_WORD = 3.0  # bits that a run must bring for each word of the change beside it …
A_NEAR_WORD = 2.0  # … and once near words are matched too, which are no accident in a small change
WIDEST = 8  # a change counts for so many words at most
ROUNDS = 4  # letting go of one run may widen the change beside another

# What the length of a word says of its frequency where the texts are too short to tell: bits by letters.
BY_LENGTH = np.array([4.0, 4.0, 5.0, 5.5, 7.5, 9.5, 11.0, 12.0, 13.0], np.float32)
PRIOR = 1_000.0  # words of text that this general knowledge weighs as much as
SAMPLED = 400_000  # words of both texts that are counted
BUCKETS = 12, 18  # log2 of the number of counters, at least and at most; words that share one count together


class Information:
    """Bits of the words of a pair of texts: how much it says that a word of them is matched."""

    def __init__(self, words_a: Words, words_b: Words) -> None:
        """O(n) time; long texts are counted by samples."""
        step = 1 + (len(words_a) + len(words_b)) // SAMPLED
        sample = np.concatenate((words_a.fold[::step], words_b.fold[::step]))
        bits = min(max(len(sample).bit_length() + 1, BUCKETS[0]), BUCKETS[1])
        self._shift = U64(64 - bits)
        self._counts = np.bincount((sample >> self._shift).view(np.int64), minlength=1 << bits)
        self._total = len(sample)
        self._words = words_a

    def of(self, at: Place) -> Bits:
        """float32[n]: the bits of these words of a."""
        expected = (PRIOR * np.exp2(-BY_LENGTH)).astype(np.float32)
        count = self._counts.take((self._words.fold.take(at) >> self._shift).view(np.int64)).astype(np.float32)
        count += expected.take(self._words.letters(at), mode="clip")
        bits: Bits = np.float32(np.log2(self._total + PRIOR)) - np.log2(count)
        return bits


def settled(runs: Runs, length_a: int, length_b: int, information: Information, a_word: float = A_WORD) -> Runs:
    """The runs without those that say less than `a_word` bits for each word of the changes beside them."""
    kept = holding(runs, runs, length_a, length_b, information, a_word)
    return runs if kept is None else runs.at(kept)


def holding(
    runs: Runs, seen: Runs, length_a: int, length_b: int, information: Information, a_word: float
) -> Place | None:
    """Which runs say enough for each word of the changes beside them, or None if all do.

    The two changes count with the geometric mean of their sizes: a run that joins on to firm text on one side holds.
    At the edge of the texts stands a change as large as the one on the other side. `seen` are the same runs as they
    stand in texts of `length_a` and `length_b` words without what has moved; runs that touch there count as one. O(r).
    """
    head = seen.heads()
    member = np.append(head, len(seen))
    whole = seen.joined()
    start_a, start_b, size = whole.a, whole.b, whole.length
    # The runs that still hold, and the bits of each, once they were looked up.
    alive, bits = np.arange(len(whole)), np.full(len(whole), -1, np.float32)
    for _ in range(ROUNDS):
        if not len(alive):
            break
        end_a, end_b = start_a + size, start_b + size
        # A run that reaches into what has moved seems to overlap with the next: there is no change between them.
        hole = np.maximum(np.maximum(start_a[1:] - end_a[:-1], start_b[1:] - end_b[:-1]), 0)
        change = np.empty(len(size) + 1, np.float32)
        change[1:-1] = hole
        change[0] = max(start_a[0], start_b[0])
        change[-1] = max(length_a - end_a[-1], length_b - end_b[-1], 0)
        change[0] = max(change[0], change[1])
        change[-1] = max(change[-1], change[-2])
        need = a_word * np.minimum(np.sqrt(change[:-1] * change[1:]), WIDEST)
        # No word has less than one bit or so: longer runs need not be looked up.
        doubtful = where((size < need) & (bits < need))
        unknown = doubtful[bits[doubtful] < 0]
        if len(unknown):
            bits[unknown] = _bits(runs, member, alive.take(unknown), information)
        weak = doubtful[bits[doubtful] < need[doubtful]]
        if not len(weak):
            break
        holds = np.ones(len(size), bool)
        holds[weak] = False
        left = where(holds)
        start_a, start_b, size, alive = (side.take(left) for side in (start_a, start_b, size, alive))
        bits = bits.take(left)
    if len(alive) == len(whole):
        return None
    return alive if len(whole) == len(runs) else laid(head.take(alive), np.diff(member).take(alive))[0]


def _bits(runs: Runs, member: Place, which: Place, information: Information) -> Bits:
    """float32[n]: the bits of each of these groups of runs, group g being runs[member[g] : member[g + 1]]."""
    part, group = laid(member.take(which), (member.take(which + 1) - member.take(which)))
    at, one = laid(runs.a.take(part), runs.length.take(part))
    return np.bincount(group.take(one), information.of(at), len(which)).astype(np.float32)
