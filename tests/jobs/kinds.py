"""Kinds of work that the tests ask for. Importing the module registers them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from jobs.registry import Context, Failure, register


@register("tests.add")
def add(context: Context, *, a: int, b: int) -> dict[str, Any]:
    context.progress(0.5, "adding")
    return {"sum": a + b, "address": "/"}


@register("tests.refuse")
def refuse(context: Context) -> None:
    raise Failure("Row 14 holds no text. Fill it, and try again.")


@register("tests.break")
def break_down(context: Context) -> None:
    raise ZeroDivisionError("nobody should read this")


@register("tests.unsayable")
def unsayable(context: Context) -> dict[str, Any]:
    return {"set": {1, 2}}


@register("tests.wait")
def wait(context: Context, *, diary: str, go: str, report: bool = True) -> dict[str, Any]:
    """Write into `diary` that it began, then wait until the file `go` is there."""
    with Path(diary).open("a") as out:
        out.write("began\n")
    while not Path(go).exists():
        if report:
            context.progress(0.3, "waiting")
        time.sleep(0.02)
    return {"went": True}
