"""The one task that the queue carries: do the job of this id."""

from __future__ import annotations

import threading

from django_tasks import task

from jobs.performing import perform


@task()
def carry_out(job: str) -> None:
    """What a plain `db_worker` would run; our own worker calls `perform` itself, so that it can stop it."""
    perform(job, threading.Event())
