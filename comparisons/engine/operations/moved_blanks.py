"""The white space round a moved passage: the same on both sides wherever the texts allow it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from comparisons.engine.operations.alignment import Items
from comparisons.engine.operations.rows import Rows
from comparisons.engine.result import Int


@dataclass(frozen=True, slots=True)
class _Side:
    text: str
    own: Int  # int32[rows, 2]: spans on this side, changed in place
    other: Int  # int32[rows, 2]: spans on the other side, changed in place
    items: Items
    item: Int  # int32[rows, 2]

    def edges(self, row: int) -> tuple[int, int, int, int]:
        """Begin, begin of the first token, end of the last one, end."""
        begin, end = self.own[row].tolist()
        first, last = self.item[row].tolist()
        return begin, int(self.items.begin[first]), int(self.items.end[last - 1]), end

    def blanks(self, row: int) -> tuple[str, str]:
        begin, first, last, end = self.edges(row)
        return self.text[begin:first], self.text[last:end]


def level(text_a: str, text_b: str, a: Items, b: Items, rows: Rows) -> Rows:
    """Let what leaves one text and what comes into the other have the same blanks round it.

    A blank that only one of them has goes to a change beside it, or the passage is slid over an equal blank on its
    other edge, as a paragraph at the end of a text has its blank line before it. Python runs once a move.
    """
    span_a, span_b = rows.a.copy(), rows.b.copy()
    sides = (
        _Side(text_a, span_a, span_b, a, rows.item[:, :2]),
        _Side(text_b, span_b, span_a, b, rows.item[:, 2:]),
    )
    places: dict[int, list[int]] = {}
    for row in (rows.move >= 0).nonzero()[0].tolist():
        places.setdefault(int(rows.move[row]), [-1, -1])[int(rows.item[row, 0] == rows.item[row, 1])] = row
    for pair in places.values():
        if sides[0].blanks(pair[0]) == sides[1].blanks(pair[1]):
            continue
        for side, row in zip(sides, pair, strict=True):
            _shed(side, row, rows)
        if sides[0].blanks(pair[0]) != sides[1].blanks(pair[1]):
            _slide(sides, pair, rows)
    return replace(rows, a=span_a, b=span_b)


def _shed(side: _Side, row: int, rows: Rows) -> None:
    """Give the blanks at the edges to the changes beside it."""
    begin, first, last, end = side.edges(row)
    for beside, edge, here, there in ((row - 1, 1, begin, first), (row + 1, 0, end, last)):
        if (
            0 <= beside < len(rows)
            and rows.move[beside] < 0
            and side.item[beside, 1] > side.item[beside, 0]
            and side.own[beside, edge] == here
        ):
            side.own[beside, edge] = there
            side.own[row, 1 - edge] = there


def _slide(sides: tuple[_Side, _Side], pair: list[int], rows: Rows) -> None:
    """Slide one of the two places over a blank, so that both have it at the same edge."""
    for side, row, goal in (
        (sides[0], pair[0], sides[1].blanks(pair[1])),
        (sides[1], pair[1], sides[0].blanks(pair[0])),
    ):
        lead, trail = side.blanks(row)
        if goal == (trail, lead) and bool(lead) != bool(trail):
            blank = lead or trail
            step = len(blank) if lead else -len(blank)
            begin, end = side.own[row].tolist()
            at = int(side.other[row, 0])
            low, high = min(0, step), max(0, step)
            free = (row == 0 or (side.own[row - 1, 1] <= begin + low and side.other[row - 1, 1] <= at + low)) and (
                row + 1 == len(rows) or (end + high <= side.own[row + 1, 0] and at + high <= side.other[row + 1, 0])
            )
            passed = side.text[end : end + step] if step > 0 else side.text[begin + step : begin]
            if free and passed == blank:
                side.own[row] += step
                side.other[row] += step
                return
