"""A correction is a new revision with a reason; two editors never overwrite each other."""

from __future__ import annotations

from typing import Any

from django.test import Client

from corpus.access.policy import Visibility
from corpus.texts import correction, storing
from corpus.texts.models import Revision
from corpus.works.models import Edition, FormerName
from tests.corpus.conftest import TEXT

ADDRESS = "/w/a-work/A/correct"


def form(edition: Edition, text: str, **other: Any) -> dict[str, Any]:
    newest = edition.revisions.order_by("-number").first()
    assert newest is not None
    return {"text": text, "based_on": newest.number, "begin": 0, "end": len(newest.text), "reason": "A slip.", **other}


def test_a_correction_is_a_new_revision_and_the_old_one_stays(as_editor: Client, edition: Edition) -> None:
    page = as_editor.get(ADDRESS)
    assert "The first paragraph of it" in page.content.decode()
    answer = as_editor.post(ADDRESS, form(edition, TEXT.replace("third", "fourth")))
    assert answer["Location"] == "/w/a-work/A@2"
    assert [revision.text for revision in edition.revisions.order_by("number")] == [
        TEXT,
        TEXT.replace("third", "fourth"),
    ]
    assert edition.revisions.get(number=2).reason == "A slip."


def test_a_form_that_changes_nothing_stores_nothing(as_editor: Client, edition: Edition) -> None:
    page = as_editor.post(ADDRESS, form(edition, TEXT.replace("\n", "\r\n")))
    assert page.status_code == 422
    assert "same as that of revision 1" in page.content.decode()
    assert edition.revisions.count() == 1


def test_a_correction_needs_a_reason(as_editor: Client, edition: Edition) -> None:
    page = as_editor.post(ADDRESS, form(edition, "Other text.", reason=" "))
    assert page.status_code == 422
    assert "Say why" in page.content.decode()
    assert edition.revisions.count() == 1


def test_who_saves_second_sees_both_texts_and_nothing_is_lost(as_editor: Client, edition: Edition) -> None:
    opened = form(edition, TEXT.replace("third", "fifth"))
    storing.add_revision(edition, TEXT.replace("third", "fourth"), reason="Before you.")
    page = as_editor.post(ADDRESS, opened)
    said = page.content.decode()
    assert page.status_code == 409
    assert "A fifth one ends it." in said
    assert "A fourth one ends it." in said
    assert edition.revisions.count() == 2
    again = form(edition, TEXT.replace("third", "fifth"))
    assert f'name="based_on" value="{again["based_on"]}"' in said
    assert as_editor.post(ADDRESS, again).status_code == 302
    assert edition.revisions.count() == 3


def test_a_long_text_is_corrected_by_a_stretch_of_paragraphs(as_editor: Client, work: Any) -> None:
    text = "\n\n".join(f"Paragraph number {n} of it, which goes on for some time. " * 3 for n in range(2000))
    long = storing.add_edition(work, siglum="L", title="Long", text=text)
    revision = long.revisions.get()
    anchor = revision.segments.get(position=1000).anchor
    page = as_editor.get(f"/w/a-work/L/correct?from={anchor}")
    assert "Paragraph number 1000 of it" in page.content.decode()
    assert "Paragraph number 3 of it" not in page.content.decode()
    part = correction.stretch(revision, anchor)
    answer = as_editor.post(
        "/w/a-work/L/correct",
        {
            "text": part.text.replace("1000", "one thousand"),
            "based_on": 1,
            "begin": part.begin,
            "end": part.end,
            "reason": "In words.",
        },
    )
    assert answer.status_code == 302
    assert long.revisions.get(number=2).text == text.replace("number 1000 ", "number one thousand ")


def test_a_record_takes_its_first_text_by_the_same_door(as_editor: Client, work: Any) -> None:
    storing.add_edition(work, siglum="P", title="The print of 1941")
    assert "record without a text" in as_editor.get("/w/a-work/P/correct").content.decode()
    answer = as_editor.post("/w/a-work/P/correct", {"pasted": "At last.", "reason": "Found.", "save": "1"})
    assert answer["Location"] == "/w/a-work/P@1"
    assert Revision.objects.get(edition__siglum="P").text == "At last."


