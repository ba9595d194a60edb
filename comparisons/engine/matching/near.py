"""Near words inside the gaps that exact matches leave: old and olde, said and siad.

Every pair of words of a gap is looked at, most only by their sets of letters; the pairs that are near enough are
then chained as the anchors were, likeness being the weight. So no gap needs a table of its own.
"""

from __future__ import annotations

import numpy as np

from comparisons.engine.matching.chain import heaviest
from comparisons.engine.matching.likeness import FLOOR, FLOOR_AMONG_MANY, Words, likeness, perhaps_alike
from comparisons.engine.spans import I32, Gaps, Int, between, spans

LARGEST = 1 << 14  # cells (pairs of words) of a gap that is looked at
FEW = 4  # cells of a gap in which a pair that is half alike is no accident
CELLS = 1 << 22  # cells of all gaps of a comparison together, or …
CELLS_A_WORD = 4  # … so many for each word of both texts, if that is more; the smallest gaps go first
AT_ONCE = 1 << 18  # cells in memory at one time


def near(mate: Int, a: Words, b: Words, most: int | None = None) -> Int:
    """Pair similar words inside the gaps of `mate`, in order, and write the pairs into `mate`.

    `most` bounds the cells that are looked at; the default is in proportion to the texts. Returns the words of a that
    were paired, int32[p], ascending.
    """
    budget = max(CELLS, CELLS_A_WORD * (len(a.begin) + len(b.begin))) if most is None else most
    a0, a1, b0, b1 = between(mate, len(b.begin))
    area = (a1 - a0).astype(np.int64) * (b1 - b0)
    chosen = area <= LARGEST
    if int(area[chosen].sum()) > budget:
        order = np.argsort(area, kind="stable")
        chosen[order[np.cumsum(area[order]) > budget]] = False
    pick = np.flatnonzero(chosen)
    if not len(pick):
        return pick.astype(I32)
    cuts = np.flatnonzero(np.diff(np.cumsum(area[pick]) // AT_ONCE)) + 1
    found = [_alike(a, b, (a0[lot], a1[lot], b0[lot], b1[lot])) for lot in np.split(pick, cuts)]
    row, column, score = (np.concatenate(part) for part in zip(*found, strict=True))
    # Within a row from right to left: a chain that goes strictly forward on side b then takes one cell of a row.
    order = np.lexsort((-column, row))
    row, column, score = row[order], column[order], score[order]
    keep = heaviest(column, score)
    mate[row[keep]] = column[keep]
    return row[keep]


def _alike(a: Words, b: Words, gaps: Gaps) -> tuple[Int, Int, Int]:
    """All near pairs inside the gaps: the word of a, the word of b, the likeness, each int32[n]."""
    a0, a1, b0, b1 = gaps
    rows, gap = spans(a0, a1 - a0)
    columns, _ = spans(b0, b1 - b0)
    wide = (b1 - b0)[gap]
    first = (np.cumsum(b1 - b0) - (b1 - b0)).astype(I32)
    column, row = spans(first[gap], wide)
    floor = np.where((a1 - a0) * (b1 - b0) <= FEW, FLOOR, FLOOR_AMONG_MANY).astype(I32)[gap][row]
    longer = np.maximum((a.end[rows] - a.begin[rows])[row], (b.end[columns] - b.begin[columns])[column])
    hopeful = np.flatnonzero(perhaps_alike(a.letters(rows)[row], b.letters(columns)[column], longer, floor))
    row, column, floor = rows[row[hopeful]], columns[column[hopeful]], floor[hopeful]
    score = likeness(a, b, row, column)
    alike = score >= floor
    return row[alike], column[alike], score[alike]
