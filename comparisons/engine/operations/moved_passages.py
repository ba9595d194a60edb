"""Moved passages: from the words that a move covers to its tokens, on both sides."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparisons.engine.matching.cuts import Cuts
from comparisons.engine.matching.match import Matching
from comparisons.engine.operations.alignment import Items
from comparisons.engine.result import Bool, Int
from comparisons.engine.spans import spans
from comparisons.engine.text.regular import Regular, past

I32 = np.int32


@dataclass(frozen=True, slots=True)
class Stay:
    """The matched words that stay in order, none of them in a move; n words of a, m of b."""

    mate: Int  # int32[n]: the word of b for each word of a, or -1; increasing where not -1
    token_a: Int  # int32[n]: the token of each word of a
    token_b: Int  # int32[m]


@dataclass(frozen=True, slots=True)
class Passages:
    """m moves by their place in a, none overlapping another on either side, and the words that stay."""

    a: Int  # int32[m, 2]: tokens of a
    b: Int  # int32[m, 2]: tokens of b
    pair_a: Int  # int32[p]: matched tokens inside the moves, by move and place
    pair_b: Int  # int32[p]
    of: Int  # int32[p]: the move of each pair
    stay: Stay


def passages(matching: Matching, cut: Cuts, rules_a: Regular | None = None, rules_b: Regular | None = None) -> Passages:
    """Take the moves of a matching apart from what stays.

    What overlaps a longer move, or lies across an alignment point, is no move. A word that was matched in order
    within a moved passage goes with the passage.
    """
    words_a, words_b = matching.words_a, matching.words_b
    box = matching.moves
    a = np.stack((words_a[box[:, 0]], past(words_a[box[:, 1] - 1], rules_a)), 1) if len(box) else np.empty((0, 2), I32)
    b = np.stack((words_b[box[:, 2]], past(words_b[box[:, 3] - 1], rules_b)), 1) if len(box) else np.empty((0, 2), I32)
    sound = (np.searchsorted(cut.a, a[:, 0], "right") == np.searchsorted(cut.a, a[:, 1], "left")) & (
        np.searchsorted(cut.b, b[:, 0], "right") == np.searchsorted(cut.b, b[:, 1], "left")
    )
    keep = _apart(a, b, np.flatnonzero(sound).astype(I32))
    number = np.full(len(box), -1, I32)
    number[keep] = np.arange(len(keep), dtype=I32)
    a, b = a[keep].astype(I32), b[keep].astype(I32)
    of = number[matching.moved_of] if len(box) else np.empty(0, I32)
    inner_a, inner_b = words_a[matching.moved_a[of >= 0]], words_b[matching.moved_b[of >= 0]]
    of = of[of >= 0]
    order = np.lexsort((inner_a, of))
    return Passages(a, b, inner_a[order], inner_b[order], of[order], _staying(matching, a, b, cut))


def _staying(matching: Matching, a: Int, b: Int, cut: Cuts) -> Stay:
    """The matched words outside the moves, which cover the tokens a and b, as far as the alignment points allow."""
    mate, token_a, token_b = matching.mate, matching.words_a, matching.words_b
    if len(a):
        moved_a, moved_b = _covered(token_a, a), np.append(_covered(token_b, b), False)
        mate = np.where(moved_a | moved_b[mate], I32(-1), mate)
    if len(cut.a) or len(cut.apart) or cut.outside.any():
        pairs = np.flatnonzero(mate >= 0)
        parted = ~cut.allow(token_a[pairs], token_b[mate[pairs]])
        mate = mate.copy()
        mate[pairs[parted]] = -1
    return Stay(mate, token_a, token_b)


def _apart(a: Int, b: Int, moves: Int) -> Int:
    """Of overlapping moves the longer, the earlier where they are as long; by place in a."""
    if not len(moves):
        return moves
    kept: list[int] = []
    by_a, by_b = (np.argsort(side[moves, 0], kind="stable") for side in (a, b))
    clash = np.zeros(len(moves), bool)
    for side, order in ((a, by_a), (b, by_b)):
        span = side[moves[order]]
        over = np.maximum.accumulate(span[:, 1])[:-1] > span[1:, 0]
        clash[order[1:][over]] = True
        clash[order[:-1][over]] = True
    if not clash.any():
        return moves[by_a]
    longest_first = sorted(moves.tolist(), key=lambda move: (a[move, 0] - a[move, 1], a[move, 0], b[move, 0]))
    taken_a, taken_b = np.zeros(int(a.max()) + 1, bool), np.zeros(int(b.max()) + 1, bool)
    for move in longest_first:
        here, there = slice(*a[move].tolist()), slice(*b[move].tolist())
        if not taken_a[here].any() and not taken_b[there].any():
            taken_a[here] = taken_b[there] = True
            kept.append(move)
    return np.array(sorted(kept, key=lambda move: int(a[move, 0])), I32)


def _covered(token: Int, span: Int) -> Bool:
    """bool[n]: whether each token lies in one of the spans; the tokens ascend."""
    within = np.zeros(len(token), bool)
    for begin, end in np.searchsorted(token, span).tolist():
        within[begin:end] = True
    return within


def with_edges(a: Items, b: Items, covered_a: Int, covered_b: Int, free_a: Bool, free_b: Bool) -> tuple[Int, Int]:
    """Widen the moves (spans of items) over equal marks that hang on their first and last words.

    Changes `free_a` and `free_b` (bool[items]: unmatched). Python runs once a move and mark.
    """
    covered_a, covered_b = covered_a.copy(), covered_b.copy()
    for free, covered in ((free_a, covered_a), (free_b, covered_b)):
        free[spans(covered[:, 0], covered[:, 1] - covered[:, 0])[0]] = False
    for move in range(len(covered_a)):
        for edge, step in ((1, 0), (0, -1)):
            while True:
                x, y = int(covered_a[move, edge]) + step, int(covered_b[move, edge]) + step
                if not (free_a[x] and free_b[y] and a.mark[x] and a.mark[x] == b.mark[y]):
                    break
                if a.end[x - edge] != a.begin[x - edge + 1] or b.end[y - edge] != b.begin[y - edge + 1]:
                    break  # a blank between
                free_a[x] = free_b[y] = False
                covered_a[move, edge] += 1 + 2 * step
                covered_b[move, edge] += 1 + 2 * step
    return covered_a, covered_b
