"""The category of every change of a comparison, worked out once for each pair of readings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.alignment import Items
from comparisons.engine.categories import WHITESPACE, category, is_ignored, one_sided
from comparisons.engine.operations import Rows
from comparisons.engine.options import Options
from comparisons.engine.result import NO_CATEGORY, Bool, Byte, Int
from comparisons.engine.spans import spans

I32 = np.int32


def classify(text_a: str, text_b: str, a: Items, b: Items, rows: Rows, options: Options) -> tuple[Byte, Bool]:
    """uint8[n], bool[n]: the category of each row and whether the profile folds it away.

    A row that a move covers has none. Python runs once for each distinct pair of readings.
    """
    n = len(rows)
    kind, ignored = np.full(n, NO_CATEGORY, np.uint8), np.zeros(n, bool)
    kind[rows.blank] = WHITESPACE
    ignored[rows.blank] = "whitespace" in options.ignore
    at = np.flatnonzero(~rows.blank & (rows.move < 0))
    item_a, item_b = rows.item[at, :2], rows.item[at, 2:]
    key = _readings(a, item_a) * np.uint64(0x9E3779B97F4A7C15) + _readings(b, item_b)
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    kinds, folded = np.empty(len(first), np.uint8), np.empty(len(first), bool)
    word_a, word_b = (np.concatenate(([0], np.cumsum((x.mark == 0) & (x.token >= 0)))) for x in (a, b))
    for number, row in enumerate(first.tolist()):
        a0, a1 = item_a[row].tolist()
        b0, b1 = item_b[row].tolist()
        x = text_a[a.begin[a0] : a.end[a1 - 1]] if a1 > a0 else ""
        y = text_b[b.begin[b0] : b.end[b1 - 1]] if b1 > b0 else ""
        if x and y:
            kinds[number] = category(x, y)
        else:
            word = word_a[a1] > word_a[a0] or word_b[b1] > word_b[b0]
            kinds[number] = one_sided(x or y, bool(word), bool(x))
        folded[number] = is_ignored(x, y, options)
    kind[at], ignored[at] = kinds[which], folded[which]
    return kind, ignored


def _readings(items: Items, item: Int) -> NDArray[np.uint64]:
    """uint64[n]: a hash of the tokens of each range of items, in order; 0 of an empty range."""
    length = item[:, 1] - item[:, 0]
    at, own = spans(item[:, 0], length)
    place = (at - item[own, 0]).astype(np.uint64)
    value = (items.exact[at] ^ (place * np.uint64(0xD6E8FEB86659FD93))) * np.uint64(0xBF58476D1CE4E5B9)
    value ^= value >> np.uint64(31)
    total = np.concatenate((np.zeros(1, np.uint64), np.cumsum(value * np.uint64(0x94D049BB133111EB), dtype=np.uint64)))
    end = np.cumsum(length)
    reading: NDArray[np.uint64] = total[end] - total[end - length]
    return reading
