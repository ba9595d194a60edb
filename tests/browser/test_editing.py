"""An editor's whole way in a real browser, from a file to a correction, and a reader's report on it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from corpus.access.models import User
from corpus.texts import storing
from corpus.works.models import Work
from tests.browser.test_house import ada, sign_in

__all__ = ["ada"]  # the fixture

pytestmark = pytest.mark.django_db(transaction=True)

FILE = (
    "Home\nAbout us\nContact\nBack Issues\nLinks\n\nA Café in Autumn\n\nThe olde king rode out at dawn, and naïve folk "
    "said nothing of it for a very long while. Nobody saw him go; the bells of the old town rang until the evening.\n"
)


@pytest.fixture
def editing(page: Page, ada: User) -> Page:
    Work.objects.create(slug="a-work", title="A work", language="en")
    sign_in(page)
    return page


def test_from_a_file_to_an_edition_its_correction_and_its_withdrawal(
    editing: Page, tmp_path: Path, complaints: list[str]
) -> None:
    page, file = editing, tmp_path / "autumn.txt"
    file.write_bytes(FILE.encode("latin-1"))

    # Nothing is stored before the last step, and nothing has to be described before one has looked.
    page.goto("/w/a-work")
    page.get_by_role("link", name="Add the first edition").click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    extract = page.get_by_role("region", name="The text as it was read")
    expect(extract.get_by_text("A Café in Autumn")).to_be_visible()
    expect(page.locator(".outcome")).to_contain_text("5 lines")
    page.get_by_label("Put back lines 1–5").check()
    page.get_by_role("button", name="Look again").click()
    expect(extract.locator(".dropped.back")).to_be_visible()
    page.get_by_label("Put back lines 1–5").uncheck()
    page.get_by_role("button", name="Look again").click()
    expect(extract.locator(".dropped.back")).to_have_count(0)

    page.get_by_label("Siglum").fill("K")
    page.get_by_label("Title").fill("The café print")
    page.get_by_role("button", name="Save as revision 1").click()
    expect(page).to_have_url(page.url.split("/w/")[0] + "/w/a-work/K")
    expect(page.locator(".reading-text")).to_contain_text("olde king")

    # A correction is a new revision, and what it changed is a comparison like any other.
    page.get_by_role("link", name="Correct the text").click()
    text = page.locator("textarea[name=text]")
    text.fill(text.input_value().replace("olde", "old"))
    page.get_by_label("Reason").fill("The print has “old”.")
    page.get_by_role("button", name="Save as revision 2").click()
    expect(page.locator(".history")).to_contain_text("The print has “old”.")
    page.get_by_role("link", name="What changed in revision 2").click()
    expect(page.locator(".from del")).to_have_text("olde")
    expect(page.locator(".crumbs [aria-current]")).to_have_text("K@1 and K@2")
    page.go_back()

    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download", exact=True).click()
    assert downloading.value.path().read_text("utf-8").startswith("A Café in Autumn\n\nThe old king")
    page.goto("/w/a-work/K@1")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download as it came").click()
    assert downloading.value.path().read_bytes() == FILE.encode("latin-1")
    assert downloading.value.suggested_filename == "autumn.txt"

    page.goto("/w/a-work/K")
    page.get_by_role("link", name="Describe it").click()
    page.get_by_role("link", name="Withdraw this edition").click()
    page.get_by_label("Reason").fill("It was never printed.")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_role("heading", name="This edition was withdrawn")).to_be_visible()
    expect(page.get_by_text("It was never printed.")).to_be_visible()
    page.get_by_role("link", name="Put it back").click()
    page.get_by_role("button", name="Put it back").click()
    expect(page.locator(".reading-text")).to_contain_text("old king")
    complaints[:] = [one for one in complaints if "410" not in one]  # the answer of a page that is withdrawn

    page.locator(".person > summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


def test_a_new_work_is_described_and_its_first_edition_is_pasted_as_markdown(editing: Page) -> None:
    page = editing
    page.goto("/add")
    page.get_by_role("link", name="describe a new one").click()
    page.locator("input[name=title]").fill("Another work")
    page.locator("input[name=slug]").fill("another-work")
    page.get_by_role("button", name="Save, and add its first edition").click()
    page.get_by_label("or the text itself").fill("# A Title\n\nFirst *paragraph* of it.\n\n## A Part\n\nSecond.")
    page.get_by_label("What is pasted is Markdown").check()
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("region", name="The text as it was read")).to_contain_text("First paragraph of it.")
    page.get_by_label("Siglum").fill("A")
    page.locator("input[name=title]").fill("The only one")
    page.get_by_role("button", name="Save as revision 1").click()
    expect(page.locator(".reading-text h2, .reading-text h3")).to_have_text(["A Title", "A Part"])


def test_what_a_reader_reports_stands_at_its_place_for_editors_until_it_is_closed(editing: Page) -> None:
    page = editing
    from corpus.texts import storing

    storing.add_edition(Work.objects.get(), siglum="A", title="First", text="A heading\n\nThe olde king rode out.")
    page.context.clear_cookies()
    page.goto("/w/a-work/A")
    page.get_by_label("At paragraph").fill("1")
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("What is wrong here?").fill("The print has “old”.")
    page.get_by_role("button", name="Send it to the editors").click()
    expect(page.locator("main")).not_to_contain_text("The print has “old”.")

    sign_in(page)
    page.goto("/w/a-work/A")
    expect(page.locator(".note")).to_contain_text("The print has “old”.")
    page.goto("/reports")
    page.get_by_role("button", name="Close this report").click()
    expect(page.get_by_role("heading", name="No report is open")).to_be_visible()
    page.goto("/w/a-work/A")
    expect(page.locator(".note")).to_have_count(0)


def test_help_and_errors_of_a_field_describe_it_and_are_no_part_of_its_name(
    editing: Page, complaints: list[str]
) -> None:
    page = editing
    work = Work.objects.get()
    storing.add_edition(work, siglum="K", title="The print", text="A text.", content=b"A text.", language="en")
    page.goto("/w/a-work/K/describe")
    siglum = page.get_by_role("textbox", name="Siglum", exact=True)
    helped = 0
    for field in page.locator(".describe :is(input, select, textarea)").all():
        said = field.evaluate("field => document.getElementById(field.id + '_helptext')?.innerText ?? ''")
        helped += bool(said)
        expect(field).to_have_accessible_description(said)
        expect(field).to_have_accessible_name(re.compile(r"^[\w ,]{2,40}( \(optional\))?$"))
    assert helped > 5

    siglum.evaluate("field => field.removeAttribute('required')")
    siglum.fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("textbox", name="Siglum", exact=True)).to_have_accessible_description(
        re.compile("This field is required|needs a siglum", re.IGNORECASE)
    )
    complaints.clear()  # the answer 422


def test_the_reason_of_a_withdrawal_is_asked_for_in_the_same_way(editing: Page, complaints: list[str]) -> None:
    page = editing
    storing.add_edition(
        Work.objects.get(), siglum="K", title="The print", text="A text.", content=b"A text.", language="en"
    )
    page.goto("/w/a-work/K/withdraw")
    reason = page.get_by_role("textbox", name="Reason", exact=True)
    expect(reason).to_have_accessible_description("Shown to everybody at its address.")
    reason.evaluate("field => field.removeAttribute('required')")
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_role("textbox", name="Reason", exact=True)).to_have_accessible_description(
        re.compile("Shown to everybody.*Say why", re.DOTALL)
    )
    complaints.clear()  # the answer 422
