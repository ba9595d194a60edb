"""How far a command is, on a terminal and nowhere else."""

from __future__ import annotations

import time

from django.core.management.base import OutputWrapper

from comparisons.engine.progress import Tell, silent


def on_terminal(output: OutputWrapper) -> Tell:
    """Writes a line over itself, five times a second at most, and takes it away at 1; silent where nobody watches."""
    if not output.isatty():
        return silent
    last = 0.0

    def tell(done: float, what: str) -> None:
        nonlocal last
        now = time.monotonic()
        if done >= 1.0:
            output.write("\r\033[K", ending="")
        elif now - last > 0.2:
            last = now
            output.write(f"\r\033[K{done:4.0%} {what}", ending="")

    return tell
