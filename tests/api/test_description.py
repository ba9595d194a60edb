"""The OpenAPI description is valid, the API keeps to it, and the documentation's examples run."""

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from pathlib import Path
from types import SimpleNamespace

import pytest
import schemathesis
from django.core.management import call_command
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient
from schemathesis.specs.openapi.checks import positive_data_acceptance

from config.wsgi import application
from corpus.access.models import User

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "api.md"
# Some operations take what another one takes: the same filters, the same body. The cases at the edges of every
# parameter (the coverage phase) are tried on one of them; the others get made-up requests, so that this stays within a
# minute of an idle machine.
ONCE_IS_ENOUGH = [
    {"phases": {"coverage": {"enabled": False}}, **which}
    for which in (
        {"include-path-regex": "/families/$|/passages/(counts|export)/"},  # as passages/
        {"include-name": "PATCH /api/v1/editions/{id}/"},  # as POST editions/
        {"include-name": "POST /api/v1/comparisons/"},  # as align/
    )
]
schema = schemathesis.openapi.from_wsgi(
    "/api/v1/schema/?format=json",
    application,
    config=schemathesis.Config.from_dict({"operations": ONCE_IS_ENOUGH}),
)


def test_the_description_is_valid_and_complete(tmp_path: Path) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yaml"))
    assert (tmp_path / "schema.yaml").stat().st_size > 10_000


def test_its_page_asks_nothing_of_another_host(db: None) -> None:
    page = APIClient().get("/api/v1/docs/").content.decode()
    assert 'id="swagger-ui"' in page
    assert "//cdn" not in page
    assert "http" not in "".join(re.findall(r'(?:src|href)="([^"]*)"', page))


@pytest.fixture
def quiet_connections():
    """The server under test is this process: it must not close the test's own connection."""
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections

    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


# What our formats of the description mean, as far as the shelf of the tests goes.
schemathesis.openapi.format("bcp47", st.sampled_from(["en", "fr", "de-1901", "zh-Hant"]))
schemathesis.openapi.format("revision", st.sampled_from(["on-variants/A@1", "on-variants/B"]))

NAMES = "it names by id or slug what must be there, and takes dates after EDTF, which no schema knows"
REFUSED = {"POST /api/v1/editions/": NAMES, "POST /api/v1/revisions/": NAMES, "POST /api/v1/notes/": NAMES}


def why_it_may_be_refused(case: schemathesis.Case) -> str:
    """What is asked of a request that a description has no words for; empty where it says all."""
    body = case.body if isinstance(case.body, dict) else {}
    query = case.query or {}
    if "\\u0000" in json.dumps([body, query], default=str):
        return "no text holds a NUL"
    if case.operation.label in REFUSED:
        return REFUSED[case.operation.label]
    if '"points"' in json.dumps(body, default=str) or {"begin", "end"} & {*body, *query}:
        return "a span begins before it ends, and lies within its text"
    if "documents" in body:
        return "no two documents have one id"
    if {"since", "until", "language", "work", "edition", "other", "direction", "family", "q"} & {*query}:
        return "a filter names what is there, and a direction needs a work or an edition beside it"
    return ""


@pytest.fixture
def as_editor(shelf: SimpleNamespace) -> dict[str, str]:
    User.objects.create_user("editor", password="a long enough one", role=User.Role.EDITOR)
    return {"Authorization": "Basic " + b64encode(b"editor:a long enough one").decode()}


@pytest.mark.usefixtures("quiet_connections")
@pytest.mark.django_db
@schema.parametrize()
@settings(max_examples=15, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_api_keeps_to_its_description(case: schemathesis.Case, as_editor: dict[str, str]) -> None:
    excluded = [positive_data_acceptance] if why_it_may_be_refused(case) else []
    case.call_and_validate(headers=as_editor, excluded_checks=excluded)


def examples(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def site(live_server) -> str:
    call_command("seed", verbosity=0)
    return live_server.url


@pytest.mark.django_db(transaction=True)
def test_the_examples_with_curl_run(site: str) -> None:
    for example in examples("sh"):
        done = subprocess.run(
            ["bash", "-euc", example], env={**os.environ, "SITE": site}, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert len(examples("sh")) == 4


@pytest.mark.django_db(transaction=True)
def test_the_example_with_python_prints_the_places_where_w_and_e_differ(site: str) -> None:
    (example,) = examples("python")
    done = subprocess.run(
        [sys.executable, "-c", example], env={**os.environ, "SITE": site}, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "addition" in done.stdout
    assert done.stdout.rstrip().endswith("% alike")
