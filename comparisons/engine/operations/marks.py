"""Kinds of punctuation marks: all quotation marks are one kind, all dashes one, any other mark a kind of its own."""

from __future__ import annotations

import unicodedata

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.operations.alignment import Items
from comparisons.engine.options import Options
from comparisons.engine.text.profile import fold
from comparisons.engine.text.tokens import Tokens

QUOTE, DASH = np.uint64(1), np.uint64(2)


def kinds(tokens: Tokens) -> NDArray[np.uint64]:
    """uint64[n]: the kind of each mark, 0 for words. O(n log n) in the marks."""
    kind = np.zeros(len(tokens), np.uint64)
    marks = np.flatnonzero(~tokens.word)
    if not len(marks):
        return kind
    # Nearly all are one character: a table of those that occur.
    single = tokens.end[marks] - tokens.begin[marks] == 1
    codes = tokens.coded.codes(tokens.begin[marks[single]])
    points = tokens.coded.table.tolist()
    table = np.zeros(len(points), np.uint64)
    for code in np.flatnonzero(np.bincount(codes)).tolist():
        table[code] = _kind(chr(points[code]), points[code] << 3)
    kind[marks[single]] = table[codes]
    longer = marks[~single]
    distinct, first, which = np.unique(tokens.exact[longer], return_index=True, return_inverse=True)
    of = np.array(
        [_kind(tokens.surface(at), int(key)) for key, at in zip(distinct, longer[first].tolist(), strict=True)],
        np.uint64,
    )
    if len(of):
        kind[longer] = of[which]
    return kind


def _kind(surface: str, own: int) -> int:
    return int(QUOTE) if is_quotation_mark(surface) else int(DASH) if is_dash(surface) else own | 4


def loose(tokens: Tokens, items: Items, options: Options) -> NDArray[np.bool_]:
    """bool[items]: the marks that the profile folds to nothing, wherever they stand."""
    found = np.zeros(len(items), bool)
    if not options.ignore & {"quotation", "punctuation"}:
        return found
    marks = np.flatnonzero(items.mark)
    distinct, first, which = np.unique(items.exact[marks], return_index=True, return_inverse=True)
    folded = np.zeros(len(distinct), bool)
    for number, at in enumerate(items.token[marks[first]].tolist()):
        folded[number] = not fold(tokens.surface(at), options.ignore, options.rules).strip()
    found[marks] = folded[which]
    return found


def is_quotation_mark(surface: str) -> bool:
    """Whether the mark is a quotation mark or an apostrophe, in any script."""
    return surface in "\"'`´‘’‚‛“”„‟′″‹›«»「」『』〝〞〟＂＇" or unicodedata.category(surface[0]) in {"Pi", "Pf"}


def is_dash(surface: str) -> bool:
    """Whether the mark is a dash: longer than a hyphen, or a hyphen that stands alone."""
    return set(surface) <= set("-‐‑‒–—―−﹘﹣－")
