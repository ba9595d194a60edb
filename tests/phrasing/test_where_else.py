"""Where else? Every other place of the corpus that shares some words, over the API."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from rest_framework.test import APIClient

from comparisons.engine.passages.lookup import Lookup
from comparisons.phrasing import spots
from corpus.texts import storing
from corpus.texts.cutting import Stretch, cut_out
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


def test_a_private_text_moves_no_figure_of_what_a_visitor_is_told(
    leaflets: dict[str, Edition], add: Callable[..., Edition], visitor: APIClient
) -> None:
    before = asked(visitor, text=SENTENCE)
    add("secret", f"{SENTENCE} The oldest enemies of this valley.", visibility="private")
    assert asked(visitor, text=SENTENCE) == before


def test_a_text_that_is_withdrawn_or_turns_private_is_gone_at_once(
    leaflets: dict[str, Edition], visitor: APIClient
) -> None:
    assert names(asked(visitor, text=SENTENCE)) == ["dawn/A@1", "letter/A@1", "notice/A@1"]
    Edition.objects.filter(pk=leaflets["notice"].pk).update(visibility="private")
    assert names(asked(visitor, text=SENTENCE)) == ["dawn/A@1", "letter/A@1"]
    Edition.objects.filter(pk=leaflets["letter"].pk).update(withdrawn_at=timezone.now())
    assert names(asked(visitor, text=SENTENCE)) == ["dawn/A@1"]


def test_those_who_ask_at_once_wait_for_one_index_and_one_that_is_out_of_date_is_let_go(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[list[str]] = []
    corpus = ["one"]

    def lookup(there: list[str]) -> Lookup:
        time.sleep(0.05)
        made.append(there)
        return Lookup.of([])

    monkeypatch.setattr(spots, "_indices", {})
    monkeypatch.setattr(spots, "state", lambda: [(name,) for name in corpus])
    monkeypatch.setattr(spots, "documents", lambda readership: list(corpus))
    monkeypatch.setattr(spots, "_lookup", lookup)
    with ThreadPoolExecutor(8) as pool:
        held = list(pool.map(spots.index, [AnonymousUser()] * 8))
    assert made == [["one"]]
    assert all(one is held[0] for one in held)
    corpus.append("two")
    assert spots.index(AnonymousUser()).there == ["one", "two"]
    assert len(spots._indices) == 1


def test_words_are_cut_out_of_many_texts_by_code_points_with_the_name_of_their_paragraph(
    add: Callable[..., Edition],
) -> None:
    text = "Ein Satz über 😀 Grüße.\n\nUnd noch einer, älter."
    revision = add("letters", text).revisions.get()
    at = text.index("älter")
    stretches = [Stretch(revision.pk, 4, 8, 4), Stretch(revision.pk, at, at + 99, at), Stretch(10**6, 0, 5, 0)]
    assert cut_out(stretches) == [("Satz", "1"), ("älter.", "2"), None]
    assert cut_out([]) == []
