"""Dividing very long rows: a paragraph of a hundred thousand words is opened part by part like anything else.

A row is cut where both sides have the same words, at the end of a sentence or at least of a word; a change that is
itself longer than a row is cut inside. Each part is a row of its own, with a number of its own, so that the ruler, the
guide and the parts of a comparison need to know nothing of it; the first part of a paragraph has its anchor.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from comparisons.engine.result import EQUAL, Comparison, Operations
from comparisons.engine.text.cutting import whole, word_end
from comparisons.pairs.laying import CHARACTERS, Laid
from comparisons.pairs.rows import KINDS, Piece, Row, Run

SIZE = CHARACTERS // 2  # characters of a part on either side; only rows longer than `CHARACTERS` are divided
MOVE = KINDS.index("move")

Cut = tuple[int, int]  # a place in a and the place in b that belongs to it


@dataclass(frozen=True, slots=True)
class Divided:
    """All rows in parts of bearable size. `cuts` by the engine's number of a block, of those that were divided."""

    rows: list[Row]
    block: list[int]  # of each change, the number of its row
    count: int  # rows that have a number
    cuts: dict[int, list[Cut]]


def divide(laid: Laid, comparison: Comparison, text_a: str, text_b: str) -> Divided:
    """The rows with the long ones in parts, all numbered anew. Linear in the texts; where no row is long nothing is done."""
    count = len(comparison.blocks)
    cuts = {
        row.block: found
        for row in laid.rows
        if row.elsewhere < 0 and _long(row) and (found := _cuts(row, comparison, text_a, text_b))
    }
    if not cuts:
        return Divided(laid.rows, laid.block, count, {})
    shift = np.zeros(count + 1, np.int64)
    for block, places in cuts.items():
        shift[block + 1] = len(places)
    shift = np.cumsum(shift)  # rows more before each block
    made: list[Row] = []
    placed = [block + int(shift[block]) if block >= 0 else -1 for block in laid.block]
    for row in laid.rows:
        if row.elsewhere >= 0:
            after = row.block + int(shift[row.block]) + len(cuts.get(row.block, ()))
            made.append(replace(row, block=after, elsewhere=row.elsewhere + int(shift[row.elsewhere])))
            continue
        first = row.block + int(shift[row.block])
        if row.block not in cuts:
            made.append(replace(row, block=first))
            continue
        seen: set[int] = set()
        for number, part in enumerate(_parts(row, cuts[row.block])):
            part.block, part.part = first + number, number
            for run in part.changes:
                if run.change not in seen and laid.block[run.change - 1] == row.block:
                    placed[run.change - 1] = part.block
                seen.add(run.change)
            made.append(part)
    return Divided(made, placed, count + int(shift[-1]), cuts)


def row_of(block: int, side: int, place: int, cuts: Sequence[tuple[int, Sequence[Sequence[int]]]]) -> int:
    """The number of the row that shows a place of a block of the engine's; `cuts` as `Divided` has them, in order."""
    number = block
    for divided, places in cuts:
        if divided < block:
            number += len(places)
        elif divided == block:
            number += bisect_right([cut[side] for cut in places], place)
    return number


def _long(row: Row) -> bool:
    return any(side and side[-1].end - side[0].begin > CHARACTERS for side in (row.a, row.b))


