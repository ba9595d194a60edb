"""The inventory of changes in a real browser: with and without script, in both themes, narrow and wide."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from corpus.texts import storing
from corpus.works.models import Work
from tests.pairs.test_inventory import LEFT, RIGHT

pytestmark = pytest.mark.django_db(transaction=True)

COMPARISON = "/compare/a-work/L@1/a-work/R@1"
ADDRESS = f"{COMPARISON}/inventory"


@pytest.fixture(autouse=True)
def pair(db: None) -> None:
    work = Work.objects.create(slug="a-work", title="A work", language="en")
    storing.add_edition(work, siglum="L", title="Left", text=LEFT)
    storing.add_edition(work, siglum="R", title="Right", text=RIGHT)


def test_the_inventory_is_accessible_wide_and_narrow_light_and_dark(page: Page, accessible) -> None:
    page.goto(f"{ADDRESS}?ignore=case,quotation")
    accessible(page)
    page.goto(f"{ADDRESS}?order=text&category=accent")
    accessible(page)


def test_nothing_is_wider_than_a_narrow_window(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(ADDRESS)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_chart_is_drawn_and_follows_the_theme(page: Page) -> None:
    page.goto(ADDRESS)
    picture = page.get_by_role("img", name="Bar charts")
    drawn = "image => image.decode().then(() => [image.naturalWidth, image.currentSrc])"
    width, light = picture.evaluate(drawn)
    assert width > 300
    page.emulate_media(color_scheme="dark")
    page.reload()
    assert picture.evaluate(drawn)[1] != light
    page.get_by_role("group").filter(has_text="Theme").first.click()
    page.get_by_role("button", name="Light", exact=True).click()
    page.reload()
    assert picture.evaluate(drawn)[1] == light


def test_a_change_is_reached_from_the_comparison_through_the_list_and_back(page: Page) -> None:
    page.goto(f"{COMPARISON}?ignore=case")
    page.locator("main").get_by_role("link", name="List them").click()
    expect(page.get_by_text("1 place ignored: case 1")).to_be_visible()
    page.get_by_role("link", name="List these alone").click()
    (entry,) = page.locator(".entry").all()
    number = re.search(r"\d+", entry.get_by_role("link").inner_text())[0]
    entry.get_by_role("link").click()
    expect(page).to_have_url(re.compile(f"ignore=case&change={number}#change-{number}$"))
    expect(page.locator(f"#change-{number}")).to_be_in_viewport()


@pytest.mark.parametrize("script", [True, False])
def test_a_category_is_chosen_with_and_without_script(chromium: Browser, live_server, script: bool) -> None:
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=script)
    page = context.new_page()
    page.goto(f"{ADDRESS}?ignore=case")
    page.get_by_role("combobox", name="Category").select_option("division")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".entry")).to_have_count(1)
    expect(page.locator(".entry ins")).to_have_text("ever more")
    assert "category=division" in page.url
    assert "ignore=case" in page.url
    page.get_by_role("link", name="In the order of the texts").click()
    expect(page.locator(".entry")).to_have_count(1)
    page.locator(".entry").get_by_role("link").click()
    expect(page.locator(".to ins", has_text="ever more").first).to_be_visible()
    context.close()


def test_what_is_chosen_can_be_taken_away_as_a_table(page: Page) -> None:
    page.goto(f"{ADDRESS}?category=division")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="This choice as CSV").click()
    table = waiting.value.path().read_text(encoding="utf-8")
    assert waiting.value.suggested_filename == "changes-L-1-R-1.csv"
    assert table.count("\n") == 2
    assert "evermore" in table


def test_a_printed_inventory_holds_the_counts_the_chart_and_the_list_and_no_controls(page: Page) -> None:
    page.goto(ADDRESS)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    expect(page.get_by_role("table").first).to_be_visible()
    expect(page.locator(".entry").first).to_be_visible()
    expect(page.get_by_role("img", name="Bar charts")).to_be_visible()
