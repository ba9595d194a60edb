"""What editors send to the API, and what becomes of it."""

from datetime import timedelta
from hashlib import sha256
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from rest_framework.test import APIClient

from comparisons.pairs import store
from corpus.access.models import User
from corpus.notes.models import Note
from corpus.texts import depositing, storing
from corpus.works.models import Edition, Work
from jobs.models import Job
from jobs.worker import drain
from tests.api.conftest import OTHER, TEXT


def body(**changes: object) -> dict[str, object]:
    return {"work": "on-variants", "siglum": "C", "title": "Third", "language": "en", "text": "One.\n\nTwo."} | changes


def test_an_editor_adds_an_edition_with_its_text(editor: APIClient, shelf: SimpleNamespace) -> None:
    answer = editor.post("/api/v1/editions/", body(), format="json")
    assert answer.status_code == 201, answer.content
    found = answer.json()
    assert (found["state"], found["revision"]) == ("ready", "on-variants/C@1")
    text = editor.get(f"/api/v1/revisions/{found['revisions'][0]}/text/").content.decode()
    assert text == "One.\n\nTwo."


def test_an_editor_adds_an_edition_as_a_file_and_gets_its_bytes_back(editor: APIClient, shelf: SimpleNamespace) -> None:
    content = "Café.\r\n\r\nDeux.".encode("cp1252")
    file = SimpleUploadedFile("c.txt", content, "text/plain")
    sent = {name: value for name, value in body(encoding="cp1252").items() if name != "text"}
    answer = editor.post("/api/v1/editions/", {**sent, "file": file}, format="multipart")
    assert answer.status_code == 201, answer.content
    revision = editor.get(f"/api/v1/revisions/{answer.json()['revisions'][0]}/").json()
    assert editor.get(f"/api/v1/revisions/{revision['id']}/text/").content.decode() == "Café.\n\nDeux."
    assert editor.get(f"/api/v1/sources/{revision['source']}/content/").content == content