def _cuts(row: Row, comparison: Comparison, text_a: str, text_b: str) -> list[Cut]:
    """Where to cut a row, in order: as far apart as `SIZE` allows."""
    if not row.a or not row.b:
        text, side, which = (text_a, row.a, 0) if row.a else (text_b, row.b, 1)
        places = _even(text, side[0].begin, side[-1].end)
        return [(0, place) if which else (place, 0) for place in places]
    spans = [(side[0].begin, side[-1].end) for side in (row.a, row.b)]
    cuts: list[Cut] = []
    last = (spans[0][0], spans[1][0])
    good: Cut | None = None  # the last place since then at which a cut reads well
    for a, b, equal in _between(row, comparison, spans):
        while max(a[1] - last[0], b[1] - last[1]) > SIZE:
            room = SIZE - max(a[0] - last[0], b[0] - last[1])
            if good is not None:
                cut = good
            elif equal and room > 0:
                step = _place(text_a, a[0], a[0] + room) - a[0]
                cut = (a[0] + step, b[0] + step)
            elif (a[0], b[0]) != last:
                cut = (a[0], b[0])
            else:
                longer, begin, end = (text_a, *a) if a[1] - a[0] >= b[1] - b[0] else (text_b, *b)
                inner = _even(longer, begin, end)
                if not inner:
                    break
                cuts += _beside(inner, longer is text_a, a, b, text_a, text_b)
                last, good = cuts[-1], None
                break
            cuts.append(cut)
            last, good = cut, None
        if equal and (place := _good(text_a, max(a[0], last[0]), a[1], last[0] + SIZE // 2)):
            good = (place, b[0] + place - a[0])
    return _needed(row, cuts)


def _needed(row: Row, cuts: Sequence[Cut]) -> list[Cut]:
    """The cuts that have something of the row before them, since the last one, and after them: between two paragraphs
    that were merged others may stand, which are in other rows."""

    def holds(low: Cut, high: Cut) -> bool:
        return any(
            min(piece.end, high[which]) > max(piece.begin, low[which])
            for which, side in enumerate((row.a, row.b))
            for piece in side
        )

    kept: list[Cut] = []
    last, end = (0, 0), (row.a[-1].end, row.b[-1].end)
    for cut in cuts:
        if holds(last, cut) and holds(cut, end):
            kept.append(cut)
            last = cut
    return kept


def _between(
    row: Row, comparison: Comparison, spans: Sequence[tuple[int, int]]
) -> list[tuple[tuple[int, int], tuple[int, int], bool]]:
    """What a row is made of, in order: spans of both sides, and whether they are equal; together they are the row.

    These are the operations, clipped to it; of what was moved as a whole those of the move. What neither tells of is
    one stretch that differs.
    """
    found = _clipped(comparison.operations, spans)
    if sum(a[1] - a[0] for a, _, _ in found) * 2 < spans[0][1] - spans[0][0]:
        for move in comparison.moves:
            if all(span[0] < own[1] and own[0] < span[1] for span, own in zip((move.a, move.b), spans, strict=True)):
                found = max(
                    found, _clipped(move.operations, spans), key=lambda some: sum(a[1] - a[0] for a, _, _ in some)
                )
    made = []
    at_a, at_b = spans[0][0], spans[1][0]
    for a, b, equal in [*found, ((spans[0][1],) * 2, (spans[1][1],) * 2, False)]:
        if a[0] > at_a or b[0] > at_b:
            made.append(((at_a, a[0]), (at_b, b[0]), False))
        made.append((a, b, equal))
        at_a, at_b = a[1], b[1]
    return made


def _clipped(
    operations: Operations, spans: Sequence[tuple[int, int]]
) -> list[tuple[tuple[int, int], tuple[int, int], bool]]:
    """The operations that touch both spans, clipped to them."""
    (low_a, high_a), (low_b, high_b) = spans
    a, b = operations.a, operations.b
    chosen = (a[:, 1] >= low_a) & (a[:, 0] <= high_a) & (b[:, 1] >= low_b) & (b[:, 0] <= high_b)
    found = []
    for at in np.flatnonzero(chosen).tolist():
        (begin_a, end_a), (begin_b, end_b) = a[at].tolist(), b[at].tolist()
        if operations.type[at] == EQUAL:  # both sides lose the same
            before = max(0, low_a - begin_a, low_b - begin_b)
            after = max(0, end_a - high_a, end_b - high_b)
            if before + after < end_a - begin_a:
                found.append(((begin_a + before, end_a - after), (begin_b + before, end_b - after), True))
        else:
            own = min(max(begin_a, low_a), high_a), min(max(end_a, low_a), high_a)
            other = min(max(begin_b, low_b), high_b), min(max(end_b, low_b), high_b)
            found.append((own, other, False))
    return found


def _even(text: str, begin: int, end: int) -> list[int]:
    """Places that divide a stretch into equal parts of at most `SIZE`, each moved back to the end of a word."""
    parts = -(-(end - begin) // SIZE)
    return [_place(text, begin, begin + (end - begin) * number // parts) for number in range(1, parts)]


def _beside(
    inner: Sequence[int], of_a: bool, a: tuple[int, int], b: tuple[int, int], text_a: str, text_b: str
) -> list[Cut]:
    """Cuts inside one long change: of its longer side, and beside them the same share of the shorter one."""
    own, other, text = (a, b, text_b) if of_a else (b, a, text_a)
    cuts, low = [], other[0]
    for place in inner:
        share = other[0] + (other[1] - other[0]) * (place - own[0]) // (own[1] - own[0])
        low = max(low, _place(text, low, share)) if share > low else low
        cuts.append((place, low) if of_a else (low, place))
    return cuts


def _good(text: str, begin: int, end: int, least: int) -> int:
    """The last end of a sentence, else of a word, in [begin, end), not before `least`; 0 where there is none."""
    begin = max(begin, least)
    if begin >= end:
        return 0
    for mark in (". ", " "):
        found = text.rfind(mark, begin, end)
        place = found + len(mark)
        if found >= 0 and place < end and whole(text, place):
            return place
    return 0


def _place(text: str, begin: int, at: int) -> int:
    return word_end(text, max(begin, at - SIZE // 4), at)


def _parts(row: Row, cuts: Sequence[Cut]) -> list[Row]:
    """A row cut at these places."""
    sides: list[list[list[Piece]]] = []
    for which, pieces in enumerate((row.a, row.b)):
        own = [cut[which] for cut in cuts]
        shared: list[list[Piece]] = [[] for _ in range(len(cuts) + 1)]
        for piece in pieces:
            number, parts = 0, _shared(piece.runs, which, piece.begin, cuts)
            last = bisect_right(own, piece.end)  # what is only beside it may have its place further on
            parts[last:] = [[run for runs in parts[last:] for run in runs]]
            for k, runs in enumerate(parts):
                begin = max(piece.begin, own[k - 1]) if k else piece.begin
                end = min(piece.end, own[k]) if k < len(own) else piece.end
                if runs or begin < end:
                    place = min(begin, piece.end), max(min(begin, piece.end), end)
                    shared[k].append(replace(piece, begin=place[0], end=place[1], runs=runs, part=number))
                    number += 1
        sides.append(shared)
    return [
        Row(row.block, row.relation, row.also if not k else [], sides[0][k], sides[1][k]) for k in range(len(cuts) + 1)
    ]


def _shared(runs: Sequence[Run], side: int, at: int, cuts: Sequence[Cut], alone: bool = False) -> list[list[Run]]:
    """The runs of a side from `at` on, by the part they belong to.

    What has words on its own side goes by its place there; what stands on the other side alone by its place over there,
    unless the runs are `alone`, as inside a moved passage, whose other place is elsewhere.
    """
    own = [cut[side] for cut in cuts]
    far = [cut[1 - side] for cut in cuts]
    made: list[list[Run]] = [[] for _ in range(len(cuts) + 1)]
    for run in runs:
        moved = bool(run.change) and run.kind == MOVE and bool(run.inner)
        arrival = moved and not side and bool(run.after)
        length = 0 if arrival else _length(run, side)
        if run.end:
            made[bisect_left(own, at)].append(run)
        elif moved:
            which, begin = (1, run.place[1]) if arrival and not alone else (side, at)
            parts = _shared(run.inner, which, begin, cuts, True)
            for k, inner in enumerate(parts):
                if inner:
                    made[k].append(replace(run, inner=inner, more=run.more or any(parts[:k])))
        else:
            zero = not length and not alone and bool(run.change) and bool(run.before or run.after)
            places, begin = (far, run.place[1 - side]) if zero else (own, at)
            size = max(length, len(run.before if side else run.after)) if zero else length
            first, last = bisect_right(places, begin), bisect_left(places, begin + size)
            last = max(first, last)
            edges = list(range(first, last))
            for number, k in enumerate(range(first, last + 1)):
                low = edges[number - 1] if number else -1
                high = edges[number] if number < len(edges) else -1
                made[k].append(_cut(run, side, at, cuts, low, high) if edges else run)
        at += length
    return made


def _cut(run: Run, side: int, at: int, cuts: Sequence[Cut], low: int, high: int) -> Run:
    """What of a run stands between the cuts of these numbers; -1 is its own begin or end."""
    if not run.change:
        begin = cuts[low][side] - at if low >= 0 else 0
        end = cuts[high][side] - at if high >= 0 else len(run.before)
        return Run(run.before[begin:end])
    texts = []
    for which, text in enumerate((run.before, run.after)):
        start = at if which == side and text else run.place[which]
        begin = min(max(0, cuts[low][which] - start), len(text)) if low >= 0 else 0
        end = min(max(begin, cuts[high][which] - start), len(text)) if high >= 0 else len(text)
        texts.append(text[begin:end])
    return replace(run, before=texts[0], after=texts[1], more=run.more or low >= 0)


def _length(run: Run, side: int) -> int:
    """Characters of the side's own text that a run stands for."""
    if run.end:
        return 0
    if not run.change:
        return len(run.before)
    if run.inner:
        return sum(_length(one, side) for one in run.inner)
    return 0 if run.kind == MOVE else len(run.after if side else run.before)
