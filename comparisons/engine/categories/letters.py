"""The letters that differ inside a changed reading, for marking them more strongly than the reading itself."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from diff_match_patch import diff_match_patch

from comparisons.engine.text.graphemes import boundaries

MOST = 200  # code points: a longer reading is marked as a whole, so that the work is bounded
Span = tuple[int, int]


@lru_cache(4096)
def letters(a: str, b: str) -> tuple[list[Span], list[Span]]:
    """The spans of a and of b, code points, that differ; none where that is everything, or a reading is too long.

    No span begins or ends inside a grapheme cluster. Myers' differences (1986) with the semantic clean-up of
    diff-match-patch, which lets go of letters that are equal by chance.
    """
    if len(a) > MOST or len(b) > MOST:
        return [], []
    differ = diff_match_patch()
    differ.Diff_Timeout = 0  # the same answer on a slow machine
    found = differ.diff_main(a, b, False)
    differ.diff_cleanupSemantic(found)
    spans: tuple[list[Span], list[Span]] = ([], [])
    at = [0, 0]
    for kind, text in found:
        for side, gone in ((0, differ.DIFF_DELETE), (1, differ.DIFF_INSERT)):
            if kind == gone:
                spans[side].append((at[side], at[side] + len(text)))
            if kind in (differ.DIFF_EQUAL, gone):
                at[side] += len(text)
    whole = _whole(a, spans[0]), _whole(b, spans[1])
    return ([], []) if whole == ([(0, len(a))], [(0, len(b))]) else whole


def _whole(text: str, spans: Sequence[Span]) -> list[Span]:
    """The spans widened to whole grapheme clusters."""
    edges = boundaries(text).tolist()
    wide: list[Span] = []
    for begin, end in spans:
        low, high = edges[bisect_right(edges, begin) - 1], edges[bisect_left(edges, end)]
        if wide and low <= wide[-1][1]:
            low = wide.pop()[0]
        wide.append((low, high))
    return wide
