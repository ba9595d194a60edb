"""Near words inside the gaps that exact matches leave: old and olde, said and siad.

Every pair of words of a gap is looked at, most only by their sets of letters; the pairs that are near enough are
then chained as the anchors were, likeness being the weight. So no gap needs a table of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparisons.engine.matching.chain import heaviest
from comparisons.engine.matching.likeness import FLOOR, FLOOR_AMONG_MANY, Kinds, Words, likeness, perhaps_alike
from comparisons.engine.matching.runs import NOWHERE, Gaps, Place, laid
from comparisons.engine.spans import Flags

LARGEST = 1 << 14  # cells (pairs of words) of a gap that is looked at
FEW = 4  # cells of a gap in which a pair that is half alike is no accident
CELLS = 1 << 22  # cells of all gaps of a comparison together, or …
CELLS_A_WORD = 4  # … so many for each word of both texts, if that is more; the smallest gaps go first
AT_ONCE = 1 << 16  # cells in memory at one time


@dataclass(frozen=True)
class Open:
    """The words that are open in g gaps, laid end to end."""

    rows: Place  # words of a
    height: Place  # [g]: how many of them each gap has
    columns: Place  # words of b
    width: Place  # [g]

    @classmethod
    def of(cls, gaps: Gaps, gone_a: Flags | None = None, gone_b: Flags | None = None) -> Open:
        """All words of the gaps, without those that are gone elsewhere."""
        return cls(*_left(gaps[0], gaps[1], gone_a), *_left(gaps[2], gaps[3], gone_b))


def _left(begin: Place, end: Place, gone: Flags | None) -> tuple[Place, Place]:
    at, gap = laid(begin, end - begin)
    if gone is None:
        return at, end - begin
    left = np.flatnonzero(~gone.take(at))
    return at.take(left), np.bincount(gap.take(left), minlength=len(begin))


def near(open_: Open, a: Words, b: Words, most: int | None = None) -> tuple[Place, Place]:
    """Pairs (x, y) of similar words in the gaps, in order: the numbers of `open_.rows` and of `open_.columns`.

    `most` bounds the cells that are looked at; the default is in proportion to the texts.
    """
    budget = max(CELLS, CELLS_A_WORD * (len(a) + len(b))) if most is None else most
    height, width = open_.height, open_.width
    area = height * width
    chosen = (area <= LARGEST) & (area > 0)
    if int(area[chosen].sum()) > budget:
        order = np.argsort(area, kind="stable")
        chosen[order[np.cumsum(area[order] * chosen[order]) > budget]] = False
    pick = np.flatnonzero(chosen)
    if not len(pick):
        return NOWHERE, NOWHERE
    first_row, first_column = (np.cumsum(size) - size for size in (height, width))
    height, width, area = height.take(pick), width.take(pick), area.take(pick)
    row_at, row_gap = laid(first_row.take(pick), height)
    column_at, _ = laid(first_column.take(pick), width)
    kinds_a, kinds_b = Kinds.of(a, open_.rows.take(row_at)), Kinds.of(b, open_.columns.take(column_at))
    floor = np.where(area <= FEW, FLOOR, FLOOR_AMONG_MANY).take(row_gap)
    wide, left = width.take(row_gap), (np.cumsum(width) - width).take(row_gap)
    found = []
    lots = np.flatnonzero(np.diff(np.cumsum(wide) // AT_ONCE)) + 1
    for rows in np.split(np.arange(len(row_at)), lots):
        # Within a row from right to left: a chain that goes strictly forward on side b then takes one cell of a row.
        cells = wide.take(rows)
        row = np.repeat(rows, cells)
        column = (left.take(rows) + np.cumsum(cells) - 1).take(row - rows[0])
        column -= np.arange(len(row))
        kind_a, kind_b = kinds_a.number.take(row), kinds_b.number.take(column)
        hopeful = np.flatnonzero(
            perhaps_alike(
                kinds_a.letters.take(kind_a),
                kinds_b.letters.take(kind_b),
                kinds_a.length.take(kind_a),
                kinds_b.length.take(kind_b),
                floor.take(row),
            )
        )
        found.append((row.take(hopeful), column.take(hopeful)))
    row, column = (np.concatenate(part) for part in zip(*found, strict=True))
    score = likeness(kinds_a, kinds_b, kinds_a.number.take(row), kinds_b.number.take(column))
    alike = np.flatnonzero(score >= floor.take(row))
    row, column, score = row.take(alike), column.take(alike), score.take(alike)
    keep = np.flatnonzero(heaviest(column, score))
    return row_at.take(row.take(keep)), column_at.take(column.take(keep))
