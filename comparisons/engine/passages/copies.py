"""Two copies of one place are a pair: where x shares a place with y and with z, y and z are looked at as well."""

from __future__ import annotations

import numpy as np

from comparisons.engine.passages.aligning import aligned
from comparisons.engine.passages.collection import Catalogue, Collection, Place
from comparisons.engine.passages.judging import passes
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.overlapping import meetings, overlaps
from comparisons.engine.passages.rows import A0, A1, B0, B1, SCORE, Rows

LONGEST = 400  # words of a place whose copies are looked at
MOST = 24  # copies that each is compared with
CROWD = 64  # passages that one place has
ALIKE = 0.7  # share of the longer of two places that they have in common


def copies(collection: Collection, rows: Rows, options: Options) -> Rows:
    """Passages between two copies of one place that were too far apart to be found from their seeds."""
    boxes, pair = looked_for(collection, rows)
    return closed(collection, boxes, pair, options)[0]


def looked_for(known: Catalogue, rows: Rows) -> tuple[Place, Place]:
    """Where they may be: boxes int64[k, 4] of positions, and the pair of documents of each."""
    of = rows.of
    here, there = np.concatenate((of[:, :2], of[:, 2:4])), np.concatenate((of[:, 2:4], of[:, :2]))
    at, other = np.concatenate((rows.a, rows.b)), np.concatenate((rows.b, rows.a))
    # Of a place that very many share not every two copies are a pair (see `joining`), and none is looked for.
    crowded = meetings(here[:, 0], here[:, 1], at) > CROWD
    crowded |= np.roll(crowded, len(rows))
    crowded = meetings(here[:, 0], here[:, 1], at, crowded) > 0  # nor of a place whose partner is such a one
    short = np.flatnonzero((here[:, 1] - here[:, 0] <= LONGEST) & ~crowded)
    group = known.group
    xs, ys = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for x, y in overlaps(here[short, 0], here[short, 1], at[short], MOST):
        x, y = short[x], short[y]
        common = np.minimum(here[x, 1], here[y, 1]) - np.maximum(here[x, 0], here[y, 0])
        longer = np.maximum(here[x, 1] - here[x, 0], here[y, 1] - here[y, 0])
        fine = (common >= ALIKE * longer) & (other[x] != other[y]) & (other[x] != at[x]) & (other[y] != at[x])
        fine &= (group[other[x]] < 0) | (group[other[x]] != group[other[y]])
        xs.append(x[fine])
        ys.append(y[fine])
    x, y = np.concatenate(xs), np.concatenate(ys)
    swap = known.rank[other[x]] > known.rank[other[y]]
    x, y = np.where(swap, y, x), np.where(swap, x, y)
    boxes, pair = np.concatenate((there[x], there[y]), 1), other[x] << 32 | other[y]
    return _new(rows, boxes, pair)


def closed(collection: Collection, boxes: Place, pair: Place, options: Options) -> tuple[Rows, Place]:
    """The best passage of each box that holds one, and its box."""
    if not len(boxes):
        return Rows.none(), np.empty(0, np.int64)
    found, box = aligned(collection, boxes, options)
    new = Rows(found, pair[box])
    fine = passes(collection, new, options, options.closing)
    new, box = new.taken(fine), box[fine]
    order = np.lexsort((new.of[:, B0], new.of[:, A0], -new.of[:, SCORE], box))
    new, box = new.taken(order), box[order]
    best = np.append(True, np.diff(box) != 0)[: len(box)]
    return new.taken(best), box[best]


def _new(rows: Rows, boxes: Place, pair: Place) -> tuple[Place, Place]:
    """One of the boxes that overlap on both sides, and none that overlaps a passage already found."""
    order = np.lexsort((boxes[:, B1], boxes[:, B0], boxes[:, A1], boxes[:, A0], pair))
    boxes, pair = boxes[order], pair[order]
    fresh = np.ones(len(boxes), bool)
    fresh[1:] = (np.diff(pair) != 0) | np.any(np.diff(boxes, axis=0) != 0, 1)
    boxes, pair = boxes[fresh], pair[fresh]
    every = np.concatenate((rows.of[:, :4], boxes))
    lane = np.unique(np.concatenate((rows.pair, pair)), return_inverse=True)[1]
    taken = np.zeros(len(every), bool)
    for x, y in overlaps(every[:, A0], every[:, A1], lane):
        meet = np.maximum(every[x, B0], every[y, B0]) < np.minimum(every[x, B1], every[y, B1])
        taken[np.maximum(x[meet], y[meet])] = True
    stays = ~taken[len(rows) :]
    return boxes[stays], pair[stays]
