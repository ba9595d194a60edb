"""Where alignment points cut two texts: nothing on one side of a cut is matched with anything on the other."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.options import Options
from comparisons.engine.result import Bool, Int
from comparisons.engine.text.tokens import Tokens

I32 = np.int32


@dataclass(frozen=True, slots=True)
class Cuts:
    """c cuts, in order on both sides, and what of the c + 1 stretches between them is not compared."""

    a: Int  # int32[c]: the token of a that each cut stands before
    b: Int  # int32[c]: the token of b
    outside: Bool  # bool[c + 1]: the stretch is one-sided, as a person asked for another alone
    apart: Int  # int32[k, 4]: tokens [a0, a1) of a that are not to be matched with tokens [b0, b1) of b

    def allow(self, token_a: NDArray[np.integer], token_b: NDArray[np.integer]) -> Bool:
        """bool[n]: whether each pair of tokens may be matched."""
        stretch = np.searchsorted(self.a, token_a, "right")
        allowed: Bool = (stretch == np.searchsorted(self.b, token_b, "right")) & ~self.outside[stretch]
        for a0, a1, b0, b1 in self.apart.tolist():
            allowed &= ~((a0 <= token_a) & (token_a < a1) & (b0 <= token_b) & (token_b < b1))
        return allowed

    def part(self, token_a: Int, token_b: Int) -> Bool:
        """bool[n]: whether what stands in a at [a0, a1) must not be said to be replaced by what stands in b."""
        stretch = np.searchsorted(self.a, token_a[:, 0], "right")
        parted: Bool = self.outside[stretch]
        for a0, a1, b0, b1 in self.apart.tolist():
            parted = parted | (
                (token_a[:, 0] < a1) & (token_a[:, 1] > a0) & (token_b[:, 0] < b1) & (token_b[:, 1] > b0)
            )
        return parted


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
    apart = [
        (_token(a, point.a[0]), _token(a, point.a[1] - 1) + 1, _token(b, point.b[0]), _token(b, point.b[1] - 1) + 1)
        for point in options.points
        if point.kind == "apart"
    ]
    return Cuts(side[:, 0], side[:, 1], np.array(outside, bool), np.array(apart, I32).reshape(-1, 4))


def _token(tokens: Tokens, at: int) -> int:
    """The first token that ends after `at`."""
    return int(np.searchsorted(tokens.end, at, "right"))
