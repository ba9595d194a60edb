"""Families: the places of many documents that are one text.

Two passages that meet in one document are of one family where they hold about the same place there: their places
cover `ALIKE` of each other. A long passage that only contains a short one does not bring their families together.
"""

from __future__ import annotations

import numpy as np

from comparisons.engine.passages.collection import Place
from comparisons.engine.passages.overlapping import groups, overlaps
from comparisons.engine.passages.rows import Rows

ALIKE = 0.7


def families(rows: Rows) -> Place:
    """int64[n]: the family of each passage, numbered in the order of the rows. O(n log n)."""
    n, of = len(rows), rows.of
    here = np.concatenate((of[:, :2], of[:, 2:4]))
    label = np.arange(n)
    for x, y in overlaps(here[:, 0], here[:, 1], np.concatenate((rows.a, rows.b))):
        common = np.minimum(here[x, 1], here[y, 1]) - np.maximum(here[x, 0], here[y, 0])
        alike = common >= ALIKE * np.maximum(here[x, 1] - here[x, 0], here[y, 1] - here[y, 0])
        label = groups(n, x[alike] % n, y[alike] % n, label)
    number: Place = np.unique(label, return_inverse=True)[1]
    return number
