"""What a worker can do: functions under a name, and what they are given and may raise.

    @register("compare")
    def compare(context: Context, **arguments) -> dict | None: ...

A function stands in a module named `tasks` of an installed app, which is imported at the start. It may be run twice
(its worker was killed, its machine lost power), so running it again must do no harm. What it returns is JSON; the key
`address`, where it has one, is where its page leads when the work is done.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from jobs.models import Job

Function = Callable[..., dict[str, Any] | None]
AnyFunction = TypeVar("AnyFunction", bound=Function)

_functions: dict[str, Function] = {}


class UnknownKind(LookupError):
    """No function is registered under this name."""


class Failure(Exception):
    """The work cannot be done, and the message tells the person what, where, and what to do."""


class Cancelled(BaseException):
    """The person does not want it any more. Not an `Exception`, so that `except Exception` lets it pass."""


class Stopped(BaseException):
    """The worker ends, or another has the job: this run is given up, and the job runs again."""


def register(kind: str) -> Callable[[AnyFunction], AnyFunction]:
    """Make a function known as `kind`; raises `ValueError` where two functions claim one name."""

    def keep(function: AnyFunction) -> AnyFunction:
        known = _functions.setdefault(kind, function)
        if (known.__module__, known.__qualname__) != (function.__module__, function.__qualname__):
            raise ValueError(f"Two functions are registered as “{kind}”.")
        _functions[kind] = function
        return function

    return keep


def function(kind: str) -> Function:
    """The function of this name; raises `UnknownKind`."""
    try:
        return _functions[kind]
    except KeyError as error:
        raise UnknownKind(f"No function is registered as “{kind}”.") from error


class Context:
    """What a running function knows of its job, and how it reports."""

    EVERY = 0.4  # seconds between two looks at the database, however often a function reports

    def __init__(self, job: UUID, attempt: int, stopping: threading.Event) -> None:
        self.job = job
        self.attempt = attempt
        self._stopping = stopping
        self._looked = 0.0

    def progress(self, share: float, message: str = "") -> None:
        """Report that `share` (0 to 1) is done and what is being done now. Cheap: call it often, outside transactions.

        Raises `Cancelled` where the person asked for that, `Stopped` where the worker is ending or the job has been
        given to another worker. Let both pass.
        """
        if self._stopping.is_set():
            raise Stopped
        now = time.monotonic()
        if self._looked and now - self._looked < self.EVERY:
            return
        self._looked = now
        mine = Job.objects.filter(pk=self.job, state=Job.State.RUNNING, attempts=self.attempt)
        asked = mine.values_list("cancel_asked", flat=True).first()
        if asked is None:
            raise Stopped
        if asked:
            raise Cancelled
        mine.update(progress=min(1.0, max(0.0, share)), message=message[:300])
