"""The brute force that shared passages are measured beside: every window of one document against all of the others."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from benchmarks.planting import Found

WIDE, STEP = 20, 10  # words of a window, and from one to the next
LIKE = 0.65  # similarity of two windows that share something
BATCH = 256  # windows that are compared with all later ones at once


def shared_windows(documents: list[str]) -> list[Found]:
    """Windows that are alike, those that follow one another on both sides joined. O(windows squared)."""
    windows = [(d, *window) for d, text in enumerate(documents) for window in _windows(text)]
    texts = [documents[d][begin:end].casefold() for d, begin, end in windows]
    first = [next(k for k, window in enumerate(windows) if window[0] == d) for d in range(len(documents))]
    hits: list[tuple[int, int]] = []
    for low, high in pairwise([*range(0, len(windows), BATCH), len(windows)]):
        after = first[bisect_right(first, low) - 1]
        score = cdist(
            texts[low:high], texts[after:], scorer=Indel.normalized_similarity, score_cutoff=LIKE, dtype=np.float32
        )
        rows, columns = np.nonzero(score)
        hits += [
            (x, y)
            for x, y in zip((rows + low).tolist(), (columns + after).tolist(), strict=True)
            if windows[x][0] < windows[y][0]
        ]
    return list(_joined(windows, sorted(hits)))


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Begin and end of each window."""
    begins, at = [], 0
    words = text.split(" ")
    for word in words:
        begins.append(at)
        at += len(word) + 1
    for k in range(0, max(1, len(words) - WIDE + 1), STEP):
        last = min(k + WIDE, len(words)) - 1
        yield begins[k], begins[last] + len(words[last])


def _joined(windows: list[tuple[int, int, int]], hits: list[tuple[int, int]]) -> Iterator[Found]:
    """Pairs of windows, each pair that follows another on both sides joined to it."""
    open_: dict[tuple[int, int], int] = {}
    spans: list[list[int]] = []
    for x, y in hits:
        near = [(x - i, y - j) for i in range(3) for j in range(-2, 3)]
        label = next((open_[pair] for pair in near if pair in open_ and _same(windows, pair, (x, y))), None)
        (d, a0, a1), (e, b0, b1) = windows[x], windows[y]
        if label is None:
            label = len(spans)
            spans.append([d, a0, a1, e, b0, b1])
        else:
            one = spans[label]
            one[2], one[4], one[5] = max(one[2], a1), min(one[4], b0), max(one[5], b1)
        open_[x, y] = label
    for d, a0, a1, e, b0, b1 in spans:
        yield (d, a0, a1), (e, b0, b1)


def _same(windows: list[tuple[int, int, int]], one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two pairs of windows are of the same two documents."""
    return windows[one[0]][0] == windows[other[0]][0] and windows[one[1]][0] == windows[other[1]][0]
