"""Which matches hold: islands of frequent words between two changes are let go, so that two sentences that share
only "the" are one replacement and not an archipelago.

The information of a matched run (sum of -log2 of its words' frequencies) is weighed against the size of the changes
on both sides of it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.spans import I32, U64, Hash, Int, diagonals, spans

Bits = NDArray[np.float32]

A_WORD = 3.0  # bits that a run must bring for each word of the change beside it …
A_NEAR_WORD = 2.0  # … and once near words are matched too, which are no accident in a small change
WIDEST = 8  # a change counts for so many words at most
ROUNDS = 4  # letting go of one run may widen the change beside another

# What the length of a word says of its frequency where the texts are too short to tell: bits by letters.
BY_LENGTH = np.array([4.0, 4.0, 5.0, 5.5, 7.5, 9.5, 11.0, 12.0, 13.0], np.float32)
PRIOR = 1_000.0  # words of text that this general knowledge weighs as much as
SAMPLED = 400_000  # words of both texts that are counted
BUCKETS = 18  # log2 of the number of counters; words that share one count together


class Information:
    """Bits of the words of a pair of texts: how much it says that a word of them is matched."""

    def __init__(self, words_a: Hash, words_b: Hash, letters_a: Int) -> None:
        """`letters_a` int32[a]: the length of each word of a. O(n) time; long texts are counted by samples."""
        step = 1 + (len(words_a) + len(words_b)) // SAMPLED
        sample = np.concatenate((words_a[::step], words_b[::step]))
        self._counts = np.bincount((sample >> U64(64 - BUCKETS)).astype(I32), minlength=1 << BUCKETS)
        self._total = len(sample)
        self._words = words_a
        self._letters = letters_a

    def of(self, at: Int) -> Bits:
        """float32[n]: the bits of these words of a."""
        expected = (PRIOR * np.exp2(-BY_LENGTH)).astype(np.float32)
        count = self._counts[(self._words[at] >> U64(64 - BUCKETS)).astype(I32)].astype(np.float32)
        count += expected[np.minimum(self._letters[at], len(BY_LENGTH) - 1)]
        bits: Bits = np.float32(np.log2(self._total + PRIOR)) - np.log2(count)
        return bits


def settle(mate: Int, length_b: int, bits_of: Callable[[Int], Bits], a_word: float = A_WORD) -> None:
    """Let go, in `mate`, of every run that says less than `a_word` bits for each word of the changes beside it.

    The two changes count with the geometric mean of their sizes: a run that joins on to firm text on one side holds.
    `bits_of` gives the bits of words of a.
    At the edge of the texts stands a change as large as the one on the other side. O(n).
    """
    a = np.flatnonzero(mate >= 0).astype(I32)
    b = mate[a]
    first, last = diagonals(a, b)
    # The runs that still hold, as int32[r]: where they begin on each side, and their words.
    start_a, start_b, size = a[first], b[first], last - first + I32(1)
    bits = np.full(len(first), -1, np.float32)  # of each run, once they were looked up
    for _ in range(ROUNDS):
        if not len(size):
            return
        end_a, end_b = start_a + size, start_b + size
        hole = np.maximum(start_a[1:] - end_a[:-1], start_b[1:] - end_b[:-1])
        before = np.concatenate(([max(start_a[0], start_b[0])], hole)).astype(np.float32)
        after = np.concatenate((hole, [max(len(mate) - end_a[-1], length_b - end_b[-1])])).astype(np.float32)
        before[0] = max(before[0], after[0])
        after[-1] = max(before[-1], after[-1])
        need = a_word * np.minimum(np.sqrt(before * after), WIDEST)
        # No word has less than one bit or so: longer runs need not be looked up.
        doubtful = np.flatnonzero((size < need) & (bits < need))
        unknown = doubtful[bits[doubtful] < 0]
        if len(unknown):
            at, run = spans(start_a[unknown], size[unknown])
            bits[unknown] = np.bincount(run, bits_of(at), len(unknown))
        weak = doubtful[bits[doubtful] < need[doubtful]]
        if not len(weak):
            return
        mate[spans(start_a[weak], size[weak])[0]] = -1
        holds = np.ones(len(size), bool)
        holds[weak] = False
        start_a, start_b, size, bits = start_a[holds], start_b[holds], size[holds], bits[holds]
