"""Near words inside the gaps that exact matches leave: old and olde, said and siad.

Every pair of words of a gap is looked at, most only by their sets of letters; the pairs that are near enough are
then chained as the anchors were, likeness being the weight. So no gap needs a table of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.matching.chain import heaviest
from comparisons.engine.matching.likeness import FLOOR, FLOOR_AMONG_MANY, Kinds, Words, likeness
from comparisons.engine.matching.runs import NOWHERE, Gaps, Place, laid
from comparisons.engine.spans import Flags, Hash

Byte = NDArray[np.uint8]

LARGEST = 1 << 14  # cells (pairs of words) of a gap that is looked at
FEW = 4  # cells of a gap in which a pair that is half alike is no accident
CELLS = 1 << 22  # cells of all gaps of a comparison together, or …
CELLS_A_WORD = 4  # … so many for each word of both texts, if that is more; the smallest gaps go first
ROWS = 1 << 16  # words of a that are looked at in one go: they stay in the processor's cache
PIECE = 64  # words of b that a row meets at most; a row that meets more is several


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
    floor = np.where(area <= FEW, FLOOR, FLOOR_AMONG_MANY)
    side_a, side_b = _Side.of(kinds_a, floor.take(row_gap)), _Side.of(kinds_b, np.repeat(floor, width))
    row, column = _hopeful(side_a, side_b, width.take(row_gap), (np.cumsum(width) - width).take(row_gap))
    score = likeness(kinds_a, kinds_b, kinds_a.number.take(row), kinds_b.number.take(column))
    alike = np.flatnonzero(score >= floor.take(row_gap.take(row)))
    row, column, score = row.take(alike), column.take(alike), score.take(alike)
    # Within a row from right to left: a chain that goes strictly forward on side b then takes one cell of a row.
    order = np.argsort(row * (len(column_at) + 1) - column)
    row, column, score = row.take(order), column.take(order), score.take(order)
    keep = np.flatnonzero(heaviest(column, score))
    return row_at.take(row.take(keep)), column_at.take(column.take(keep))


@dataclass(frozen=True)
class _Side:
    """The words of one side, in the gaps as they are laid end to end."""

    letters: Hash  # uint64[n]: the set of the letters of each
    size: Byte  # uint8[n]: how many these are
    most: Byte  # uint8[n]: in so many letters a word may differ that is no longer and is to be alike to the floor

    @classmethod
    def of(cls, kinds: Kinds, floor: Place) -> _Side:
        # One edit changes at most two members of a set of letters; likeness is rounded.
        most = np.minimum(2 * (kinds.length.take(kinds.number) * (201 - 2 * floor) // 200), 64).astype(np.uint8)
        return cls(kinds.letters.take(kinds.number), kinds.size.take(kinds.number), most)


def _hopeful(a: _Side, b: _Side, wide: Place, left: Place) -> tuple[Place, Place]:
    """The cells (row, column) whose words have letters enough in common to be alike, in any order.

    Row r meets the columns `left[r]` to `left[r] + wide[r]`. All rows are met with their first column, then with their
    second …, the widest rows in pieces.
    """
    row, begin = np.arange(len(wide)), left
    if len(wide) and int(wide.max()) > PIECE:
        pieces = -(-wide // PIECE)
        row = np.repeat(row, pieces)
        ahead = laid(np.zeros(len(wide), np.int64), pieces)[0] * PIECE
        begin, wide = left.take(row) + ahead, np.minimum(wide.take(row) - ahead, PIECE)
    rows, columns = [row[:0]], [row[:0]]
    for low in range(0, len(row), ROWS):
        lot = slice(low, low + ROWS)
        order = np.argsort(PIECE - wide[lot].astype(np.int16), kind="stable") + low
        meet = len(order) - np.cumsum(np.bincount(wide[lot]))  # how many rows have more than so many columns
        here, start = row.take(order), begin.take(order)
        letters, size, most = (of.take(here) for of in (a.letters, a.size, a.most))
        for further, count in enumerate(meet.tolist()):
            column = start[:count] + further
            apart = np.bitwise_count(b.letters.take(column) ^ letters[:count])
            # Words that are alike share half of the larger set.
            half = np.flatnonzero(apart <= np.minimum(b.size.take(column), size[:count]))
            column = column.take(half)
            few = np.flatnonzero(apart.take(half) <= np.maximum(b.most.take(column), most.take(half)))
            rows.append(here.take(half.take(few)))
            columns.append(column.take(few))
    return np.concatenate(rows), np.concatenate(columns)
