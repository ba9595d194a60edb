"""How far a job is, for whoever may see what it makes: of the job itself, who asked for it, nothing is told."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django_tasks_db.models import DBTaskResult

from jobs.models import Job

LOOKED_THROUGH = 1000  # rows of the queue; who stands further back is told that so many are before


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a job is that waits or runs."""

    state: str  # queued or running
    before: int  # jobs that a worker takes before it, at most `LOOKED_THROUGH`; 0 once it runs
    progress: float  # 0 to 1
    message: str  # what it is doing now
    remaining: int | None  # seconds that it may still take; None while that cannot be said


def standing(jobs: Collection[UUID]) -> dict[UUID, Standing]:
    """Of these jobs those that wait or run. At most three queries, however many they are."""
    found = {job.pk: job for job in Job.objects.live().filter(pk__in=jobs)} if jobs else {}
    before = _before(found.values())
    return {
        key: Standing(
            job.state,
            before.get(job.task, 0),
            job.progress,
            job.message,
            None if (rest := job.remaining) is None else round(rest),
        )
        for key, job in found.items()
    }


def _before(jobs: Collection[Job]) -> dict[str, int]:
    """How many waiting jobs stand before each one that waits, in the order in which workers take them."""
    waiting = [job.task for job in jobs if job.state == Job.State.QUEUED]
    if not waiting:
        return {}
    rows = [str(key) for key in DBTaskResult.objects.ready().values_list("pk", flat=True)[:LOOKED_THROUGH]]
    live = set(Job.objects.filter(state=Job.State.QUEUED, task__in=rows).values_list("task", flat=True))
    place = {row: number for number, row in enumerate(row for row in rows if row in live)}
    return {task: place.get(task, len(place)) for task in waiting}
