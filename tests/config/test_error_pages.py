"""Pages for what goes wrong: what happened, what it means for what was sent, what to do; in the look of the house."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

import config.urls
from corpus.access.models import User

pytestmark = pytest.mark.django_db


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("A secret of the inside")


def refusing(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def suspecting(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("A secret of the inside")


urlpatterns = [
    path("broken", broken),
    path("refusing", refusing),
    path("suspecting", suspecting),
    *config.urls.urlpatterns,
]
handler400 = config.urls.handler400
handler403 = config.urls.handler403
handler404 = config.urls.handler404
handler500 = config.urls.handler500


@pytest.fixture
def visitor(settings: Settings) -> Client:
    settings.ROOT_URLCONF = __name__
    settings.DEBUG = False
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "sentences"),
    [
        ("/suspecting", 400, ["nothing was stored", "Go back"]),
        ("/refusing", 403, ["Your account may not do this", "Nothing was changed"]),
        ("/nowhere", 404, ["cut short when it was copied", "Search"]),
        ("/w/nothing", 404, ["There is no work “nothing” here"]),
        ("/broken", 500, ["nothing is left half done", "Try again in a minute"]),
    ],
)
def test_an_error_says_what_happened_what_it_means_and_what_to_do_without_script(
    visitor: Client, address: str, status: int, sentences: list[str]
) -> None:
    answer = visitor.get(address)
    html = answer.content.decode()
    assert answer.status_code == status
    assert all(sentence in html for sentence in sentences)
    assert "A secret of the inside" not in html
    assert '<a class="button primary" href="/">Go to the library</a>' in html
    assert "css/house/base" in html
    assert "Content-Security-Policy" in answer.headers


def test_who_may_not_edit_is_told_whom_to_ask(visitor: Client) -> None:
    visitor.force_login(User.objects.create_user("reader", password="a long enough one"))
    answer = visitor.get("/add")
    assert answer.status_code == 403
    assert "This page is for editors. Ask an administrator" in answer.content.decode()


def test_the_page_of_a_failure_asks_nothing_of_what_may_have_failed(visitor: Client, django_assert_num_queries) -> None:
    visitor.cookies["theme"] = "dark"
    with django_assert_num_queries(0):
        html = visitor.get("/broken").content.decode()
    assert 'data-theme="dark"' in html
    assert "Sign in" not in html  # nobody can say who asks
