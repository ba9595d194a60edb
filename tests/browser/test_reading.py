"""Library, work and edition in a real browser, over the demonstration corpus."""

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

WORK = "/w/for-defense-of-the-soviet-union"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def corpus(db: None) -> None:
    call_command("seed", verbosity=0)
    call_command("seed_comparisons", verbosity=0)


@pytest.fixture
def plain(chromium, live_server):
    """A browser without script."""
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.mark.usefixtures("corpus")
def test_a_visitor_comes_from_the_first_page_to_w_against_e_by_links_without_script(plain: Page) -> None:
    plain.goto("/")
    plain.get_by_role("link", name="For Defense of the Soviet Union", exact=True).first.click()
    plain.get_by_label("Choose W").check()
    plain.get_by_label("Choose E").check()
    plain.get_by_role("button", name="Compare").click()
    assert plain.url.endswith("/W@1/for-defense-of-the-soviet-union/E@9")
    expect(plain.locator("article.block del").first).to_be_visible()
    plain.goto("/")
    plain.locator(".recent a", has_text="W and E").first.click()
    assert "/compare/" in plain.url


@pytest.mark.usefixtures("corpus")
def test_a_third_tick_lets_the_first_go_and_the_button_says_what_is_chosen(page: Page) -> None:
    page.goto(WORK)
    button = page.locator(".compare-bar .button")
    expect(button).to_be_disabled()
    for siglum in "WEN":
        page.get_by_label(f"Choose {siglum}").check()
    expect(page.get_by_label("Choose W")).not_to_be_checked()
    expect(button).to_have_text("Compare E and N")


@pytest.mark.usefixtures("corpus")
def test_an_address_of_characters_marks_them_and_a_number_copies_its_address(page: Page) -> None:
    page.goto(f"{WORK}/E@9#c=0-30")
    assert page.evaluate("[...CSS.highlights.get('cited')][0].toString()") == "For Defense of the Soviet Unio"
    page.locator("#¶12 .number").click()
    page.wait_for_function("document.querySelector('#¶12 .number').dataset.copied !== undefined")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(("/E@9#%C2%B612", "/E@9#¶12"))


@pytest.mark.usefixtures("corpus")
def test_the_margin_shows_who_differs_until_it_is_switched_off(page: Page) -> None:
    page.goto(f"{WORK}/E")
    mark = page.locator("#¶3 .differs")
    expect(mark.get_by_text("W", exact=True)).to_be_visible()
    page.get_by_label("Show in the margin which editions differ in a paragraph").uncheck()
    expect(mark).to_be_hidden()


@pytest.mark.usefixtures("corpus")
@pytest.mark.parametrize("address", ["/", WORK, f"{WORK}/E", f"{WORK}/W@1", f"{WORK}/P", f"{WORK}/F"])
def test_nothing_stands_in_the_way_of_a_reader_with_assistive_technology(page: Page, accessible, address: str) -> None:
    page.goto(address)
    accessible(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
