"""The operations that tile two texts: what lies between the boxes of an alignment, and whose the white space is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparisons.engine.operations.alignment import Boxes, Items
from comparisons.engine.operations.blanks import Around, Shares, differing, share
from comparisons.engine.operations.pieces import Pieces
from comparisons.engine.result import DELETE, EQUAL, INSERT, NO_CATEGORY, REPLACE, Bool, Byte, Int, Operations
from comparisons.engine.text.coded_text import Place
from comparisons.engine.text.tokens import Tokens

I32 = np.int32


@dataclass(frozen=True, slots=True)
class Rows:
    """n changes in order. A row is what is changed as one; equal text lies between the rows."""

    item: Int  # int32[n, 4]: items [a0, a1) and [b0, b1); an empty range where a side has none, or only white space
    a: Int  # int32[n, 2]: begin and end in side a, code points, with the white space that belongs to the change
    b: Int  # int32[n, 2]
    move: Int  # int32[n]: the move that covers a one-sided row, or -1
    blank: Bool  # bool[n]: white space alone
    stretch: Int  # int32[n]

    def __len__(self) -> int:
        return len(self.move)

    def as_one(self) -> Rows:
        """The same as one stretch, which alignment points no longer cut."""
        return Rows(self.item, self.a, self.b, self.move, self.blank, np.zeros(len(self), I32))

    def unequal(self, a: Tokens, b: Tokens) -> Rows:
        """The rows but those where both sides read the same, as marks may that nothing held together."""
        same = []
        as_long = np.flatnonzero(self.a[:, 1] - self.a[:, 0] == self.b[:, 1] - self.b[:, 0])
        for edge, step in ((0, 0), (1, -1)):  # most differ in their first or last letter
            as_long = as_long[
                ~a.coded.unlike(self.a[:, edge].take(as_long) + step, b.coded, self.b[:, edge].take(as_long) + step)
            ]
        for row, (from_a, to_a), (from_b, to_b) in zip(
            as_long.tolist(), self.a[as_long].tolist(), self.b[as_long].tolist(), strict=True
        ):
            if a.text[from_a:to_a] == b.text[from_b:to_b]:
                same.append(row)
        return self.at(np.delete(np.arange(len(self)), same)) if same else self

    def at(self, which: Place) -> Rows:
        """Some of the rows."""
        item, a, b = (part.take(which, axis=0) for part in (self.item, self.a, self.b))
        return Rows(item, a, b, self.move.take(which), self.blank.take(which), self.stretch.take(which))


def rows(tokens_a: Tokens, tokens_b: Tokens, a: Items, b: Items, boxes: Boxes, stretch: Int, found: Pieces) -> Rows:
    """Give every piece its white space, and find the blanks that differ between equal tokens.

    White space that both sides share between a changed and an equal word stays equal; between two changed words it
    belongs to them, unless a mark is added or dropped beside it; an added or dropped word takes the one blank that it
    brings or leaves. `stretch`: int32[boxes]. O(n) in the tokens.
    """
    same = np.flatnonzero(boxes.exact)
    equal = boxes.box.take(same, axis=0)
    of = stretch.take(same)
    region = (np.cumsum(boxes.exact) - 1).take(found.after)  # of a piece: the equal box that it follows
    n = len(same) - 1
    count = np.bincount(region, minlength=n)[:n]
    low_a, high_a = a.end.take(equal[:-1, 1] - 1), a.begin.take(equal[1:, 0])
    low_b, high_b = b.end.take(equal[:-1, 3] - 1), b.begin.take(equal[1:, 2])

    bare = np.flatnonzero((of[1:] == of[:-1]) & (count == 0) & ((high_a > low_a) | (high_b > low_b)))
    bare = bare[differing(tokens_a, tokens_b, *(edge.take(bare) for edge in (low_a, high_a, low_b, high_b)))]

    busy = np.flatnonzero(count > 0)
    before, after = equal.take(busy, axis=0), equal.take(busy + 1, axis=0)
    around_a, around_b = (
        Around(
            after[:, k] > before[:, k + 1],
            low.take(busy),
            side.begin.take(before[:, k + 1]),
            side.end.take(after[:, k] - 1),
            high.take(busy),
        )
        for side, k, low, high in ((a, 0, low_a, high_a), (b, 2, low_b, high_b))
    )
    shares = share(tokens_a, tokens_b, around_a, around_b)
    region = np.searchsorted(busy, region).astype(I32)
    where = of.take(busy).take(region)
    with_a, with_b = (found.item[:, k + 1] > found.item[:, k] for k in (0, 2))
    one_sided = ~(with_a & with_b)
    free = _free(tokens_a, tokens_b, a, b, found, one_sided, region, around_a, around_b, shares)
    span_a = _spans(a, found.item[:, :2], with_a, one_sided, region, where, around_a, shares, free)
    span_b = _spans(b, found.item[:, 2:], with_b, one_sided, region, where, around_b, shares, free)

    extra = np.flatnonzero(shares.lead | shares.rest).astype(I32)
    blank_a, blank_b = (_extra(side, shares, extra) for side in (around_a, around_b))
    blank_a = np.concatenate((np.stack((low_a[bare], high_a[bare]), 1), blank_a)).astype(I32)
    blank_b = np.concatenate((np.stack((low_b[bare], high_b[bare]), 1), blank_b)).astype(I32)
    blanks = len(blank_a)
    all_a, all_b = np.concatenate((span_a, blank_a)), np.concatenate((span_b, blank_b))
    all_of = np.concatenate((where, of[bare], of[busy[extra]])).astype(I32)
    order = np.argsort(all_of * FAR + all_a[:, 0] + all_b[:, 0], kind="stable")
    return Rows(
        np.concatenate((found.item, np.zeros((blanks, 4), I32))),
        all_a,
        all_b,
        np.concatenate((found.move, np.full(blanks, -1, I32))),
        np.concatenate((np.zeros(len(found.move), bool), np.ones(blanks, bool))),
        all_of,
    ).at(order)


FAR = np.int64(1) << 33  # further than any two places of two texts: keeps the stretches apart in one order


@dataclass(frozen=True, slots=True)
class Free:
    """Of n pieces, those whose blank before or after is the same on both sides and no change's, though both of its
    neighbours have changed on one side."""

    before: Bool  # bool[n]
    after: Bool  # bool[n]


def _free(
    tokens_a: Tokens,
    tokens_b: Tokens,
    a: Items,
    b: Items,
    found: Pieces,
    one_sided: Bool,
    region: Int,
    around_a: Around,
    around_b: Around,
    shares: Shares,
) -> Free:
    """The blanks between a changed word and the mark that was added or dropped on its far side.

    From *came and* to *came. And* a stop is added and a letter changed; the blank is neither's.
    """
    n = len(region)
    before, after = np.zeros(n, bool), np.zeros(n, bool)
    lone = one_sided & (found.move < 0)
    near = (region[1:] == region[:-1]) & (lone[1:] != lone[:-1]) & ~(one_sided[1:] & one_sided[:-1])
    for mine, first in ((np.flatnonzero(near & lone[:-1]) + 1, True), (np.flatnonzero(near & lone[1:]), False)):
        of, edges = region.take(mine), []
        taken = np.zeros(len(mine), bool)
        for items, item, around in ((a, found.item[:, :2], around_a), (b, found.item[:, 2:], around_b)):
            at = item[:, 0 if first else 1].take(mine)
            begin, end = items.end.take(at - 1), items.begin.take(at)
            edges += [begin, end]
            if first:
                taken |= (begin == around.low.take(of)) & ((shares.head.take(of) > 0) | shares.lead.take(of))
            else:
                taken |= (end == around.high.take(of)) & ((shares.tail.take(of) > 0) | shares.rest.take(of))
                used = np.flatnonzero(before[np.minimum(mine + 2, n - 1)] & (region[np.minimum(mine + 2, n - 1)] == of))
                taken[used] |= found.item[mine[used] + 2, 0 if items is a else 2] == at[used]
        mine = mine[~taken & (edges[1] > edges[0]) & ~differing(tokens_a, tokens_b, *edges)]
        (before if first else after)[mine] = True
    return Free(before, after)


def _spans(
    items: Items,
    item: Int,
    some: Bool,
    one_sided: Bool,
    region: Int,
    stretch: Int,
    around: Around,
    shares: Shares,
    free: Free,
) -> Int:
    """int32[n, 2]: begin and end of every piece on one side, with the white space that is its own."""
    n = len(item)
    span = np.zeros((n, 2), I32)
    low, high = around.low + shares.head, around.high - shares.tail
    low = np.where(shares.lead, np.where(around.some, around.left, high), low)
    high = np.where(shares.rest & around.some, around.right, high)
    at = np.flatnonzero(some)
    begin, end = items.begin.take(item[:, 0].take(at)), items.end.take(item[:, 1].take(at) - 1)
    own, alone = region.take(at), one_sided.take(at)
    joined = np.flatnonzero(own[1:] == own[:-1])
    before, after = free.before.take(at), free.after.take(at)
    first, last = ~before, ~after
    first[joined + 1] = last[joined] = False
    joined = joined[~before.take(joined + 1) & ~after.take(joined)]
    takes = alone.take(joined + 1) & ~alone.take(joined)  # an added word takes the blank before it
    begin_of_next = begin[joined + 1]
    begin[joined + 1] = np.where(takes, end[joined], begin_of_next)
    end[joined] = np.where(takes, end[joined], begin_of_next)
    begin[first], end[last] = low.take(own[first]), high.take(own[last])
    span[at, 0], span[at, 1] = begin, end

    # A piece without tokens on this side stands where the one before it ends, or after the blank that is nobody's.
    place = np.zeros(n, np.int64)
    place[at] = end
    behind = at[after]
    place[behind] = items.begin.take(item[behind, 1])
    head = np.flatnonzero(~some & np.concatenate(([True], region[1:] != region[:-1]))[:n])
    place[head] = low.take(region.take(head))
    place = np.maximum.accumulate(place + stretch * FAR) - stretch * FAR
    bare = np.flatnonzero(~some)
    span[bare, 0] = span[bare, 1] = place[bare]
    return span


def _extra(side: Around, shares: Shares, at: Int) -> Int:
    """int32[k, 2]: the blanks that differ beside an added or dropped word."""
    low, high = (side.low + shares.head)[at], (side.high - shares.tail)[at]
    some, lead = side.some[at], shares.lead[at]
    return np.stack((np.where(some & ~lead, side.right[at], low), np.where(some & lead, side.left[at], high)), 1)


def tiled(rows: Rows, category: Byte, ignored: Bool, begin: Int, end: Int) -> tuple[Operations, Int]:
    """Merge neighbouring rows of one kind, and lay the equal text between them, stretch by stretch.

    `begin`, `end`: int32[s, 2], where each stretch begins and ends in a and in b.
    Returns the operations of all stretches and int32[s + 1], where those of each stretch begin.
    """
    long_a, long_b = (span[:, 1] > span[:, 0] for span in (rows.a, rows.b))
    kind = np.where(long_a & long_b, REPLACE, np.where(long_a, DELETE, INSERT)).astype(np.uint8)
    n = len(rows)
    new = np.ones(n, bool)
    new[1:] = (
        (rows.stretch[1:] != rows.stretch[:-1])
        | (rows.a[1:, 0] != rows.a[:-1, 1])
        | (rows.b[1:, 0] != rows.b[:-1, 1])
        | (kind[1:] != kind[:-1])
        | (category[1:] != category[:-1])
        | (ignored[1:] != ignored[:-1])
        | (rows.move[1:] != rows.move[:-1])
    )
    head = np.flatnonzero(new)
    tail = np.append(head[1:], n)[: len(head)] - 1
    of = rows.stretch.take(head)
    span_a = np.stack((rows.a[:, 0].take(head), rows.a[:, 1].take(tail)), 1)
    span_b = np.stack((rows.b[:, 0].take(head), rows.b[:, 1].take(tail)), 1)

    # Equal text: before each row from where the row before ends, and after the last row of each stretch.
    stretches = len(begin)
    from_a, from_b = (
        np.concatenate(([0], span[:-1, 1]))[: len(head)] if len(head) else np.empty(0, I32) for span in (span_a, span_b)
    )
    opens = np.flatnonzero(np.concatenate(([True], of[1:] != of[:-1]))[: len(head)])
    from_a[opens], from_b[opens] = begin[of[opens], 0], begin[of[opens], 1]
    last_a, last_b = begin[:, 0].copy(), begin[:, 1].copy()
    last_a[of], last_b[of] = span_a[:, 1], span_b[:, 1]
    equal_a = np.stack((np.concatenate((from_a, last_a)), np.concatenate((span_a[:, 0], end[:, 0]))), 1)
    equal_b = np.stack((np.concatenate((from_b, last_b)), np.concatenate((span_b[:, 0], end[:, 1]))), 1)
    equal_of = np.concatenate((of, np.arange(stretches)))
    some = np.flatnonzero(equal_a[:, 1] > equal_a[:, 0])
    equal_a, equal_b, equal_of = equal_a.take(some, axis=0), equal_b.take(some, axis=0), equal_of.take(some)
    equals = len(equal_a)

    all_a, all_b = np.concatenate((span_a, equal_a)), np.concatenate((span_b, equal_b))
    all_of = np.concatenate((of, equal_of)).astype(np.int64)
    order = np.argsort(all_of * FAR + all_a[:, 0] + all_b[:, 0], kind="stable")
    operations = Operations(
        np.concatenate((kind.take(head), np.full(equals, EQUAL, np.uint8))).take(order),
        all_a.astype(I32).take(order, axis=0),
        all_b.astype(I32).take(order, axis=0),
        np.concatenate((category.take(head), np.full(equals, NO_CATEGORY, np.uint8))).take(order),
        np.concatenate((ignored.take(head), np.zeros(equals, bool))).take(order),
        np.concatenate((rows.move.take(head), np.full(equals, -1, I32))).take(order),
    )
    return operations, np.searchsorted(all_of.take(order), np.arange(stretches + 1)).astype(I32)
