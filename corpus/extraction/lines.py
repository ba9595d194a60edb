"""Lines of a text: leaving some of them out, and saying which."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.extraction.base import Dropped, Refused


def leave_out(text: str, spans: Sequence[tuple[int, int, str]]) -> tuple[str, tuple[Dropped, ...]]:
    """`text` without the lines of `spans`, each (first line, last line, why), counted from 1; and what they held.

    Raises `Refused` where there is no such line, or two spans hold the same one.
    """
    lines = text.split("\n")
    gone: set[int] = set()
    dropped = []
    for first, last, why in sorted(spans):
        if not 1 <= first <= last <= len(lines):
            raise Refused(f"Lines {first} to {last} cannot be left out: the text has the lines 1 to {len(lines)}.")
        these = range(first - 1, last)
        if gone.intersection(these):
            raise Refused(f"Lines {first} to {last} cannot be left out: some of them already are.")
        gone.update(these)
        dropped.append(Dropped(first, last, "\n".join(lines[first - 1 : last]), why))
    return "\n".join(line for number, line in enumerate(lines) if number not in gone), tuple(dropped)
