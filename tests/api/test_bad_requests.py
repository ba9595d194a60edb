"""What no client should send: refused with a sentence, and never a fault of ours."""

import json
from io import BytesIO
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

DEEP = b"[" * 100_000
LONE = r'"\ud800"'


@pytest.mark.parametrize("address", ["align/", "comparisons/", "editions/", "passages/find/", "where-else/"])
def test_json_without_a_floor_is_refused_as_unreadable(editor: APIClient, shelf: SimpleNamespace, address: str) -> None:
    answer = editor.post(f"/api/v1/{address}", DEEP, content_type="application/json")
    assert answer.status_code == 400
    assert "nested too deeply" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("align/", '{"a": {"text": "x", "language": %s}, "b": {"text": "y"}}'),
        ("comparisons/", '{"a": {"revision": %s}, "b": {"text": "y"}}'),
        ("comparisons/", '{"a": {"text": %s}, "b": {"text": "y"}}'),
        ("editions/", '{"work": "on-variants", "siglum": %s, "title": "T", "text": "x"}'),
        ("editions/", '{"work": %s, "siglum": "X", "title": "T", "text": "x"}'),
        ("editions/", '{"work": "on-variants", "siglum": "X", "title": "T", "text": %s}'),
        ("passages/find/", '{"documents": [{"id": %s, "text": "x"}]}'),
        ("where-else/", '{"text": %s}'),
        ("align/", '{"a": {"text": "x"}, "b": {"text": "y"}, "options": {"ignore": [%s]}}'),
    ],
)
def test_half_a_character_is_refused_in_a_sentence_that_can_be_sent(
    editor: APIClient, shelf: SimpleNamespace, address: str, body: str
) -> None:
    answer = editor.post(f"/api/v1/{address}", (body % LONE).encode(), content_type="application/json")
    assert 400 <= answer.status_code < 500, answer.content
    assert answer.json()["detail"]


def test_the_description_does_not_take_a_name_for_itself_from_the_query(visitor: APIClient, db: None) -> None:
    answer = visitor.get("/api/v1/schema/?version=%00%0D%0AX-Own: 1")
    assert answer.status_code == 200
    assert "X-Own" not in answer["Content-Disposition"]


@pytest.mark.parametrize(
    "resource", ["works", "rules", "editions", "revisions", "segments", "sources", "notes", "comparisons", "jobs"]
)
def test_an_order_that_a_list_does_not_have_is_refused_with_those_that_it_has(
    editor: APIClient, shelf: SimpleNamespace, resource: str
) -> None:
    for asked in ("nonsense", "-nonsense", "id,nonsense", "title__length", "\x00", "password"):
        answer = editor.get(f"/api/v1/{resource}/", {"ordering": asked})
        assert answer.status_code == 400, asked
        assert answer.json()["errors"][0]["pointer"] == "/ordering"
        assert "is nothing to sort by: take " in answer.json()["detail"]
    assert editor.get(f"/api/v1/{resource}/?ordering=").status_code == 200


def test_an_order_is_taken_both_ways(visitor: APIClient, shelf: SimpleNamespace) -> None:
    def sigla(ordering: str) -> list[str]:
        return [one["siglum"] for one in visitor.get(f"/api/v1/editions/?ordering={ordering}").json()["results"]]

    assert sigla("siglum") == ["A", "B"]
    assert sigla("-siglum") == ["B", "A"]
    assert sigla("date,-siglum") == ["B", "A"]


@pytest.mark.parametrize("asked", [{"query": "?format=xml"}, {"accept": "application/xml"}])
def test_the_description_in_an_unknown_form_is_a_problem_that_json_reads(db: None, asked: dict[str, str]) -> None:
    headers = {"accept": asked["accept"]} if "accept" in asked else {}
    answer = Client().get(f"/api/v1/schema/{asked.get('query', '')}", headers=headers)
    assert answer.status_code in {404, 406}
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["status"] == answer.status_code


def test_what_announces_more_than_anybody_would_read_is_answered_at_once(db: None) -> None:
    class Silent(BytesIO):
        """A sender that announces and sends nothing: reading from it would wait for ever."""

        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError("the body was waited for")

    announced: dict[str, Any] = {"CONTENT_LENGTH": "99999999999", "wsgi.input": Silent()}
    answer = Client().generic("POST", "/api/v1/align/", b"", "application/json", **announced)
    assert answer.status_code == 413
    assert "larger than this site takes" in answer.json()["detail"]
