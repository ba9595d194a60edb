"""The words that one reading shares with each of many others, all of them aligned at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from comparisons.engine.matching.pairwise import inside
from comparisons.engine.passages.collection import Document, laid_out
from comparisons.engine.passages.matches import Matches
from comparisons.engine.passages.near_words import near_words
from comparisons.engine.passages.options import Options
from comparisons.engine.spans import Int

BETWEEN = "\n\n"
LEVELS = (4, 2, 1)  # the runs of words that are anchors


def shared_words(one: str, others: Sequence[str]) -> list[Int]:
    """Of each other reading int32[m, 4]: the matched words, equal or near, as begin and end in `one` and in the other.

    Code points; each column ascending. By the kernel of a comparison on the words' skeletons. O(n log n) in all words.
    """
    if not others:
        return []
    size = np.array([len(text) for text in others], np.int64)
    start = np.cumsum(size + len(BETWEEN)) - size - len(BETWEEN)
    laid = laid_out([Document("", one), Document("", BETWEEN.join(others))])
    first = int(laid.bounds[1])
    edge = first + np.append(np.searchsorted(laid.begin[first:], start), len(laid) - first)
    boxes = np.stack((np.zeros(len(others), np.int64), np.full(len(others), first), edge[:-1], edge[1:]), 1)
    equal = Matches(*inside(boxes, laid.hash, laid.hash, LEVELS))
    found = near_words(laid, boxes, equal, np.ones(len(boxes), bool), Options())
    i, j, shift = found.i, found.j, start[found.box].astype(np.int32)
    every = np.stack((laid.begin[i], laid.end[i], laid.begin[j] - shift, laid.end[j] - shift), 1)
    return np.split(every, np.searchsorted(found.box, np.arange(1, len(others))))
