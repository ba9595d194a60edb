"""Laying a comparison out as rows, in reading order, and cutting the rows into parts."""

from __future__ import annotations

import gc
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from comparisons.engine.changes import Change, changes
from comparisons.engine.progress import Tell, silent
from comparisons.engine.result import INSERT, INSERTED, MOVED, RELATIONS, Comparison, Segments
from comparisons.pairs.rows import KINDS, Piece, Row, Run

CHARACTERS, BLOCKS = 18_000, 80  # a part is closed when one side has so many characters, or at so many blocks
Anchors = Sequence[str]


@dataclass(frozen=True, slots=True)
class Laid:
    """All rows, and for each change its block."""

    rows: list[Row]
    found: list[Change]
    block: list[int]


@dataclass(frozen=True, slots=True)
class _Touch:
    """A change where it stands on one side; `arrival` where a moved passage of b comes to stand in a."""

    begin: int
    end: int
    change: Change
    arrival: bool = False


class _Side:
    """One side while rows are made: its changes in the order of its text, each with the changes inside it."""

    def __init__(
        self, which: int, text: str, segments: Segments, anchors: Anchors, comparison: Comparison, found: list[Change]
    ) -> None:
        self.which, self.text = which, text
        self.span = segments.span.tolist()
        self.kind, self.level = segments.kind.tolist(), segments.level.tolist()
        counted = np.cumsum(segments.kind != 0).tolist() if len(segments) else []
        self.number = [0 if kind == 0 else count for kind, count in zip(self.kind, counted, strict=True)]
        self.anchors = anchors if len(anchors) == len(segments) else [""] * len(segments)
        outer = [change for change in found if change.type == "move" or change.move < 0]
        touches = [_Touch(*self.of(change), change) for change in outer]
        if not which:
            moves = {change.move: change for change in outer if change.type == "move"}
            operations = comparison.operations
            for at in np.flatnonzero((operations.type == INSERT) & (operations.move >= 0)).tolist():
                place = int(operations.a[at, 0])
                touches.append(_Touch(place, place, moves[int(operations.move[at])], True))
        touches.sort(key=lambda touch: (touch.begin, touch.end, touch.change.number))
        self.touches = touches
        self.ends = np.maximum.accumulate([touch.end for touch in touches] or [0]).tolist()
        self.inner: dict[int, list[_Touch]] = {}
        for change in found:
            if change.type != "move" and change.move >= 0:
                self.inner.setdefault(change.move, []).append(_Touch(*self.of(change), change))
        for several in self.inner.values():
            several.sort(key=lambda touch: (touch.begin, touch.end, touch.change.number))

    def of(self, change: Change) -> tuple[int, int]:
        return change.b if self.which else change.a

    def between(self, begin: int, end: int) -> list[_Touch]:
        """What touches [begin, end], one-sided changes at a place inside it too."""
        at = bisect_left(self.ends, begin)
        found = []
        while at < len(self.touches) and self.touches[at].begin <= end:
            if self.touches[at].end >= begin:
                found.append(self.touches[at])
            at += 1
        return found


def lay(
    comparison: Comparison,
    text_a: str,
    text_b: str,
    anchors_a: Anchors = (),
    anchors_b: Anchors = (),
    tell: Tell = silent,
) -> Laid:
    """The rows of a comparison, in reading order. Linear in the texts and the changes."""
    # A million small objects, none in a cycle: looking for cycles among them again and again takes half of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _lay(comparison, text_a, text_b, anchors_a, anchors_b, tell)
    finally:
        if collecting:
            gc.enable()


