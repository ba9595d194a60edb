"""Stretches that both texts have letter for letter, blanks and marks included: laid out as one item each.

Most of two editions is equal. What differs is found, shared out and named in what is left, so that the work after the
matching is in proportion to what differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comparisons.engine.matching.cuts import Cuts
from comparisons.engine.operations.alignment import NOWHERE
from comparisons.engine.operations.moved_passages import Stay
from comparisons.engine.result import Bool, Int
from comparisons.engine.text import characters as kinds
from comparisons.engine.text.coded_text import CodedText, Place
from comparisons.engine.text.hashing import EIGHT, MASKS, spans
from comparisons.engine.text.regular import Regular
from comparisons.engine.text.tokens import Tokens

I32 = np.int32
CHUNK = 1 << 15  # words in one go
LONG = 64  # code points from which an interval is compared by itself


@dataclass(frozen=True, slots=True)
class Unchanged:
    """u stretches of two words or more, in order; each begins and ends with a matched word."""

    a: Place  # int64[u, 2]: first and last token of a
    b: Place  # int64[u, 2]
    word_a: Place  # int64[u]: how many words of a stand before each …
    word_b: Place  # int64[u]: … and of b
    length: Place  # int64[u]: how many words each has
    head_a: Int  # int32[…]: tokens of a: the matched words, of each stretch the first alone
    head_b: Int  # int32[…]: their tokens of b


def unchanged(
    a: Tokens, b: Tokens, stay: Stay, cut: Cuts, rules_a: Regular | None = None, rules_b: Regular | None = None
) -> Unchanged:
    """The stretches of words that stay in which everything is equal, none across an alignment point.

    Tokens, not letters alone: a letter further on may change what is one token. O(n) in the tokens.
    """
    mate: Place = stay.mate.astype(np.int64)
    paired = stay.mate >= 0
    begin, end = _spans(a, stay.token_a)
    begin_b, end_b = _spans(b, stay.token_b)
    if not paired.any():
        return Unchanged(NOWHERE, NOWHERE, mate[:0], mate[:0], mate[:0], stay.token_a[:0], stay.token_b[:0])
    there = begin_b.take(mate, mode="clip")
    same = end_b.take(mate, mode="clip")
    same -= there
    same = same == end - begin
    same &= paired
    shift = begin - there
    linked = np.zeros(len(mate), bool)  # with the word that follows
    np.equal(shift[1:], shift[:-1], out=linked[:-1])
    linked[:-1] &= stay.mate[1:] - stay.mate[:-1] == 1
    linked[:-1] &= same[1:]
    linked &= same
    if len(cut.a) or len(cut.apart):
        _part(linked, stay, cut)
    for token, rules in ((stay.token_a, rules_a), (stay.token_b, rules_b)):
        if rules is not None:  # nothing goes on beside several words that count as one
            alone = ~np.isin(token, rules.span[rules.span[:, 1] - rules.span[:, 0] > 1, 0])
            linked &= alone if token is stay.token_a else alone.take(mate, mode="clip")
    length, step = end - begin, np.append(begin[1:], I32(a.coded.length)) - begin
    _equal(a.coded, begin, b.coded, there, ((length, same), (step, linked)))
    if _clustered(a.coded) or _clustered(b.coded):
        at = np.flatnonzero(linked)
        linked[at] = _cut_alike(a, stay.token_a[at].astype(np.int64), b, stay.token_b[mate[at]].astype(np.int64))

    linked[:-1] &= same[1:]
    edge = np.flatnonzero(np.diff(linked, prepend=False))
    first, last = edge[::2], edge[1::2]
    head = np.flatnonzero(paired & ~np.append(False, linked[:-1]))
    token_a, token_b = stay.token_a.take, stay.token_b.take
    return Unchanged(
        np.stack((token_a(first), token_a(last)), 1).astype(np.int64),
        np.stack((token_b(mate.take(first)), token_b(mate.take(last))), 1).astype(np.int64),
        _number(a, stay.token_a, first),
        _number(b, stay.token_b, mate.take(first)),
        last + 1 - first,
        token_a(head),
        token_b(mate.take(head)),
    )


def _spans(tokens: Tokens, word: Int) -> tuple[Int, Int]:
    """Begin and end of each of these words."""
    if len(word) == len(tokens.words):
        return tokens.word_spans
    return tokens.begin.take(word), tokens.end.take(word)


def _number(tokens: Tokens, word: Int, which: Place) -> Place:
    """How many words stand before these, which rules may have counted as fewer."""
    if len(word) == len(tokens.words):
        return which
    before: Place = np.searchsorted(tokens.words, word.take(which)).astype(np.int64)
    return before


def _part(linked: Bool, stay: Stay, cut: Cuts) -> None:
    """Nothing goes on over an alignment point, nor into what is kept apart."""
    for point in cut.a.tolist():
        linked[max(0, int(np.searchsorted(stay.token_a, point)) - 1)] = False
    for point in cut.b.tolist():
        linked[stay.mate == int(np.searchsorted(stay.token_b, point)) - 1] = False
    for a0, a1, *_ in cut.apart.tolist():
        linked[max(0, int(np.searchsorted(stay.token_a, a0)) - 1) : int(np.searchsorted(stay.token_a, a1))] = False


def _equal(a: CodedText, at_a: Int, b: CodedText, at_b: Int, stretches: Sequence[tuple[Int, Bool]]) -> None:
    """For each of the stretches (length, equal), set `equal` to False where the texts differ from these places on, for
    so many code points. The places of a ascend, no stretch reaches beyond the next place.

    Eight characters at a time, in the processor's cache.
    """
    windows_a, windows_b = (np.ndarray((len(text.raw) - EIGHT + 1,), "<u8", text.raw, strides=(1,)) for text in (a, b))
    asked = stretches[0][1].copy()
    for begin in range(0, len(at_a), CHUNK):
        chunk = slice(begin, begin + CHUNK)
        window = windows_a[at_a[chunk]]
        window ^= windows_b[at_b[chunk]]
        odd = np.flatnonzero((window != 0) & asked[chunk])  # most windows are equal, also beyond the stretches
        window = window.take(odd)
        for length, equal in stretches:
            here = equal[chunk]
            here[odd] &= window & MASKS.take(length[chunk].take(odd), mode="clip") == 0
    for length, equal in stretches:
        _equal_on(a, at_a, b, at_b, length, equal)
    if len(a.far) and len(b.far) and len(at_a):
        owner = np.searchsorted(at_a, a.far, "right") - 1
        inside = np.flatnonzero((owner >= 0) & asked[owner])
        owner, far = owner[inside], a.far[inside]
        shift = far - at_a[owner]
        there = np.minimum(at_b[owner] + shift, b.length - 1)
        unlike = a.points(far) != b.points(there)
        for length, equal in stretches:
            equal[owner[unlike & (shift < length[owner])]] = False


def _equal_on(a: CodedText, at_a: Int, b: CodedText, at_b: Int, length: Int, equal: Bool) -> None:
    """The same for what is beyond the first eight characters of one kind of stretches."""
    windows_a, windows_b = (np.ndarray((len(text.raw) - EIGHT + 1,), "<u8", text.raw, strides=(1,)) for text in (a, b))
    open_, done = np.flatnonzero(equal & (length > EIGHT)), EIGHT
    while len(open_) and done < LONG:
        window = windows_a[at_a.take(open_) + done]
        window ^= windows_b[at_b.take(open_) + done]
        window &= MASKS.take(length.take(open_) - done, mode="clip")
        equal[open_] = window == 0
        done += EIGHT
        open_ = open_[(length.take(open_) > done) & equal.take(open_)]
    for number in open_.tolist():
        x, y, rest = int(at_a[number]), int(at_b[number]), int(length[number])
        equal[number] = a.raw[x : x + rest] == b.raw[y : y + rest]


def _clustered(text: CodedText) -> bool:
    """Whether what is one token may hang on more than letters and marks say one by one."""
    kind = kinds.kinds(text.distinct)
    return bool(((kind >= kinds.MARK) | ((kind >= kinds.SOLO) & (kind <= kinds.REGIONAL))).any())


def _cut_alike(a: Tokens, token_a: Place, b: Tokens, token_b: Place) -> Bool:
    """bool[n]: of intervals that read the same, from a token to the next word, whether they are the same tokens."""
    size, size_b = (
        np.diff(np.append(tokens.words, len(tokens)))[np.searchsorted(tokens.words, token)]
        for tokens, token in ((a, token_a), (b, token_b))
    )
    alike: Bool = size == size_b
    several = np.flatnonzero(alike & (size > 1))
    at, owner = spans(np.zeros(len(several), np.int64), size[several])
    at_a, at_b = token_a[several][owner] + at, token_b[several][owner] + at
    shift = (a.begin[token_a] - b.begin[token_b])[several][owner]
    other = (a.begin[at_a] - b.begin[at_b] != shift) | (a.end[at_a] - b.end[at_b] != shift)
    alike[several[owner[other]]] = False
    return alike
