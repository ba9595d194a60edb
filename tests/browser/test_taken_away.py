"""The page that is taken away, opened from the disk: it asks for nothing and is read on every screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from comparisons.pairs.exports import write
from tests.browser.conftest import PATIENCE
from tests.pairs.test_exports import compared


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    """The page, opened from the disk by a browser that has no network."""
    file = tmp_path / "W and E.html"
    file.write_bytes(write(compared(), "html").encode())
    context = chromium.new_context(offline=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    yield page
    assert asked == [file.as_uri()]
    context.close()


def colours(page: Page) -> tuple[str, str]:
    return tuple(page.evaluate("(s => [s.color, s.backgroundColor])(getComputedStyle(document.body))"))


def test_it_is_accessible_and_fits_in_the_light_in_the_dark_and_on_a_telephone(opened: Page) -> None:
    seen = set()
    for scheme in ("light", "dark"):
        opened.emulate_media(color_scheme=scheme)
        seen.add(colours(opened))
        for width in (1280, 390):
            opened.set_viewport_size({"width": width, "height": 900})
            assert opened.evaluate("document.documentElement.scrollWidth") <= width
            found = Axe().run(opened)
            assert found.violations_count == 0, found.generate_report()
    assert len(seen) == 2


def test_on_paper_it_is_black_on_white_whatever_the_screen_likes(opened: Page) -> None:
    opened.emulate_media(color_scheme="dark", media="print")
    assert colours(opened) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")


def test_on_a_telephone_each_text_says_whose_it_is(opened: Page) -> None:
    opened.set_viewport_size({"width": 390, "height": 900})
    said = opened.evaluate(
        "[...document.querySelectorAll('td[data-side]')].map(e => getComputedStyle(e, '::before').content)"
    )
    assert {text.split('"')[1].strip() for text in said} == {"W@1", "E@9"}


def test_the_number_of_a_change_leads_to_it(opened: Page) -> None:
    opened.locator("ins + a.number").first.click()
    assert opened.evaluate("document.querySelector(location.hash) !== null")
