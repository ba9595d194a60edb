"""From matched words to matched tokens: punctuation between the words, and words that were joined or divided.

A text is a row of items: its tokens, those that stay unchanged together as one item, and an empty item at the begin and
the end of every stretch and at every alignment point. What belongs together is a list of boxes, in order on both sides:
items [a0, a1) of a with items [b0, b1) of b, one with one but where words were joined or divided. Everything between
the boxes is without a partner.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.operations.marks import kinds
from comparisons.engine.result import Bool, Int
from comparisons.engine.text.coded_text import Place
from comparisons.engine.text.folding import EXACT
from comparisons.engine.text.hashing import spans
from comparisons.engine.text.tokens import Tokens

Hash = NDArray[np.uint64]
I32 = np.int32
NOWHERE: Place = np.empty((0, 2), np.int64)


@dataclass(frozen=True, slots=True)
class Items:
    """The items of one side, in s stretches; `begin` and `end` in code points."""

    begin: Int  # int32[n]
    end: Int  # int32[n]
    token: Int  # int32[n]: index of the token, of the first one of several; -1 for an empty item
    exact: Hash  # uint64[n]: hash of the token's surface; 0 for an empty item, 1 for what is unchanged
    mark: Hash  # uint64[n]: of a punctuation mark its kind (all quotation marks are one kind); of anything else 0
    place: Int  # int32[tokens]: the item of each token that is one, or the first of one; -1 where it lies in no stretch
    head: Int  # int32[s]: the empty item that opens each stretch
    tail: Int  # int32[s]: the empty item that closes it
    words: Int  # int32[n + 1]: how many items with words come before each item
    tokens: int  # how many tokens these are

    def __len__(self) -> int:
        return len(self.begin)


def lay_out(tokens: Tokens, token: Int, span: Int, unchanged: Place = NOWHERE) -> Items:
    """The items of s stretches, which do not overlap: stretch k holds the tokens token[k, 0] to token[k, 1] and
    reaches from span[k, 0] to span[k, 1].

    `unchanged`: int64[u, 2], first and last token of what is one item each; there may be some where the stretches
    hold all tokens, in order.
    """
    at, own, several = _laid(token, unchanged)
    length = np.bincount(own, minlength=len(token)) + 2 if len(token) > 1 else np.array([len(at) + 2])
    n = int(length.sum())
    tail = (np.cumsum(length) - 1).astype(I32)
    head = (tail - (length - 1)).astype(I32)
    item = np.arange(1, len(at) + 1) + 2 * own if len(token) > 1 else slice(1, n - 1)
    begin, end, of = np.empty(n, I32), np.empty(n, I32), np.full(n, -1, I32)
    exact, mark = np.zeros(n, np.uint64), np.zeros(n, np.uint64)
    words = np.zeros(n + 1, I32)
    begin_at, end_at, word_at = tokens.begin.take(at), tokens.end.take(at), tokens.word.take(at)
    exact_at = np.ones(len(at), np.uint64)  # the same on both sides, of what is unchanged
    mark_at = np.zeros(len(at), np.uint64)
    marks = np.flatnonzero(~word_at)
    mark_at[marks], exact_at[marks] = kinds(tokens, at.take(marks))
    look = word_at.copy()
    look[several] = False
    some = np.flatnonzero(look)
    exact_at[some] = surfaces(tokens, begin_at.take(some), end_at.take(some))
    end_at[several] = tokens.end.take(unchanged[:, 1])
    begin[item], end[item], of[item], exact[item], mark[item] = begin_at, end_at, at, exact_at, mark_at
    begin[head] = end[head] = span[:, 0]
    begin[tail] = end[tail] = span[:, 1]
    place = np.full(len(tokens), -1, I32)
    place[at] = np.arange(1, n - 1) if isinstance(item, slice) else item
    words[1:][item] = word_at
    np.cumsum(words, out=words)
    return Items(begin, end, of, exact, mark, place, head, tail, words, int((token[:, 1] - token[:, 0]).sum()))


def _laid(token: Int, unchanged: Place) -> tuple[Place, Place, Place]:
    """int64[n] twice: the tokens that are items, or the first ones of some, and the stretch of each; and which are
    such first ones."""
    if not len(unchanged):
        return *spans(token[:, 0], token[:, 1] - token[:, 0]), np.empty(0, np.int64)
    first = np.append(0, unchanged[:, 1] + 1)
    length = np.append(unchanged[:, 0] + 1, token[-1, 1]) - first
    at, own = spans(first, length)
    if len(token) > 1:
        own = np.searchsorted(token[:, 1], at, "right")
    return at, own, np.cumsum(length)[:-1] - 1


def surfaces(tokens: Tokens, begin: Int, end: Int) -> Hash:
    """uint64[n]: equal for equal stretches of text. They do not overlap, and stand in any order."""
    if np.all(begin[1:] >= begin[:-1]):
        return tokens.coded.hashes(EXACT, begin, end, tokens.dropped[:0])
    order = np.argsort(begin, kind="stable")
    value = np.empty(len(begin), np.uint64)
    value[order] = tokens.coded.hashes(EXACT, begin[order], end[order], tokens.dropped[:0])
    return value


@dataclass(frozen=True, slots=True)
class Boxes:
    """What belongs together, in order on both sides."""

    box: Int  # int32[m, 4]: items [a0, a1) of a, [b0, b1) of b
    exact: Bool  # bool[m]: the same character for character (the empty items too)


def word_boxes(a: Items, b: Items, token_a: NDArray[np.integer], token_b: NDArray[np.integer]) -> Boxes:
    """A box for each pair of matched words (tokens, increasing within each stretch), and for the empty items."""
    if len(a.head) == 1:
        return _pairs(
            a,
            b,
            np.concatenate((a.head, a.place.take(token_a), a.tail)),
            np.concatenate((b.head, b.place.take(token_b), b.tail)),
        )
    pair_a = np.concatenate((a.head, a.tail, a.place[token_a]))
    pair_b = np.concatenate((b.head, b.tail, b.place[token_b]))
    order = np.argsort(pair_a, kind="stable")
    return _pairs(a, b, pair_a[order], pair_b[order])


def _pairs(a: Items, b: Items, pair_a: Int, pair_b: Int) -> Boxes:
    box = np.empty((len(pair_a), 4), I32)
    box[:, 0], box[:, 2] = pair_a, pair_b
    np.add(box[:, 0::2], 1, out=box[:, 1::2])
    return Boxes(box, a.exact.take(pair_a) == b.exact.take(pair_b))


def with_neighbours(a: Items, b: Items, boxes: Boxes, taken_a: Bool, taken_b: Bool) -> Boxes:
    """Add what is equal beside the boxes: punctuation, and words that the matching let go.

    Equal tokens are matched from both ends of a gap, as far as they go on. In a gap with words on both sides they
    need a matched word at its edge: a mark alone never holds a match. `taken_a`, `taken_b`: bool[items], what a move
    covers.
    """
    real = a.token.take(boxes.box[:, 0]) >= 0
    a0, a1, b0, b1 = boxes.box[:-1, 1], boxes.box[1:, 0], boxes.box[:-1, 3], boxes.box[1:, 2]
    some = np.flatnonzero((a1 > a0) & (b1 > b0))
    a0, a1, b0, b1 = (edge.take(some) for edge in (a0, a1, b0, b1))
    pure = ~(holds_words(a, a0, a1) & holds_words(b, b0, b1))
    room = np.where(pure | real.take(some) | real.take(some + 1), np.minimum(a1 - a0, b1 - b0), 0).astype(I32)
    key_a, key_b = _key(a, taken_a, 1), _key(b, taken_b, 2)
    head = _equal_run(key_a, key_b, a0, b0, room, 1)
    tail = _equal_run(key_a, key_b, a1 - 1, b1 - 1, room - head, -1)
    head_a, own = spans(a0, head)
    head_b = head_a + (b0 - a0).take(own)
    tail_a, own = spans(a1 - tail, tail)
    tail_b = tail_a + (b1 - a1).take(own)
    found = _pairs(a, b, np.concatenate((head_a, tail_a)), np.concatenate((head_b, tail_b)))
    box, exact = np.concatenate((boxes.box, found.box)), np.concatenate((boxes.exact, found.exact))
    order = np.argsort(box[:, 0], kind="stable")
    return Boxes(box.take(order, axis=0), exact.take(order))


def holds_words(items: Items, begin: Int, end: Int) -> Bool:
    """bool[g]: whether a range of items holds a word."""
    holds: Bool = items.words.take(end) > items.words.take(begin)
    return holds


def _key(items: Items, taken: Bool, side: int) -> Hash:
    """What makes items equal: a word's surface, a mark's kind; what is taken equals nothing."""
    key = np.where(items.mark != 0, items.mark, items.exact)
    key[taken] = np.flatnonzero(taken).astype(np.uint64) * np.uint64(2) + np.uint64(side << 40)
    return key


def _equal_run(key_a: Hash, key_b: Hash, a: Int, b: Int, room: Int, step: int) -> Int:
    """How many items are equal, going from a[k] and b[k] by `step`, at most room[k]."""
    run = np.zeros(len(a), I32)
    near = np.flatnonzero(room > 0)
    near = near[key_a.take(a.take(near)) == key_b.take(b.take(near))]
    if not len(near):
        return run
    here = room.take(near)
    count, own = spans(np.zeros(len(near), np.int64), here)
    differ = key_a.take(a.take(near).take(own) + step * count) != key_b.take(b.take(near).take(own) + step * count)
    reach = np.where(differ, count, here.take(own))
    first = np.cumsum(here) - here
    run[near] = np.minimum.reduceat(reach, first)
    return run
