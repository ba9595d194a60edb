"""Numbers in whatever form they are written: XIV, 14, ١٤, 1,000 and 1000."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import compress, count
from operator import not_

_ROMAN = re.compile(r"(?i)m{0,4}(cm|cd|d?c{0,4})(xc|xl|l?x{0,4})(ix|iv|v?i{0,4})")
_VALUE = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
_SEPARATED = re.compile(r"\d{1,3}(?:[.,’'\u00a0\u202f ]\d{3})+")
_UNITS = (
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]
)  # fmt: skip
_TENS = ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"]
_RANKS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_WORDS = {word: str(value) for value, word in enumerate(_UNITS)}
_WORDS |= {word: str(10 * value) for value, word in enumerate(_TENS, 3)}
_ORDINALS = {word: str(value) for value, word in enumerate(_RANKS, 1)}


def perhaps_numbers(a: Sequence[str], b: Sequence[str]) -> list[int]:
    """Which pairs of folded readings, different and without marks, may be one number: a look before `numerals`."""
    perhaps: set[int] = set()
    for side in (a, b):
        perhaps.update(compress(count(), map(_NAMES.__contains__, side)))
        perhaps.update(compress(count(), map(not_, map(str.isalpha, side))))
    return sorted(perhaps)


_NAMES = frozenset(_WORDS) | frozenset(_ORDINALS)


def numerals(text: str) -> tuple[str, ...]:
    """The words of a folded reading, every number among them in Arabic digits. O(length)."""
    return tuple(_numeral(word) for word in _SEPARATED.sub(_plain, text).split())


def _plain(found: re.Match[str]) -> str:
    return "".join(letter for letter in found.group() if letter.isdigit())


def _numeral(word: str) -> str:
    word = word.strip(".")
    if word.isdecimal():
        return str(int("".join(str(unicodedata.decimal(digit)) for digit in word[:64]))) + word[64:]
    if ordinal := re.fullmatch(r"(\d+)(?:st|nd|rd|th)", word):
        return f"{ordinal[1]}."
    if word in _ORDINALS:
        return f"{_ORDINALS[word]}."
    if word in _WORDS:
        return _WORDS[word]
    if word and _ROMAN.fullmatch(word):
        values = [_VALUE[letter] for letter in word.lower()]
        return str(sum(-x if x < y else x for x, y in zip(values, [*values[1:], 0], strict=True)))
    return word
