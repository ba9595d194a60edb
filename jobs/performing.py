"""Running one job, once, and writing down what became of it."""

from __future__ import annotations

import logging
import threading
from typing import Any

from django.db import Error, transaction
from django.db.models import F
from django.utils import timezone

from jobs import faults
from jobs.models import Job
from jobs.registry import Cancelled, Context, Failure, Stopped, function

logger = logging.getLogger("jobs")

BROKEN = (
    "Something in the program went wrong, and this could not be finished. Your texts are as they were. "
    "Try again; if it fails once more, tell whoever runs the site: the log has the details under {job}."
)


def perform(job_id: str, stopping: threading.Event) -> None:
    """Run the job's function and store its end: done, failed with a sentence, or cancelled.

    Does nothing where the job does not wait any more. Raises `Stopped` where the run was given up, and the database's
    errors where the end could not be written: then the job is still marked as running, for the worker to put back.
    """
    waiting = Job.objects.filter(pk=job_id, state=Job.State.QUEUED)
    if not waiting.update(
        state=Job.State.RUNNING,
        attempts=F("attempts") + 1,
        started_at=timezone.now(),
        finished_at=None,
        progress=0.0,
        message="",
    ):
        return
    job = Job.objects.get(pk=job_id)
    faults.BEGUN.reached()
    try:
        result = function(job.kind)(Context(job.pk, job.attempts, stopping), **job.arguments)
        faults.ENDING.reached()
        _end(job, state=Job.State.DONE, progress=1.0, message="", result=result)
    except Cancelled:
        _end(job, state=Job.State.CANCELLED)
    except Failure as failure:
        _end(job, state=Job.State.FAILED, error=str(failure))
    except Stopped:
        raise
    except Exception as error:
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        try:
            _end(job, state=Job.State.FAILED, error=BROKEN.format(job=job.pk))
        except Error:
            raise error from None


def _end(job: Job, **fields: Any) -> None:
    """Written only where this run still has the job: one that came late changes nothing."""
    with transaction.atomic():
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts).update(
            finished_at=timezone.now(), **fields
        )
