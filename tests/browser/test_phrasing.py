"""Shared phrasing in a real browser: cards, figures, filters, the margin of a text, where else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from comparisons.phrasing import store
from comparisons.phrasing.models import Family, Passage
from corpus.texts import storing
from corpus.works.models import Work
from tests.phrasing.conftest import LEAFLETS

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def leaflets(db: None) -> None:
    for slug, (date, text) in LEAFLETS.items():
        work = Work.objects.create(slug=slug, title=slug.title(), language="en", date=date)
        storing.add_edition(work, siglum="A", title="Edition A", text=text)
    store.update()


def addresses() -> list[str]:
    key, family = Passage.objects.standing().order_by("-score").first().key, Family.objects.first().key
    return [
        "/phrasing",
        "/phrasing?work=dawn",
        "/phrasing?min_words=40",
        "/phrasing/figures?work=dawn",
        "/phrasing/families",
        f"/phrasing/families/{family}",
        f"/phrasing/passages/{key}",
        "/phrasing/where-else?text=workers+of+this+valley",
        "/w/notice/A",
    ]


def test_nothing_stands_in_the_way_of_a_reader_with_assistive_technology(page: Page, accessible: Any) -> None:
    for address in addresses():
        page.goto(address)
        for fold in page.locator("main details").all():
            fold.evaluate("fold => { if (!fold.classList.contains('menu')) fold.open = true }")
        accessible(page)


def test_nothing_is_wider_than_a_narrow_window(page: Page) -> None:
    for width in (320, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for address in addresses():
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize("script", [True, False])
def test_passages_are_chosen_by_the_filters_with_and_without_script(
    chromium: Browser, live_server: Any, script: bool
) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=script)
    page = context.new_page()
    page.goto("/phrasing")
    expect(page.locator(".passage")).to_have_count(3)
    page.get_by_role("checkbox", name="verbatim").check()
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".passage")).to_have_count(1)
    assert page.url.endswith("/phrasing?kind=verbatim")
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator(".passage")).to_have_count(3)
    context.close()


def test_a_mark_of_the_plot_leads_to_its_passage_and_a_square_of_the_matrix_to_those_of_two(page: Page) -> None:
    page.goto("/phrasing?work=dawn")
    mark = page.locator(".plot a").first
    mark.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".passage:target")).to_have_count(1)
    page.goto("/phrasing")
    page.locator('.matrix a[tabindex]:not([tabindex="-1"]), .matrix a:not([tabindex])').first.press("Enter")
    expect(page.locator(".passage")).to_have_count(1)
    assert re.search(r"work=\w+&other=\w+", page.url)


def test_a_figure_is_taken_away(page: Page) -> None:
    page.goto("/phrasing/figures?work=dawn")
    with page.expect_download() as waiting:
        page.locator("section", has=page.locator("#matrix")).get_by_role("link", name="SVG").click()
    assert "<svg" in waiting.value.path().read_text(encoding="utf-8")


def test_a_mark_in_the_margin_opens_the_passage_beside_the_text_until_it_is_switched_off(page: Page) -> None:
    page.goto("/w/notice/A")
    mark = page.locator(".shares a", has_text="Dawn").or_(page.locator(".shares a").first).first
    mark.click()
    opened = page.locator("#opened")
    expect(opened.locator(".passage")).to_have_count(1)
    expect(opened).to_be_focused()
    assert page.url.endswith("/w/notice/A")
    opened.get_by_role("button", name="Close").click()
    expect(opened).to_be_hidden()
    expect(mark).to_be_focused()
    page.get_by_label("Show in the margin which works share words of a paragraph").uncheck()
    expect(page.locator(".shares").first).to_be_hidden()


def marked_by_mouse(page: Page) -> None:
    """Mark “workers of this valley” as a hand does."""
    page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.querySelector('.reading-text'), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf('workers of this valley');
            if (at >= 0) getSelection().setBaseAndExtent(node, at, node, at + 22);
          }
        }"""
    )


def test_marked_words_are_looked_for_in_all_other_texts_and_stand_in_the_address(page: Page) -> None:
    page.goto("/w/notice/A")
    marked_by_mouse(page)
    page.locator("button[data-ask]").click()
    opened = page.locator("#opened")
    expect(opened).to_contain_text("“workers of this valley”")
    expect(opened.get_by_role("link", name="Read in place")).to_have_count(2)
    text = LEAFLETS["notice"][1]
    begin = text.index("workers of this valley")
    assert page.url.endswith(f"#c={begin}-{begin + 22}")
    opened.get_by_role("link", name="Read in place").first.click()
    page.wait_for_function("CSS.highlights.get('cited') !== undefined")
    assert "workers of this valley" in page.evaluate("[...CSS.highlights.get('cited')][0].toString()")


def test_words_are_marked_with_the_keys_alone(page: Page) -> None:
    page.goto("/w/dawn/A")
    page.locator(".reading-text").focus()
    for _ in range(7):
        page.keyboard.press("ArrowRight")
    for _ in range(6):
        page.keyboard.press("Shift+ArrowRight")
    assert page.evaluate("getSelection().toString()") == "workers of this valley will not be"
    page.keyboard.press("Enter")
    expect(page.locator("#opened")).to_contain_text("“workers of this valley will not be”")
    page.keyboard.press("Escape")
    expect(page.locator("#opened")).to_be_hidden()


def test_words_are_marked_by_touch_and_the_mark_outlasts_the_tap(chromium: Browser, live_server: Any) -> None:
    """The system's handles mark without a mouse, and a finger that taps the button must not take the mark away."""
    context = chromium.new_context(
        base_url=live_server.url, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844}
    )
    page = context.new_page()
    page.goto("/w/notice/A")
    button = page.locator("button[data-ask]")
    expect(button).to_be_hidden()
    marked_by_mouse(page)
    expect(button).to_be_visible()
    place = button.bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 390
    assert place["height"] >= 24  # room for a finger
    button.tap()
    opened = page.locator("#opened")
    expect(opened).to_contain_text("“workers of this valley”")
    assert page.evaluate("getSelection().toString()") == "workers of this valley"
    opened.locator("[data-close]").tap()
    expect(opened).to_be_hidden()
    context.close()


def test_without_script_the_form_beside_the_text_asks_the_same(chromium: Browser, live_server: Any) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/w/notice/A")
    page.get_by_label("Words that may stand in other documents").fill("workers of this valley")
    page.get_by_role("button", name="Where else?").click()
    expect(page.get_by_role("heading", name=re.compile("In other works: 3"))).to_be_visible()
    page.goto("/w/notice/A")
    page.locator(".shares a").first.click()
    expect(page.get_by_role("heading", name="A shared passage")).to_be_visible()
    context.close()
