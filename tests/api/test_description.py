"""The OpenAPI description is valid, the API keeps to it, and the documentation's examples run."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import schemathesis
from django.core.management import call_command
from hypothesis import HealthCheck, settings
from rest_framework.test import APIClient
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from config.wsgi import application

DOCUMENT = Path(__file__).parent.parent.parent / "docs" / "api.md"
schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", application)


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


@pytest.mark.usefixtures("quiet_connections")
@pytest.mark.django_db
@schema.parametrize()
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_the_api_keeps_to_its_description(case: schemathesis.Case) -> None:
    # REST framework takes the number 0 for a string, and refuses what a schema cannot say (a name that is taken).
    case.call_and_validate(excluded_checks=[negative_data_rejection, positive_data_acceptance])


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
