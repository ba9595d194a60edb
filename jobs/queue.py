"""Asking for work, calling it off, asking again, and giving back what a dead worker held.

A `Job` is what people see; the row of django-tasks-db that it names in `task` is what workers take. Both change in one
transaction, so a job that waits always has a row that a worker will find.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs import faults, locks, registry
from jobs.models import Job
from jobs.tasks import carry_out

Row = DBTaskResult[Any, Any]

ATTEMPTS = 3
GIVEN_UP = (
    f"The worker ended {ATTEMPTS} times in the middle of this, so it is not tried again by itself. The texts may be too "
    "large for this machine's memory. Nothing was stored; you can try again, or ask whoever runs the site to look at its log."
)


class NotOver(ValueError):
    """Only what failed or was cancelled can be tried again."""


def enqueue(
    kind: str,
    arguments: dict[str, Any],
    *,
    title: str = "",
    key: str = "",
    user: AbstractBaseUser | AnonymousUser | None = None,
) -> Job:
    """Ask for work of a registered `kind`. With a `key`, a job of that key that still waits or runs is returned instead.

    Inside a transaction the job comes to be, or not, with everything else in it. Raises `registry.UnknownKind`.
    """
    registry.function(kind)
    if key and (live := Job.objects.live().filter(key=key).first()):
        return live
    person = user.pk if user is not None and user.is_authenticated else None
    try:
        with transaction.atomic():
            job = Job.objects.create(kind=kind, arguments=arguments, title=title[:300], key=key, created_by_id=person)
            _hand_over(job)
            faults.ASKED.reached()
    except IntegrityError:  # somebody asked for the same in this moment
        if key and (live := Job.objects.live().filter(key=key).first()):
            return live
        raise
    return job


def cancel(job: Job) -> Job:
    """Call it off: at once where it waits; where it runs, at its next report. What is over stays as it is."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED)
    if not waiting.update(state=Job.State.CANCELLED, cancel_asked=True, finished_at=now):
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_asked=True)
    job.refresh_from_db()
    return job


def retry(job: Job) -> Job:
    """Try again what failed or was cancelled; raises `NotOver` for anything else.

    Where another job of its key waits or runs by now, that one is returned.
    """
    try:
        with transaction.atomic():
            again = Job.objects.filter(pk=job.pk, state__in=[Job.State.FAILED, Job.State.CANCELLED]).update(
                state=Job.State.QUEUED,
                attempts=0,
                progress=0.0,
                message="",
                error="",
                result=None,
                cancel_asked=False,
                started_at=None,
                finished_at=None,
            )
            job.refresh_from_db()
            if not again:
                raise NotOver(
                    f"“{job}” is {job.get_state_display()}; only what failed or was cancelled is tried again."
                )
            _hand_over(job)
    except IntegrityError:
        if job.key and (live := Job.objects.live().filter(key=job.key).first()):
            return live
        raise
    return job


def put_back(row: Row, *, died: bool) -> bool:
    """Give a row that a worker held back to the queue; False where somebody else did so first.

    `died`: the attempt counts, and after the third the job has failed. Else the worker was asked to end, and it does not.
    """
    with transaction.atomic():
        held = DBTaskResult.objects.filter(
            pk=row.pk, status=TaskResultStatus.RUNNING, started_at=row.started_at, worker_ids=row.worker_ids
        )
        if not held.update(status=TaskResultStatus.READY, started_at=None):
            return False
        running = Job.objects.filter(task=str(row.pk), state=Job.State.RUNNING)
        now = timezone.now()
        running.filter(cancel_asked=True).update(state=Job.State.CANCELLED, finished_at=now)
        if died:
            over = running.filter(attempts__gte=ATTEMPTS)
            over.update(state=Job.State.FAILED, error=GIVEN_UP, finished_at=now)
        else:
            running.update(attempts=F("attempts") - 1)
        running.update(state=Job.State.QUEUED, progress=0.0, message="", started_at=None)
        faults.GIVEN_BACK.reached()
    return True


def requeue_lost() -> int:
    """Put back every job whose worker is dead, and say how many. Any worker may do this at any time.

    No clock decides: a worker holds a lock while it lives, and the operating system or the database lets it go however
    the worker ends.
    """
    found = 0
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).defer("traceback"):
        if row.worker_ids and locks.is_held(row.worker_ids[-1]):
            continue
        found += put_back(row, died=True)
    # A job that runs under a row that is over, or gone: its worker could not write the end down.
    for job in Job.objects.filter(state=Job.State.RUNNING):
        row_there = DBTaskResult.objects.filter(
            pk__in=[job.task] if job.task else [], status__in=[TaskResultStatus.RUNNING, TaskResultStatus.READY]
        ).exists()
        if row_there:
            continue
        with transaction.atomic():
            mine = Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, task=job.task, attempts=job.attempts)
            if job.attempts >= ATTEMPTS:
                mine.update(state=Job.State.FAILED, error=GIVEN_UP, finished_at=timezone.now())
            elif mine.update(state=Job.State.QUEUED, progress=0.0, message="", started_at=None):
                _hand_over(job)
                found += 1
    return found


def _hand_over(job: Job) -> None:
    """Give the job a row that workers take."""
    job.task = str(carry_out.enqueue(str(job.pk)).id)
    job.save(update_fields=["task"])
