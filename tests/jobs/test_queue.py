"""Asking for work, doing it, calling it off."""

from __future__ import annotations

import logging

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser

from jobs import queue, registry
from jobs.models import Job
from jobs.worker import drain
from tests.jobs import kinds  # noqa: F401

pytestmark = pytest.mark.django_db


def test_a_job_is_done_and_keeps_what_its_function_returned() -> None:
    job = queue.enqueue("tests.add", {"a": 2, "b": 3}, title="Two and three")
    assert job.state == Job.State.QUEUED
    drain()
    job.refresh_from_db()
    assert (job.state, job.progress, job.result) == (Job.State.DONE, 1.0, {"sum": 5, "address": "/"})
    assert job.started_at is not None
    assert job.finished_at is not None
    assert job.address == "/"


def test_an_unknown_kind_is_refused_when_it_is_asked_for() -> None:
    with pytest.raises(registry.UnknownKind, match="no such thing"):
        queue.enqueue("no such thing", {})
    assert not Job.objects.exists()


def test_two_functions_cannot_claim_one_name() -> None:
    with pytest.raises(ValueError, match=r"tests\.add"):
        registry.register("tests.add")(lambda context: None)


def test_asking_twice_for_the_same_gives_one_job_while_it_lives() -> None:
    first = queue.enqueue("tests.add", {"a": 1, "b": 1}, key="one and one")
    assert queue.enqueue("tests.add", {"a": 1, "b": 1}, key="one and one") == first
    assert queue.enqueue("tests.add", {"a": 1, "b": 1}, key="another") != first
    drain()
    assert queue.enqueue("tests.add", {"a": 1, "b": 1}, key="one and one") != first


def test_jobs_without_a_key_are_each_their_own() -> None:
    assert queue.enqueue("tests.add", {"a": 1, "b": 1}) != queue.enqueue("tests.add", {"a": 1, "b": 1})


def test_a_failure_meant_for_people_is_told_in_its_own_words() -> None:
    job = queue.enqueue("tests.refuse", {})
    drain()
    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.FAILED, "Row 14 holds no text. Fill it, and try again.")


@pytest.mark.parametrize("kind", ["tests.break", "tests.unsayable"])
def test_what_the_program_did_not_expect_is_logged_and_told_without_its_insides(
    kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    job = queue.enqueue(kind, {})
    with caplog.at_level(logging.ERROR, logger="jobs"):
        drain()
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert "Try again" in job.error
    assert "nobody should read this" not in job.error
    assert str(job.pk) in job.error
    assert any(record.exc_info and str(job.pk) in record.getMessage() for record in caplog.records)


def test_a_waiting_job_is_cancelled_at_once_and_never_runs() -> None:
    job = queue.cancel(queue.enqueue("tests.add", {"a": 2, "b": 3}))
    assert job.state == Job.State.CANCELLED
    drain()
    job.refresh_from_db()
    assert (job.state, job.result, job.attempts) == (Job.State.CANCELLED, None, 0)


def test_a_job_that_is_over_cannot_be_cancelled() -> None:
    job = queue.enqueue("tests.add", {"a": 2, "b": 3})
    drain()
    assert queue.cancel(job).state == Job.State.DONE


def test_what_was_cancelled_or_failed_is_tried_again_when_asked() -> None:
    job = queue.cancel(queue.enqueue("tests.add", {"a": 2, "b": 3}))
    queue.retry(job)
    drain()
    job.refresh_from_db()
    assert (job.state, job.result, job.cancel_asked) == (Job.State.DONE, {"sum": 5, "address": "/"}, False)


def test_what_is_done_is_not_done_again() -> None:
    job = queue.enqueue("tests.add", {"a": 2, "b": 3})
    drain()
    with pytest.raises(queue.NotOver, match="only what failed or was cancelled"):
        queue.retry(job)


def test_trying_again_while_the_same_work_is_under_way_gives_that_job() -> None:
    old = queue.cancel(queue.enqueue("tests.add", {"a": 2, "b": 3}, key="k"))
    new = queue.enqueue("tests.add", {"a": 2, "b": 3}, key="k")
    assert queue.retry(old) == new
    old.refresh_from_db()
    assert old.state == Job.State.CANCELLED


def test_a_list_of_jobs_holds_ones_own_alone() -> None:
    ada, bert = (get_user_model().objects.create_user(name, password="p") for name in ("ada", "bert"))
    hers = queue.enqueue("tests.add", {"a": 2, "b": 3}, user=ada)
    queue.enqueue("tests.add", {"a": 2, "b": 3}, user=bert)
    queue.enqueue("tests.add", {"a": 2, "b": 3}, user=AnonymousUser())
    assert list(Job.objects.asked_by(ada)) == [hers]
    assert not Job.objects.asked_by(AnonymousUser()).exists()
