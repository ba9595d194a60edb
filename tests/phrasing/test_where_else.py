"""Where else? Every other place of the corpus that shares some words, over the API."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from corpus.texts import storing
from corpus.works.models import Edition
from tests.phrasing.conftest import SENTENCE

pytestmark = pytest.mark.django_db


def asked(client: APIClient, **selection: Any) -> list[dict[str, Any]]:
    answer = client.post("/api/v1/where-else/", selection, format="json")
    assert answer.status_code == 200, answer.content
    places: list[dict[str, Any]] = answer.json()["places"]
    return places


def names(places: list[dict[str, Any]]) -> list[str]:
    return sorted(place["revision"] for place in places)


def test_the_other_places_of_a_sentence_are_told_in_their_context(
    leaflets: dict[str, Edition], visitor: APIClient
) -> None:
    places = asked(visitor, text=SENTENCE)
    assert names(places) == ["dawn/A@1", "letter/A@1", "notice/A@1"]
    first = places[0]
    assert first["text"] == SENTENCE.rstrip(".")
    assert first["address"].endswith(f"#c={first['begin']}-{first['end']}")
    assert first["after"].startswith(".")
    assert first["bits"] > places[-1]["bits"]


def test_a_marked_place_of_a_text_is_not_its_own_other_place(leaflets: dict[str, Edition], visitor: APIClient) -> None:
    begin = leaflets["dawn"].revisions.get().text.index(SENTENCE)
    places = asked(visitor, revision="dawn/A@1", begin=begin, end=begin + len(SENTENCE))
    assert names(places) == ["letter/A@1", "notice/A@1"]


def test_a_corrected_text_is_looked_up_as_it_is_now(leaflets: dict[str, Edition], visitor: APIClient) -> None:
    assert names(asked(visitor, text="pudding of plums")) == ["menu/A@1"]
    storing.add_revision(leaflets["menu"], "Soup of the day, and a pie of cherries.")
    assert asked(visitor, text="pudding of plums") == []
    assert names(asked(visitor, text="a pie of cherries")) == ["menu/A@2"]


def test_a_visitor_finds_nothing_of_what_is_private(
    leaflets: dict[str, Edition], add: Callable[..., Edition], visitor: APIClient, editor: APIClient
) -> None:
    add("secret", f"Burn this. {SENTENCE} Zinnober.", visibility="private")
    assert names(asked(visitor, text=SENTENCE)) == ["dawn/A@1", "letter/A@1", "notice/A@1"]
    assert asked(visitor, text="Zinnober") == []
    assert names(asked(editor, text="Zinnober")) == ["secret/A@1"]
    refused = visitor.post("/api/v1/where-else/", {"revision": "secret/A", "begin": 0, "end": 9}, format="json")
    assert refused.status_code == 400


@pytest.mark.parametrize(
    "selection",
    [
        {"text": "a" * 4001},
        {"text": "…"},
        {"revision": "dawn/A@1", "begin": 9, "end": 1},
        {"revision": "dawn/A@1", "begin": 0, "end": 0},
        {"text": "a", "revision": "dawn/A@1"},
        {"revision": "dawn/A@1"},
        {"revision": "nowhere/A@1", "begin": 0, "end": 1},
        {},
    ],
)
def test_what_is_too_long_or_nothing_or_nowhere_is_said(
    leaflets: dict[str, Edition], visitor: APIClient, selection: dict[str, Any]
) -> None:
    answer = visitor.post("/api/v1/where-else/", selection, format="json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
