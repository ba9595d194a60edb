"""Small work without an asker that a living worker does again and again, a moment at a time, beside its jobs.

    @upkeep("fixity", every=60.0)
    def check_some() -> None: ...

A function stands in a module named `tasks` of an installed app. It takes a second or two at most, may be called by
several workers at once, and may be cut off anywhere: what it must remember it stores.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connections

logger = logging.getLogger("jobs")

STEP = 1.0  # seconds between two looks at what is due


@dataclass(slots=True)
class Upkeep:
    """A function and the seconds between the end of one call and the next."""

    function: Callable[[], object]
    every: float
    due: float  # by the monotonic clock


_known: dict[str, Upkeep] = {}


def upkeep(name: str, every: float) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Have a worker call the function every so many seconds, the first time so long after it has begun."""

    def keep(function: Callable[[], object]) -> Callable[[], object]:
        _known[name] = Upkeep(function, every, time.monotonic() + every)
        return function

    return keep


def do_due() -> int:
    """Call what is due; how many that were. What fails is logged, and called again when its time comes."""
    done = 0
    for name, one in _known.items():
        if time.monotonic() < one.due:
            continue
        try:
            one.function()
        except Exception:
            logger.exception("upkeep %s failed", name)
        finally:
            one.due = time.monotonic() + one.every
        done += 1
    return done


def go_on(over: threading.Event) -> None:
    """Call what is due until `over` is set: in a thread of its own, with database connections of its own."""
    while not over.wait(STEP):
        if do_due():
            connections.close_all()
