"""Pieces that are one passage: neighbours on both sides, in whatever order, and what one side leaves out between."""

from __future__ import annotations

import numpy as np

from comparisons.engine.passages.collection import Place
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.overlapping import groups
from comparisons.engine.passages.rows import A0, A1, B0, B1, BITS, MATCHED, ORDERED, SCORE, Rows

ROUNDS = 6  # a passage that has grown may reach a further neighbour
NEXT = (1, 2, 3, 4)  # which of the following pieces are looked at, and the one that reaches farthest
TOUCH = 4  # words between pieces that touch on one side, while the other leaves something out


def merged(rows: Rows, options: Options) -> Rows:
    """The passages with their pieces joined. O(n log n) a round."""
    for _ in range(ROUNDS):
        if len(rows) < 2:
            break
        rows = rows.in_order()
        x, y = _neighbours(rows, options)
        if not len(x):
            break
        rows = _joined(rows, groups(len(rows), x, y))
    return rows


def _neighbours(rows: Rows, options: Options) -> tuple[Place, Place]:
    """Index pairs of pieces that are one passage."""
    n, of = len(rows), rows.of
    lane = np.cumsum(np.append(True, np.diff(rows.pair) != 0)) << 32
    reach = lane + of[:, A1]
    record = np.maximum.accumulate(reach)
    longest = np.maximum.accumulate(np.where(reach == record, np.arange(n), 0))
    xs, ys = [], []
    for lag in (*NEXT, 0):
        y = np.arange(max(lag, 1), n)
        x = y - lag if lag else longest[:-1]
        fine = rows.pair[x] == rows.pair[y]
        x, y = x[fine], y[fine]
        p, q = of[x], of[y]
        apart_a = q[:, A0] - p[:, A1]
        apart_b = np.maximum(q[:, B0] - p[:, B1], p[:, B0] - q[:, B1])
        size = p[:, A1] - p[:, A0] + q[:, A1] - q[:, A0]
        low, high = np.minimum(apart_a, apart_b), np.maximum(apart_a, apart_b)
        forward = (p[:, B0] < q[:, B0]) & (p[:, A0] < q[:, A0])
        left_out = (low <= TOUCH) & (high <= np.minimum(options.bridge, options.bridge_share * size)) & forward
        one = (high <= options.merge) | left_out
        inside = rows.a[x] == rows.b[x]  # no passage overlaps itself
        one &= ~inside | (np.maximum(p[:, A1], q[:, A1]) <= np.minimum(p[:, B0], q[:, B0]))
        xs.append(x[one])
        ys.append(y[one])
    return np.concatenate(xs), np.concatenate(ys)


def _joined(rows: Rows, label: Place) -> Rows:
    """The pieces of one label as one passage; what two of them cover in a counts once."""
    order = np.argsort(label, kind="stable")
    of, pair, label = rows.of[order], rows.pair[order], label[order]
    new = np.append(True, np.diff(label) != 0)
    first = np.flatnonzero(new)
    lane = np.cumsum(new) << 32
    reach = np.maximum.accumulate(lane + of[:, A1])
    fresh = of[:, A1] - of[:, A0]
    fresh[1:] = np.where(new[1:], fresh[1:], np.minimum(fresh[1:], np.maximum(0, (lane + of[:, A1])[1:] - reach[:-1])))
    share = fresh / (of[:, A1] - of[:, A0])
    share[share > 0.5] = 1
    low, high = np.minimum.reduceat(of, first), np.maximum.reduceat(of, first)
    summed = {
        column: np.maximum(np.add.reduceat((of[:, column] * share).astype(np.int64), first), high[:, column])
        for column in (SCORE, MATCHED, BITS)
    }
    # Pieces that go forward on side b too keep the order; of others the largest does.
    forward = np.ones(len(of), bool)
    forward[1:] = new[1:] | (of[1:, B0] >= of[:-1, B0])
    ordered = np.where(
        np.minimum.reduceat(forward.astype(np.int64), first) > 0,
        np.maximum(np.add.reduceat((of[:, ORDERED] * share).astype(np.int64), first), high[:, ORDERED]),
        high[:, ORDERED],
    )
    columns = (low[:, A0], high[:, A1], low[:, B0], high[:, B1], summed[SCORE], summed[MATCHED], summed[BITS], ordered)
    return Rows(np.stack(columns, 1), pair[first])
