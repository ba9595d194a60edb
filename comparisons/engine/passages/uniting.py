"""Candidates that overlap and lie on about one diagonal are one box to align."""

from __future__ import annotations

import numpy as np

from comparisons.engine.passages.collection import Place


def united(boxes: Place, pair: Place, drift: int) -> tuple[Place, Place]:
    """Boxes int64[k, 4] of one pair of documents that overlap in a, their diagonals up to `drift` words apart, as one."""
    if not len(boxes):
        return boxes, pair
    order = np.lexsort((boxes[:, 3], boxes[:, 2], boxes[:, 1], boxes[:, 0], pair))
    boxes, pair = boxes[order], pair[order]
    new = np.append(True, np.diff(pair) != 0)
    lane = np.cumsum(new).astype(np.int64) << 32
    reach = np.maximum.accumulate(lane + boxes[:, 1])
    new[1:] |= (lane + boxes[:, 0])[1:] > reach[:-1]
    new[1:] |= np.abs(np.diff(boxes[:, 2] - boxes[:, 0])) > drift
    first = np.flatnonzero(new)
    low, high = np.minimum.reduceat(boxes, first), np.maximum.reduceat(boxes, first)
    return np.column_stack((low[:, 0], high[:, 1], low[:, 2], high[:, 3])), pair[first]
