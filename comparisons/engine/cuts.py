"""Where alignment points cut two texts: nothing on one side of a cut is matched with anything on the other."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from comparisons.engine.options import Options
from comparisons.engine.result import Bool, Int
from comparisons.engine.tokens import Tokens

I32 = np.int32


@dataclass(frozen=True, slots=True)
class Cuts:
    """c cuts, in order on both sides, and what of the c + 1 stretches between them is not compared."""

    a: Int  # int32[c]: the token of a that each cut stands before
    b: Int  # int32[c]: the token of b
    outside: Bool  # bool[c + 1]: the stretch is one-sided, as a person asked for another alone


def cuts(a: Tokens, b: Tokens, options: Options) -> Cuts:
    """The cuts of points that belong together, and round the one stretch that is compared alone.

    A point inside a token cuts before it. Of points that cross, the earlier in a stands.
    """
    found: list[tuple[int, int]] = []
    only = [point for point in options.points if point.kind == "only"]
    for point in options.points:
        ends = [(point.a[0], point.b[0])] if point.kind == "together" else []
        if point.kind == "only":
            ends = [(point.a[0], point.b[0]), (point.a[1], point.b[1])]
        found += [(_token(a, x), _token(b, y)) for x, y in ends]
    kept: list[tuple[int, int]] = []
    for cut in sorted(set(found)):
        if not kept or (cut[1] >= kept[-1][1] and cut != kept[-1]):
            kept.append(cut)
    edges = [(0, 0), *kept, (len(a), len(b))]
    outside = [
        bool(only)
        and not any(
            _token(a, point.a[0]) <= begin[0]
            and end[0] <= _token(a, point.a[1])
            and _token(b, point.b[0]) <= begin[1]
            and end[1] <= _token(b, point.b[1])
            for point in only
        )
        for begin, end in itertools.pairwise(edges)
    ]
    side = np.array(kept, I32).reshape(-1, 2)
    return Cuts(side[:, 0], side[:, 1], np.array(outside, bool))


def _token(tokens: Tokens, at: int) -> int:
    """The first token that ends after `at`."""
    return int(np.searchsorted(tokens.end, at, "right"))
