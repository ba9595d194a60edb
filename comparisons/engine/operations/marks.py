"""Kinds of punctuation marks: all quotation marks are one kind, all dashes one, any other mark a kind of its own."""

from __future__ import annotations

import unicodedata

import numpy as np

from comparisons.engine.text.coded_text import Place
from comparisons.engine.text.hashing import Hash
from comparisons.engine.text.profile import string_hashes
from comparisons.engine.text.tokens import Tokens

QUOTE, DASH = np.uint64(1), np.uint64(2)


def kinds(tokens: Tokens, at: Place) -> Hash:
    """uint64[n]: the kind of each mark of these tokens, 0 for words. O(n log n) in the marks."""
    kind = np.zeros(len(at), np.uint64)
    where = np.flatnonzero(~tokens.word.take(at))
    if not len(where):
        return kind
    marks = at.take(where)
    # Nearly all are one character: a table of those that occur.
    single = tokens.end[marks] - tokens.begin[marks] == 1
    codes = tokens.coded.codes(tokens.begin[marks[single]])
    points = tokens.coded.table.tolist()
    table = np.zeros(len(points), np.uint64)
    for code in np.flatnonzero(np.bincount(codes)).tolist():
        table[code] = _kind(chr(points[code]), points[code] << 3)
    kind[where[single]] = table[codes]
    if single.all():
        return kind
    longer = marks[~single]
    surfaces = list(map(tokens.surface, longer.tolist()))
    distinct = list(dict.fromkeys(surfaces))
    of = {surface: _kind(surface, own) for surface, own in zip(distinct, string_hashes(distinct).tolist(), strict=True)}
    kind[where[~single]] = [of[surface] for surface in surfaces]
    return kind


def _kind(surface: str, own: int) -> int:
    return int(QUOTE) if is_quotation_mark(surface) else int(DASH) if is_dash(surface) else own | 4


def is_quotation_mark(surface: str) -> bool:
    """Whether the mark is a quotation mark or an apostrophe, in any script."""
    return surface in "\"'`´‘’‚‛“”„‟′″‹›«»「」『』〝〞〟＂＇" or unicodedata.category(surface[0]) in {"Pi", "Pf"}


def is_dash(surface: str) -> bool:
    """Whether the mark is a dash: longer than a hyphen, or a hyphen that stands alone."""
    return set(surface) <= set("-‐‑‒–—―−﹘﹣－")
