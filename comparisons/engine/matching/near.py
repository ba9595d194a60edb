"""Near words inside the gaps that exact matches leave: old and olde, said and siad.

Every pair of words of a gap is looked at, most only by their sets of letters; the pairs that are near enough are
then chained as the anchors were. What a pair weighs grows with its likeness, its letters, and the pairs beside it: of
several places that are as good, words go where their neighbours go. So no gap needs a table of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.matching.chain import heaviest
from comparisons.engine.matching.likeness import FLOOR, FLOOR_AMONG_MANY, Kinds, Words, likeness
from comparisons.engine.matching.runs import NOWHERE, Gaps, Place, laid
from comparisons.engine.spans import Flags, Hash, where

Byte = NDArray[np.uint8]

LARGEST = 1 << 14  # cells (pairs of words) of a gap that is looked at
FEW = 4  # cells of a gap in which a pair that is half alike is no accident
CELLS = 1 << 22  # cells of all gaps of a comparison together, or …
CELLS_A_WORD = 4  # … so many for each word of both texts, if that is more; the smallest gaps go first
BESIDE = 24  # points of 100 that a pair gains on each side on which it goes on from another, or from the gap's edge
LETTERS = 6  # letters that each pair counts besides those of both words: a long word says more than a short one
ROWS = 1 << 16  # words of a that are looked at in one go: they stay in the processor's cache
AT_ONCE = 2048  # once fewer rows are left that meet so many words of b, all that these meet is looked at in one go
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
    left = where(~gone.take(at))
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
        order = area.argsort(kind="stable")
        chosen[order[(area[order] * chosen[order]).cumsum() > budget]] = False
    pick = where(chosen)
    if not len(pick):
        return NOWHERE, NOWHERE
    first_row, first_column = (size.cumsum() - size for size in (height, width))
    height, width, area = height.take(pick), width.take(pick), area.take(pick)
    row_at, row_gap = laid(first_row.take(pick), height)
    column_at, _ = laid(first_column.take(pick), width)
    kinds = Kinds.of(a, open_.rows.take(row_at), b, open_.columns.take(column_at))
    floor = np.where(area <= FEW, FLOOR, FLOOR_AMONG_MANY)
    side_a = _Side.of(kinds, kinds.number_a, floor.take(row_gap))
    side_b = _Side.of(kinds, kinds.number_b, floor.repeat(width))
    row, column = _hopeful(side_a, side_b, width.take(row_gap), (width.cumsum() - width).take(row_gap))
    score = likeness(kinds, kinds.number_a.take(row), kinds.number_b.take(column))
    alike = where(score >= floor.take(row_gap.take(row)))
    row, column, score = row.take(alike), column.take(alike), score.take(alike)
    # Within a row from right to left: a chain that goes strictly forward on side b then takes one cell of a row.
    place = row * (len(column_at) + 1) - column
    order = place.argsort()
    row, column, score, place = row.take(order), column.take(order), score.take(order), place.take(order)
    weight = score + BESIDE * _beside(row, column, place, height, width)
    weight *= LETTERS + kinds.length.take(kinds.number_a.take(row)) + kinds.length.take(kinds.number_b.take(column))
    keep = where(heaviest(column, weight))
    return row_at.take(row.take(keep)), column_at.take(column.take(keep))


def _beside(row: Place, column: Place, place: Place, height: Place, width: Place) -> Place:
    """[n]: on how many sides, none to two, each pair goes on at once: from another pair, or from the edge of its gap.

    `place`: row * (columns + 1) - column of each pair, ascending.
    """
    begin_a, begin_b = height.cumsum() - height, width.cumsum() - width
    before, after = (
        corner.take(row) == column
        for corner in (
            _corners(begin_a, begin_b, int(height.sum())),
            _corners(begin_a + height - 1, begin_b + width - 1, int(height.sum())),
        )
    )
    earlier = place - int(width.sum())  # of the pair one word before on both sides
    at = place.searchsorted(earlier)
    follows = where(place.take(at, mode="clip") == earlier)
    before[follows] = True
    after[at.take(follows)] = True
    sides: Place = before.astype(np.int64)
    sides += after
    return sides


def _corners(rows: Place, columns: Place, height: int) -> Place:
    """[height]: for each row that is among these the column beside it, else -1."""
    corner = np.full(height, -1)
    corner[rows] = columns
    return corner


@dataclass(frozen=True)
class _Side:
    """The words of one side, in the gaps as they are laid end to end."""

    letters: Hash  # uint64[n]: the set of the letters of each
    size: Byte  # uint8[n]: how many these are
    most: Byte  # uint8[n]: in so many letters a word may differ that is no longer and is to be alike to the floor

    @classmethod
    def of(cls, kinds: Kinds, number: Place, floor: Place) -> _Side:
        # One edit changes at most two members of a set of letters; likeness is rounded.
        most = np.minimum(2 * (kinds.length.take(number) * (201 - 2 * floor) // 200), 64).astype(np.uint8)
        return cls(kinds.letters.take(number), kinds.size.take(number), most)


def _hopeful(a: _Side, b: _Side, wide: Place, left: Place) -> tuple[Place, Place]:
    """The cells (row, column) whose words have letters enough in common to be alike, in any order.

    Row r meets the columns `left[r]` to `left[r] + wide[r]`. All rows are met with their first column, then with their
    second …, the widest rows in pieces.
    """
    row, begin = np.arange(len(wide)), left
    if len(wide) and int(wide.max()) > PIECE:
        pieces = -(-wide // PIECE)
        row = row.repeat(pieces)
        ahead = laid(np.zeros(len(wide), np.int64), pieces)[0] * PIECE
        begin, wide = left.take(row) + ahead, np.minimum(wide.take(row) - ahead, PIECE)
    found: list[tuple[Place, Place]] = []
    for low in range(0, len(row), ROWS):
        lot = slice(low, low + ROWS)
        order = (PIECE - wide[lot].astype(np.int16)).argsort(kind="stable") + low
        meet = len(order) - np.bincount(wide[lot]).cumsum()  # how many rows have more than so many columns
        here, start = row.take(order), begin.take(order)
        letters, size, most = a.letters.take(here), a.size.take(here), a.most.take(here)
        many = int((meet >= AT_ONCE).sum())
        for further, count in enumerate(meet[:many].tolist()):
            column = start[:count] + further
            one, other = _alike(letters[:count], size[:count], most[:count], b, column)
            found.append((here.take(one), other))
        if many < len(meet) and meet[many]:
            count = int(meet[many])
            column, one = laid(start[:count] + many, wide.take(order[:count]) - many)
            some, column = _alike(letters.take(one), size.take(one), most.take(one), b, column)
            found.append((here.take(one.take(some)), column))
    if not found:
        return NOWHERE, NOWHERE
    rows, columns = (np.concatenate(side) for side in zip(*found, strict=True))
    return rows, columns


def _alike(letters: Hash, size: Byte, most: Byte, b: _Side, column: Place) -> tuple[Place, Place]:
    """Which of these words of a have letters enough in common with the word of b beside each, and the words of b."""
    apart = np.bitwise_count(b.letters.take(column) ^ letters)
    # Words that are alike share half of the larger set.
    half = where(apart <= np.minimum(b.size.take(column), size))
    column = column.take(half)
    few = where(apart.take(half) <= np.maximum(b.most.take(column), most.take(half)))
    return half.take(few), column.take(few)
