"""A comparison with its sides exchanged."""

from __future__ import annotations

import numpy as np

from comparisons.engine.options import Options, Point
from comparisons.engine.result import Int, Move, Operations

_TYPE = np.array([0, 1, 3, 2], np.uint8)  # equal, replace; delete and insert change places
_ADDITION, _OMISSION = 10, 11


def mirrored_options(options: Options) -> Options:
    """The options for the texts exchanged."""
    return Options(
        options.ignore, options.rules, tuple(Point(point.kind, point.b, point.a) for point in options.points)
    )


def mirrored_operations(operations: Operations, number: Int) -> Operations:
    """The operations for the texts exchanged; `number`: the new number of each move."""
    category = operations.category.copy()
    category[operations.category == _ADDITION] = _OMISSION
    category[operations.category == _OMISSION] = _ADDITION
    move = operations.move.copy()
    covered = move >= 0
    move[covered] = number[move[covered]]
    return Operations(_TYPE[operations.type], operations.b, operations.a, category, operations.ignored, move)


def mirrored_moves(moves: tuple[Move, ...]) -> tuple[tuple[Move, ...], Int]:
    """The moves for the texts exchanged, by their place in what is now side a, and the new number of each."""
    order = sorted(range(len(moves)), key=lambda number: moves[number].b)
    place = np.empty(len(moves), np.int32)
    place[order] = np.arange(len(moves), dtype=np.int32)
    return tuple(
        Move(moves[number].b, moves[number].a, mirrored_operations(moves[number].operations, place)) for number in order
    ), place
