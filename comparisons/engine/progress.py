"""Saying how far a long computation is, and being told to stop: one callback, called between the engine's steps.

The engine gives it the share that is done (0 to 1, never falling) and what comes now, in words. Whatever it raises
passes through, so that a person's cancelling ends the computation at its next step.
"""

from __future__ import annotations

from collections.abc import Callable

Tell = Callable[[float, str], None]


def silent(share: float, doing: str) -> None:
    """Says nothing to anybody."""


def part(tell: Tell, begin: float, end: float) -> Tell:
    """What a step is given whose work is the stretch [begin, end] of the whole."""
    if tell is silent:
        return silent
    return lambda share, doing: tell(begin + (end - begin) * share, doing)
