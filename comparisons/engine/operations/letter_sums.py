"""A sum of hashes over the letters of a reading: readings with other letters are told apart without looking at them."""

from __future__ import annotations

from functools import cache

import numpy as np

from comparisons.engine.operations.alignment import Hash
from comparisons.engine.result import Int
from comparisons.engine.spans import spans
from comparisons.engine.text.coded_text import CodedText
from comparisons.engine.text.folding import looked_through

WORD = (1 << 64) - 1


def letter_sums(coded: CodedText, begin: Int, end: Int) -> Hash:
    """uint64[n]: the sum of a hash of each folded letter or digit of each stretch; 0 where it has none.

    The sums of parts add up to that of the whole, whatever the order. O(length of the stretches).
    """
    length = end - begin
    at, _ = spans(begin, length)
    if not len(at):
        return np.zeros(len(begin), np.uint64)
    codes = coded.codes(at)
    points = coded.table.tolist()
    table = np.zeros(len(points), np.uint64)
    for code in np.flatnonzero(np.bincount(codes)).tolist():
        table[code] = _letter_sum(chr(points[code]))
    total = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(table.take(codes), out=total[1:])
    stop = np.cumsum(length)
    sums: Hash = total[stop] - total[stop - length]
    return sums


@cache
def _letter_sum(character: str) -> int:
    return sum(_mixed(ord(letter)) for letter in looked_through(character) if letter.isalnum()) & WORD


def _mixed(value: int) -> int:
    """A hash of a letter (splitmix64)."""
    value = (value + 1) * 0x9E3779B97F4A7C15 & WORD
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & WORD
    value = (value ^ value >> 27) * 0x94D049BB133111EB & WORD
    return value ^ value >> 31
