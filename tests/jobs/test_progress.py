"""What a running job tells, and what it is told."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jobs import queue
from jobs.models import Job
from jobs.registry import Cancelled, Context, Stopped
from tests.jobs import kinds  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def running() -> Job:
    job = queue.enqueue("tests.add", {"a": 2, "b": 3})
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, attempts=1, started_at=timezone.now())
    job.refresh_from_db()
    return job


def test_progress_is_kept_for_people_to_see(running: Job) -> None:
    Context(running.pk, 1, threading.Event()).progress(0.25, "aligning")
    running.refresh_from_db()
    assert (running.progress, running.message) == (0.25, "aligning")


def test_a_function_may_report_a_thousand_times_without_a_thousand_writes(
    running: Job, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Context, "EVERY", 3600)
    context = Context(running.pk, 1, threading.Event())
    with django_assert_num_queries(2):
        for step in range(1000):
            context.progress(step / 1000)


def test_a_running_job_hears_that_it_is_cancelled_when_it_reports(running: Job) -> None:
    assert queue.cancel(running).state == Job.State.RUNNING
    with pytest.raises(Cancelled):
        Context(running.pk, 1, threading.Event()).progress(0.5)


def test_a_run_whose_job_another_worker_has_by_now_stops(running: Job) -> None:
    Job.objects.filter(pk=running.pk).update(attempts=2)
    with pytest.raises(Stopped):
        Context(running.pk, 1, threading.Event()).progress(0.5)


def test_the_estimate_is_what_is_left_at_the_pace_so_far() -> None:
    job = Job(state=Job.State.RUNNING, progress=0.25, started_at=timezone.now() - timedelta(seconds=10))
    assert job.remaining == pytest.approx(30, abs=1)


def test_there_is_no_estimate_before_anything_is_done() -> None:
    assert Job(state=Job.State.RUNNING, progress=0.0, started_at=timezone.now()).remaining is None
    assert Job(state=Job.State.QUEUED).remaining is None
