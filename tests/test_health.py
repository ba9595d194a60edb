"""The two addresses that say whether the site is alive."""

import pytest
from django.test import Client


def test_healthz_answers_without_a_database() -> None:
    response = Client().get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


@pytest.mark.django_db
def test_readyz_says_what_it_looked_at() -> None:
    assert Client().get("/readyz").json() == {"status": "ok", "database": "ok", "queue": "ok", "storage": "ok"}
