"""The comparison page in a real browser."""

import re

import pytest
from playwright.sync_api import expect

from comparisons.engine.options import Options
from comparisons.pairs import store
from corpus.texts import storing
from corpus.texts.models import Revision
from corpus.works.models import Work
from jobs.worker import drain
from tests.pairs.conftest import LEFT, RIGHT

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/compare/a-work/L@1/a-work/R@1"


@pytest.fixture
def pair(transactional_db):
    work = Work.objects.create(slug="a-work", title="A work", language="en")
    made = [
        storing.add_edition(work, siglum=siglum, title=f"Edition {siglum}", text=text)
        for siglum, text in (("L", LEFT), ("R", RIGHT))
    ]
    a, b = (Revision.objects.select_related("edition__work").get(edition=edition) for edition in made)
    store.ask(a, b, Options())


@pytest.fixture
def long_pair(transactional_db):
    work = Work.objects.create(slug="long", title="A long work", language="en")
    text = "\n\n".join(
        f"Paragraph {k} says its own number {k} and nothing else at all, whatever comes." for k in range(400)
    )
    for siglum, words in (("A", text), ("B", text.replace("nothing else", "something else"))):
        storing.add_edition(work, siglum=siglum, title=siglum, text=words)


def test_n_and_p_step_through_the_changes_and_the_address_follows(page, pair):
    page.goto(PAGE)
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("change=1#"))
    expect(page.locator("#step")).to_contain_text("1 / ")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("change=2#"))
    expect(page.locator("#step")).to_contain_text("2 / ")
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile("change=1#"))


def test_who_presses_n_fast_goes_as_far_as_they_press(page, pair):
    page.goto(PAGE)
    for _ in range(3):
        page.keyboard.press("n")
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile("change=2#"))
    expect(page.locator("#step")).to_contain_text("2 / ")


def test_a_chosen_change_is_announced(page, pair):
    page.goto(PAGE)
    page.keyboard.press("n")
    page.locator("#say", has_text="Change 1 of").wait_for(state="attached")


def test_a_copied_address_opens_the_same_change(page, pair):
    page.goto(f"{PAGE}?change=2#change-2")
    assert page.locator("a.change[aria-current]").count() >= 1
    page.locator("#panel .readings").first.wait_for()


def test_inline_is_style_alone_and_in_the_address(page, pair):
    page.goto(PAGE)
    assert not page.locator(".from ins").first.is_visible()
    page.keyboard.press("i")
    expect(page).to_have_url(re.compile("view=inline"))
    assert page.locator(".from ins").first.is_visible()


def test_the_layout_stays_as_one_steps_on_and_goes_along_with_every_link(page, pair):
    page.goto(PAGE)
    page.keyboard.press("i")
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile(r"view=inline&change=1#|change=1&view=inline#"))
    page.locator(".toggle").first.click()
    expect(page).to_have_url(re.compile("off="))
    assert "view=inline" in page.url
    expect(page.locator("#blocks")).to_have_attribute("data-view", "inline")


def test_the_head_is_two_lines_whatever_kinds_of_change_there_are(page, pair):
    page.goto(PAGE)
    tops = [page.locator(f".options > {part}").bounding_box()["y"] for part in (".kinds", ".menus")]
    assert tops[0] == tops[1]
    assert page.locator(".desk-head").bounding_box()["height"] < 120


def test_the_ruler_leads_through_the_text_by_dragging(page, long_pair):
    page.goto("/compare/long/A@1/long/B@1")
    box = page.locator(".ruler svg").bounding_box()
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 5, box["y"] + box["height"] * 0.04, steps=5)
    page.wait_for_function("scrollY > 200")
    page.mouse.move(box["x"] + 5, box["y"] + box["height"] * 0.9, steps=5)
    page.mouse.up()
    page.wait_for_url("**block=3*")
    assert int(re.search(r"block=(\d+)", page.url)[1]) > 300


def test_a_link_to_the_view_is_copied_from_the_head(page, pair):
    page.goto(f"{PAGE}?show=changes")
    page.get_by_text("Take away").click()
    link = page.locator(".tools a[data-copy]")
    link.click()
    expect(link).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"{PAGE}?show=changes")


def test_a_question_mark_lists_the_keys_and_single_letters_can_be_switched_off(page, pair):
    page.goto(PAGE)
    page.keyboard.press("?")
    page.locator("#keys").wait_for()
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    page.keyboard.press("n")
    page.keyboard.press("?")
    page.locator("#keys").wait_for()
    assert "change=" not in page.url


def test_copying_a_selection_gives_one_side_without_the_words_for_screen_readers(page, pair):
    page.goto(PAGE)
    page.evaluate(
        """() => { const p = [...document.querySelectorAll('.side.from > p')].find(p => p.textContent.includes('evermore'));
        const r = document.createRange(); r.selectNodeContents(p); const s = getSelection(); s.removeAllRanges(); s.addRange(r);
        document.execCommand('copy'); }"""
    )
    assert page.evaluate("navigator.clipboard.readText()") == "The last paragraph stays evermore where it was."


def test_further_paragraphs_arrive_as_one_scrolls(page, long_pair):
    page.goto("/compare/long/A@1/long/B@1")
    first = page.locator(".block").count()
    page.locator(".more .button").last.scroll_into_view_if_needed()
    page.locator(".block").nth(first).wait_for(state="attached")


def test_a_point_is_set_by_choosing_a_number_on_each_side(page, pair):
    page.goto(PAGE)
    page.keyboard.press("m")
    page.locator(".from .number").first.click()
    page.locator(".to .number").first.click()
    page.get_by_role("button", name="Set the point").click()
    page.wait_for_url("**points=t*")
    page.go_back()
    assert "points" not in page.url


def test_a_page_that_waits_turns_into_the_result(page, pair, monkeypatch):
    monkeypatch.setattr(store, "AT_ONCE", 10)
    page.goto(f"{PAGE}?ignore=case&view=inline")
    expect(page.get_by_text("This is the last result.")).to_be_visible()
    drain()
    expect(page.get_by_text("This is the last result.")).to_be_hidden()
    expect(page.locator("#blocks")).to_have_attribute("data-view", "inline")
    expect(page.locator(".masthead")).to_have_count(1)


def test_without_script_every_link_leads_somewhere(context, pair, live_server):
    plain = context.browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = plain.new_page()
    page.goto(PAGE)
    page.get_by_label("Next change").click()
    assert "change=1" in page.url
    assert page.locator("#panel .readings").first.is_visible()
    page.get_by_role("link", name="The same place in the work’s other editions").click()
    assert page.locator("h1").inner_text() == "The same place in the other editions"
    plain.close()


def test_nothing_overflows_from_320_to_1600(page, pair):
    page.goto(f"{PAGE}?change=1")
    for width in (320, 390, 768, 1280, 1600):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width


@pytest.mark.parametrize(
    "path", [PAGE, f"{PAGE}?change=1&q=paragraph", f"{PAGE}/inventory", f"{PAGE}/choose?side=a", "/quick"]
)
def test_the_pages_are_accessible(page, pair, accessible, path):
    page.goto(path)
    accessible(page)
