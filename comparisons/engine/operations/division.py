"""Words that were joined or divided: *evermore* and *ever more*, found by their letters."""

from __future__ import annotations

import numpy as np

from comparisons.engine.categories.category import undivided
from comparisons.engine.matching.anchors import once_in_both
from comparisons.engine.matching.likeness import distinct
from comparisons.engine.operations.alignment import Boxes, Hash, Items
from comparisons.engine.operations.letter_sums import letter_sums
from comparisons.engine.result import Bool, Int
from comparisons.engine.text.tokens import Tokens

I32 = np.int32
MOST = 3  # words that one word is divided into
LEAST = 4  # letters of such a word: shorter ones meet by chance


def with_divisions(
    tokens_a: Tokens, tokens_b: Tokens, a: Items, b: Items, boxes: Boxes, alike: Bool, taken_a: Bool, taken_b: Bool
) -> Boxes:
    """Add the words that were joined or divided; where a word was paired with one that is only near, that pair goes.

    `alike`: bool[boxes], the pairs that stay, equal but for case and the like. `taken_a`, `taken_b`: bool[items], what
    a move covers. A candidate is a word whose letters are those of two or three neighbours on the other side, once in
    its stretch between two pairs that stay. O(n log n) in what is between them.
    """
    fixed = boxes.box.take(np.flatnonzero(alike), axis=0)
    open_a, region_a = _open(a, fixed[:, 0], taken_a)
    open_b, region_b = _open(b, fixed[:, 2], taken_b)
    # Where one side has a word, the other two or more.
    count_a, count_b = (
        np.bincount(region[words], minlength=len(fixed) + 1)
        for words, region in ((open_a, region_a), (open_b, region_b))
    )
    likely = (np.minimum(count_a, count_b) > 0) & (np.maximum(count_a, count_b) > 1)
    open_a, open_b = open_a[likely[region_a[open_a]]], open_b[likely[region_b[open_b]]]
    if not len(open_a) or not len(open_b):
        return boxes
    sums_a, sums_b = _sums(tokens_a, a, open_a), _sums(tokens_b, b, open_b)
    found: list[Int] = []
    for count in range(2, MOST + 1):
        for turned in (False, True):
            whole, parts = (
                ((open_b, sums_b, region_b), (open_a, sums_a, region_a))
                if turned
                else ((open_a, sums_a, region_a), (open_b, sums_b, region_b))
            )
            first, total = _runs(*parts, count)
            if not len(first):
                continue
            x, y = once_in_both(
                whole[1] + _salt(whole[2].take(whole[0])), total + _salt(parts[2].take(parts[0].take(first)))
            )
            one, many = whole[0].take(x), parts[0].take(first.take(y))
            sides = (many, many + count, one, one + 1) if turned else (one, one + 1, many, many + count)
            found.append(np.stack(sides, 1).astype(I32))
    candidates = np.concatenate(found) if found else np.empty((0, 4), I32)
    if not len(candidates):
        return boxes
    return _placed(tokens_a.text, tokens_b.text, a, b, boxes, candidates.take(np.lexsort(candidates.T[::-1]), axis=0))


def _open(items: Items, fixed: Int, taken: Bool) -> tuple[Int, Int]:
    """The words between the pairs that stay, and int32[items] which of these stretches each item is in."""
    edge = np.zeros(len(items), bool)
    edge[fixed] = True
    free = (items.mark == 0) & (items.token >= 0) & ~edge & ~taken
    return np.flatnonzero(free).astype(I32), np.cumsum(edge, dtype=I32)


def _sums(tokens: Tokens, items: Items, words: Int) -> Hash:
    """uint64[n]: the `letter_sums` of some words, worked out once for each distinct one."""
    first, number = distinct(items.exact.take(words))
    some = words.take(first)
    return letter_sums(tokens.coded, items.begin.take(some), items.end.take(some)).take(number)


def _salt(region: Int) -> Hash:
    return region.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)


def _runs(words: Int, sums: Hash, region: Int, count: int) -> tuple[Int, Hash]:
    """Where `count` neighbouring words begin (as indices of `words`), and the sums of their letters."""
    if len(words) < count:
        return np.empty(0, I32), np.empty(0, np.uint64)
    last = len(words) - count + 1
    near = np.ones(last, bool)
    total = sums[:last].copy()
    for step in range(1, count):
        near &= words[step : last + step] == words[:last] + step
        total += sums[step : last + step]
    near &= region[words[:last]] == region[words[count - 1 :]]
    first = np.flatnonzero(near).astype(I32)
    return first, total[first]


def _placed(text_a: str, text_b: str, a: Items, b: Items, boxes: Boxes, candidates: Int) -> Boxes:
    """Take in the candidates, in order, that lie in order with one another and with the pairs that stay."""
    first_a, first_b = (np.ascontiguousarray(boxes.box[:, column]) for column in (0, 2))
    inside, other = np.searchsorted(first_a, candidates[:, :2]), np.searchsorted(first_b, candidates[:, 2:])
    # In order with the pairs that stay: the same boxes lie in the candidate on both sides.
    sound = np.flatnonzero((inside == other).all(1))
    gone = np.zeros(len(boxes.box), bool)
    kept: list[list[int]] = []
    for box, (first, last) in zip(candidates[sound].tolist(), inside[sound].tolist(), strict=True):
        a0, a1, b0, b1 = box
        if kept and (a0 < kept[-1][1] or b0 < kept[-1][3]):
            continue
        x, y = text_a[a.begin[a0] : a.end[a1 - 1]], text_b[b.begin[b0] : b.end[b1 - 1]]
        letters = undivided(x)
        if len(letters) >= LEAST and letters == undivided(y):
            kept.append(box)
            gone[first:last] = True
    stays = np.flatnonzero(~gone)
    all_boxes: Int = np.concatenate((boxes.box.take(stays, axis=0), np.array(kept, I32).reshape(-1, 4)))
    exact = np.concatenate((boxes.exact.take(stays), np.zeros(len(kept), bool)))
    order = np.argsort(all_boxes[:, 0], kind="stable")
    return Boxes(all_boxes.take(order, axis=0), exact.take(order))
