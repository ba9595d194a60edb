"""The words of two texts that belong together: in order, near by their letters, and moved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparisons.engine.likeness import Words
from comparisons.engine.moves import moved
from comparisons.engine.near import near
from comparisons.engine.options import Options
from comparisons.engine.pairwise import align, close_ends
from comparisons.engine.settling import A_NEAR_WORD, Information, settle
from comparisons.engine.spans import I32, Flags, Hash, Int, spans
from comparisons.engine.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Matching:
    """What belongs together, in numbers of words (tokens with a letter or a digit), counted from 0 on each side."""

    words_a: Int  # int32[n]: the token of each word of a
    words_b: Int  # int32[m]: the token of each word of b
    mate: Int  # int32[n]: the word of b for each word of a, or -1; strictly increasing where not -1
    moves: Int  # int32[k, 4]: passages (a0, a1, b0, b1) that stand elsewhere, by their place in a
    moved_a: Int  # int32[p]: the pairs inside the moves: a word of a …
    moved_b: Int  # int32[p]: … and its word of b …
    moved_of: Int  # int32[p]: … and the move that they belong to

    def swapped(self) -> Matching:
        """The same with the sides exchanged."""
        mate = np.full(len(self.words_b), -1, I32)
        pairs = np.flatnonzero(self.mate >= 0).astype(I32)
        mate[self.mate[pairs]] = pairs
        order = np.lexsort((self.moves[:, 0], self.moves[:, 2]))
        place = np.empty(len(order), I32)
        place[order] = np.arange(len(order), dtype=I32)
        of = place[self.moved_of]
        by_b = np.lexsort((self.moved_b, of))
        return Matching(
            self.words_b,
            self.words_a,
            mate,
            self.moves[order][:, [2, 3, 0, 1]],
            self.moved_b[by_b],
            self.moved_a[by_b],
            of[by_b],
        )


def match(a: Tokens, b: Tokens, options: Options = Options()) -> Matching:  # noqa: B008 - frozen
    """Match the words of two texts: by their folded forms, then by their letters, then out of order.

    `match(b, a)` is `match(a, b)` with the sides exchanged: the two texts are put into an order of their own first.
    About O(n log n) time and O(n) memory.
    """
    words_a, words_b = (np.flatnonzero(side.word).astype(I32) for side in (a, b))
    fold_a, fold_b = a.fold[words_a], b.fold[words_b]
    if _after(fold_a, fold_b):
        return _match(b, a, words_b, words_a, fold_b, fold_a).swapped()
    return _match(a, b, words_a, words_b, fold_a, fold_b)


def _after(a: Hash, b: Hash) -> bool:
    """Whether a comes after b in an order that only the words decide."""
    if len(a) != len(b):
        return len(a) > len(b)
    differ = np.flatnonzero(a != b)
    return bool(len(differ)) and bool(a[differ[0]] > b[differ[0]])


def _match(a: Tokens, b: Tokens, words_a: Int, words_b: Int, fold_a: Hash, fold_b: Hash) -> Matching:
    mate = align(fold_a, fold_b)
    information = Information(fold_a, fold_b, a.end[words_a] - a.begin[words_a])
    settle(mate, len(fold_b), information.of)
    texts = (
        Words(a.text, a.begin[words_a], a.end[words_a]),
        Words(b.text, b.begin[words_b], b.end[words_b]),
    )
    moves, moved_a, moved_b, moved_of = moved(mate, fold_a, fold_b, *texts, information)
    # What has moved away is no longer there to be near to what stands in its place.
    stay_a, stay_b = _outside(moves[:, :2], len(fold_a)), _outside(moves[:, 2:], len(fold_b))
    place = np.full(len(fold_b), -1, I32)
    place[stay_b] = np.arange(len(stay_b), dtype=I32)
    held = stay_a[mate[stay_a] >= 0]
    rest = np.full(len(stay_a), -1, I32)
    rest[mate[stay_a] >= 0] = place[mate[held]]
    near(rest, texts[0].taken(stay_a), texts[1].taken(stay_b))
    settle(rest, len(stay_b), lambda at: information.of(stay_a[at]), A_NEAR_WORD)
    _follow(rest, fold_a[stay_a], fold_b[stay_b])
    mate[:] = -1
    matched = rest >= 0
    mate[stay_a[matched]] = stay_b[rest[matched]]
    return Matching(words_a, words_b, mate, moves, moved_a, moved_b, moved_of)


def _follow(mate: Int, fold_a: Hash, fold_b: Hash) -> None:
    """A word let go where it stood alone may still follow at once on what holds; the edge of a text holds nothing."""
    held = np.flatnonzero(mate >= 0)
    if not len(held):
        return
    a0, a1, b0, b1 = held[0], held[-1] + 1, mate[held[0]], mate[held[-1]] + 1
    inner = mate[a0:a1]
    inner[inner >= 0] -= b0
    close_ends(fold_a[a0:a1], fold_b[b0:b1], inner)
    inner[inner >= 0] += b0
    before, after = min(a0, b0), min(len(fold_a) - a1, len(fold_b) - b1)
    head = _run(fold_a[a0 - before : a0][::-1] == fold_b[b0 - before : b0][::-1])
    tail = _run(fold_a[a1 : a1 + after] == fold_b[b1 : b1 + after])
    mate[a0 - head : a0] = np.arange(b0 - head, b0)
    mate[a1 : a1 + tail] = np.arange(b1, b1 + tail)


def _run(equal: Flags) -> int:
    """How many are true from the first on."""
    return int(equal.argmin()) if not equal.all() else len(equal)


def _outside(ranges: Int, length: int) -> Int:
    """The words in none of these ranges, which do not overlap."""
    inside = np.zeros(length, bool)
    inside[spans(ranges[:, 0], ranges[:, 1] - ranges[:, 0])[0]] = True
    return np.flatnonzero(~inside).astype(I32)
