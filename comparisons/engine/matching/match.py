"""The words of two texts that belong together: in order, near by their letters, and moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from comparisons.engine.matching.cuts import Cuts, cuts
from comparisons.engine.matching.likeness import Words
from comparisons.engine.matching.moves import kept_apart, moved
from comparisons.engine.matching.near import near
from comparisons.engine.matching.pairwise import align, close_ends, inside
from comparisons.engine.matching.repetitive import fill
from comparisons.engine.matching.settling import A_NEAR_WORD, Bits, Information, settle
from comparisons.engine.options import Options
from comparisons.engine.spans import I32, NOTHING, Flags, Hash, Int, between, spans
from comparisons.engine.text.tokens import Tokens

HIDING = np.uint64(0xA0761D6478BD642F)


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

    Alignment points cut both texts into pieces that are matched each on its own. `match(b, a)` is `match(a, b)` with
    the sides exchanged: the two texts are put into an order of their own first. About O(n log n) time and O(n) memory.
    """
    cut = cuts(a, b, options)
    side_a, side_b = Words.of(a), Words.of(b)
    swap = _after(side_a.fold, side_b.fold)
    if swap:
        side_a, side_b = side_b, side_a
    parts = [
        (a0, _match(side_a.part(a0, a1), side_b.part(b0, b1), apart).shifted(a0, b0))
        for a0, a1, b0, b1, apart in _pieces(cut, side_a.token, side_b.token, swap)
    ]
    found = _joined(side_a.token, side_b.token, parts)
    return found.swapped() if swap else found


def _after(a: Hash, b: Hash) -> bool:
    """Whether a comes after b in an order that only the words decide."""
    if len(a) != len(b):
        return len(a) > len(b)
    differ = np.flatnonzero(a != b)
    return bool(len(differ)) and bool(a[differ[0]] > b[differ[0]])


def _pieces(cut: Cuts, token_a: Int, token_b: Int, swap: bool) -> Iterator[tuple[int, int, int, int, Int]]:
    """What is matched on its own: words [a0, a1) with words [b0, b1), and in them the boxes that are kept apart."""
    cut_a, cut_b = (cut.b, cut.a) if swap else (cut.a, cut.b)
    apart = cut.apart[:, [2, 3, 0, 1]] if swap else cut.apart
    apart = np.concatenate(
        (np.searchsorted(token_a, apart[:, :2]), np.searchsorted(token_b, apart[:, 2:])), axis=1, dtype=I32
    )
    edge_a = [0, *np.searchsorted(token_a, cut_a).tolist(), len(token_a)]
    edge_b = [0, *np.searchsorted(token_b, cut_b).tolist(), len(token_b)]
    for number, outside in enumerate(cut.outside.tolist()):
        if not outside:
            a0, a1, b0, b1 = edge_a[number], edge_a[number + 1], edge_b[number], edge_b[number + 1]
            low, high = np.array([a0, a0, b0, b0], I32), np.array([a1, a1, b1, b1], I32)
            inner = np.clip(apart, low, high) - low
            yield a0, a1, b0, b1, inner[(inner[:, 0] < inner[:, 1]) & (inner[:, 2] < inner[:, 3])]


@dataclass(frozen=True, slots=True)
class _Found:
    """What was matched in one piece; fields as in `Matching`."""

    mate: Int
    moves: Int
    moved_a: Int
    moved_b: Int
    moved_of: Int

    def shifted(self, a: int, b: int) -> _Found:
        """The same in words of the whole texts, the piece beginning at the words a and b."""
        mate = np.where(self.mate >= 0, self.mate + I32(b), I32(-1))
        box = self.moves + np.array([a, a, b, b], I32)
        return _Found(mate, box, self.moved_a + I32(a), self.moved_b + I32(b), self.moved_of)


def _joined(token_a: Int, token_b: Int, parts: list[tuple[int, _Found]]) -> Matching:
    """The pieces as one matching; each comes with the word of a that it begins at."""
    mate = np.full(len(token_a), -1, I32)
    moves, moved_a, moved_b, moved_of, count = [np.empty((0, 4), I32)], [NOTHING], [NOTHING], [NOTHING], 0
    for begin, part in parts:
        mate[begin : begin + len(part.mate)] = part.mate
        moves.append(part.moves)
        moved_a.append(part.moved_a)
        moved_b.append(part.moved_b)
        moved_of.append(part.moved_of + I32(count))
        count += len(part.moves)
    return Matching(token_a, token_b, mate, *(np.concatenate(part) for part in (moves, moved_a, moved_b, moved_of)))


def _match(a: Words, b: Words, apart: Int) -> _Found:
    """Match the words of one piece."""
    mate = _in_order(a, b, apart)
    fill(mate, a.fold, b.fold)
    information = Information(a.fold, b.fold, a.end - a.begin)
    settle(mate, len(b), information.of)
    moves, moved_a, moved_b, moved_of = moved(mate, a, b, information, apart)
    if not len(moves):
        _beyond(mate, a, b, information.of)
    else:
        # What has moved away is no longer there to be near to what stands in its place.
        stay_a, stay_b = _outside(moves[:, :2], len(a)), _outside(moves[:, 2:], len(b))
        place = np.full(len(b), -1, I32)
        place[stay_b] = np.arange(len(stay_b), dtype=I32)
        held = mate[stay_a] >= 0
        rest = np.full(len(stay_a), -1, I32)
        rest[held] = place[mate[stay_a[held]]]
        _beyond(rest, a.taken(stay_a), b.taken(stay_b), lambda at: information.of(stay_a[at]))
        mate[:] = -1
        matched = np.flatnonzero(rest >= 0)
        mate[stay_a[matched]] = stay_b[rest[matched]]
    if len(apart):
        mate[kept_apart(np.arange(len(a), dtype=I32), mate, apart)] = -1
    return _Found(mate, moves, moved_a, moved_b, moved_of)


def _beyond(mate: Int, a: Words, b: Words, bits_of: Callable[[Int], Bits]) -> None:
    """Match what equal words in order leave over: near words, less what does not hold, and what follows on the rest."""
    near(mate, a, b)
    settle(mate, len(b), bits_of, A_NEAR_WORD)
    _follow(mate, a.fold, b.fold)


def _in_order(a: Words, b: Words, apart: Int) -> Int:
    """The equal words that keep their order, none of them in boxes that are kept apart.

    First nothing at all is matched with the words of a in such boxes, then, in what is left, nothing with those of b.
    """
    if not len(apart):
        return align(a.fold, b.fold)
    mate = align(_hidden(a.fold, apart[:, :2]), b.fold)
    i, j, _ = inside(np.stack(between(mate, len(b)), 1), a.fold, _hidden(b.fold, apart[:, 2:]))
    mate[i] = j
    return mate


def _hidden(fold: Hash, ranges: Int) -> Hash:
    """The same hashes, but that those in the ranges are equal to no other."""
    hidden = fold.copy()
    for begin, end in ranges.tolist():
        hidden[begin:end] ^= np.arange(begin + 1, end + 1, dtype=np.uint64) * HIDING
    return hidden


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
