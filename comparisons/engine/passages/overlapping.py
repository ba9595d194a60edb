"""Spans that overlap, and groups of what hangs together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from comparisons.engine.passages.collection import Place
from comparisons.engine.passages.rows import Bool
from comparisons.engine.passages.shares import shares
from comparisons.engine.text.hashing import spans

PAIRS = 1 << 20  # pairs that are made in one go


def overlaps(begin: Place, end: Place, lane: Place, most: int = 64) -> Iterator[tuple[Place, Place]]:
    """Index pairs (x, y), x before y by `begin`, of spans in one lane that overlap; each meets at most `most` followers.

    About `PAIRS` pairs at a time: of many copies of one place most pairs are not worth keeping. O(n log n + pairs).
    """
    order = np.lexsort((end, begin, lane))
    key = (lane[order].astype(np.int64) << 32) + begin[order]
    upto = np.searchsorted(key, (lane[order].astype(np.int64) << 32) + end[order], "left")
    size = np.clip(upto - np.arange(len(order)) - 1, 0, most)
    for low, high in shares(size, PAIRS):
        follower, own = spans(np.arange(low + 1, high + 1), size[low:high])
        yield order[low + own], order[follower]


def meetings(begin: Place, end: Place, lane: Place, among: Bool | slice = slice(None)) -> Place:
    """int64[n]: with how many of the spans `among` them each overlaps, itself with them. O(n log n)."""
    lane = lane.astype(np.int64) << 32
    first, last = np.sort((lane + begin)[among]), np.sort((lane + end)[among])
    return np.searchsorted(first, lane + end, "left") - np.searchsorted(last, lane + begin, "right")


def groups(n: int, x: Place, y: Place, label: Place | None = None) -> Place:
    """int64[n]: the smallest member of the connected component of each of n nodes; edges x–y.

    `label`: what other edges gave.

    Every round links each root to the smallest root beside it and halves the paths, so that there are O(log n) of
    them even along a chain (Shiloach & Vishkin 1982).
    """
    label = np.arange(n) if label is None else label.copy()
    x, y = x.astype(np.int64), y.astype(np.int64)
    while len(x):
        low, high = np.minimum(label[x], label[y]), np.maximum(label[x], label[y])
        apart = low != high
        x, y, low, high = x[apart], y[apart], low[apart], high[apart]
        if not len(x):
            break
        # Roots only: the smallest neighbour of each larger root wins, by writing the largest first.
        order = np.argsort(-low, kind="stable")
        label[high[order]] = low[order]
        while True:
            upper = label[label]
            if np.array_equal(upper, label):
                break
            label = upper
    return label
