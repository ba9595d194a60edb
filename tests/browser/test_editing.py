"""The editors' pages in a real browser."""

import pytest
from playwright.sync_api import Page

from corpus.access.models import User
from corpus.texts import storing
from corpus.works.models import Work
from tests.browser.test_house import ada, sign_in

__all__ = ["ada"]  # the fixture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editing(page: Page, ada: User) -> Page:
    work = Work.objects.create(slug="a-work", title="A work", language="en")
    storing.add_edition(work, siglum="A", title="First", text="A heading\n\nThe olde king rode out at dawn.")
    sign_in(page)
    return page


@pytest.mark.parametrize(
    "address",
    [
        "/add",
        "/w/a-work/add",
        "/w/a-work/describe",
        "/w/a-work/A/correct",
        "/w/a-work/A/describe",
        "/w/a-work/A/withdraw",
        "/w/a-work/A@1/report?at=1",
        "/reports",
    ],
)
def test_nothing_stands_in_the_way_of_an_editor_with_assistive_technology(
    editing: Page, accessible, address: str
) -> None:
    editing.goto(address)
    assert "/sign-in" not in editing.url
    accessible(editing)
