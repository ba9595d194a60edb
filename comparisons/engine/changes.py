"""The changes of a comparison as a numbered list: what the counts count, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from comparisons.engine.result import CATEGORIES, EQUAL, NO_CATEGORY, TYPES, Comparison, Operations


@dataclass(frozen=True, slots=True)
class Change:
    """One change. Spans are code points; `move` is the move that it is (type "move") or lies in, or -1."""

    number: int  # from 1, in the order of the texts
    type: str  # replace, delete, insert or move
    category: str  # one of CATEGORIES, or "move"
    ignored: bool
    a: tuple[int, int]
    b: tuple[int, int]
    move: int


def changes(comparison: Comparison) -> Iterator[Change]:
    """Every change in the order of the operations; a move once, where it leaves a, its own changes right after it.

    Their number is the sum of `comparison.counts`.
    """
    number = 0
    for kind, a, b, category, ignored, move in _each(comparison.operations):
        if move >= 0:
            if TYPES[kind] == "insert":
                continue
            passage = comparison.moves[move]
            number += 1
            yield Change(number, "move", "move", False, passage.a, passage.b, move)
            for kind, a, b, category, ignored, _ in _each(passage.operations):
                number += 1
                yield Change(number, TYPES[kind], CATEGORIES[category], ignored, a, b, move)
        elif category != NO_CATEGORY:
            number += 1
            yield Change(number, TYPES[kind], CATEGORIES[category], ignored, a, b, -1)


def _each(operations: Operations) -> Iterator[tuple[int, tuple[int, int], tuple[int, int], int, bool, int]]:
    """The operations that are not equal, as Python values."""
    chosen = operations.type != EQUAL
    for kind, a, b, category, ignored, move in zip(
        operations.type[chosen].tolist(),
        operations.a[chosen].tolist(),
        operations.b[chosen].tolist(),
        operations.category[chosen].tolist(),
        operations.ignored[chosen].tolist(),
        operations.move[chosen].tolist(),
        strict=True,
    ):
        yield kind, (a[0], a[1]), (b[0], b[1]), category, ignored, move
