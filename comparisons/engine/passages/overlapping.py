"""Spans that overlap, and groups of what hangs together."""

from __future__ import annotations

import numpy as np

from comparisons.engine.passages.collection import Place
from comparisons.engine.text.hashing import spans


def overlaps(begin: Place, end: Place, lane: Place, most: int = 64) -> tuple[Place, Place]:
    """Index pairs (x, y), x before y by `begin`, of spans in one lane that overlap; each meets at most `most` followers.

    O(n log n + pairs).
    """
    n = len(begin)
    order = np.lexsort((end, begin, lane))
    key = (lane[order].astype(np.int64) << 32) + begin[order]
    upto = np.searchsorted(key, (lane[order].astype(np.int64) << 32) + end[order], "left")
    size = np.clip(upto - np.arange(n) - 1, 0, most)
    follower, own = spans(np.arange(1, n + 1), size)
    return order[own], order[follower]


def groups(n: int, x: Place, y: Place) -> Place:
    """int64[n]: the smallest member of the connected component of each of n nodes; edges x–y.

    Every round links each root to the smallest root beside it and halves the paths, so that there are O(log n) of
    them even along a chain (Shiloach & Vishkin 1982).
    """
    label = np.arange(n)
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
