"""What every answer carries, and what is too large to be taken."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db

PAGES = ["/sign-in", "/no/such/page", "/healthz", "/jobs"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_policies(client: Client, path: str) -> None:
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]


def test_no_page_has_an_inline_script_or_style(client: Client) -> None:
    page = client.get("/sign-in").content.decode()
    assert "<style" not in page
    assert " style=" not in page
    assert " onclick=" not in page
    assert "<script>" not in page


def test_a_request_that_is_too_large_gets_a_sentence_before_it_is_kept(client: Client, settings: Settings) -> None:
    settings.REQUEST_MAX_BYTES = 1000
    response = client.post("/sign-in", {"file": SimpleUploadedFile("big.txt", b"x" * 5000)})
    assert response.status_code == 413
    assert "Nothing of it was stored" in response.content.decode()


def test_under_the_api_it_is_a_problem_that_programs_read(client: Client, settings: Settings) -> None:
    settings.REQUEST_MAX_BYTES = 1000
    response = client.post("/api/v1/align/", io.BytesIO(b"x" * 5000).read(), content_type="application/json")
    assert (response.status_code, response["Content-Type"]) == (413, "application/problem+json")
    assert response.json()["status"] == 413


def test_a_length_that_is_no_number_is_refused(client: Client) -> None:
    assert client.get("/sign-in", CONTENT_LENGTH="many").status_code == 413


def test_a_form_that_was_open_too_long_gets_a_sentence() -> None:
    response = Client(enforce_csrf_checks=True).post("/sign-in", {"username": "ada", "password": "p"})
    assert response.status_code == 403
    assert "opened too long ago" in response.content.decode()