def _lay(comparison: Comparison, text_a: str, text_b: str, anchors_a: Anchors, anchors_b: Anchors, tell: Tell) -> Laid:
    tell(0.0, "numbering the changes")
    found = [] if comparison.translated else list(changes(comparison))  # no mark on a paragraph beside its translation
    tell(0.1, "laying out the paragraphs")
    a = _Side(0, text_a, comparison.segments_a, anchors_a, comparison, found)
    b = _Side(1, text_b, comparison.segments_b, anchors_b, comparison, found)
    blocks = comparison.blocks
    edges_a, edges_b = blocks.first_a.tolist(), blocks.first_b.tolist()
    of_a, of_b = blocks.segment_a.tolist(), blocks.segment_b.tolist()
    rows: list[Row] = []
    for number, (relation, also) in enumerate(zip(blocks.relation.tolist(), blocks.also.tolist(), strict=True)):
        if number % 500 == 0:
            tell(0.3 + 0.5 * number / len(blocks), "laying out the paragraphs")
        chosen_a = of_a[edges_a[number] : edges_a[number + 1]]
        chosen_b = of_b[edges_b[number] : edges_b[number + 1]]
        others = [name for bit, name in enumerate(RELATIONS) if also >> bit & 1]
        pieces_a = _Writer(a, b, [b.span[k] for k in chosen_b], relation == MOVED).pieces(chosen_a)
        pieces_b = _Writer(b, a, [a.span[k] for k in chosen_a], relation == MOVED).pieces(chosen_b)
        rows.append(Row(number, RELATIONS[relation], others, pieces_a, pieces_b))
    tell(0.8, "finding the place of every change")
    block = _placed(rows, found, a, b)
    return Laid(_with_places_of_moves(rows, blocks.relation.tolist(), b), found, block)


@dataclass(slots=True)
class _Writer:
    """Writes the runs of one side of one block. `spans`: the block's segments on the other side."""

    side: _Side
    other: _Side
    spans: list[list[int]]
    moved: bool  # the block is what was moved
    given: set[int] = field(default_factory=set)

    def pieces(self, chosen: list[int]) -> list[Piece]:
        side = self.side
        made = []
        for k in chosen:
            begin, end = side.span[k]
            runs = self.runs(begin, end, side.between(begin, end))
            made.append(Piece(begin, end, side.kind[k], side.level[k], side.number[k], side.anchors[k], runs))
        return made

    def runs(self, begin: int, end: int, touches: list[_Touch]) -> list[Run]:
        """The runs of [begin, end) of this side. A change has both readings on both sides, for the letters that
        differ; what side b does not have stands on side a alone."""
        side, runs, at = self.side, list[Run](), begin
        for touch in touches:
            low, high = max(touch.begin, at), min(touch.end, end)
            change = touch.change
            if high < low or (low == high and touch.begin < touch.end):
                continue
            if low > at:
                runs.append(Run(side.text[at:low]))
                at = low
            if change.type == "move":
                runs += self.move(touch, low, high)
            else:
                own = side.text[low:high]
                far = change.a if side.which else change.b
                other = "" if change.number in self.given else _clipped(self.other, far, self.spans)
                if not own and (side.which or not other):
                    continue
                runs.append(self.run(change, other, own) if side.which else self.run(change, own, other))
            self.given.add(change.number)
            at = high
        if at < end:
            runs.append(Run(side.text[at:end]))
        return runs

    def run(self, change: Change, before: str, after: str, inner: Sequence[Run] = ()) -> Run:
        return Run(
            before,
            after,
            change.number,
            KINDS.index(change.category),
            change.ignored,
            more=change.number in self.given,
            inner=list(inner),
            place=(change.a[0], change.b[0]),
        )

    def move(self, touch: _Touch, low: int, high: int) -> list[Run]:
        """A moved passage: the whole block, whose own changes follow; or a phrase, whose own changes stand inside."""
        change, side = touch.change, self.side
        far = change.a if side.which else change.b
        here = any(far[0] < span[1] and span[0] < far[1] for span in self.spans)
        if touch.arrival:
            if self.moved or not here:
                return []
            writer = _Writer(self.other, side, [], False)
            inner = [
                run
                for span in self.spans
                if change.b[0] < span[1] and span[0] < change.b[1]
                for run in writer.runs(
                    max(span[0], change.b[0]), min(span[1], change.b[1]), self.other.inner.get(change.move, [])
                )
            ]
            return [self.run(change, "", "b", inner)]
        if low == high:
            return []
        inner = self.runs(low, high, side.inner.get(change.move, []))
        if self.moved and here:
            return [self.run(change, "", ""), *inner]
        return [self.run(change, "" if side.which else "a", "b" if side.which else "", inner)]


