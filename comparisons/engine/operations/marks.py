"""Kinds of punctuation marks: all quotation marks are one kind, all dashes one, any other mark a kind of its own."""

from __future__ import annotations

import unicodedata

import numpy as np

from comparisons.engine.text.coded_text import Place
from comparisons.engine.text.hashing import Hash
from comparisons.engine.text.profile import string_hashes
from comparisons.engine.text.tokens import Tokens

QUOTE, DASH = np.uint64(1), np.uint64(2)


def kinds(tokens: Tokens, marks: Place) -> tuple[Hash, Hash]:
    """uint64[n] twice: the kind of each of these marks, and a hash of its surface. O(n)."""
    # Nearly all are one character: a table of those that occur.
    begin = tokens.begin.take(marks)
    codes = tokens.coded.codes(begin)
    points = tokens.coded.table.tolist()
    of_kind, of_surface = np.zeros(len(points), np.uint64), np.zeros(len(points), np.uint64)
    for code in np.flatnonzero(np.bincount(codes)).tolist():
        of_kind[code] = _kind(chr(points[code]), points[code] << 3)
        of_surface[code] = points[code] << 3 | 2
    kind, surface = of_kind.take(codes), of_surface.take(codes)
    longer = np.flatnonzero(tokens.end.take(marks) - begin > 1)
    if len(longer):
        surfaces = list(map(tokens.surface, marks.take(longer).tolist()))
        distinct = list(dict.fromkeys(surfaces))
        own = dict(zip(distinct, string_hashes(distinct).tolist(), strict=True))
        surface[longer] = [own[each] for each in surfaces]
        kind[longer] = [_kind(each, own[each]) for each in surfaces]
    return kind, surface


def _kind(surface: str, own: int) -> int:
    return int(QUOTE) if is_quotation_mark(surface) else int(DASH) if is_dash(surface) else own | 4


def is_quotation_mark(surface: str) -> bool:
    """Whether the mark is a quotation mark or an apostrophe, in any script."""
    return surface in "\"'`´‘’‚‛“”„‟′″‹›«»「」『』〝〞〟＂＇" or unicodedata.category(surface[0]) in {"Pi", "Pf"}


def is_dash(surface: str) -> bool:
    """Whether the mark is a dash: longer than a hyphen, or a hyphen that stands alone."""
    return set(surface) <= set("-‐‑‒–—―−﹘﹣－")
