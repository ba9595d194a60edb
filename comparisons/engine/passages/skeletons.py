"""The skeleton of a word: what is left of it where spelling is looked through. Two words with one skeleton are the
same word for a passage: *Olde* and *old*, *vniuersall* and *universal*, *exter-|mination* and *extermination*.

Beyond what every comparison looks through (case, accents, old letters, line-end hyphens) that is: u = v = w,
i = j = y, ck = k, ph = f, ae = oe = e, doubled letters single, no final e, no marks inside.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.spans import U64, Hash
from comparisons.engine.text.folding import looked_through
from comparisons.engine.text.hashing import mix, spans

Points = NDArray[np.uint32]
Place = NDArray[np.int64]

SAME = str.maketrans({"v": "u", "w": "u", "j": "i", "y": "i", "ϕ": "φ"})
RADIX = 0x9E3779B97F4A7C15


@lru_cache(maxsize=1 << 16)
def _form(character: str) -> str:
    """The letters of a character; none of a mark, which says nothing of which word it is."""
    form = looked_through(character).translate(SAME)
    return "".join(letter for letter in form if unicodedata.category(letter)[0] not in "PZCS")


@dataclass(frozen=True, slots=True)
class Skeletons:
    """n skeletons, laid end to end, a NUL after each."""

    letters: Points  # uint32[…]: code points
    at: Place  # int64[n]: where each begins
    length: Place  # int64[n]: its letters, without the NUL

    @classmethod
    def of(cls, ready: list[str]) -> Skeletons:
        """Of words that are skeletons already. O(letters)."""
        size = np.array([len(word) for word in ready], np.int64)
        letters = "".join(f"{word}\0" for word in ready).encode("utf-32-le", "surrogatepass")
        return cls(np.frombuffer(letters, np.uint32), np.cumsum(size + 1) - size - 1, size)

    @classmethod
    def laid(cls, letters: Points) -> Skeletons:
        """Those that these letters are, a NUL after each."""
        end = np.flatnonzero(letters == 0)
        at = np.append(0, end[:-1] + 1)[: len(end)]
        return cls(letters, at, end - at)

    def cut(self, most: int) -> Skeletons:
        """The first so many letters of each. O(letters)."""
        size = np.minimum(self.length, most)
        at = np.cumsum(size + 1) - size - 1
        letters = np.zeros(int(size.sum()) + len(size), np.uint32)
        letters[spans(at, size)[0]] = self.letters[spans(self.at, size)[0]]
        return Skeletons(letters, at, size)

    def hashes(self) -> Hash:
        """uint64[n]: equal for equal skeletons. O(letters)."""
        if not len(self.at):
            return np.empty(0, U64)
        owner = np.repeat(np.arange(len(self.at)), self.length + 1)
        place = np.arange(len(self.letters)) - self.at[owner]
        power = np.full(int(place.max()) + 1, RADIX, U64)
        power[0] = 1
        np.multiply.accumulate(power, out=power)
        value = mix(self.letters.astype(U64) + U64(0x1000)) * power[place]
        return mix(np.add.reduceat(value, self.at) + U64(12345))

    def letter_sets(self) -> Hash:
        """uint64[n]: the set of letters of each, a letter hashed to one of 64 bits."""
        if not len(self.at):
            return np.empty(0, U64)
        bit = U64(1) << ((self.letters.astype(U64) * U64(RADIX)) >> U64(58))
        bit[self.letters == 0] = 0
        return np.bitwise_or.reduceat(bit, self.at)


def skeletons(words: list[str]) -> Skeletons:
    """The skeletons of distinct words, all in one array. O(letters)."""
    text = "\0".join(words)
    if text.count("\0") >= len(words):
        text = "\0".join(word.replace("\0", "") for word in words)
    forms: dict[int, str] = {ord(character): _form(character) for character in set(text) if character != "\0"}
    text = text.translate(forms)
    points = np.frombuffer((text + "\0").encode("utf-32-le", "surrogatepass"), np.uint32).copy()
    if not words:
        points = points[:0]
    a, c, e, f, h, i, k, o, p = map(ord, "acefhikop")
    after = np.append(points[1:], 0)
    dropped = (points == c) & (after == k) | ((points == a) | (points == o)) & (after == e)
    ph = np.flatnonzero((points == p) & (after == h))
    points[ph] = f
    dropped[ph + 1] = True
    points = points[~dropped]
    dropped = np.zeros(len(points), bool)
    dropped[1:] = (points[1:] == points[:-1]) & (points[1:] > 0x40)  # 1917 and 191117 are two numbers
    points = points[~dropped]
    before, second = np.append(0, points[:-1])[: len(points)], np.append((0, 0), points[:-2])[: len(points)]
    after = np.append(points[1:], 0)[: len(points)]
    final = (points == e) & (after == 0) & ((before == i) | (before != 0) & (second != 0))  # not of "the"
    points = points[~final]
    return Skeletons.laid(points)
