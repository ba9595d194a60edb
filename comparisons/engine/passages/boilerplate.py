"""Boilerplate: what stands at the same end of many documents, word for word: a header, an imprint, a notice.

It is found and grouped, never dropped. A family is boilerplate where at least `FEWEST` documents have it, where
nearly all of its places lie at the very beginning or the very end of their documents, and where it is short beside
them.
"""

from __future__ import annotations

import numpy as np

from comparisons.engine.passages.collection import Catalogue, Place
from comparisons.engine.passages.rows import Bool, Rows

FEWEST = 3  # documents
EDGE = 60  # words from the beginning or the end of a document …
NEARLY = 0.8  # … within which so many of the places lie
SHARE = 0.5  # of a document: what is longer is the document


def boilerplate(known: Catalogue, rows: Rows, family: Place) -> Bool:
    """bool[n]: whether each passage is of a family that is boilerplate. O(n log n)."""
    if not len(rows):
        return np.zeros(0, bool)
    own = np.concatenate((family, family))
    document = np.concatenate((rows.a, rows.b))
    begin, end = np.concatenate((rows.of[:, 0], rows.of[:, 2])), np.concatenate((rows.of[:, 1], rows.of[:, 3]))
    first, stop = known.bounds[document], known.bounds[document + 1]
    short = end - begin <= SHARE * (stop - first)
    head, foot = short & (begin - first <= EDGE), short & (stop - end <= EDGE)
    number = int(family.max()) + 1
    size = np.bincount(own, minlength=number)
    pairs = np.unique(own << 32 | document)
    documents = np.bincount(pairs >> 32, minlength=number)
    most = np.maximum(np.bincount(own, head, number), np.bincount(own, foot, number))
    marked: Bool = ((documents >= FEWEST) & (most >= NEARLY * size))[family]
    return marked