def _clipped(side: _Side, span: tuple[int, int], spans: list[list[int]]) -> str:
    """What of `span` lies in the segments of the same block, joined where it goes over several."""
    parts = [side.text[max(span[0], low) : min(span[1], high)] for low, high in spans]
    return " ¶ ".join(part for part in parts if part)


def _placed(rows: list[Row], found: list[Change], a: _Side, b: _Side) -> list[int]:
    """The block of each change; a change that stands between two segments is put at the end of the first."""
    block = [-1] * len(found)
    for row in rows:
        for run in row.changes:
            if block[run.change - 1] < 0:
                block[run.change - 1] = row.block
    if not rows:
        return block
    of_a = _of_segments([row.a for row in rows], rows)
    of_b = _of_segments([row.b for row in rows], rows)
    begins = [[start for start, _, _ in of] for of in (of_a, of_b)]
    for change in found:
        if block[change.number - 1] >= 0:
            continue
        if change.type != "move" and change.move >= 0 and block[_head(found, change) - 1] >= 0:
            block[change.number - 1] = block[_head(found, change) - 1]
        for starts, side, which in ((of_a, a, 0), (of_b, b, 1)):
            at = side.of(change)[0]
            near = max(0, bisect_left(begins[which], at + 1) - 1)
            if not starts:
                continue
            _, row, piece = starts[near]
            before = a.text[slice(*change.a)]
            after = b.text[slice(*change.b)]
            place = (change.a[0], change.b[0])
            kind = KINDS.index(change.category)
            piece.runs.append(
                Run("" if which else before, after, change.number, kind, change.ignored, end=True, place=place)
            )
            if block[change.number - 1] < 0:
                block[change.number - 1] = row.block
    return block


def _head(found: list[Change], change: Change) -> int:
    """The number of the move that a change lies in."""
    number = change.number
    while found[number - 1].type != "move":
        number -= 1
    return number


def _of_segments(sides: list[list[Piece]], rows: list[Row]) -> list[tuple[int, Row, Piece]]:
    starts = [(piece.begin, row, piece) for row, side in zip(rows, sides, strict=True) for piece in side]
    return sorted(starts, key=lambda start: start[0])


def _with_places_of_moves(rows: list[Row], relation: list[int], b: _Side) -> list[Row]:
    """A row for the place in b of each block that was moved away from it.

    It stands after the row whose own paragraph comes before it in b.
    """
    moved = [row for row in rows if relation[row.block] == MOVED and row.b]
    if not moved:
        return rows
    own = sorted(
        ((row.b[0].begin, row.block) for row in rows if row.b and relation[row.block] not in {MOVED}),
    )
    begins = [begin for begin, _ in own]
    after: dict[int, list[Row]] = {}
    for row in sorted(moved, key=lambda row: row.b[0].begin):
        at = bisect_left(begins, row.b[0].begin) - 1
        before = own[at][1] if at >= 0 else -1
        name = f"¶ {row.b[0].number}" if row.b[0].number else b.text[row.b[0].begin : row.b[0].end][:40]
        after.setdefault(before, []).append(
            Row(before if before >= 0 else 0, RELATIONS[INSERTED], [], [], [], row.block, name)
        )
    made = list(after.get(-1, []))
    for row in rows:
        made.append(row)
        made.extend(after.get(row.block, []))
    return made


def cut(rows: list[Row]) -> list[list[Row]]:
    """The rows in parts; a row is not divided."""
    if not rows:
        return []
    edges, size = [0], [0, 0]
    for at, row in enumerate(rows):
        own = [sum(piece.end - piece.begin for piece in side) for side in (row.a, row.b)]
        full = max(size[0] + own[0], size[1] + own[1]) > CHARACTERS or at - edges[-1] >= BLOCKS
        if full and at > edges[-1] and row.elsewhere < 0:
            edges.append(at)
            size = [0, 0]
        size = [size[0] + own[0], size[1] + own[1]]
    return [rows[begin:end] for begin, end in pairwise([*edges, len(rows)])]
