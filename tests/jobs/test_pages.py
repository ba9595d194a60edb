"""A job's page, from waiting to done, and the list of one's own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from corpus.access.models import User
from jobs import queue
from jobs.models import Job
from jobs.worker import drain
from tests.jobs import kinds  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada")


def test_a_waiting_job_says_so_and_asks_again_by_itself(client: Client) -> None:
    job = queue.enqueue("tests.add", {"a": 1, "b": 1}, title="One and one")
    page = client.get(job.get_absolute_url()).content.decode()
    assert "One and one" in page
    assert "Waiting for its turn" in page
    assert 'hx-trigger="every 1s"' in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_a_running_job_shows_how_far_it_is_and_how_long_it_takes(client: Client) -> None:
    job = queue.enqueue("tests.add", {"a": 1, "b": 1})
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.RUNNING, progress=0.25, message="aligning", started_at=timezone.now() - timedelta(seconds=60)
    )
    page = client.get(job.get_absolute_url()).content.decode()
    assert "Aligning" in page
    assert "25 %" in page
    assert "about 3 minutes left" in page


def test_htmx_gets_the_part_alone_and_stops_asking_when_it_is_done(client: Client) -> None:
    job = queue.enqueue("tests.add", {"a": 1, "b": 1})
    drain()
    part = client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "hx-trigger" not in part
    assert 'href="/"' in part  # where the result is


def test_a_failed_job_says_why_and_is_tried_again(client: Client) -> None:
    job = queue.enqueue("tests.refuse", {})
    drain()
    page = client.get(job.get_absolute_url()).content.decode()
    assert "Row 14 holds no text." in page
    assert client.post(f"{job.get_absolute_url()}/retry").status_code == 302
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


def test_a_job_is_called_off_by_who_asked_and_by_nobody_else(client: Client, ada: User) -> None:
    job = queue.enqueue("tests.add", {"a": 1, "b": 1}, user=ada)
    refused = client.post(f"{job.get_absolute_url()}/cancel", follow=True).content.decode()
    assert "Somebody else asked for this" in refused
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED
    client.force_login(ada)
    assert "Called off." in client.post(f"{job.get_absolute_url()}/cancel", follow=True).content.decode()


def test_calling_off_needs_a_press_and_not_a_link(client: Client) -> None:
    job = queue.enqueue("tests.add", {"a": 1, "b": 1})
    assert client.get(f"{job.get_absolute_url()}/cancel").status_code == 405


def test_a_list_holds_ones_own_jobs_with_as_many_queries_however_long_it_is(
    client: Client, ada: User, django_assert_num_queries
) -> None:
    client.force_login(ada)
    assert "No jobs yet" in client.get("/jobs").content.decode()
    queue.enqueue("tests.add", {"a": 1, "b": 1}, title="of somebody else")
    for number in range(35):
        queue.enqueue("tests.add", {"a": 1, "b": number}, title=f"number {number}", user=ada)
    with django_assert_num_queries(4):  # session, person, count, page
        page = client.get("/jobs").content.decode()
    assert "number 34" in page
    assert "of somebody else" not in page
    assert "number 0" in client.get("/jobs?page=2").content.decode()


def test_a_visitor_is_asked_to_sign_in_before_the_list(client: Client) -> None:
    assert client.get("/jobs")["Location"] == "/sign-in?next=/jobs"


def test_a_job_that_never_was_is_not_found(client: Client) -> None:
    assert client.get("/jobs/00000000-0000-4000-8000-000000000000").status_code == 404
