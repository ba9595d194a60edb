"""The category of every change of a comparison, worked out once for each pair of readings."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.categories.category import (
    ADDITION,
    OMISSION,
    WHITESPACE,
    category,
    is_ignored,
    of_marks,
    of_unequal,
)
from comparisons.engine.matching.likeness import distinct
from comparisons.engine.operations.alignment import Hash, Items, holds_words
from comparisons.engine.operations.letter_sums import letter_sums
from comparisons.engine.operations.rows import Rows
from comparisons.engine.options import Options
from comparisons.engine.result import NO_CATEGORY, Bool, Byte, Int
from comparisons.engine.spans import spans
from comparisons.engine.text.tokens import Tokens

I32 = np.int32


def classify(tokens_a: Tokens, tokens_b: Tokens, a: Items, b: Items, rows: Rows, options: Options) -> tuple[Byte, Bool]:
    """uint8[n], bool[n]: the category of each row and whether the profile folds it away.

    A row that a move covers has none. Python runs once for each distinct pair of readings, and folds only those that
    have the same letters or hold a word that a rule names: other letters are made equal by nothing else.
    """
    n = len(rows)
    kind, ignored = np.full(n, NO_CATEGORY, np.uint8), np.zeros(n, bool)
    kind[rows.blank] = WHITESPACE
    ignored[rows.blank] = "whitespace" in options.ignore
    at = np.flatnonzero(~rows.blank & (rows.move < 0))
    if not len(at):
        return kind, ignored
    item_a, item_b = rows.item[at, :2], rows.item[at, 2:]
    key = _readings(a, item_a) * np.uint64(0x9E3779B97F4A7C15) + _readings(b, item_b)
    first, which = distinct(key)
    item_a, item_b = item_a[first], item_b[first]
    begin_a, end_a, readings_a = _texts(tokens_a.text, a, item_a)
    begin_b, end_b, readings_b = _texts(tokens_b.text, b, item_b)
    alike = letter_sums(tokens_a.coded, begin_a, end_a) == letter_sums(tokens_b.coded, begin_b, end_b)
    empty_a, empty_b = end_a == begin_a, end_b == begin_b
    both = ~empty_a & ~empty_b
    word = holds_words(a, *item_a.T) | holds_words(b, *item_b.T)

    folded = np.zeros(len(first), bool)
    kinds = np.where(empty_b, np.uint8(OMISSION), np.uint8(ADDITION))
    for number in np.flatnonzero(~both & ~word).tolist():
        x, y = readings_a[number], readings_b[number]
        kinds[number] = of_marks(x or y)
        folded[number] = is_ignored(x, y, options)
    for number in np.flatnonzero(both & alike).tolist():
        x, y = readings_a[number], readings_b[number]
        kinds[number] = category(x, y)
        folded[number] = is_ignored(x, y, options)
    unequal = np.flatnonzero(both & ~alike).tolist()
    kinds[unequal] = of_unequal([readings_a[k] for k in unequal], [readings_b[k] for k in unequal])
    ruled = _ruled(options)
    if ruled:
        for number in unequal:
            x, y = readings_a[number], readings_b[number]
            folded[number] = bool(ruled.search(x) or ruled.search(y)) and is_ignored(x, y, options)
    kind[at], ignored[at] = kinds[which], folded[which]
    return kind, ignored


def _texts(text: str, items: Items, item: Int) -> tuple[Int, Int, list[str]]:
    """Begin and end of the tokens of each range of items in code points, and its reading; empty of an empty range."""
    some = item[:, 1] > item[:, 0]
    begin = np.where(some, items.begin[item[:, 0]], 0).astype(I32)
    end = np.where(some, items.end[item[:, 1] - 1], 0).astype(I32)
    return begin, end, [text[x:y] for x, y in zip(begin.tolist(), end.tolist(), strict=True)]


def _ruled(options: Options) -> re.Pattern[str] | None:
    """What a reading must hold for a rule to change it."""
    named = [re.escape(rule.original) for rule in options.rules if rule.original]
    return re.compile("|".join(named), re.IGNORECASE) if named else None


def _readings(items: Items, item: Int) -> Hash:
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
