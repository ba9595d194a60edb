"""Notes at a place; and errors that readers report, which editors alone see."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from corpus.access.models import User
from corpus.access.policy import Visibility
from corpus.extraction import Refused
from corpus.notes import writing
from corpus.notes.models import Note
from corpus.texts.models import Revision
from corpus.works.models import Edition

VISITOR = AnonymousUser()


@pytest.fixture
def revision(edition: Edition) -> Revision:
    return edition.revisions.get()


def test_a_visitor_reports_an_error_and_only_editors_see_it(client: Client, revision: Revision, editor: User) -> None:
    address = "/w/a-work/A@1/report?c=4-9"
    assert "<mark>first</mark>" in client.get(address).content.decode()
    answer = client.post(address, {"body": "It is the second."})
    assert answer["Location"] == "/w/a-work/A@1#c=4-9"
    note = Note.objects.get()
    assert (note.kind, note.visibility, note.created_by) == ("report", "private", None)
    assert list(writing.notes_on(revision, VISITOR)) == []
    assert list(writing.notes_on(revision, editor)) == [note]


def test_a_reader_names_the_paragraph_in_the_edition_page(client: Client, revision: Revision) -> None:
    assert 'action="/w/a-work/A@1/report"' in client.get("/w/a-work/A").content.decode()
    assert (
        "<mark>A second one follows it, and says more.</mark>"
        in client.get("/w/a-work/A@1/report?at=¶2").content.decode()
    )
    for nowhere in ("99", "%00", "%ED%A0%80"):
        assert client.get(f"/w/a-work/A@1/report?at={nowhere}").status_code == 404
    for nowhere in ("/w/a-work/%00", "/w/a-work/%00@1/text", "/w/a-work/%ED%A0%80"):
        assert client.get(nowhere).status_code == 404


def test_editors_find_and_close_reports(as_editor: Client, revision: Revision, editor: User) -> None:
    note = writing.report_error([(revision, 0, 3)], "Wrong <b>here</b>.", VISITOR)
    said = as_editor.get("/reports").content.decode()
    assert "Wrong &lt;b&gt;here&lt;/b&gt;." in said
    as_editor.post(f"/reports/{note.pk}/close")
    assert "No report is open" in as_editor.get("/reports").content.decode()
    assert list(writing.notes_on(revision, editor)) == []
    assert Note.objects.count() == 1


def test_the_list_of_reports_is_for_editors(client: Client, revision: Revision, reader: User) -> None:
    note = writing.report_error([(revision, 0, 3)], "Wrong.", VISITOR)
    client.force_login(reader)
    assert client.get("/reports").status_code == 403
    assert client.post(f"/reports/{note.pk}/close").status_code == 403
    with pytest.raises(writing.NotAllowed):
        writing.add_note([(revision, 0, 3)], "A note.", user=reader)


def test_so_many_reports_an_hour_and_no_more(client: Client, revision: Revision) -> None:
    for n in range(writing.REPORTS_OF_VISITORS):
        writing.report_error([(revision, 0, 3)], f"Report {n}.", VISITOR)
    answer = client.post("/w/a-work/A@1/report?c=0-3", {"body": "One more, which I took pains with."})
    assert answer.status_code == 429
    assert "One more, which I took pains with." in answer.content.decode()
    assert Note.objects.count() == writing.REPORTS_OF_VISITORS


def test_an_editors_note_is_public_and_in_the_order_of_the_text(
    as_editor: Client, revision: Revision, editor: User, django_assert_num_queries: Any
) -> None:
    late = writing.add_note([(revision, 50, 60)], "Late.", user=editor)
    as_editor.post(
        "/w/a-work/A@1/report?c=1-2", {"body": "Early.", "kind": "doubt", "name": "Q1", "visibility": "public"}
    )
    with django_assert_num_queries(2):
        found = list(writing.notes_on(revision, VISITOR))
    assert [note.body for note in found] == ["Early.", "Late."]
    assert found[1] == late
    assert [(target.begin, target.end) for target in found[0].here] == [(1, 2)]  # type: ignore[attr-defined]


@pytest.mark.parametrize("span", ["", "3", "5-4", "0-999999", "a-b", "-1-2"])
def test_a_place_that_is_not_there_is_not_found(client: Client, revision: Revision, span: str) -> None:
    assert client.get(f"/w/a-work/A@1/report?c={span}").status_code == 404


@pytest.mark.parametrize("body", ["", " \n", "a\x00b", "\ud800"])
def test_an_empty_report_or_one_that_cannot_be_kept_is_refused(revision: Revision, body: str) -> None:
    with pytest.raises(Refused):
        writing.report_error([(revision, 0, 1)], body, VISITOR)
    assert not Note.objects.exists()


def test_nobody_reports_on_what_they_may_not_see(client: Client, revision: Revision) -> None:
    Edition.objects.update(visibility=Visibility.PRIVATE)
    assert client.get("/w/a-work/A@1/report?c=0-3").status_code == 404
