"""Candidates aligned: the pairwise kernel of a comparison on many boxes at once, and what in them is a passage."""

from __future__ import annotations

import numpy as np

from comparisons.engine.matching.pairwise import inside
from comparisons.engine.passages.collection import Collection, Place
from comparisons.engine.passages.matches import Matches, weights
from comparisons.engine.passages.near_words import near_words
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.rows import COLUMNS
from comparisons.engine.passages.shares import shares
from comparisons.engine.passages.stretches import stretches
from comparisons.engine.passages.surveying import BATCH

LEVELS = (4, 2, 1)  # the runs of words that are anchors in a box …
WHOLE = (12, 4, 2, 1)  # … and in two whole documents


def aligned(
    collection: Collection, boxes: Place, options: Options, levels: tuple[int, ...] = LEVELS
) -> tuple[Place, Place]:
    """The stretches that carry information in boxes int64[k, 4] of positions (a0, a1, b0, b1).

    Rows int64[r, COLUMNS], and the box of each. The boxes may overlap; each is aligned on its own.
    """
    rows, owners = [np.empty((0, COLUMNS), np.int64)], [np.empty(0, np.int64)]
    for low, high in shares(boxes[:, 1] - boxes[:, 0] + boxes[:, 3] - boxes[:, 2], BATCH):
        matches = matched(collection, boxes[low:high], options, levels)
        row, owner = stretches(matches, weights(collection, matches, options), options)
        rows.append(row)
        owners.append(owner + low)
    return np.concatenate(rows), np.concatenate(owners)


def matched(collection: Collection, boxes: Place, options: Options, levels: tuple[int, ...] = LEVELS) -> Matches:
    """The words that match inside each box: equal ones, and near ones where the equal ones make it worth a look."""
    equal = Matches(*inside(boxes, collection.hash, collection.hash, levels))
    worth = np.bincount(equal.box, weights(collection, equal, options), minlength=len(boxes))
    sure = worth >= options.hopeful * options.bar * collection.scale
    return near_words(collection, boxes, equal, sure, options)
