"""From matched words to matched tokens: punctuation between the words, and words that were joined or divided.

A text is a row of items: its tokens, and an empty item at the begin and the end of every stretch and at every
alignment point. What belongs together is a list of boxes, in order on both sides: items [a0, a1) of a with items
[b0, b1) of b, one with one but where words were joined or divided. Everything between the boxes is without a partner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.result import Bool, Int
from comparisons.engine.spans import spans
from comparisons.engine.text.tokens import Tokens

Hash = NDArray[np.uint64]
I32 = np.int32


@dataclass(frozen=True, slots=True)
class Items:
    """The items of one side, in s stretches; `begin` and `end` in code points."""

    begin: Int  # int32[n]
    end: Int  # int32[n]
    token: Int  # int32[n]: index of the token, -1 for an empty item
    exact: Hash  # uint64[n]: hash of the surface, 0 for an empty item
    mark: Hash  # uint64[n]: of a punctuation mark its kind (all quotation marks are one kind); of anything else 0
    place: Int  # int32[tokens]: the item of each token, -1 where it lies in no stretch
    head: Int  # int32[s]: the empty item that opens each stretch
    tail: Int  # int32[s]: the empty item that closes it
    words: Int  # int32[n + 1]: how many words come before each item

    def __len__(self) -> int:
        return len(self.begin)


def lay_out(tokens: Tokens, kinds: Hash, token: Int, span: Int) -> Items:
    """The items of s stretches, which do not overlap: stretch k holds the tokens token[k, 0] to token[k, 1] and
    reaches from span[k, 0] to span[k, 1]. `kinds`: uint64[tokens], the kind of each mark, 0 for words.
    """
    length = token[:, 1] - token[:, 0]
    at: Any
    item: Any
    if len(token) == 1:  # slices, where fancy indices would copy a whole text five times
        at, item = slice(int(token[0, 0]), int(token[0, 1])), slice(1, int(length[0]) + 1)
    else:
        at, own = spans(token[:, 0], length)
        item = np.arange(len(at), dtype=I32) + 2 * own + 1
    n = int(length.sum()) + 2 * len(token)
    head = (np.cumsum(length + 2) - (length + 2)).astype(I32)
    tail = (head + length + 1).astype(I32)
    begin, end, of = np.empty(n, I32), np.empty(n, I32), np.full(n, -1, I32)
    exact, mark = np.zeros(n, np.uint64), np.zeros(n, np.uint64)
    begin[item], end[item], exact[item], mark[item] = tokens.begin[at], tokens.end[at], tokens.exact[at], kinds[at]
    of[item] = np.arange(at.start, at.stop, dtype=I32) if isinstance(at, slice) else at
    begin[head] = end[head] = span[:, 0]
    begin[tail] = end[tail] = span[:, 1]
    place = np.full(len(tokens), -1, I32)
    place[at] = np.arange(item.start, item.stop, dtype=I32) if isinstance(item, slice) else item
    word = (mark == 0) & (of >= 0)
    words = np.zeros(n + 1, I32)
    np.cumsum(word, out=words[1:])
    return Items(begin, end, of, exact, mark, place, head, tail, words)


@dataclass(frozen=True, slots=True)
class Boxes:
    """What belongs together, in order on both sides."""

    box: Int  # int32[m, 4]: items [a0, a1) of a, [b0, b1) of b
    exact: Bool  # bool[m]: the same character for character (the empty items too)


def word_boxes(a: Items, b: Items, token_a: Int, token_b: Int) -> Boxes:
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
    real = a.token[boxes.box[:, 0]] >= 0
    a0, a1, b0, b1 = boxes.box[:-1, 1], boxes.box[1:, 0], boxes.box[:-1, 3], boxes.box[1:, 2]
    some = np.flatnonzero((a1 > a0) & (b1 > b0))
    a0, a1, b0, b1 = a0[some], a1[some], b0[some], b1[some]
    pure = ~(holds_words(a, a0, a1) & holds_words(b, b0, b1))
    room = np.where(pure | real[some] | real[some + 1], np.minimum(a1 - a0, b1 - b0), 0).astype(I32)
    key_a, key_b = _key(a, taken_a, 1), _key(b, taken_b, 2)
    head = _equal_run(key_a, key_b, a0, b0, room, 1)
    tail = _equal_run(key_a, key_b, a1 - 1, b1 - 1, room - head, -1)
    head_a, own = spans(a0, head)
    head_b = head_a + (b0 - a0)[own]
    tail_a, own = spans(a1 - tail, tail)
    tail_b = tail_a + (b1 - a1)[own]
    found = _pairs(a, b, np.concatenate((head_a, tail_a)), np.concatenate((head_b, tail_b)))
    box, exact = np.concatenate((boxes.box, found.box)), np.concatenate((boxes.exact, found.exact))
    order = np.argsort(box[:, 0], kind="stable")
    return Boxes(box[order], exact[order])


def holds_words(items: Items, begin: Int, end: Int) -> Bool:
    """bool[g]: whether a range of items holds a word."""
    holds: Bool = items.words[end] > items.words[begin]
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
    near = near[key_a[a[near]] == key_b[b[near]]]
    if not len(near):
        return run
    count, own = spans(np.zeros(len(near), I32), room[near])
    differ = key_a[a[near][own] + step * count] != key_b[b[near][own] + step * count]
    reach = np.where(differ, count, room[near][own])
    first = np.cumsum(room[near]) - room[near]
    run[near] = np.minimum.reduceat(reach, first)
    return run
