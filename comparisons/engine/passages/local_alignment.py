"""The best local alignment of one question with each of many stretches of text, all of them at once.

Smith & Waterman, "Identification of common molecular subsequences" (1981), within a band round the diagonal: word i of
the question may stand with the words i to i + band - 1 of a stretch and with no other.
"""

from __future__ import annotations

import numpy as np

from comparisons.engine.passages.collection import Place

LOW = 24  # bits of a packed number that hold a column and a count
HALF = LOW // 2
MASK = (1 << HALF) - 1


def aligned(question: Place, gain: Place, cell: Place, gap: int) -> tuple[Place, Place, Place, Place]:
    """Score, first and last word of the stretch, and words that match; int64[w] each, of w stretches.

    `question`: int64[m], rows of `gain`. `cell`: int64[w, m + band - 1], columns of `gain`, which says what a word of the
    question gains on a word of a stretch, or costs where it is negative. `gap`: what a word costs that stands on one
    side only. m and the words of a stretch are below 2**12. O(m · w · band).

    Score, number of matches and first word are packed into one number, so that one maximum decides all three.
    """
    rows, band = len(cell), cell.shape[1] - len(question) + 1
    packed = (gain << LOW) + ((gain > 0).astype(np.int64) << HALF)
    cost = gap << LOW
    slope = cost * np.arange(band)
    fresh = MASK - np.arange(band)
    best, last = np.zeros(rows, np.int64), np.zeros(rows, np.int64)
    before, now, step = (np.zeros((rows, band), np.int64) for _ in range(3))
    good = np.empty((rows, band), bool)
    for row, word in enumerate(question.tolist()):
        # `before` moves by one column a row, so a match goes straight on and a word of the question left out one back.
        packed[word].take(cell[:, row : row + band], out=step)
        np.maximum(before, fresh - row, out=now)
        now += step
        before -= cost
        np.maximum(now[:, :-1], before[:, 1:], out=now[:, :-1])
        now += slope
        np.maximum.accumulate(now, axis=1, out=now)
        now -= slope
        np.greater_equal(now, 1 << LOW, out=good)
        now *= good
        top = now.max(axis=1)
        better = np.flatnonzero(top > best)
        best[better] = top[better]
        last[better] = row + now[better].argmax(axis=1)
        before, now = now, before
    return best >> LOW, MASK - (best & MASK), last, (best >> HALF) & MASK