def test_a_file_can_be_a_correction_and_says_when_somebody_was_first(as_editor: Client, edition: Edition) -> None:
    address = f"{ADDRESS}?by=file"
    assert "becomes revision 2" in as_editor.get(address).content.decode()
    storing.add_revision(edition, "Somebody's.", reason="First.")
    late = {"pasted": "A whole new text.", "reason": "Better.", "save": "1", "based_on": "1"}
    page = as_editor.post(address, late)
    assert page.status_code == 409
    assert as_editor.post(address, {**late, "based_on": "2"}).status_code == 302
    assert edition.revisions.get(number=3).text == "A whole new text."


def test_a_renamed_edition_is_found_by_its_old_name(as_editor: Client, edition: Edition) -> None:
    from corpus.texts.finding import resolve

    page = as_editor.get("/w/a-work/A/describe")
    seen = page.context["seen"]
    described = {"siglum": "Ω", "title": "First", "kind": "print", "visibility": "public", "position": 0, "seen": seen}
    assert as_editor.post("/w/a-work/A/describe", described)["Location"] == "/w/a-work/%CE%A9"
    assert FormerName.objects.get().siglum == "A"
    assert resolve("a-work/A@1", edition.created_by or page.context["user"]).edition.siglum == "Ω"
    taken = as_editor.post("/w/a-work/add", {"pasted": "Text.", "save": "1", **described, "siglum": "A"})
    assert taken.status_code == 422
    assert "once called" in taken.content.decode()


def test_a_renamed_work_is_found_by_its_old_name_and_so_are_its_editions(as_editor: Client, edition: Edition) -> None:
    seen = as_editor.get("/w/a-work/describe").context["seen"]
    described = {"title": "A work", "slug": "the-work", "visibility": "public", "seen": seen}
    assert as_editor.post("/w/a-work/describe", described)["Location"] == "/w/the-work"
    assert as_editor.get("/w/a-work/A@1/text").content.decode() == TEXT
    assert as_editor.get("/w/a-work/add")["Location"] == "/w/the-work/add"


def test_two_who_describe_at_once_do_not_overwrite_each_other(as_editor: Client, edition: Edition) -> None:
    seen = as_editor.get("/w/a-work/A/describe").context["seen"]
    described = {"siglum": "A", "kind": "print", "visibility": "public", "position": 0, "seen": seen}
    assert as_editor.post("/w/a-work/A/describe", {**described, "title": "Theirs"}).status_code == 302
    page = as_editor.post("/w/a-work/A/describe", {**described, "title": "Mine"})
    assert page.status_code == 409
    assert "Mine" in page.content.decode()
    assert Edition.objects.get().title == "Theirs"


def test_a_withdrawn_edition_keeps_its_address_and_gives_its_text_to_editors_alone(
    as_editor: Client, edition: Edition
) -> None:
    assert as_editor.post("/w/a-work/A/withdraw", {"reason": ""}).status_code == 422
    as_editor.post("/w/a-work/A/withdraw", {"reason": "Rights."})
    edition.refresh_from_db()
    assert edition.withdrawn_reason == "Rights."
    visitor = Client().get("/w/a-work/A@1/text")
    assert visitor.status_code == 410
    assert "Rights." in visitor.content.decode()
    assert as_editor.get("/w/a-work/A@1/text").status_code == 200
    assert as_editor.post(ADDRESS, form(edition, "Other.")).status_code == 409
    as_editor.post("/w/a-work/A/withdraw", {"back": "1"})
    assert Client().get("/w/a-work/A@1/text").status_code == 200


def test_a_private_text_is_not_there_for_a_visitor(client: Client, edition: Edition) -> None:
    assert client.get("/w/a-work/A@1/text").status_code == 200
    Edition.objects.update(visibility=Visibility.PRIVATE)
    assert client.get("/w/a-work/A@1/text").status_code == 404
    assert client.get("/w/a-work/A/source").status_code == 404
    assert client.get("/w/a-work/A@99/text").status_code == 404


def test_a_download_is_an_attachment_that_no_browser_shows_as_a_page(client: Client, work: Any) -> None:
    page = b"<!doctype html><script>alert(1)</script>"
    storing.add_edition(work, siglum="H", title="H", text=page.decode(), content=page, filename='a"b\n.html')
    for address in ("/w/a-work/H@1/text", "/w/a-work/H/source", "/w/a-work/H@1/source"):
        answer = client.get(address)
        assert answer.content == page
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "html" not in answer["Content-Type"]
        assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
