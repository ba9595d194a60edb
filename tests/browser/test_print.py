"""What comes out on paper: the texts, what they are, the counts; nothing that wants to be pressed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from corpus.texts import storing
from corpus.works.models import Work
from tests.addresses import address, patterns, shelf
from tests.browser.test_comparison import PAGE, long_pair, pair

__all__ = ["long_pair", "pair"]  # fixtures

pytestmark = pytest.mark.django_db(transaction=True)
PAPER = {"width": 718, "height": 1046}  # pixels within the margins of A4
PRINTED = ["comparison", "edition", "inventory", "library", "passage", "phrasing", "phrasing-figures", "work"]


def printed(page: Page, path: str) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(path)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    page.set_viewport_size(PAPER)


def shown(found: Locator) -> int:
    return sum(one.is_visible() for one in found.all())


@pytest.mark.parametrize("name", PRINTED)
def test_a_printed_page_has_no_controls_is_white_and_fits_the_paper(page: Page, name: str) -> None:
    here = shelf()
    for parts in [parts for known, parts in patterns() if known == name]:
        printed(page, address(here, name, parts))
        assert (
            shown(page.locator("button, input, select, textarea, summary:has(kbd), .masthead, .panel, .menu, .ruler"))
            == 0
        )
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
        expect(page.get_by_role("main")).to_be_visible()


def test_a_printed_comparison_says_what_is_compared_and_what_is_counted(page: Page, pair: None) -> None:
    printed(page, PAGE)
    for words in ("Edition L", "Edition R", "revision 1", "alike"):
        expect(page.locator(".pair").get_by_text(words).first).to_be_visible()
    expect(page.locator(".kinds .toggle").first).to_be_visible()
    assert shown(page.locator(".block")) == page.locator(".block").count()  # nothing is folded on paper


def test_a_long_comparison_says_on_paper_that_it_goes_on(page: Page, long_pair: None) -> None:
    page.goto("/compare/long/A@1/long/B@1")
    expect(page.get_by_text("The texts go on beyond what is printed here")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_text("The texts go on beyond what is printed here")).to_be_visible()


def test_inline_stays_inline_on_paper(page: Page, pair: None) -> None:
    printed(page, f"{PAGE}?view=inline")
    expect(page.locator(".from ins").first).to_be_visible()
    expect(page.locator(".from del").first).to_be_visible()


def test_a_long_comparison_fills_its_sheets_and_prints_the_rarer_kinds_too(page: Page, transactional_db: None) -> None:
    """Long paragraphs go on overleaf: none is pushed to the next sheet whole, which left half of each one empty."""
    work = Work.objects.create(slug="a-book", title="A book", language="en")
    lines = [" ".join(f"word{(k * n) % 211}" for k in range(175)) + "." for n in range(1, 14)]
    text = 'The olde man, of 12 years, said evermore: "no" to Anna and Élan and left\u00a0it here.\n\n' + "\n\n".join(
        lines
    )
    other = (
        "the old man of twelve years saith ever more: “no” to Bertha and Elan and left it here now.\n\n"
        + "\n\n".join(lines)
    )
    storing.add_edition(work, siglum="K1", title="One", text=text, language="en")
    storing.add_edition(work, siglum="K2", title="Two", text=other, language="en")
    page.goto("/compare/a-book/K1@1/a-book/K2@1?show=all")
    page.emulate_media(media="print")
    kinds = page.locator(".kinds .toggle")
    assert kinds.count() > 7
    for number in range(kinds.count()):
        expect(kinds.nth(number)).to_be_visible()
    long = page.locator(".block", has_text="word1")
    assert long.evaluate_all("rows => rows.map(row => getComputedStyle(row).breakInside)") == ["auto"] * 13
