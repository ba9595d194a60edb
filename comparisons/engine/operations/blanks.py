"""Whose the white space between tokens is: an equal neighbour's, a change's, or a change of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.result import Bool, Int
from comparisons.engine.text.coded_text import CodedText
from comparisons.engine.text.tokens import Tokens

I32 = np.int32


@dataclass(frozen=True, slots=True)
class Around:
    """The white space around n regions of change on one side, code points; a region lies between two equal tokens.

    Where the side has no token in the region, `low` and `high` alone count: one blank lies between the equal tokens.
    """

    some: Bool  # bool[n]: the side has tokens in the region
    low: Int  # int32[n]: end of the equal token before
    left: Int  # int32[n]: begin of the region's first token
    right: Int  # int32[n]: end of its last token
    high: Int  # int32[n]: begin of the equal token after

    def blanks(self, which: NDArray[np.integer]) -> tuple[tuple[Int, Int], tuple[Int, Int]]:
        """Begin and end of the blanks before some of the regions, and of those after them."""
        before = self.low.take(which), self.left.take(which)
        return before, (self.right.take(which), self.high.take(which))


@dataclass(frozen=True, slots=True)
class Shares:
    """What of the white space around n regions stays with the equal neighbours, in code points."""

    head: Int  # int32[n]: from the begin
    tail: Int  # int32[n]: at the end
    lead: Bool  # bool[n]: the rest is a change of blanks before the region …
    rest: Bool  # bool[n]: … or after it


def share(tokens_a: Tokens, tokens_b: Tokens, a: Around, b: Around) -> Shares:
    """Divide the white space around regions. O(n), and a dictionary look-up for each blank longer than a character."""
    n = len(a.low)
    head, tail = np.zeros(n, I32), np.zeros(n, I32)
    lead, rest = np.zeros(n, bool), np.zeros(n, bool)
    both = a.some & b.some
    odd = np.arange(n, dtype=I32) if n < 64 else _unusual(a, b, both, head, tail, tokens_a.coded, tokens_b.coded)
    two = odd[both[odd]]
    found = zip(
        *(_texts(tokens.text, *edges) for tokens, side in ((tokens_a, a), (tokens_b, b)) for edges in side.blanks(two)),
        strict=True,
    )
    for number, (left_a, right_a, left_b, right_b) in zip(two.tolist(), found, strict=True):
        head[number], tail[number] = _both(left_a, left_b, right_a, right_b)
    for tokens, full, others, bare in ((tokens_a, a, tokens_b, b), (tokens_b, b, tokens_a, a)):
        one = odd[full.some[odd] & ~both[odd]]
        left, right = (_texts(tokens.text, *edges) for edges in full.blanks(one))
        blank = _texts(others.text, bare.low.take(one), bare.high.take(one))
        for number, *three in zip(one.tolist(), blank, left, right, strict=True):
            head[number], tail[number], lead[number], rest[number] = _one_sided(*three)
    return Shares(head, tail, lead, rest)


def _texts(text: str, begin: Int, end: Int) -> list[str]:
    return [text[x:y] for x, y in zip(begin.tolist(), end.tolist(), strict=True)]


def _unusual(a: Around, b: Around, both: Bool, head: Int, tail: Int, coded_a: CodedText, coded_b: CodedText) -> Int:
    """Settle in arrays the regions with no more than one blank at each place; the numbers of the others."""
    left_a, right_a, left_b, right_b = (
        np.where(some, length, 0)
        for some, length in (
            (a.some, a.left - a.low),
            (a.some, a.high - a.right),
            (b.some, b.left - b.low),
            (b.some, b.high - b.right),
        )
    )
    width_a, width_b = np.where(a.some, 0, a.high - a.low), np.where(b.some, 0, b.high - b.low)
    plain = np.ones(len(both), bool)
    for length in (left_a, right_a, left_b, right_b, width_a, width_b):
        plain &= length <= 1

    two = both & plain
    one = np.flatnonzero(two & (left_a == 1) & (left_b == 1))
    head[one] = ~coded_a.unlike(a.low[one], coded_b, b.low[one])
    one = np.flatnonzero(two & (right_a == 1) & (right_b == 1))
    tail[one] = ~coded_a.unlike(a.right[one], coded_b, b.right[one])

    odd = np.zeros(len(both), bool)
    for bare, full, coded_bare, coded_full, width, left, right in (
        (b, a, coded_b, coded_a, width_b, left_a, right_a),
        (a, b, coded_a, coded_b, width_a, left_b, right_b),
    ):
        mine = np.flatnonzero(~both & plain & full.some & (width == 1))
        blank = bare.low[mine]
        before = (left[mine] == 1) & ~coded_full.unlike(full.low[mine], coded_bare, blank)
        after = (right[mine] == 1) & ~coded_full.unlike(full.right[mine], coded_bare, blank)
        head[mine] = before
        tail[mine] = after & ~before
        odd[mine] = ~before & ~after
    return np.flatnonzero(odd | ~plain).astype(I32)


@lru_cache(maxsize=4096)
def _both(left_a: str, left_b: str, right_a: str, right_b: str) -> tuple[int, int]:
    """Blanks shared before and after a reading that both sides have."""
    return _prefix(left_a, left_b), _prefix(right_a[::-1], right_b[::-1])


@lru_cache(maxsize=4096)
def _one_sided(bare: str, left: str, right: str) -> tuple[int, int, bool, bool]:
    """The blank `bare` of the side without the word, beside the blanks before and after the word on the other side."""
    if bare == left:
        return len(bare), 0, False, False
    if bare == right:
        return 0, len(bare), False, False
    head = _prefix(bare, left)
    tail = _prefix(bare[head:][::-1], right[::-1])
    if head + tail == len(bare):
        return head, tail, False, False
    before = len(right) == tail and len(left) > head
    return head, tail, before, not before


def _prefix(x: str, y: str) -> int:
    """Length of what both begin with (or, both turned round, end with), a CR LF never cut in two."""
    n = 0
    for one, other in zip(x, y, strict=False):
        if one != other:
            break
        n += 1
    while n > 0 and any(n < len(z) and {z[n - 1], z[n]} == {"\r", "\n"} for z in (x, y)):
        n -= 1
    return n


def differing(tokens_a: Tokens, tokens_b: Tokens, from_a: Int, to_a: Int, from_b: Int, to_b: Int) -> Bool:
    """bool[n]: whether the blanks [from_a, to_a) of a and [from_b, to_b) of b differ."""
    length = to_a - from_a
    differ: Bool = length != to_b - from_b
    for size in (1, 2):
        same = np.flatnonzero(~differ & (length >= size))
        differ[same] = tokens_a.coded.unlike(from_a[same] + (size - 1), tokens_b.coded, from_b[same] + (size - 1))
    for number in np.flatnonzero(~differ & (length > 2)).tolist():
        differ[number] = tokens_a.text[from_a[number] : to_a[number]] != tokens_b.text[from_b[number] : to_b[number]]
    return differ
