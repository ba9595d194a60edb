"""The simple door: an editor chooses a text, looks at what will be stored, describes it, and saves."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from corpus.access.models import User
from corpus.texts.models import Revision, Source
from corpus.works.models import Edition, Work

CAPTURE = Path(__file__).parents[2] / "seeds" / "000_665ab9b824e8c32c.txt"
DESCRIBED = {
    "siglum": "B",
    "title": "Second",
    "kind": "print",
    "date": "1941",
    "language": "en",
    "visibility": "public",
}


def file(content: bytes, name: str = "text.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def draft_of(page: Any) -> str:
    found = re.search(r'name="draft" value="([^"]+)"', page.content.decode())
    assert found
    return found[1]


def test_a_visitor_is_sent_to_sign_in_and_a_reader_is_told_that_it_is_for_editors(
    client: Client, work: Work, reader: User
) -> None:
    answer = client.get("/w/a-work/add")
    assert answer.status_code == 302
    assert answer["Location"].endswith("sign-in?next=/w/a-work/add")
    client.force_login(reader)
    assert client.get("/w/a-work/add").status_code == 403
    assert client.post("/w/a-work/add", {"pasted": "Text.", "save": "1", **DESCRIBED}).status_code == 403
    assert not Edition.objects.exists()


def test_the_preview_shows_the_segments_the_words_and_what_is_left_out_and_stores_nothing(
    as_editor: Client, work: Work
) -> None:
    page = as_editor.post("/w/a-work/add", {"file": file(CAPTURE.read_bytes(), "capture.txt")})
    said = page.content.decode()
    assert page.status_code == 200
    assert "Islamophobia Watch" in said
    assert "9 lines left out" in said
    assert "Stalinism Is Doomed!" in said
    assert "UTF-8" in said
    assert "ef2bf1f5" in said
    assert not Edition.objects.exists()
    assert not Revision.objects.exists()
    assert not Source.objects.exists()


def test_saving_stores_the_text_without_the_navigation_and_the_file_as_it_came(as_editor: Client, work: Work) -> None:
    capture = CAPTURE.read_bytes()
    draft = draft_of(as_editor.post("/w/a-work/add", {"file": file(capture, "capture.txt")}))
    answer = as_editor.post("/w/a-work/add", {"draft": draft, "save": "1", **DESCRIBED})
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == "/w/a-work/B"
    revision = Revision.objects.get()
    assert revision.text == capture.decode()[134:]
    assert revision.extraction["dropped"][0]["begin_line"] == 1
    assert revision.extraction["dropped"][0]["end_line"] == 9
    assert revision.source is not None
    assert bytes(revision.source.content) == capture
    assert as_editor.get("/w/a-work/B/source").content == capture
    assert as_editor.get("/w/a-work/B@1/text").content.decode() == revision.text


def test_what_was_left_out_can_be_put_back(as_editor: Client, work: Work) -> None:
    capture = CAPTURE.read_bytes()
    draft = draft_of(as_editor.post("/w/a-work/add", {"file": file(capture)}))
    as_editor.post("/w/a-work/add", {"draft": draft, "put_back": "1", "save": "1", **DESCRIBED})
    assert Revision.objects.get().text == capture.decode()


def test_nothing_is_stored_that_the_editor_has_not_looked_at(as_editor: Client, work: Work) -> None:
    capture = CAPTURE.read_bytes()
    page = as_editor.post("/w/a-work/add", {"file": file(capture)})
    shown = {"draft": draft_of(page), "shown": page.context["preview"].text_sha256, "save": "1", **DESCRIBED}
    again = as_editor.post("/w/a-work/add", {**shown, "put_back": "1"})
    assert again.status_code == 409
    assert "no longer the one that you looked at" in again.content.decode()
    other = as_editor.post("/w/a-work/add", {**shown, "file": file(b"Another text.")})
    assert other.status_code == 409
    assert not Edition.objects.exists()
    assert as_editor.post("/w/a-work/add", shown).status_code == 302


def test_an_editor_chooses_the_encoding_after_seeing_what_the_guess_gave(as_editor: Client, work: Work) -> None:
    content = "Žluťoučký kůň úpěl ďábelské ódy. Příliš žluťoučký kůň.".encode("cp1250")
    first = as_editor.post("/w/a-work/add", {"file": file(content)})
    assert "which is a guess" in first.content.decode()
    draft = draft_of(first)
    seen = as_editor.post("/w/a-work/add", {"draft": draft, "encoding": "cp1250", "look": ""})
    assert "Žluťoučký kůň" in seen.content.decode()
    as_editor.post("/w/a-work/add", {"draft": draft, "encoding": "cp1250", "save": "1", **DESCRIBED})
    assert Revision.objects.get().text.startswith("Žluťoučký kůň")
    assert Revision.objects.get().extraction["encoding"] == "cp1250"


def test_pasted_text_is_stored_to_the_last_character(as_editor: Client, work: Work) -> None:
    text = "  A first line\r\nand a second.\r\n\r\nAn end with a line feed.\r\n"
    as_editor.post("/w/a-work/add", {"pasted": text, "save": "1", **DESCRIBED})
    assert Revision.objects.get().text == text.replace("\r\n", "\n")


def test_a_description_that_is_wrong_is_said_at_its_field_and_the_text_is_kept(
    as_editor: Client, edition: Edition
) -> None:
    wrong = {**DESCRIBED, "siglum": "A", "date": "August 1941", "language": "english!"}
    page = as_editor.post("/w/a-work/add", {"pasted": "Some text.", "save": "1", **wrong})
    said = page.content.decode()
    assert page.status_code == 422
    assert "already used in this work, by “First”" in said
    assert "is not a date in EDTF" in said
    assert "is not a language tag" in said
    assert "Some text." in said
    assert Edition.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "0 bytes"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "PNG picture"),
        (b"text\x00text, and more text to read here", "NUL character"),
        (b" \n\n \t\n", "nothing but blanks"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_a_sentence(
    as_editor: Client, work: Work, content: bytes, said: str
) -> None:
    page = as_editor.post("/w/a-work/add", {"file": file(content), "save": "1", **DESCRIBED})
    assert page.status_code == 422
    assert said in page.content.decode()
    assert not Edition.objects.exists()


def test_html_in_titles_sigla_and_texts_is_shown_and_never_run(as_editor: Client, work: Work) -> None:
    evil = "<script>alert(1)</script>"
    Work.objects.filter(pk=work.pk).update(title=evil)
    page = as_editor.post("/w/a-work/add", {"pasted": evil, "save": "1", **DESCRIBED, "siglum": evil, "title": evil})
    said = page.content.decode()
    assert page.status_code == 422
    assert evil not in said
    assert "&lt;script&gt;" in said


def test_a_draft_is_its_owners_alone(as_editor: Client, work: Work) -> None:
    draft = draft_of(as_editor.post("/w/a-work/add", {"file": file(b"A secret text.")}))
    other = User.objects.create_user("other", password="correct horse battery", role=User.Role.EDITOR)
    thief = Client()
    thief.force_login(other)
    page = thief.post("/w/a-work/add", {"draft": draft})
    assert "A secret text." not in page.content.decode()
    assert page.status_code == 422


def test_an_editor_chooses_the_work_that_the_edition_belongs_to(as_editor: Client, work: Work) -> None:
    assert 'href="/w/a-work/add"' in as_editor.get("/add").content.decode()


def test_a_new_work_takes_its_first_edition(as_editor: Client) -> None:
    answer = as_editor.post("/add", {"title": "Another", "slug": "another", "visibility": "public"})
    assert answer["Location"] == "/w/another/add"
    assert as_editor.get("/w/another/add").status_code == 200


def test_the_number_of_queries_of_the_preview_does_not_grow_with_the_text(
    as_editor: Client, work: Work, django_assert_max_num_queries: Any
) -> None:
    for size in (3, 3000):
        text = "\n\n".join(f"Paragraph number {n} of it." for n in range(size))
        with django_assert_max_num_queries(6):
            as_editor.post("/w/a-work/add", {"pasted": text})
