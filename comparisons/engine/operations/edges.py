"""Punctuation at the edge of a change that is no part of it."""

from __future__ import annotations

import numpy as np

from comparisons.engine.operations.alignment import Items, holds_words
from comparisons.engine.options import Options
from comparisons.engine.result import Bool, Int
from comparisons.engine.text.coded_text import Place
from comparisons.engine.text.profile import fold
from comparisons.engine.text.tokens import Tokens

I32 = np.int32
SHORT = 2  # tokens: up to so many on a line may stand for a mark, as the *to* that was read for a quotation mark


def without_edges(a: Items, b: Items, gap: Int, loose_a: Bool, loose_b: Bool) -> tuple[Int, Place]:
    """Part the marks at the edges of gaps from the words, where they are changes of their own.

    `gap`: int32[g, 4], items without a partner. Marks that the profile folds away part from words on either side.
    Where one side has marks alone and the other words, marks meet marks and the words stand alone; words without
    marks are replaced by the marks only if they are `SHORT`.
    Returns the parts, int32[p, 4], and the gap of each.
    """
    a0, a1, b0, b1 = gap.T
    words_a, words_b = holds_words(a, a0, a1), holds_words(b, b0, b1)
    head_a, tail_a = _edges(a, loose_a, a0, a1)
    head_b, tail_b = _edges(b, loose_b, b0, b1)
    worded = words_a | words_b
    for head, tail in ((head_a, tail_a), (head_b, tail_b)):
        head[~worded] = tail[~worded] = 0

    for mixed, x, x0, x1, head_x, tail_x, y, y0, y1, head_y, tail_y in (
        (words_a & ~words_b & (b1 > b0), a, a0, a1, head_a, tail_a, b, b0, b1, head_b, tail_b),
        (words_b & ~words_a & (a1 > a0), b, b0, b1, head_b, tail_b, a, a0, a1, head_a, tail_a),
    ):
        at = np.flatnonzero(mixed)
        every = np.ones(len(x), bool)
        first, last = _edges(x, every, x0[at], x1[at])
        long = x1[at] - x0[at] > SHORT
        long |= x.begin[x0[at]] - x.end[x0[at] - 1] > 1  # more than a blank: the words begin a line
        hangs = y.begin[y0[at]] == y.end[y0[at] - 1]  # the marks follow at once on what is before them
        follows = (last > 0) | ((first == 0) & long & ~hangs)
        leads = ~follows & ((first > 0) | (long & hangs))
        tail_x[at[follows]], tail_y[at[follows]] = last[follows], (y1 - y0)[at[follows]]
        head_x[at[leads]], head_y[at[leads]] = first[leads], (y1 - y0)[at[leads]]
        head_y[at[follows]] = tail_y[at[leads]] = 0
    parts = np.stack(
        (
            np.stack((a0, a0 + head_a, b0, b0 + head_b), 1),
            np.stack((a0 + head_a, a1 - tail_a, b0 + head_b, b1 - tail_b), 1),
            np.stack((a1 - tail_a, a1, b1 - tail_b, b1), 1),
        ),
        1,
    ).reshape(-1, 4)
    some = np.flatnonzero((parts[:, 1] > parts[:, 0]) | (parts[:, 3] > parts[:, 2]))
    return parts.take(some, axis=0).astype(I32), (some // 3).astype(np.int64)


def _edges(items: Items, chosen: Bool, begin: Int, end: Int) -> tuple[Int, Int]:
    """How many chosen marks stand at the begin and at the end of each range; none at the end where all are."""
    if not len(begin) or not chosen.any():
        return np.zeros(len(begin), I32), np.zeros(len(begin), I32)
    other = np.flatnonzero((items.mark == 0) | ~chosen).astype(I32)
    place = np.searchsorted(other, begin)
    following = np.append(other, I32(len(items)))[place]
    head = np.minimum(following, end) - begin
    preceding = np.append(I32(-1), other)[np.searchsorted(other, end)]
    tail = np.where(head == end - begin, 0, end - 1 - np.maximum(preceding, begin - 1))
    return head.astype(I32), tail.astype(I32)


def loose(tokens: Tokens, items: Items, options: Options) -> Bool:
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
