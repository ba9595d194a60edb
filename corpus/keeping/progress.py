"""How far a command is, on a terminal and nowhere else."""

from __future__ import annotations

import time

from django.core.management.base import OutputWrapper

from comparisons.engine.progress import Tell, silent


def on_terminal(output: OutputWrapper) -> Tell:
    """Writes a line over itself, five times a second at most; silent where nobody watches."""
    if not output.isatty():
        return silent
    last = 0.0

    def tell(done: float, what: str) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last > 0.2:
            last = now
            output.write(f"\r{done:4.0%} {what:<60}", ending="\r")

    return tell
