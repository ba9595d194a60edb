"""Keeping the passages with the corpus: a change of it asks for the job that brings them up to date."""

from __future__ import annotations

from jobs import queue
from jobs.models import Job

KIND = "passages"
TITLE = "Shared phrasing of the corpus, brought up to date"


def ask_for_update() -> None:
    """Make sure that a job which has not begun yet will see this change. To be called inside the change's transaction.

    A job that runs may have read the texts already, so it does not count. A job that waits is locked until the change
    is committed, so that it cannot begin, and read, before (SQLite's writers take turns anyhow).
    """
    waiting = Job.objects.select_for_update().filter(kind=KIND, state=Job.State.QUEUED)
    if not waiting.exists():
        queue.enqueue(KIND, {}, title=TITLE)
