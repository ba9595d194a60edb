"""The operations of two languages: paragraphs that belong together as replaced, so that they tile both texts.

Words are not compared, so an operation is a whole bead, one or more paragraphs that a side lacks, or the blanks
between. A bead that says the same on both sides, such as a date, is equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from comparisons.engine.categories.category import ADDITION, OMISSION, WHITESPACE, category, is_ignored, of_marks
from comparisons.engine.options import Options
from comparisons.engine.paragraphs.translation import Bead, Span
from comparisons.engine.result import DELETE, EQUAL, INSERT, NO_CATEGORY, REPLACE, Operations, Segments
from comparisons.engine.text.graphemes import boundaries


def tiling(
    text_a: str, text_b: str, segments_a: Segments, segments_b: Segments, found: Sequence[Bead], options: Options
) -> Operations:
    """The operations, in the order of both texts: they rebuild both, and no two neighbours are of one type.

    White space that both sides share between paragraphs is equal; what else there is of it goes with the paragraph
    after or before it. Linear in the texts.
    """
    walk = _Walk(_Side(text_a, segments_a), _Side(text_b, segments_b))
    steps = _joined(_settled(list(walk.steps(found))))
    readings = [(text_a[slice(*step.a)], text_b[slice(*step.b)]) for step in steps]
    judged = [_judged(step.type, *reading, options) for step, reading in zip(steps, readings, strict=True)]
    return Operations(
        np.array([step.type for step in steps], np.uint8),
        np.array([step.a for step in steps], np.int32).reshape(-1, 2),
        np.array([step.b for step in steps], np.int32).reshape(-1, 2),
        np.array([kind for kind, _ in judged], np.uint8),
        np.array([ignored for _, ignored in judged], np.bool_),
        np.full(len(steps), -1, np.int32),
    )


@dataclass(slots=True)
class _Step:
    """A stretch of both texts, code points. `loose`: blanks that differ, and look for an operation to go with."""

    a: Span
    b: Span
    equal: bool = False
    loose: bool = False

    @property
    def type(self) -> int:
        if self.equal:
            return EQUAL
        return INSERT if self.a[0] == self.a[1] else DELETE if self.b[0] == self.b[1] else REPLACE

    def joined(self, other: _Step) -> _Step:
        """The two as one; `other` follows."""
        return _Step((self.a[0], other.a[1]), (self.b[0], other.b[1]), self.equal, self.loose and other.loose)


class _Side:
    """One text, and how far the walk has come in it."""

    def __init__(self, text: str, segments: Segments) -> None:
        self.text, self.at, self.segments = text, 0, 0
        self._edges = boundaries(text)
        # A segment that begins or ends inside a grapheme cluster (an accent upon a blank) takes the whole of it.
        begin = self._edges[np.searchsorted(self._edges, segments.span[:, 0], "right") - 1]
        end = self._edges[np.searchsorted(self._edges, segments.span[:, 1])]
        self._begin: list[int] = [*begin.tolist(), len(text)]
        self._end: list[int] = end.tolist()

    @property
    def next(self) -> int:
        """Where the next segment begins, or the text ends."""
        return self._begin[self.segments]

    def pass_over(self, segments: int) -> int:
        """Go past some segments: where the last of them ends."""
        self.segments += segments
        return self._end[self.segments - 1]

    def whole(self, place: int) -> bool:
        """Does no cluster go over this place?"""
        return bool(self._edges[np.searchsorted(self._edges, place)] == place)


class _Walk:
    """Goes through both texts at once, bead by bead."""

    def __init__(self, a: _Side, b: _Side) -> None:
        self.a, self.b = a, b

    def steps(self, found: Sequence[Bead]) -> Iterator[_Step]:
        """The beads, what stands between them, and the blanks."""
        for paired, run in groupby(found, lambda bead: bool(bead.a and bead.b)):
            if paired:
                for bead in run:
                    yield from self._blanks()
                    yield self._to(self.a.pass_over(len(bead.a)), self.b.pass_over(len(bead.b)))
            else:
                yield from self._blanks()
                yield from self._alone(list(run))
        yield from self._blanks()

    def _alone(self, run: Sequence[Bead]) -> Iterator[_Step]:
        """Paragraphs that a side lacks; where the other side lacks none, with the blanks after them."""
        count = {self.a: sum(len(bead.a) for bead in run), self.b: sum(len(bead.b) for bead in run)}
        for side in (self.a, self.b) if run[0].a else (self.b, self.a):
            if count[side]:
                end = side.pass_over(count[side])
                end = end if all(count.values()) else side.next
                yield self._to(end, self.b.at) if side is self.a else self._to(self.a.at, end)

    def _blanks(self) -> Iterator[_Step]:
        """The white space up to the next segments: what both share from its begin, then the rest."""
        a, b = self.a, self.b
        blank_a, blank_b = a.text[a.at : a.next], b.text[b.at : b.next]
        most = min(len(blank_a), len(blank_b))
        shared = next((k for k in range(most) if blank_a[k] != blank_b[k]), most)
        while shared and not (a.whole(a.at + shared) and b.whole(b.at + shared)):
            shared -= 1
        if shared:
            yield self._to(a.at + shared, b.at + shared)
        if a.next > a.at or b.next > b.at:
            yield self._to(a.next, b.next, loose=True)

    def _to(self, a: int, b: int, loose: bool = False) -> _Step:
        step = _Step((self.a.at, a), (self.b.at, b), self.a.text[self.a.at : a] == self.b.text[self.b.at : b], loose)
        self.a.at, self.b.at = a, b
        return step


def _settled(steps: list[_Step]) -> list[_Step]:
    """Every stretch of loose blanks put to the operation after it, or before it, where that stays what it is."""
    settled: list[_Step] = []
    for step in reversed(steps):
        if step.loose and settled and _takes(settled[-1], step):
            settled[-1] = step.joined(settled[-1])
        else:
            settled.append(step)
    found: list[_Step] = []
    for step in reversed(settled):
        if step.loose and found and _takes(found[-1], step):
            found[-1] = found[-1].joined(step)
        else:
            found.append(step)
    return found


def _takes(step: _Step, blanks: _Step) -> bool:
    return not step.equal and not step.loose and (step.type == REPLACE or step.type == blanks.type)


def _joined(steps: Sequence[_Step]) -> list[_Step]:
    """Neighbours of one type as one operation."""
    found: list[_Step] = []
    for step in steps:
        if found and found[-1].type == step.type:
            found[-1] = found[-1].joined(step)
        else:
            found.append(step)
    return found


def _judged(type: int, a: str, b: str, options: Options) -> tuple[int, bool]:
    """The category of an operation with these readings, and whether the profile folds it away."""
    if type == EQUAL:
        return NO_CATEGORY, False
    if not (a + b).strip():
        return WHITESPACE, "whitespace" in options.ignore
    if type == REPLACE:
        return category(a, b), is_ignored(a, b, options)
    kind = of_marks(a or b) if not any(map(str.isalnum, a or b)) else OMISSION if type == DELETE else ADDITION
    return kind, is_ignored(a, b, options)
