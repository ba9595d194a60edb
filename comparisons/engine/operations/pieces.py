"""What of two aligned texts has no partner or an unequal one, piece by piece, moved passages apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparisons.engine.operations.alignment import Boxes, Items
from comparisons.engine.operations.edges import without_edges
from comparisons.engine.result import Bool, Int

I32 = np.int32


@dataclass(frozen=True, slots=True)
class Pieces:
    """n pieces of what has no partner or an unequal one, in order."""

    item: Int  # int32[n, 4]
    move: Int  # int32[n]
    after: Int  # int32[n]: number of the box that it is, or that it follows


def pieces(
    a: Items,
    b: Items,
    boxes: Boxes,
    covered_a: Int,
    covered_b: Int,
    loose_a: Bool,
    loose_b: Bool,
    apart: Bool | None = None,
) -> Pieces:
    """The unequal boxes and everything between the boxes.

    `covered_a`, `covered_b`: int32[m, 2], the items of each move on each side, all of them unmatched.
    `loose_a`, `loose_b`: bool[items], marks that the profile folds away: they do not hang on a changed word.
    `apart`: bool[boxes], set where what follows a box is not to be taken for one reading replaced by another.
    """
    box = boxes.box
    gap = np.stack((box[:-1, 1], box[1:, 0], box[:-1, 3], box[1:, 2]), 1)
    after = np.flatnonzero((gap[:, 1] > gap[:, 0]) | (gap[:, 3] > gap[:, 2])).astype(I32)
    gap = gap.take(after, axis=0)
    torn = np.zeros(len(gap), bool)
    for covered, column in ((covered_a, 0), (covered_b, 2)):
        if len(covered):
            torn[np.searchsorted(gap[:, column], covered[:, 0], "right") - 1] = True
    if apart is not None:
        torn |= apart[after]
    whole = np.flatnonzero(~torn)
    unequal = np.flatnonzero(~boxes.exact).astype(I32)
    part, of = without_edges(a, b, gap.take(whole, axis=0), loose_a, loose_b)
    whole = whole.take(of)
    item, move = [box.take(unequal, axis=0), part], [np.full(len(unequal) + len(whole), -1, I32)]
    behind = after.take(whole)
    place, order = [unequal, behind], [2 * unequal.astype(np.int64), 2 * behind.astype(np.int64) + 1]
    for number in np.flatnonzero(torn).tolist():
        a0, a1, b0, b1 = gap[number].tolist()
        parts = _torn(
            _cut(a0, a1, covered_a, _inside(covered_a, a0, a1)),
            _cut(b0, b1, covered_b, _inside(covered_b, b0, b1)),
            (a0, b0),
            apart is not None and bool(apart[after[number]]),
        )
        item.append(np.array([part[:4] for part in parts], I32).reshape(-1, 4))
        move.append(np.array([part[4] for part in parts], I32))
        place.append(np.full(len(parts), after[number], I32))
        order.append(np.full(len(parts), 2 * int(after[number]) + 1, np.int64))
    by_place = np.argsort(np.concatenate(order), kind="stable")
    return Pieces(
        np.concatenate(item).take(by_place, axis=0),
        np.concatenate(move).take(by_place),
        np.concatenate(place).take(by_place),
    )


def _inside(covered: Int, begin: int, end: int) -> list[int]:
    """The moves whose items lie in [begin, end), in order of place."""
    found = np.flatnonzero((covered[:, 0] >= begin) & (covered[:, 1] <= end)) if len(covered) else np.empty(0, I32)
    return sorted(found.tolist(), key=lambda number: int(covered[number, 0]))


def _cut(begin: int, end: int, covered: Int, moves: list[int]) -> list[tuple[int, int, int]]:
    """[begin, end) cut at the moves: (begin, end, move or -1), none empty."""
    parts, at = [], begin
    for number in moves:
        first, last = covered[number].tolist()
        if first > at:
            parts.append((at, first, -1))
        parts.append((first, last, number))
        at = last
    if end > at:
        parts.append((at, end, -1))
    return parts


def _torn(
    parts_a: list[tuple[int, int, int]], parts_b: list[tuple[int, int, int]], at: tuple[int, int], apart: bool
) -> list[tuple[int, int, int, int, int]]:
    """Put the parts of both sides in a row: the longest unmoved ones, if both sides have one, replace one another."""
    core_a, core_b = (
        max((part for part in parts if part[2] < 0), key=lambda part: part[1] - part[0], default=None)
        for parts in (parts_a, parts_b)
    )
    if apart or core_a is None or core_b is None:
        core_a = core_b = None
    a, b = at
    rows: list[tuple[int, int, int, int, int]] = []
    split_a = parts_a.index(core_a) if core_a else len(parts_a)
    split_b = parts_b.index(core_b) if core_b else len(parts_b)
    for some_a, some_b, core in (
        (parts_a[:split_a], parts_b[:split_b], True),
        (parts_a[split_a + 1 :], parts_b[split_b + 1 :], False),
    ):
        for begin, end, move in some_a:
            rows.append((begin, end, b, b, move))
            a = end
        for begin, end, move in some_b:
            rows.append((a, a, begin, end, move))
            b = end
        if core and core_a and core_b:
            rows.append((core_a[0], core_a[1], core_b[0], core_b[1], -1))
            a, b = core_a[1], core_b[1]
    return rows
