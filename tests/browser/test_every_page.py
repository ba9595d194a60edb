"""Every page of the site in a real browser: nothing in the way of assistive technology, nothing wider than the window.

`tests/test_every_address.py` holds that no page is missing from this list.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from corpus.access.models import User
from corpus.keeping.rounds import take_turn
from tests.addresses import address, patterns, shelf
from tests.browser.test_house import ada, sign_in

__all__ = ["ada"]  # the fixture

pytestmark = pytest.mark.django_db(transaction=True)

VISITORS = [
    "api-docs",
    "choose-text",
    "comparison",
    "edition",
    "inventory",
    "job",
    "library",
    "others",
    "passage",
    "phrasing",
    "phrasing-families",
    "phrasing-family",
    "phrasing-figures",
    "quick",
    "report-error",
    "revision",
    "sign-in",
    "where-else",
    "work",
]
EDITORS = [
    "add-edition",
    "add-work",
    "correct-edition",
    "describe-edition",
    "describe-work",
    "my-comparisons",
    "my-jobs",
    "password",
    "reports",
    "withdraw-edition",
]
ADMINISTRATORS = ["keeping"]
PAGES = [*VISITORS, *EDITORS, *ADMINISTRATORS]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_sound_in_both_themes_at_every_width(page: Page, ada, accessible, name: str) -> None:
    here = shelf()
    if name in ADMINISTRATORS:
        ada.role = User.Role.ADMINISTRATOR
        ada.save()
        assert take_turn() is not None
    if name not in VISITORS:
        sign_in(page)
    for parts in [parts for known, parts in patterns() if known == name]:
        page.goto(address(here, name, parts))
        assert "/sign-in?" not in page.url
        if name == "api-docs":  # swagger's own page, which is not ours to mend: only that it is there
            page.get_by_role("heading", name="Variorum").wait_for()
            continue
        accessible(page)
        for width in (320, 768, 1600):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"overflows at {width}"
        page.set_viewport_size({"width": 1280, "height": 900})
