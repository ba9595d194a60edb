"""The category of every change of a comparison, worked out once for each pair of readings."""

from __future__ import annotations

import re

import numpy as np

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
from comparisons.engine.operations.alignment import Hash, Items, holds_words, surfaces
from comparisons.engine.operations.readings import Readings
from comparisons.engine.operations.rows import Rows
from comparisons.engine.options import Options
from comparisons.engine.result import NO_CATEGORY, Bool, Byte, Int
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
    item = rows.item.take(at, axis=0)
    some_a, some_b = item[:, 1] > item[:, 0], item[:, 3] > item[:, 2]
    kind[at] = np.where(some_b, np.uint8(ADDITION), np.uint8(OMISSION))
    # What one side has alone is named by that, unless it is marks.
    look = some_a & some_b
    one = np.flatnonzero(~look)
    look[one] = ~(holds_words(a, *item[:, :2].take(one, axis=0).T) | holds_words(b, *item[:, 2:].take(one, axis=0).T))
    chosen = np.flatnonzero(look)
    if not len(chosen):
        return kind, ignored
    at, item = at.take(chosen), item.take(chosen, axis=0)
    readings_a, readings_b = _readings(tokens_a, a, item[:, :2]), _readings(tokens_b, b, item[:, 2:])
    hash_a, hash_b = _hashes(readings_a, a, item[:, :2]), _hashes(readings_b, b, item[:, 2:])
    first, which = distinct(hash_a * np.uint64(0x9E3779B97F4A7C15) + hash_b)
    kinds, folded = _named(readings_a.at(first), readings_b.at(first), options)
    kind[at], ignored[at] = kinds.take(which), folded.take(which)
    return kind, ignored


def _named(a: Readings, b: Readings, options: Options) -> tuple[Byte, Bool]:
    """uint8[n], bool[n]: of pairs of readings, two or marks alone."""
    both = a.some() & b.some()
    alike = a.sums() == b.sums()
    kinds, folded = np.zeros(len(both), np.uint8), np.zeros(len(both), bool)
    for number in np.flatnonzero(~both).tolist():
        x, y = a[number], b[number]
        kinds[number] = of_marks(x or y)
        folded[number] = is_ignored(x, y, options)
    for number in np.flatnonzero(both & alike).tolist():
        x, y = a[number], b[number]
        kinds[number] = category(x, y)
        folded[number] = is_ignored(x, y, options)
    unequal = np.flatnonzero(both & ~alike)
    some_a, some_b = a.at(unequal), b.at(unequal)
    kinds[unequal] = of_unequal(some_a.letters(), some_b.letters(), lambda at: (some_a[at], some_b[at]))
    ruled = _ruled(options)
    if ruled:
        for number in unequal.tolist():
            x, y = a[number], b[number]
            folded[number] = bool(ruled.search(x) or ruled.search(y)) and is_ignored(x, y, options)
    return kinds, folded


def _readings(tokens: Tokens, items: Items, item: Int) -> Readings:
    """What each range of items reads; nothing where it is empty."""
    begin, end = items.begin.take(item[:, 0]), items.end.take(item[:, 1] - 1)
    return Readings(tokens, begin, np.where(item[:, 1] > item[:, 0], end, begin))


def _hashes(readings: Readings, items: Items, item: Int) -> Hash:
    """uint64[n]: equal for equal readings; of a single word its own, which is known."""
    value = items.exact.take(item[:, 0])
    known = (item[:, 1] - item[:, 0] == 1) & (items.mark.take(item[:, 0]) == 0) & (value > 1)
    rest = np.flatnonzero(~known)
    value[rest] = surfaces(readings.tokens, readings.begin.take(rest), readings.end.take(rest))
    return value


def _ruled(options: Options) -> re.Pattern[str] | None:
    """What a reading must hold for a rule to change it."""
    named = [re.escape(rule.original) for rule in options.rules if rule.original]
    return re.compile("|".join(named), re.IGNORECASE) if named else None
