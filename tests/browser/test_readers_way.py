"""A reader's whole way, three times: with the mouse and keys, without script, and by the keyboard alone.

From the library to a work, its comparison, from change to change, a kind switched off, a change cited, the inventory,
and back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.test_comparison import PAGE, pair

__all__ = ["pair"]  # the fixture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def plain(chromium: Browser, live_server) -> Iterator[Page]:
    """A browser without script."""
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    yield context.new_page()
    context.close()


def chosen(page: Page, number: int) -> None:
    """That the change is marked in the text, told in the panel, in sight, in the address and in the count."""
    expect(page).to_have_url(re.compile(rf"[?&]change={number}[&#].*#?change-{number}$"))
    expect(page.locator(f'a.change[data-change="{number}"][aria-current]').first).to_be_in_viewport()
    expect(page.locator("#step")).to_contain_text(re.compile(r"\d+\s*/"))
    expect(page.locator("#panel .readings").first).to_be_visible()


def test_with_mouse_and_keys(page: Page, pair: None) -> None:
    page.goto("/")
    page.get_by_role("link", name="A work", exact=True).click()
    page.get_by_label("Choose L").check()
    page.get_by_label("Choose R").check()
    page.get_by_role("button", name="Compare L and R").click()
    expect(page).to_have_url(re.compile(f"{PAGE}$"))
    page.wait_for_load_state()

    page.keyboard.press("n")
    chosen(page, 1)
    page.keyboard.press("n")
    chosen(page, 2)
    page.keyboard.press("p")
    chosen(page, 1)
    expect(page.locator("#step")).to_contain_text("1 / ")

    # A kind that is switched off is unmarked and passed over; the rest keep their numbers.
    all_of_them = int(re.findall(r"\d+", page.locator("#step").inner_text())[-1])
    page.get_by_role("button", name=re.compile("^punctuation")).click()
    expect(page.get_by_role("button", name=re.compile("^punctuation"))).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#step")).to_contain_text(f"of {all_of_them - 1}")

    # The address that is copied opens the same change, the same way, for somebody else.
    page.keyboard.press("n")
    expect(page.locator("#panel .readings").first).to_be_visible()
    number = int(page.locator("a.change[aria-current]").first.get_attribute("data-change") or 0)
    page.keyboard.press("c")
    page.locator("#say", has_text="The link was copied.").wait_for(state="attached")
    copied = page.evaluate("navigator.clipboard.readText()")
    other = page.context.new_page()
    other.goto(copied)
    chosen(other, number)
    expect(other.get_by_role("button", name=re.compile("^punctuation"))).to_have_attribute("aria-pressed", "false")
    other.close()

    page.get_by_text("Take away").click()
    page.get_by_role("link", name="Inventory of changes").click()
    expect(page.get_by_role("heading", name="Inventory of changes")).to_be_visible()
    page.locator(".entry .where").first.click()
    expect(page).to_have_url(re.compile("change=[0-9]+#change-"))
    page.go_back()
    expect(page.get_by_role("heading", name="Inventory of changes")).to_be_visible()
    page.get_by_role("link", name="Back to the comparison").click()
    expect(page.locator("#blocks")).to_be_visible()
    page.get_by_role("navigation", name="Where you are").get_by_role("link", name="A work").click()
    expect(page.get_by_role("heading", name="A work", level=1)).to_be_visible()


def test_without_script(plain: Page, pair: None) -> None:
    page = plain
    page.goto("/")
    page.get_by_role("link", name="A work", exact=True).click()
    page.get_by_label("Choose L").check()
    page.get_by_label("Choose R").check()
    page.get_by_role("button", name="Compare").click()

    page.get_by_role("link", name="Next change").click()
    chosen(page, 1)
    page.get_by_role("link", name="Next change").click()
    chosen(page, 2)
    page.get_by_role("button", name=re.compile("^punctuation")).click()
    expect(page.get_by_role("button", name=re.compile("^punctuation"))).to_have_attribute("aria-pressed", "false")

    expect(page.locator(".from .off.went")).to_have_text(",")
    expect(page.locator('.side [data-category="punctuation"]')).to_have_count(0)
    page.locator("a.change:visible").first.click()
    number = int(page.locator("a.change[aria-current]").first.get_attribute("data-change") or 0)
    cited = page.get_by_role("link", name="Copy link").get_attribute("href") or ""
    page.goto("/")
    page.goto(cited)
    chosen(page, number)

    page.get_by_text("Take away").click()
    page.get_by_role("button", name="Cite this result").click()
    expect(page.locator(".citation")).to_contain_text("Variorum, engine")
    page.goto(cited)
    page.get_by_text("Take away").click()
    page.get_by_role("link", name="Inventory of changes").click()
    page.locator(".entry .where").first.click()
    expect(page.locator("#panel .readings").first).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Back to the comparison").click()
    expect(page.locator("#blocks")).to_be_visible()


def tab_to(page: Page, there: Locator, most: int = 60) -> None:
    """Press the tabulator until `there` has the focus, which must be seen."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if there.evaluate("there => there === document.activeElement"):
            assert there.evaluate("there => parseFloat(getComputedStyle(there).outlineWidth)") >= 1
            expect(there).to_be_in_viewport()
            return
    raise AssertionError(f"the focus never comes to {there}")


