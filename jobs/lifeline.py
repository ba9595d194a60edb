"""Processes that end when the one that started them is gone, however it went.

The parent keeps one end of a pipe open and hands the other down by its number in VARIORUM_LIFELINE. Nothing is ever
written to it: that reading it ends says that the parent is no more. Works on every Unix and needs no clock.
"""

import os
import signal
import threading

VARIABLE = "VARIORUM_LIFELINE"


def hold_on() -> None:
    """End this process in order (SIGTERM to itself) when its parent is gone. Does nothing without a lifeline."""
    number = os.environ.pop(VARIABLE, "")
    if number:
        threading.Thread(target=_watch, args=(int(number),), name="lifeline", daemon=True).start()


def _watch(descriptor: int) -> None:
    while os.read(descriptor, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
