"""What the API gives to read, and to whom."""

from types import SimpleNamespace

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from tests.api.conftest import MARKER, TEXT

LISTS = ["works", "editions", "revisions", "segments", "sources", "notes", "rules", "comparisons"]


def test_a_work_names_its_editions_and_its_page(visitor: APIClient, shelf: SimpleNamespace) -> None:
    found = visitor.get("/api/v1/works/on-variants/").json()
    assert found["title"] == "On Variants"
    assert found["editions"] == ["A", "B"]
    assert found["address"].endswith("/w/on-variants")


def test_a_revision_gives_its_text_and_any_range_of_it(visitor: APIClient, shelf: SimpleNamespace) -> None:
    revision = shelf.a.revisions.get()
    whole = visitor.get(f"/api/v1/revisions/{revision.pk}/text/")
    assert whole.content.decode() == TEXT
    assert whole["Content-Type"] == "text/plain; charset=utf-8"
    part = visitor.get(f"/api/v1/revisions/{revision.pk}/text/?begin=13&end=25")
    assert part.content.decode() == TEXT[13:25]
    assert visitor.get(f"/api/v1/revisions/{revision.pk}/text/?begin=9999").status_code == 400


def test_segments_are_spans_of_the_text(visitor: APIClient, shelf: SimpleNamespace) -> None:
    revision = shelf.a.revisions.get()
    rows = visitor.get(f"/api/v1/segments/?revision={revision.pk}").json()["results"]
    assert [TEXT[row["begin"] : row["end"]] for row in rows] == TEXT.split("\n\n")
    assert [row["anchor"] for row in rows] == ["h1", "1", "2"]


def test_a_source_gives_its_bytes_as_an_attachment(visitor: APIClient, shelf: SimpleNamespace) -> None:
    source = shelf.a.revisions.get().source
    answer = visitor.get(f"/api/v1/sources/{source.pk}/content/")
    assert answer.content == TEXT.encode()
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", LISTS)
def test_what_is_private_is_in_no_list(
    visitor: APIClient, reader: APIClient, shelf: SimpleNamespace, name: str
) -> None:
    for client in (visitor, reader):
        answer = client.get(f"/api/v1/{name}/")
        assert answer.status_code == 200
        assert MARKER not in answer.content.decode()


def test_what_is_private_cannot_be_told_from_what_is_not_there(
    visitor: APIClient, editor: APIClient, shelf: SimpleNamespace
) -> None:
    revision = shelf.private.revisions.get()
    paths = [
        "works/hidden/",
        f"editions/{shelf.private.pk}/",
        f"editions/{shelf.inner.pk}/",
        f"revisions/{revision.pk}/",
        f"revisions/{revision.pk}/text/",
        f"sources/{revision.source_id}/content/",
    ]
    for path in paths:
        assert visitor.get(f"/api/v1/{path}").status_code == 404, path
        assert editor.get(f"/api/v1/{path}").status_code == 200, path
    assert visitor.get(f"/api/v1/segments/?revision={revision.pk}").json()["results"] == []


def test_lists_come_by_cursor_and_can_be_filtered_and_ordered(visitor: APIClient, shelf: SimpleNamespace) -> None:
    first = visitor.get("/api/v1/editions/?page_size=1&ordering=-siglum").json()
    assert [row["siglum"] for row in first["results"]] == ["B"]
    second = visitor.get(first["next"]).json()
    assert [row["siglum"] for row in second["results"]] == ["A"]
    assert second["next"] is None
    only = visitor.get("/api/v1/editions/?work=on-variants&siglum=A").json()["results"]
    assert [row["revision"] for row in only] == ["on-variants/A@1"]


def test_what_has_not_changed_is_not_sent_again(visitor: APIClient, shelf: SimpleNamespace) -> None:
    first = visitor.get("/api/v1/works/on-variants/")
    again = visitor.get("/api/v1/works/on-variants/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304


def test_pages_of_other_sites_may_read_and_not_write(visitor: APIClient, shelf: SimpleNamespace) -> None:
    assert visitor.get("/api/v1/works/")["Access-Control-Allow-Origin"] == "*"
    preflight = visitor.options("/api/v1/editions/", headers={"Access-Control-Request-Method": "POST"})
    assert "Access-Control-Allow-Origin" not in preflight


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_queries_however_long_it_is(
    visitor: APIClient, shelf: SimpleNamespace, name: str, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(8):
        visitor.get(f"/api/v1/{name}/")


@pytest.mark.parametrize("path", ["nothing/", "works/none/", "editions/999999/", "editions/x/"])
def test_every_error_is_a_problem(visitor: APIClient, db: None, path: str) -> None:
    answer = visitor.get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == 404


def test_the_text_of_a_withdrawn_edition_is_given_to_editors_alone(
    visitor: APIClient, editor: APIClient, shelf: SimpleNamespace
) -> None:
    shelf.a.withdrawn_at, shelf.a.withdrawn_reason = timezone.now(), "Not ours to show."
    shelf.a.save()
    revision = shelf.a.revisions.get()
    paths = [f"revisions/{revision.pk}/text/", f"sources/{revision.source_id}/content/"]
    for path in paths:
        assert visitor.get(f"/api/v1/{path}").status_code == 404
        assert editor.get(f"/api/v1/{path}").status_code == 200
    asked = {"a": {"revision": "on-variants/A@1"}, "b": {"text": "x"}}
    assert visitor.post("/api/v1/align/", asked, format="json").status_code == 400
    record = visitor.get(f"/api/v1/editions/{shelf.a.pk}/").json()
    assert (record["state"], record["withdrawn_reason"]) == ("withdrawn", "Not ours to show.")


@pytest.mark.parametrize("size", ["0", "-1", "many", "null", "1.5"])
def test_a_page_of_no_size_is_refused_rather_than_passed_over(visitor: APIClient, db: None, size: str) -> None:
    answer = visitor.get(f"/api/v1/works/?page_size={size}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/page_size"
    assert visitor.get("/api/v1/works/?page_size=99999999999999999999").status_code == 200
