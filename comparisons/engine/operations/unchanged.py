"""Stretches that both texts have letter for letter, blanks and marks included: laid out as one item each.

Most of two editions is equal. What differs is found, shared out and named in what is left, so that the work after the
matching is in proportion to what differs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparisons.engine.matching.cuts import Cuts
from comparisons.engine.operations.moved_passages import Stay
from comparisons.engine.result import Bool, Int
from comparisons.engine.text import characters as kinds
from comparisons.engine.text.coded_text import CodedText, Place
from comparisons.engine.text.hashing import EIGHT, MASKS, spans
from comparisons.engine.text.regular import Regular
from comparisons.engine.text.tokens import Tokens

I32 = np.int32
LONG = 64  # code points from which an interval is compared by itself


@dataclass(frozen=True, slots=True)
class Unchanged:
    """u stretches of two words or more, in order; each begins and ends with a matched word."""

    a: Place  # int64[u, 2]: first and last token of a
    b: Place  # int64[u, 2]
    head: Place  # int64[…]: which of the words that stay are in none or begin one


def unchanged(
    a: Tokens, b: Tokens, stay: Stay, cut: Cuts, rules_a: Regular | None = None, rules_b: Regular | None = None
) -> Unchanged:
    """The stretches of words that stay in which everything is equal, none across an alignment point.

    Tokens, not letters alone: a letter further on may change what is one token. O(n) in the tokens.
    """
    begin_a, begin_b = a.begin.take(stay.token_a), b.begin.take(stay.token_b)
    length = a.end.take(stay.token_a) - begin_a
    step = np.diff(begin_a)
    same = length == b.end.take(stay.token_b) - begin_b
    linked = step == np.diff(begin_b)
    for word in (stay.a, stay.b):
        linked &= np.diff(word) == 1
    linked &= same[1:]
    linked &= same[:-1]
    for token, points, rules in ((stay.token_a, cut.a, rules_a), (stay.token_b, cut.b, rules_b)):
        _part(linked, token, points, rules)
    for a0, a1, *_ in cut.apart.tolist():
        linked[max(0, int(np.searchsorted(stay.token_a, a0)) - 1) : int(np.searchsorted(stay.token_a, a1))] = False
    at = np.flatnonzero(linked)
    linked[at] = _equal(a.coded, begin_a.take(at), b.coded, begin_b.take(at), step.take(at))
    if _clustered(a.coded) or _clustered(b.coded):
        at = np.flatnonzero(linked)
        linked[at] = _cut_alike(a, stay.token_a.take(at), b, stay.token_b.take(at))

    last = np.flatnonzero(linked & ~np.append(linked[1:], False)) + 1
    whole = _equal(a.coded, begin_a.take(last), b.coded, begin_b.take(last), length.take(last))
    linked[last[~whole] - 1] = False
    edge = np.flatnonzero(np.diff(linked, prepend=False, append=False))
    ends = np.stack((edge[::2], edge[1::2]), 1)
    head = np.flatnonzero(np.append(True, ~linked)[: len(begin_a)])
    return Unchanged(stay.token_a.take(ends), stay.token_b.take(ends), head)


def _part(linked: Bool, token: Place, points: Int, rules: Regular | None) -> None:
    """Nothing goes on over an alignment point, nor beside several words that count as one."""
    after = np.searchsorted(token, points) - 1
    linked[after[(after >= 0) & (after < len(linked))]] = False
    if rules is not None:
        several = rules.span[rules.span[:, 1] - rules.span[:, 0] > 1, 0]
        linked &= ~np.isin(token[:-1], several)


def _equal(a: CodedText, at_a: Int, b: CodedText, at_b: Int, length: Int) -> Bool:
    """bool[n]: whether the texts are equal from these places on, for so many code points; the intervals of a ascend."""
    one: Place = at_a.astype(np.int64)
    other: Place = at_b.astype(np.int64)
    windows_a, windows_b = (np.ndarray((len(text.raw) - EIGHT + 1,), "<u8", text.raw, strides=(1,)) for text in (a, b))
    window = windows_a[one]
    window ^= windows_b[other]
    window &= MASKS.take(length, mode="clip")
    equal: Bool = window == 0
    open_, done = np.flatnonzero(length > EIGHT), EIGHT
    while len(open_):
        open_ = open_[equal.take(open_)]
        if done >= LONG:
            for number in open_.tolist():
                x, y, rest = int(one[number]), int(other[number]), int(length[number])
                equal[number] = a.raw[x : x + rest] == b.raw[y : y + rest]
            break
        window = windows_a[one.take(open_) + done]
        window ^= windows_b[other.take(open_) + done]
        window &= MASKS.take(length.take(open_) - done, mode="clip")
        equal[open_] = window == 0
        done += EIGHT
        open_ = open_[length.take(open_) > done]
    if len(a.far) and len(b.far) and len(one):
        owner = np.searchsorted(one, a.far, "right") - 1
        inside = np.flatnonzero((owner >= 0) & (a.far - one[owner] < length[owner]) & equal[owner])
        owner, far = owner[inside], a.far[inside]
        unlike = a.points(far) != b.points(far - one[owner] + other[owner])
        equal[owner[unlike]] = False
    return equal


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
