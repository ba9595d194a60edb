"""Where the members of a family differ: each place where one departs from the first, with the readings of all.

Every member is compared with the first; white space alone is no difference. It is no collation: what two members have
against the first is not compared any further than whether it reads the same. A member that has only a part of the first
is compared in that part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comparisons.engine.comparison import compare
from comparisons.engine.result import CATEGORIES, EQUAL

CONTEXT = 40  # characters of the first member before a place
MEMBERS, CHARACTERS = 60, 200_000  # what one table is made of
EDGE = 40  # characters at either end that another reading may have in their stead
BLANK = CATEGORIES.index("whitespace")

Step = tuple[bool, int, int, int, int]  # equal, span in the first, span in the other


class TooLong(ValueError):
    """The members are too many or too long for one table."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What stands there in these members, by their numbers; empty where they have nothing there."""

    text: str
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A place in the first member, the words before it, and the readings there, the first's own before the others."""

    begin: int
    end: int
    before: str
    readings: tuple[Reading, ...]


def differences(texts: Sequence[str]) -> list[Difference]:
    """The differences in the order of the first text. Raises `TooLong`. A comparison for each of the other texts."""
    if len(texts) > MEMBERS or sum(map(len, texts)) > CHARACTERS:
        raise TooLong(f"{len(texts):,} places with {sum(map(len, texts)):,} characters are too much for one table.")
    if not texts:
        return []
    first, *others = texts
    steps, spans, reaches = [], [], []
    for other in others:
        found = compare(first, other).operations
        own, changed = [], []
        for kind, a, b, category in zip(
            found.type.tolist(), found.a.tolist(), found.b.tolist(), found.category.tolist(), strict=True
        ):
            own.append((kind == EQUAL, *a, *b))
            if kind != EQUAL and category != BLANK:
                changed.append((a[0], a[1]))
        low, high = _reach(own)
        spans += [(begin, end) for begin, end in changed if low <= begin and end <= high]
        steps.append(own)
        reaches.append((low, high))
    return [_difference(first, others, steps, reaches, begin, end) for begin, end in _joined(spans)]


def _reach(steps: Sequence[Step]) -> tuple[int, int]:
    """The part of the first text that the other has: a member may be shorter, which is no difference in its words."""
    equal = [(a0, a1) for same, a0, a1, _, _ in steps if same]
    if not equal:
        return 0, -1
    low, high = equal[0][0], equal[-1][1]
    return (0 if low <= EDGE else low), (steps[-1][2] if steps[-1][2] - high <= EDGE else high)


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that touch are one place."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _difference(
    first: str,
    others: Sequence[str],
    steps: Sequence[Sequence[Step]],
    reaches: Sequence[tuple[int, int]],
    begin: int,
    end: int,
) -> Difference:
    found: dict[str, list[int]] = {_said(first[begin:end]): [0]}
    for number, (other, own, (low, high)) in enumerate(zip(others, steps, reaches, strict=True), 1):
        if begin < low or end > high:
            continue
        found.setdefault(_said(other[_at(own, begin) : _until(own, end)]), []).append(number)
    low = max(0, begin - CONTEXT)
    before = first[low:begin]
    if low and " " in before:
        before = before.split(" ", 1)[1]
    return Difference(
        begin, end, _said(before), tuple(Reading(text, tuple(members)) for text, members in found.items())
    )


def _said(text: str) -> str:
    return " ".join(text.split())


def _at(steps: Sequence[Step], begin: int) -> int:
    """Where in the other text that begins which begins there in the first, insertions at that place with it."""
    for equal, a0, a1, b0, _ in steps:
        if a1 > begin or a0 == a1 == begin:
            return b0 + (begin - a0 if equal else 0)
    return steps[-1][4] if steps else 0


def _until(steps: Sequence[Step], end: int) -> int:
    """Where in the other text that ends which ends there in the first, insertions at that place with it."""
    for equal, a0, a1, _, b1 in reversed(steps):
        if a0 < end or a0 == a1 == end:
            return b1 - (a1 - end if equal else 0)
    return 0
