"""Quick compare: two texts, the same view, nothing stored."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from comparisons.pairs import quickly
from comparisons.pairs.models import Comparison

pytestmark = pytest.mark.django_db


def test_two_texts_are_compared_and_nothing_is_stored(client):
    html = client.post("/quick", {"a": "The old words.", "b": "The olde words."}).content.decode()
    assert '<del data-category="orthographic">' in html
    assert Comparison.objects.count() == 0


def test_files_are_compared(client):
    a, b = SimpleUploadedFile("a.txt", b"one two three"), SimpleUploadedFile("b.txt", b"one 2 three")
    html = client.post("/quick", {"a_file": a, "b_file": b}).content.decode()
    assert "<del" in html


def test_the_bound_is_said_and_held(client):
    assert f"{quickly.MOST:,}" in client.get("/quick").content.decode()
    answer = client.post("/quick", {"a": "x" * (quickly.MOST + 1), "b": "y"})
    assert answer.status_code == 400
    assert "The left text has 200,001 characters" in answer.content.decode()


def test_what_is_no_text_is_refused_with_a_sentence(client):
    picture = SimpleUploadedFile("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00")
    answer = client.post("/quick", {"a_file": picture, "b": "y"})
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()


def test_markup_stays_text(client):
    html = client.post("/quick", {"a": "<script>alert(1)</script>", "b": "<img src=x>"}).content.decode()
    assert "<script>alert(1)" not in html
    assert "<img src=x>" not in html


@pytest.mark.parametrize("ignore", ["case", "nonsense"])
def test_options_are_taken_or_refused(client, ignore):
    answer = client.post("/quick", {"a": "The Old", "b": "the old", "ignore": ignore})
    assert answer.status_code == (200 if ignore == "case" else 400)


def test_empty_texts_are_alike(client):
    assert "100.0 %" in client.post("/quick", {"a": "", "b": ""}).content.decode()


def test_texts_in_two_languages_are_aligned_by_paragraphs(client):
    sent = {"a": "One.\n\nTwo words.", "b": "Un.\n\nDeux mots.", "a_language": "en", "b_language": "fr"}
    html = client.post("/quick", sent).content.decode()
    assert "words are not compared" in html
    assert "<del" not in html
    assert 'lang="fr"' in html
    answer = client.post("/quick", {**sent, "b_language": "no tag"})
    assert answer.status_code == 400
    assert "no tag" in answer.content.decode()
