"""Every address of the site answers everybody, and every page among them is looked at in a browser."""

import pytest
from django.test import Client

from corpus.access.models import User
from tests.addresses import Shelf, address, patterns, shelf
from tests.browser.test_every_page import PAGES

PEOPLE = ("visitor", "reader", "editor", "administrator")


@pytest.fixture
def here(db: None) -> Shelf:
    for role in PEOPLE[1:]:
        User.objects.create_user(role, password="a long enough one", role=role)
    return shelf()


def client_of(person: str) -> Client:
    client = Client(raise_request_exception=False)
    if person != "visitor":
        client.force_login(User.objects.get(username=person))
    return client


@pytest.mark.parametrize("person", PEOPLE)
def test_no_address_fails_whoever_asks_and_whether_they_read_or_send(here: Shelf, person: str) -> None:
    failed = []
    client = client_of(person)
    for name, parts in patterns():
        where = address(here, name, parts)
        # The four pages of two revisions, of a revision and a given text … are one view: reading all of them is enough.
        for method in ("get",) if "given_a" in parts else ("get", "post", "patch", "delete"):
            answer = getattr(client, method)(where)
            if answer.status_code >= 500:
                failed.append(f"{method} {where}: {answer.status_code}")
        if name == "sign-out":
            client = client_of(person)
    assert failed == []


def test_every_address_leads_to_something_and_every_page_is_looked_at_in_a_browser(here: Shelf) -> None:
    nothing, pages = set(), set()
    clients = [client_of(person) for person in ("administrator", "visitor")]
    for name, parts in patterns():
        where = address(here, name, parts)
        answers = [client.get(where) for client in (clients[:1] if "given_a" in parts else clients)]
        if all(answer.status_code == 404 for answer in answers):
            nothing.add(name)
        for answer in answers:
            attached = "attachment" in answer.get("Content-Disposition", "")
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and not attached:
                pages.add(name)
    assert nothing == set()
    assert pages == set(PAGES) | {"comparisons-news"}  # a part that other pages ask for
