"""Alignment points in an address: `t12-40:10-38` together, `n…` never, `o…` only this stretch; several with commas."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from comparisons.engine.options import BadOptions, Point

Kind = Literal["together", "apart", "only"]
LETTERS: dict[str, Kind] = {"t": "together", "n": "apart", "o": "only"}
NAMES = {"together": "belong together", "apart": "never belong together", "only": "compare only this stretch"}
POINT = re.compile(r"([tno])(\d{1,9})-(\d{1,9}):(\d{1,9})-(\d{1,9})")
MOST = 100


def read(text: str) -> tuple[Point, ...]:
    """The points of an address. Raises `BadOptions` with a sentence for the person."""
    words = [word for word in text.split(",") if word]
    if len(words) > MOST:
        raise BadOptions(f"A comparison takes at most {MOST} alignment points; the address has {len(words)}.")
    points = []
    for word in words:
        found = POINT.fullmatch(word)
        if not found:
            raise BadOptions(f"“{word[:40]}” is no alignment point. One is written like t12-40:10-38.")
        begin_a, end_a, begin_b, end_b = (int(number) for number in found.groups()[1:])
        if begin_a > end_a or begin_b > end_b:
            raise BadOptions(f"In the alignment point “{word}” a place ends before it begins.")
        points.append(Point(LETTERS[found[1]], (begin_a, end_a), (begin_b, end_b)))
    return tuple(dict.fromkeys(points))


def write(points: Sequence[Point]) -> str:
    """As `read` reads it."""
    letter = {kind: letter for letter, kind in LETTERS.items()}
    return ",".join(f"{letter[point.kind]}{point.a[0]}-{point.a[1]}:{point.b[0]}-{point.b[1]}" for point in points)


def mirrored(points: Sequence[Point]) -> tuple[Point, ...]:
    """The same with the sides exchanged."""
    return tuple(Point(point.kind, point.b, point.a) for point in points)