def test_by_the_keyboard_alone(page: Page, pair: None) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name=re.compile("^Skip to"))).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="A work", exact=True))
    page.keyboard.press("Enter")
    for siglum in ("L", "R"):
        tab_to(page, page.get_by_label(f"Choose {siglum}"))
        page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Compare L and R"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{PAGE}$"))
    page.wait_for_load_state()

    # The keys that are listed under "?" go through the text.
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    chosen(page, 1)
    page.keyboard.press("j")
    expect(page.locator(".block:focus")).to_have_count(1)

    punctuation = page.get_by_role("button", name=re.compile("^punctuation"))
    page.reload()
    tab_to(page, punctuation)
    page.keyboard.press("Space")
    expect(punctuation).to_have_attribute("aria-pressed", "false")
    tab_to(page, page.locator("summary", has_text="Take away"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Inventory of changes"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Inventory of changes")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Back to the comparison"))
    page.keyboard.press("Enter")
    expect(page.locator("#blocks")).to_be_visible()

    # The skip link leads past the head to the text, where the next stop is a paragraph's number or a change.
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#text') !== null")


def test_a_reader_who_wants_no_motion_sees_none(page: Page, pair: None) -> None:
    moving = "getComputedStyle(document.documentElement).scrollBehavior"
    page.goto(PAGE)
    assert page.evaluate(moving) == "smooth"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(moving) == "auto"
    running = "document.getAnimations().filter(one => one.playState === 'running').length"
    for address in ("/", "/w/a-work", PAGE, "/phrasing"):
        page.goto(address)
        assert page.evaluate(running) == 0


def test_marks_are_told_apart_where_the_system_forces_its_own_colours(page: Page, pair: None) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(f"{PAGE}?change=1#change-1")
    style = "(mark, name) => getComputedStyle(mark)[name]"
    assert page.locator(".from del:not(.light)").first.evaluate(style, "textDecorationLine") == "line-through"
    assert page.locator(".to ins:not(.light)").first.evaluate(style, "textDecorationLine") == "underline"
    current = page.locator("a.change[aria-current]:visible > :is(del, ins)").first
    assert current.evaluate(style, "outlineStyle") == "solid"
    ticks = page.locator(".ruler a rect")
    assert len({tick.evaluate(style, "fill") for tick in ticks.all()}) >= 2  # the ruler keeps its own paint
    square = (
        "one => getComputedStyle(one, '::before').backgroundColor + getComputedStyle(one, '::before').backgroundImage"
    )
    pressed = page.get_by_role("button", name=re.compile("^spelling|^punctuation")).first
    shown = pressed.evaluate(square)
    pressed.click()
    pressed = page.get_by_role("button", name=re.compile("^spelling|^punctuation")).first
    expect(pressed).to_have_attribute("aria-pressed", "false")
    assert pressed.evaluate(square) != shown
