"""The two addresses that say whether the site is alive."""

import pytest
from django.test import Client

from jobs import locks, queue
from tests.jobs import kinds


def test_healthz_answers_without_a_database() -> None:
    response = Client().get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


@pytest.mark.django_db
def test_readyz_says_what_it_looked_at() -> None:
    found = Client().get("/readyz").json()
    assert found == {"status": "ok", "database": "ok", "queue": "ok", "workers": 0, "storage": "ok"}


@pytest.mark.django_db(transaction=True)
def test_readyz_counts_the_workers_that_live_and_says_when_jobs_wait_for_one() -> None:
    queue.enqueue("tests.add", {"a": 1, "b": 1})
    assert Client().get("/readyz").json()["queue"] == "stalled"
    held = [locks.hold(name) for name in ("one", "another")]
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["workers"], answer.json()["queue"]) == (200, 2, "ok")
    held[0].release()
    assert Client().get("/readyz").json()["workers"] == 1
    held[1].release()
    assert Client().get("/readyz").json()["workers"] == 0


@pytest.mark.django_db
def test_readyz_refuses_where_nothing_can_be_stored(settings, tmp_path) -> None:
    settings.DATA = tmp_path / "gone"
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["storage"]) == (503, "not writable")


assert kinds  # registers what these tests ask for
