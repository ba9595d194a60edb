"""A sum of hashes over the letters of a reading: readings with other letters are told apart without looking at them."""

from __future__ import annotations

from functools import cache

import numpy as np

from comparisons.engine.operations.alignment import Hash
from comparisons.engine.result import Int
from comparisons.engine.spans import where
from comparisons.engine.text.coded_text import CodedText
from comparisons.engine.text.folding import looked_through

WORD = (1 << 64) - 1


def letter_sums(coded: CodedText, begin: Int, end: Int) -> Hash:
    """uint64[n]: the sum of a hash of each folded letter or digit of each stretch; 0 where it has none.

    The sums of parts add up to that of the whole, whatever the order. O(length of the stretches).
    """
    sums = np.zeros(len(begin), np.uint64)
    some = where(end > begin)
    if not len(some):
        return sums
    begin, length = begin.take(some), (end - begin).take(some).astype(np.int64)
    stop = length.cumsum()
    # From each letter to the next one step, from each stretch to the next as far as that is.
    at = np.ones(int(stop[-1]), np.int64)
    at[0] = begin[0]
    at[stop[:-1]] = begin[1:] - begin[:-1] - length[:-1] + 1
    codes = coded.codes(at.cumsum(out=at))
    table = np.zeros(len(coded.table), np.uint64)
    table[:128] = _ascii_sums()
    for code in np.unique(codes[codes >= 128]).tolist() if len(coded.distinct) else ():
        table[code] = _letter_sum(chr(int(coded.table[code])))
    sums[some] = np.add.reduceat(table.take(codes), stop - length)
    return sums


@cache
def _ascii_sums() -> Hash:
    return np.array([_letter_sum(chr(point)) for point in range(128)], np.uint64)


@cache
def _letter_sum(character: str) -> int:
    return sum(_mixed(ord(letter)) for letter in looked_through(character) if letter.isalnum()) & WORD


def _mixed(value: int) -> int:
    """A hash of a letter (splitmix64)."""
    value = (value + 1) * 0x9E3779B97F4A7C15 & WORD
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & WORD
    value = (value ^ value >> 27) * 0x94D049BB133111EB & WORD
    return value ^ value >> 31
