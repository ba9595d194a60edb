"""One side of a comparison as runs of text, each unchanged or part of one numbered change."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from comparisons.engine.changes import Change, changes
from comparisons.engine.result import Comparison


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one side, code points."""

    begin: int
    end: int
    change: Change | None  # None where both sides are equal
    move: Change | None  # the move that it lies in


class Runs:
    """The runs of one side (0 for a, 1 for b) in order; they tile the text. Linear in the changes.

    Of two languages nothing is marked: a change there is a whole paragraph beside its translation.
    """

    def __init__(self, comparison: Comparison, side: int, length: int) -> None:
        marked: list[Run] = []
        moves: list[Change] = []
        inner: dict[int, list[Run]] = {}
        for change in () if comparison.translated else changes(comparison):
            begin, end = (change.a, change.b)[side]
            if change.type == "move":
                moves.append(change)
                inner[change.move] = []
            elif end > begin:
                runs = marked if change.move < 0 else inner[change.move]
                runs.append(Run(begin, end, change, moves[-1] if change.move >= 0 else None))
        for move in moves:
            begin, end = (move.a, move.b)[side]
            marked += _filled(inner[move.move], begin, end, move)
        marked.sort(key=lambda run: run.begin)
        self.runs = _filled(marked, 0, length, None)
        self._begin = [run.begin for run in self.runs]

    def between(self, begin: int, end: int) -> Iterator[Run]:
        """The runs of [begin, end), those at its edges cut."""
        at = bisect_right(self._begin, begin) - 1
        while 0 <= at < len(self.runs) and self.runs[at].begin < end:
            run = self.runs[at]
            if run.end > begin:
                yield replace(run, begin=max(begin, run.begin), end=min(end, run.end))
            at += 1


def _filled(marked: list[Run], begin: int, end: int, move: Change | None) -> list[Run]:
    """The runs with what is unchanged between them, from begin to end."""
    runs: list[Run] = []
    for run in marked:
        if run.begin > begin:
            runs.append(Run(begin, run.begin, None, move))
        runs.append(run)
        begin = run.end
    if end > begin:
        runs.append(Run(begin, end, None, move))
    return runs
