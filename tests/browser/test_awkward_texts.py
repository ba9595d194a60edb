"""Texts that break pages: written from right to left, with titles and sigla that never end, in sixty editions."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from comparisons.engine.options import Options
from comparisons.pairs import store
from corpus.texts import storing
from corpus.texts.models import Revision
from corpus.works.models import Work

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "The Proceedings of the Assembly of Workers of the Several Provinces " * 3 + "Donaudampfschifffahrts" * 4
HEBREW = (
    "היה פעם אחת צפור קטן אשר ישב על עץ גדול ושר שיר חדש בשנת 1870 ביום ההוא.\n\nויאמר לו האיש: מדוע תשיר?",
    "היה פעם אחת צפור קטן אשר ישב על עץ גדול ושר שיר ישן בשנת 1871 ביום ההוא.\n\nויאמר לו האיש: מדוע תשיר?",
)


def two(slug: str, title: str, sigla: tuple[str, str], texts: tuple[str, str], language: str) -> str:
    """The address of two editions' comparison."""
    work = Work.objects.create(slug=slug, title=title, language=language)
    made = [
        storing.add_edition(work, siglum=siglum, title=title, text=text, language=language)
        for siglum, text in zip(sigla, texts, strict=True)
    ]
    a, b = (Revision.objects.select_related("edition__work").get(edition=edition) for edition in made)
    store.ask(a, b, Options())
    return f"/compare/{slug}/{sigla[0]}@1/{slug}/{sigla[1]}@1"


def box(page: Page, place: str) -> dict[str, float]:
    found = page.locator(place).first.bounding_box()
    assert found is not None
    return found | {"right": found["x"] + found["width"], "bottom": found["y"] + found["height"]}


def test_a_text_from_right_to_left_fills_its_column_with_its_numbers_on_the_right(page: Page) -> None:
    page.goto(two("mashal", "משל", ("א", "ב"), HEBREW, "he"))
    for side in ("from", "to"):
        whole, number, words = (box(page, f".side.{side}{part}") for part in ("", " > .number", " > p"))
        assert words["width"] > whole["width"] * 0.8
        assert number["x"] >= words["right"] - 1
        assert number["right"] <= whole["right"] + 1


@pytest.mark.parametrize("width", [1280, 390])
def test_inline_the_old_number_stands_before_the_new_one_also_from_right_to_left(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(two("mashal", "משל", ("א", "ב"), HEBREW, "he") + "?view=inline")
    expect(page.locator(".from ins").nth(1)).to_have_text("1871")
    assert box(page, ".from del >> text=1870")["x"] >= box(page, ".from ins >> text=1871")["right"]
    assert box(page, ".relation")["right"] < box(page, ".side.from > .number")["x"]


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_titles_and_sigla_without_end_make_no_page_wider_than_the_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sigla = ("Manuscriptum-Bodleianum-XII", "Cod.Vat.gr.1209")
    compared = two("long", LONG, sigla, ("A fine morning in May.", "A cold morning in May."), "en")
    for address in (
        "/",
        "/w/long",
        f"/w/long/{sigla[0]}",
        compared,
        f"{compared}/inventory",
        f"{compared}/choose?side=a",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} overflows at {width}"
    page.goto(compared)
    assert box(page, ".desk-head")["height"] < 200


def test_a_work_of_sixty_editions_can_be_chosen_from_with_the_button_always_in_sight(page: Page) -> None:
    work = Work.objects.create(slug="sixty", title="Sixty", language="en")
    for number in range(60):
        storing.add_edition(work, siglum=f"S{number:02}", title=f"Printing {number}", text=f"The text of {number}.")
    page.goto("/w/sixty")
    for siglum in ("S03", "S57"):
        page.get_by_label(f"Choose {siglum}").check()
        expect(page.get_by_role("button", name="Compare")).to_be_in_viewport()
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/S03@1/sixty/S57@1")