@pytest.mark.parametrize(
    ("changes", "status", "word"),
    [
        ({"siglum": "A"}, 409, "siglum"),
        ({"siglum": "a b"}, 400, "siglum"),
        ({"date": "yesterday"}, 400, "EDTF"),
        ({"language": "klingonish-x"}, 400, "language"),
        ({"text": ""}, 422, ""),
        ({"text": " \n "}, 422, ""),
        ({"text": "a\0b"}, 400, "NUL character at line 1"),
        ({"work": "none"}, 400, "none"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_words_and_nothing_is_stored(
    editor: APIClient, shelf: SimpleNamespace, changes: dict[str, object], status: int, word: str
) -> None:
    before = Edition.objects.count()
    answer = editor.post("/api/v1/editions/", body(**changes), format="json")
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert word in answer.content.decode()
    assert Edition.objects.count() == before


def test_only_editors_write(visitor: APIClient, reader: APIClient, shelf: SimpleNamespace) -> None:
    for client, status in ((visitor, 401), (reader, 403)):
        for name in ("editions", "revisions", "notes"):
            assert client.post(f"/api/v1/{name}/", {}, format="json").status_code == status


def test_a_correction_is_a_new_revision_with_its_reason(editor: APIClient, shelf: SimpleNamespace) -> None:
    text = "On Variants\n\nThe old king rode out at dawn.\n\nNobody saw him go."
    sent = {"edition": shelf.a.pk, "text": text, "reason": "olde is a slip"}
    answer = editor.post("/api/v1/revisions/", sent, format="json")
    assert answer.status_code == 201, answer.content
    assert (answer.json()["number"], answer.json()["name"]) == (2, "on-variants/A@2")
    without = editor.post("/api/v1/revisions/", {**sent, "reason": ""}, format="json")
    assert without.status_code == 400
    same = editor.post("/api/v1/revisions/", sent, format="json")
    assert same.status_code == 409


def test_a_request_sent_again_with_its_key_creates_nothing_twice(editor: APIClient, shelf: SimpleNamespace) -> None:
    first = editor.post("/api/v1/editions/", body(), format="json", headers={"Idempotency-Key": "k1"})
    again = editor.post("/api/v1/editions/", body(), format="json", headers={"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert again["Idempotency-Replayed"] == "true"
    assert Edition.objects.filter(siglum="C").count() == 1
    other = editor.post("/api/v1/editions/", body(siglum="D"), format="json", headers={"Idempotency-Key": "k1"})
    assert other.status_code == 422


def test_a_file_sent_again_with_its_key_creates_nothing_twice(editor: APIClient, shelf: SimpleNamespace) -> None:
    ids = set()
    for _ in range(2):
        file = SimpleUploadedFile("c.txt", b"One.", "text/plain")
        sent = {"work": "on-variants", "siglum": "C", "title": "Third", "file": file}
        answer = editor.post("/api/v1/editions/", sent, format="multipart", headers={"Idempotency-Key": "k2"})
        assert answer.status_code == 201, answer.content
        ids.add(answer.json()["id"])
    assert len(ids) == 1


def test_a_note_speaks_of_a_place(editor: APIClient, visitor: APIClient, shelf: SimpleNamespace) -> None:
    revision = shelf.a.revisions.get()
    sent = {"kind": "note", "body": "Note the final e.", "targets": [{"revision": revision.pk, "begin": 17, "end": 21}]}
    answer = editor.post("/api/v1/notes/", sent, format="json")
    assert answer.status_code == 201, answer.content
    assert visitor.get(f"/api/v1/notes/?revision={revision.pk}").json()["results"][0]["body"] == "Note the final e."
    sent["targets"] = [{"revision": revision.pk, "begin": 0, "end": 10_000}]
    assert editor.post("/api/v1/notes/", sent, format="json").status_code == 400
    assert Note.objects.count() == 1


def test_markup_in_titles_stays_text(editor: APIClient, shelf: SimpleNamespace) -> None:
    title = "<script>alert(1)</script>"
    answer = editor.post("/api/v1/editions/", body(title=title), format="json")
    assert answer.json()["title"] == title
    assert answer["Content-Type"] == "application/json"


def test_a_text_of_ones_own_is_compared_and_kept_with_the_comparison(
    visitor: APIClient, reader: APIClient, shelf: SimpleNamespace
) -> None:
    sent = {"a": {"revision": "on-variants/A@1"}, "b": {"text": OTHER}}
    answer = visitor.post("/api/v1/comparisons/", sent, format="json")
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["state"], made["a"]) == ("ready", "on-variants/A@1")
    assert made["b"] == "sha256:" + sha256(OTHER.encode()).hexdigest()
    align = visitor.post("/api/v1/align/", sent, format="json").json()
    where = f"/api/v1/comparisons/{made['id']}/"
    assert visitor.get(f"{where}operations/").json()["results"] == align["operations"]
    assert visitor.get(f"{where}blocks/").json()["results"] == align["blocks"]
    for client in (visitor, reader):
        assert made["id"] not in client.get("/api/v1/comparisons/").content.decode()
        assert client.get(where).status_code == 200
    again = visitor.post("/api/v1/comparisons/", sent, format="json").json()
    assert again["id"] == made["id"]
    both = visitor.post("/api/v1/comparisons/", {"a": {"text": TEXT}, "b": {"text": ""}}, format="json")
    assert both.status_code == 201


def test_a_comparison_of_ones_own_text_is_deleted_unless_it_is_cited(
    visitor: APIClient, reader: APIClient, editor: APIClient, shelf: SimpleNamespace
) -> None:
    sent = {"a": {"revision": "on-variants/A@1"}, "b": {"text": OTHER}}
    where = f"/api/v1/comparisons/{reader.post('/api/v1/comparisons/', sent, format='json').json()['id']}/"
    assert reader.get("/api/v1/comparisons/").json()["results"]
    assert visitor.delete(where).status_code in {401, 403}
    assert visitor.post(f"{where}cite/").status_code in {401, 403}
    assert reader.post(f"{where}cite/").status_code == 200
    assert reader.delete(where).status_code == 409
    other = f"/api/v1/comparisons/{reader.post('/api/v1/comparisons/', {**sent, 'options': {'ignore': ['case']}}, format='json').json()['id']}/"
    assert reader.delete(other).status_code == 204
    assert reader.get(other).status_code == 404
    plain = {"a": {"revision": "on-variants/A@1"}, "b": {"revision": "on-variants/B@1"}}
    kept = editor.post("/api/v1/comparisons/", plain, format="json").json()["id"]
    assert editor.delete(f"/api/v1/comparisons/{kept}/").status_code == 403


def test_texts_of_ones_own_are_bounded(visitor: APIClient, shelf: SimpleNamespace, settings) -> None:
    settings.LIMIT_ALIGN_CHARACTERS = 20
    sent = {"a": {"revision": "on-variants/A@1"}, "b": {"text": "x" * 21}}
    assert visitor.post("/api/v1/comparisons/", sent, format="json").status_code == 413
    settings.LIMIT_GIVEN_CHARACTERS = 10
    sent["b"] = {"text": "x" * 11}
    assert visitor.post("/api/v1/comparisons/", sent, format="json").status_code == 429
    sent["b"] = {"revision": "hidden/H@1"}
    sent["a"] = {"text": "x"}
    assert visitor.post("/api/v1/comparisons/", sent, format="json").status_code == 400


def test_texts_in_two_languages_are_aligned_by_paragraphs(visitor: APIClient, shelf: SimpleNamespace) -> None:
    sent = {"a": {"revision": "on-variants/A@1"}, "b": {"text": "Des variantes\n\nLe vieux roi.", "language": "fr"}}
    found = visitor.post("/api/v1/align/", sent, format="json").json()
    assert any(block["a"] and block["b"] for block in found["blocks"])
    assert "".join(sent["b"]["text"][slice(*operation["b"])] for operation in found["operations"]) == sent["b"]["text"]
    assert sum(found["counts"].values()) == sum(operation["type"] != "equal" for operation in found["operations"])
    sent["b"] = {"text": "x", "language": "no tag"}
    assert visitor.post("/api/v1/align/", sent, format="json").status_code == 400


def test_a_visitor_follows_a_comparison_from_the_queue_to_its_result(
    visitor: APIClient, reader: APIClient, shelf: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "AT_ONCE", 0)
    first, second = (
        visitor.post(
            "/api/v1/comparisons/", {"a": {"revision": "on-variants/A@1"}, "b": {"text": text}}, format="json"
        ).json()
        for text in ("One.", "Two.")
    )
    where = f"/api/v1/comparisons/{second['id']}/"
    before = first["making"]["before"]
    waiting = {"state": "queued", "before": before + 1, "progress": 0.0, "message": "", "remaining": None}
    assert first["making"] == waiting | {"before": before}
    assert second["making"] == visitor.get(where).json()["making"] == reader.get(where).json()["making"] == waiting
    begun = timezone.now() - timedelta(seconds=30)
    job = Job.objects.filter(pk=second["job"])
    job.update(state="running", progress=0.5, message="aligning", started_at=begun)
    found = visitor.get(where).json()["making"]
    assert (found["state"], found["progress"], found["message"]) == ("running", 0.5, "aligning")
    assert found["remaining"] >= 30
    job.update(state="queued", progress=0, message="", started_at=None)
    drain()
    ready = visitor.get(where).json()
    assert (ready["state"], ready["making"]) == ("ready", None)


def test_a_list_of_comparisons_that_wait_costs_no_query_for_each(
    editor: APIClient, shelf: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries
) -> None:
    monkeypatch.setattr(store, "AT_ONCE", 0)
    for number in range(5):
        sent = {"a": {"revision": "on-variants/A@1"}, "b": {"text": f"Text {number}."}}
        editor.post("/api/v1/comparisons/", sent, format="json")
    with django_assert_max_num_queries(8):
        rows = editor.get("/api/v1/comparisons/?ordering=id").json()["results"]
    before = [row["making"]["before"] for row in rows]
    assert before == list(range(before[0], before[0] + 5))


def test_a_comparison_that_could_not_be_made_says_so_and_is_tried_again_when_it_is_asked_for(
    visitor: APIClient, shelf: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "AT_ONCE", 0)
    sent = {"a": {"revision": "on-variants/A@1"}, "b": {"revision": "on-variants/B@1"}}
    made = visitor.post("/api/v1/comparisons/", sent, format="json").json()
    assert (made["state"], made["error"]) == ("queued", "")
    where = f"/api/v1/comparisons/{made['id']}/"
    job = Job.objects.filter(pk=made["job"])
    for state, error, said in (("failed", "The text was too long.", "too long"), ("cancelled", "", "called off")):
        job.update(state=state, error=error)
        found = visitor.get(where).json()
        assert found["state"] == "failed"
        assert said in found["error"]
        assert [one["id"] for one in visitor.get("/api/v1/comparisons/?state=failed").json()["results"]] == [made["id"]]
        assert not visitor.get("/api/v1/comparisons/?state=queued").json()["results"]
        refused = visitor.get(f"{where}operations/")
        assert refused.status_code == 409
        assert said in refused.json()["detail"]
    again = visitor.post("/api/v1/comparisons/", sent, format="json").json()
    assert (again["id"], again["state"]) == (made["id"], "queued")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": 1941}, "title"),
        ({"leave_out": 0}, "leave_out"),
        ({"text": ["One."]}, "text"),
        ({"siglum": True}, "siglum"),
    ],
)
def test_a_number_is_no_text_and_nothing_a_yes_or_no_but_these(
    editor: APIClient, shelf: SimpleNamespace, changes: dict[str, object], field: str
) -> None:
    answer = editor.post("/api/v1/editions/", body(**changes), format="json")
    assert answer.status_code == 400
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{field}"]


def test_a_job_that_is_not_over_is_not_tried_again(reader: APIClient, shelf: SimpleNamespace) -> None:
    job = Job.objects.create(kind="compare", title="Comparing", created_by=User.objects.get(username="reader"))
    answer = reader.post(f"/api/v1/jobs/{job.pk}/retry/")
    assert answer.status_code == 409
    assert "only what failed or was cancelled" in answer.json()["detail"]


def test_a_long_text_is_accepted_and_its_record_says_when_it_is_there(
    editor: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(depositing, "CHARACTERS", 100)
    Work.objects.create(slug="long", title="Long")
    text = "A sentence of a long text. " * 10
    answer = editor.post("/api/v1/editions/", {"work": "long", "siglum": "A", "title": "A", "text": text}, "json")
    assert answer.status_code == 202
    record = answer.json()
    assert (record["state"], record["error"], record["revisions"]) == ("queued", "", [])
    assert editor.get(f"/api/v1/jobs/{record['job']}/").json()["state"] == "queued"
    drain()
    record = editor.get(f"/api/v1/editions/{record['id']}/").json()
    assert (record["state"], record["job"]) == ("ready", None)
    assert editor.get(f"/api/v1/revisions/{record['revisions'][0]}/text/").content.decode() == text


def test_a_long_text_that_could_not_be_stored_has_failed_and_says_why(
    editor: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(depositing, "CHARACTERS", 100)
    Work.objects.create(slug="long", title="Long")
    sent = {"work": "long", "siglum": "A", "title": "A", "text": "A sentence of a long text. " * 10}
    record = editor.post("/api/v1/editions/", sent, "json").json()
    editor.post(f"/api/v1/jobs/{record['job']}/cancel/")
    record = editor.get(f"/api/v1/editions/{record['id']}/").json()
    assert (record["state"], record["error"]) == ("failed", "It was called off before the text was stored.")


def test_a_long_correction_is_accepted_and_its_job_names_the_revision(
    editor: APIClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(depositing, "CHARACTERS", 100)
    work = Work.objects.create(slug="long", title="Long")
    edition = storing.add_edition(work, siglum="A", title="A", text="Short.")
    text = "A sentence of a long text. " * 10
    sent = {"edition": edition.pk, "text": text, "reason": "Longer."}
    answer = editor.post("/api/v1/revisions/", sent, "json")
    assert answer.status_code == 202
    assert answer.json()["state"] == "queued"
    drain()
    job = editor.get(f"/api/v1/jobs/{answer.json()['job']}/").json()
    assert editor.get(f"/api/v1/revisions/{job['result']['revision']}/text/").content.decode() == text
