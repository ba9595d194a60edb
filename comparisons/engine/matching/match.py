"""The words of two texts that belong together: in order, near by their letters, and moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.matching.cuts import Cuts, cuts
from comparisons.engine.matching.likeness import Words
from comparisons.engine.matching.moves import NO_BOXES, kept_apart, moved
from comparisons.engine.matching.near import Open, near
from comparisons.engine.matching.pairwise import aligned, ends_in_common, refined
from comparisons.engine.matching.repetitive import filled
from comparisons.engine.matching.runs import NOWHERE, Place, Runs, in_order, laid
from comparisons.engine.matching.settling import A_NEAR_WORD, Information, holding, settled
from comparisons.engine.options import Options
from comparisons.engine.progress import Tell, silent
from comparisons.engine.progress import part as stretch
from comparisons.engine.spans import I32, Flags, Hash, Int, where
from comparisons.engine.text.regular import regular
from comparisons.engine.text.tokens import Tokens

HIDING = np.uint64(0xA0761D6478BD642F)


@dataclass(frozen=True, slots=True)
class Matching:
    """What belongs together, in numbers of words (tokens with a letter or a digit), counted from 0 on each side."""

    words_a: Int  # int32[n]: the token of each word of a; where a rule makes several words count as one, the first
    words_b: Int  # int32[m]: the token of each word of b
    mate: Int  # int32[n]: the word of b for each word of a, or -1; strictly increasing where not -1
    moves: Int  # int32[k, 4]: passages (a0, a1, b0, b1) that stand elsewhere, by their place in a
    moved_a: Int  # int32[p]: the pairs inside the moves: a word of a …
    moved_b: Int  # int32[p]: … and its word of b …
    moved_of: Int  # int32[p]: … and the move that they belong to

    def swapped(self) -> Matching:
        """The same with the sides exchanged."""
        mate = np.full(len(self.words_b), -1, I32)
        pairs = where(self.mate >= 0).astype(I32)
        mate[self.mate[pairs]] = pairs
        order, of, by_b = _by_b(self.moves, self.moved_b, self.moved_of)
        moves, moved_of = self.moves[order][:, [2, 3, 0, 1]], of.astype(I32)
        return Matching(self.words_b, self.words_a, mate, moves, self.moved_b[by_b], self.moved_a[by_b], moved_of)


def _by_b(
    moves: NDArray[np.integer], moved_b: NDArray[np.integer], moved_of: NDArray[np.integer]
) -> tuple[Place, Place, Place]:
    """The order of the moves by their place in b; the number of the move of each pair then, and the order of the pairs."""
    order = np.lexsort((moves[:, 0], moves[:, 2]))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    of = place[moved_of]
    by_b = np.lexsort((moved_b, of))
    return order, of[by_b], by_b


def match(
    a: Tokens,
    b: Tokens,
    options: Options = Options(),  # noqa: B008 - frozen
    tell: Tell = silent,
) -> Matching:
    """Match the words of two texts: by their folded forms (or as rules make them count), then by their letters, then
    out of order.

    Alignment points cut both texts into pieces that are matched each on its own. `match(b, a)` is `match(a, b)` with
    the sides exchanged: the two texts are put into an order of their own first. About O(n log n) time and O(n) memory.
    """
    cut = cuts(a, b, options)
    side_a, side_b = Words.of(a, regular(a, options)), Words.of(b, regular(b, options))
    swap = _after(side_a.fold, side_b.fold)
    if swap:
        side_a, side_b = side_b, side_a
    every = max(1, len(side_a))
    parts = [
        _match(side_a.part(a0, a1), side_b.part(b0, b1), apart, stretch(tell, a0 / every, max(a0, a1) / every)).shifted(
            a0, b0
        )
        for a0, a1, b0, b1, apart in _pieces(cut, side_a.token, side_b.token, swap)
    ]
    found = parts[0] if len(parts) == 1 else _joined(parts)
    if swap:
        found, side_a, side_b = found.turned(), side_b, side_a
    tokens = side_a.token.astype(I32), side_b.token.astype(I32)
    rest = (found.moves, found.moved_a, found.moved_b, found.moved_of)
    return Matching(*tokens, found.runs.mates(len(side_a)), *(part.astype(I32) for part in rest))


def _after(a: Hash, b: Hash) -> bool:
    """Whether a comes after b in an order that only the words decide."""
    if len(a) != len(b):
        return len(a) > len(b)
    differ = where(a != b)
    return bool(len(differ)) and bool(a[differ[0]] > b[differ[0]])


def _pieces(cut: Cuts, token_a: Place, token_b: Place, swap: bool) -> Iterator[tuple[int, int, int, int, Int]]:
    """What is matched on its own: words [a0, a1) with words [b0, b1), and in them the boxes that are kept apart."""
    cut_a, cut_b = (cut.b, cut.a) if swap else (cut.a, cut.b)
    apart = cut.apart[:, [2, 3, 0, 1]] if swap else cut.apart
    apart = np.concatenate((token_a.searchsorted(apart[:, :2]), token_b.searchsorted(apart[:, 2:])), axis=1, dtype=I32)
    edge_a = [0, *token_a.searchsorted(cut_a).tolist(), len(token_a)]
    edge_b = [0, *token_b.searchsorted(cut_b).tolist(), len(token_b)]
    for number, outside in enumerate(cut.outside.tolist()):
        if not outside:
            a0, a1, b0, b1 = edge_a[number], edge_a[number + 1], edge_b[number], edge_b[number + 1]
            low, high = np.array([a0, a0, b0, b0], I32), np.array([a1, a1, b1, b1], I32)
            inner = np.clip(apart, low, high) - low
            yield a0, a1, b0, b1, inner[(inner[:, 0] < inner[:, 1]) & (inner[:, 2] < inner[:, 3])]


@dataclass(frozen=True, slots=True)
class _Found:
    """What was matched in one piece; the other fields as in `Matching`."""

    runs: Runs
    moves: Place
    moved_a: Place
    moved_b: Place
    moved_of: Place

    def shifted(self, a: int, b: int) -> _Found:
        """The same in words of the whole texts, the piece beginning at the words a and b."""
        runs = Runs(self.runs.a + a, self.runs.b + b, self.runs.length)
        return _Found(runs, self.moves + np.array([a, a, b, b]), self.moved_a + a, self.moved_b + b, self.moved_of)

    def turned(self) -> _Found:
        """The same with the sides exchanged."""
        runs = Runs(self.runs.b, self.runs.a, self.runs.length)
        order, of, by_b = _by_b(self.moves, self.moved_b, self.moved_of)
        return _Found(runs, self.moves[order][:, [2, 3, 0, 1]], self.moved_b[by_b], self.moved_a[by_b], of)


def _joined(parts: list[_Found]) -> _Found:
    """The pieces as one."""
    before = np.cumsum([0, *(len(part.moves) for part in parts)]).tolist()
    return _Found(
        in_order(Runs(NOWHERE, NOWHERE, NOWHERE), *(part.runs for part in parts)),
        np.concatenate([NO_BOXES, *(part.moves for part in parts)]),
        np.concatenate([NOWHERE, *(part.moved_a for part in parts)]),
        np.concatenate([NOWHERE, *(part.moved_b for part in parts)]),
        np.concatenate([NOWHERE, *(part.moved_of + first for part, first in zip(parts, before, strict=False))]),
    )


def _match(a: Words, b: Words, apart: Int, tell: Tell) -> _Found:
    """Match the words of one piece."""
    tell(0.0, "finding the words that are equal, in order")
    information = Information(a, b)
    equal = _in_order(a, b, apart)
    tell(0.5, "keeping what holds together")
    runs = settled(filled(equal, a.fold, b.fold), len(a), len(b), information)
    tell(0.6, "finding moved passages")
    boxes, *inside = moved(runs, a, b, information, apart)
    tell(0.8, "finding words that are near by their letters")
    runs = _beyond(runs, a, b, information, Away.of(boxes[:, :2], len(a)), Away.of(boxes[:, 2:], len(b)))
    if len(apart):
        at, run = laid(runs.a, runs.length)
        mate = at + (runs.b - runs.a).take(run)
        kept = where(~kept_apart(at, mate, apart))
        runs = Runs(at.take(kept), mate.take(kept), np.ones(len(kept), np.int64)).joined()
    return _Found(runs, boxes, *inside)


@dataclass(frozen=True)
class Away:
    """What of a side has moved away: it is no longer there to be near to what stands in its place, nor a change."""

    begin: Place  # of each passage, ascending
    before: Place  # how many words have moved before each passage, and in all
    gone: Flags | None  # [words of the side]; None if nothing has

    @classmethod
    def of(cls, ranges: Place, length: int) -> Away:
        """`ranges` [m, 2], which do not overlap, of a side of so many words."""
        begin, end = ranges[ranges[:, 0].argsort()].T
        if not len(begin):
            return cls(begin, np.zeros(1, np.int64), None)
        gone = np.zeros(length, bool)
        gone[laid(begin, end - begin)[0]] = True
        return cls(begin, np.append(0, (end - begin).cumsum()), gone)

    def without(self, at: Place) -> Place:
        """Where these words that stay are in the text without what has moved."""
        return at - self.before.take(self.begin.searchsorted(at)) if len(self.begin) else at


def _beyond(runs: Runs, a: Words, b: Words, information: Information, away_a: Away, away_b: Away) -> Runs:
    """The runs and what equal words in order leave over: near words, less what does not hold, and what follows on the rest."""
    words = Open.of(runs.gaps(len(a), len(b)), away_a.gone, away_b.gone)
    x, y = near(words, a, b)
    if len(x):
        one = Runs(words.rows.take(x), words.columns.take(y), np.ones(len(x), np.int64))
        runs = in_order(runs, one)
    total_a, total_b = len(a) - int(away_a.before[-1]), len(b) - int(away_b.before[-1])
    seen = Runs(away_a.without(runs.a), away_b.without(runs.b), runs.length)
    kept = holding(runs, seen, total_a, total_b, information, A_NEAR_WORD)
    runs = runs if kept is None else runs.at(kept)
    return _followed(runs, a, b, away_a, away_b)


def _followed(runs: Runs, a: Words, b: Words, away_a: Away, away_b: Away) -> Runs:
    """A word let go where it stood alone may still follow at once on what holds; the edge of a text holds nothing."""
    if not len(runs):
        return runs
    gaps = runs.gaps(len(a), len(b))
    a0, a1, b0, b1, _ = gaps
    likely = (a.fold.take(a0) == b.fold.take(b0)) | (a.fold.take(a1 - 1) == b.fold.take(b1 - 1))
    for away, begin, end in ((away_a, a0, a1), (away_b, b0, b1)):
        if away.gone is not None:
            likely |= away.without(end) - away.without(begin) < end - begin
    gaps = gaps.take(where(likely), axis=1)
    if not gaps.shape[1]:
        return runs
    words = Open.of(gaps, away_a.gone, away_b.gone)
    end_a, end_b = words.height.cumsum(), words.width.cumsum()
    laid_out = np.array((end_a - words.height, end_a, end_b - words.width, end_b, end_a))
    fold_a, fold_b = a.fold.take(words.rows), b.fold.take(words.columns)
    head, tail = ends_in_common(laid_out, fold_a, fold_b, (gaps[0] == 0, gaps[1] == len(a)))
    at_a = np.append(laid(laid_out[0], head)[0], laid(laid_out[1] - tail, tail)[0])
    at_b = np.append(laid(laid_out[2], head)[0], laid(laid_out[3] - tail, tail)[0])
    if not len(at_a):
        return runs
    return in_order(runs, Runs(words.rows.take(at_a), words.columns.take(at_b), np.ones(len(at_a), np.int64)))


def _in_order(a: Words, b: Words, apart: Int) -> Runs:
    """The equal words that keep their order, none of them in boxes that are kept apart.

    First nothing at all is matched with the words of a in such boxes, then, in what is left, nothing with those of b.
    """
    if not len(apart):
        return aligned(a.fold, b.fold)
    runs = aligned(_hidden(a.fold, apart[:, :2]), b.fold)
    pieces, _ = refined(runs.gaps(len(a), len(b)), a.fold, _hidden(b.fold, apart[:, 2:]), (2, 1))
    return in_order(runs, Runs(*pieces[:3]))


def _hidden(fold: Hash, ranges: Int) -> Hash:
    """The same hashes, but that those in the ranges are equal to no other."""
    hidden = fold.copy()
    for begin, end in ranges.tolist():
        hidden[begin:end] ^= np.arange(begin + 1, end + 1, dtype=np.uint64) * HIDING
    return hidden
