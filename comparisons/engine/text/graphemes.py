"""Grapheme clusters, what a reader takes for one character, after Unicode Standard Annex 29 (extended clusters).

Nothing that is shown may be cut inside one: an accent without its letter, half a flag, half a Korean syllable.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.text import unicode_properties as properties
from comparisons.engine.text.characters import ZERO_WIDTH_JOINER, within

Int = NDArray[np.int32]
Bool = NDArray[np.bool_]
Points = NDArray[np.uint32]


def code_points(text: str) -> Points:
    """uint32[n], lone surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def boundaries(text: str) -> Int:
    """int32[m + 1]: where the m clusters of `text` begin, and its length. O(n).

    Rules GB1 to GB13 of the annex, each over the whole text at once.
    """
    points = code_points(text)
    n = len(points)
    if not n:
        return np.zeros(1, np.int32)
    joined = inside(points)
    return np.append(np.flatnonzero(~joined), n).astype(np.int32)


def inside(points: Points) -> Bool:
    """bool[n]: the character belongs to the same cluster as the one before it."""
    n = len(points)
    joined = np.zeros(n, np.bool_)
    control = within(points, properties.CONTROL) | (points == 10) | (points == 13)
    joiner = points == ZERO_WIDTH_JOINER
    extend = within(points, properties.EXTEND)
    before, after = points[:-1], points[1:]
    free = ~control[1:] & ~control[:-1]
    here = joined[1:]
    here |= (before == 13) & (after == 10)
    here |= free & (extend | joiner | within(points, properties.SPACING))[1:]
    here |= free & within(before, properties.PREPEND)
    here |= hangul(before, after)
    here |= _pictographs(points, extend, joiner)
    here |= _conjuncts(points, extend | joiner)
    here |= _flags(points)[1:]
    return joined


def hangul(before: Points, after: Points) -> Bool:
    """GB6 to GB8: the letters of one Korean syllable."""
    leading, vowel, trailing = (
        [within(side, table) for side in (before, after)]
        for table in (properties.LEADING, properties.VOWEL, properties.TRAILING)
    )
    syllable = [(side >= 0xAC00) & (side <= 0xD7A3) for side in (before, after)]
    open_syllable = syllable[0] & ((before - 0xAC00) % 28 == 0)
    joined: Bool = (
        leading[0] & (leading[1] | vowel[1] | syllable[1])
        | (open_syllable | vowel[0]) & (vowel[1] | trailing[1])
        | (syllable[0] | trailing[0]) & trailing[1]
    )
    return joined


def _last(mask: Bool) -> NDArray[np.int64]:
    """int64[n]: the last index up to each place where the mask holds, or -1."""
    return np.maximum.accumulate(np.where(mask, np.arange(len(mask)), -1))


def _pictographs(points: Points, extend: Bool, joiner: Bool) -> Bool:
    """GB11: a picture, marks on it, a joiner, a picture. For the pairs (i, i + 1)."""
    if not joiner.any():
        return np.zeros(len(points) - 1, np.bool_)
    picture = within(points, properties.PICTOGRAPH)
    base = _last(~extend)  # of the character before the joiner
    carried = np.zeros(len(points), np.bool_)
    carried[1:] = joiner[1:] & (base[:-1] >= 0) & picture[base[:-1]]
    return carried[:-1] & picture[1:]


def _conjuncts(points: Points, passing: Bool) -> Bool:
    """GB9c: an Indic consonant with a linker among the marks before it. For the pairs (i, i + 1).

    The annex asks for a consonant before the linker too; here, as in the `regex` library, whatever stands there is joined.
    """
    linker = within(points, properties.LINKER)
    if not linker.any():
        return np.zeros(len(points) - 1, np.bool_)
    consonant = within(points, properties.CONSONANT)
    # Only InCB Extend and Linker stand between; a zero width non-joiner ends the conjunct.
    base = _last(~(passing & (points != 0x200C) | linker))[:-1]
    return consonant[1:] & (_last(linker)[:-1] > base)


def _flags(points: Points) -> Bool:
    """GB12 and GB13: every second of a run of regional indicators."""
    regional = (points >= 0x1F1E6) & (points <= 0x1F1FF)
    second: Bool = regional & ((np.arange(len(points)) - _last(~regional)) % 2 == 0)
    return second
