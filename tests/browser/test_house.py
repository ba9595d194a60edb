"""The house's own pages in a real browser: menu, theme, sign-in, long work."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from corpus.access.models import User
from jobs import queue
from jobs.models import Job
from jobs.worker import drain
from tests.jobs import kinds  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "the long way round the harbour"


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada", password=PASSWORD, role=User.Role.EDITOR)


def sign_in(page: Page) -> None:
    page.goto("/sign-in?next=/jobs")
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="My jobs")).to_be_visible()


def test_the_theme_changes_at_once_and_is_still_there_on_the_next_page(page: Page) -> None:
    page.goto("/sign-in")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.locator(".person > summary").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    dark = page.evaluate(paper)
    assert dark != light
    page.goto("/sign-in")
    assert page.evaluate(paper) == dark


def test_escape_closes_the_menu_and_gives_the_focus_back(page: Page) -> None:
    page.goto("/sign-in")
    summary = page.locator(".person > summary")
    summary.click()
    expect(page.get_by_role("button", name="Dark")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Dark")).to_be_hidden()
    expect(summary).to_be_focused()


def test_on_a_telephone_the_menu_is_a_sheet(page: Page, ada: User) -> None:
    sign_in(page)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_a_job_s_page_follows_it_to_its_end_without_a_reload(page: Page) -> None:
    job = queue.enqueue("tests.add", {"a": 1, "b": 1}, title="One and one")
    page.goto(job.get_absolute_url())
    expect(page.get_by_text("Waiting for its turn")).to_be_visible()
    drain()
    expect(page.get_by_role("link", name="See the result")).to_be_visible()


def test_a_job_is_called_off_and_tried_again_by_its_buttons(page: Page) -> None:
    job = queue.enqueue("tests.add", {"a": 1, "b": 1}, title="One and one")
    page.goto(job.get_absolute_url())
    page.get_by_role("button", name="Call it off").click()
    expect(page.get_by_text("Called off.")).to_be_visible()
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Waiting for its turn")).to_be_visible()
    assert Job.objects.get().state == Job.State.QUEUED


def test_the_house_s_pages_are_sound_in_both_themes_at_every_width(page: Page, ada: User, accessible) -> None:
    failed = queue.enqueue("tests.refuse", {}, title="What a very long title of a job " * 4, user=ada)
    drain()
    waiting = queue.enqueue("tests.add", {"a": 1, "b": 1}, title="One and one", user=ada)

    def sound(path: str) -> None:
        page.goto(path)
        accessible(page)
        for width in (320, 390, 768, 1600):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} overflows at {width}"

    sound("/sign-in")
    sign_in(page)
    for path in ["/password", "/jobs", failed.get_absolute_url(), waiting.get_absolute_url()]:
        sound(path)


def test_a_person_signs_in_looks_into_the_menu_and_signs_out(page: Page, ada: User) -> None:
    sign_in(page)
    page.get_by_text("ada", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
