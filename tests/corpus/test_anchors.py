"""Anchors: a paragraph keeps its name in every later revision that still has it."""

from __future__ import annotations

import random

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.texts import anchors, finding, storing
from corpus.texts.models import Revision
from corpus.works.models import Edition, Work

WORDS = [
    "the",
    "soviet",
    "union",
    "is",
    "at",
    "war",
    "and",
    "in",
    "mortal",
    "danger",
    "hitler",
    "has",
    "turned",
    "east",
    "quick",
    "victory",
    "military",
    "economic",
]


def prose(seed: int, words: int = 30) -> str:
    chance = random.Random(seed)
    return (" ".join(chance.choice(WORDS) + str(chance.randrange(40)) for _ in range(words)) + ".").capitalize()


def text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


def anchors_of(revision: Revision) -> list[str]:
    return list(revision.segments.order_by("position").values_list("anchor", flat=True))


@pytest.fixture
def five(work: Work) -> Edition:
    return storing.add_edition(work, siglum="F", title="Five", text=text(*map(prose, range(5))))


def test_paragraphs_are_numbered_and_headings_have_a_series_of_their_own(work: Work) -> None:
    whole = f"A Heading\n{prose(1)}\n\nAnother Heading\n{prose(2)}\n\n{prose(3)}"
    edition = storing.add_edition(work, siglum="H", title="H", text=whole)
    assert anchors_of(edition.revisions.get()) == ["h1", "1", "h2", "2", "3"]


def test_text_that_is_inserted_before_them_changes_no_anchor(five: Edition) -> None:
    old = [prose(n) for n in range(5)]
    second = storing.add_revision(five, text(prose(100), *old[:2], prose(101), *old[2:]))
    assert anchors_of(second) == ["6", "1", "2", "7", "3", "4", "5"]
    assert [segment.number for segment in second.segments.order_by("position")] == [1, 2, 3, 4, 5, 6, 7]


def test_a_corrected_paragraph_keeps_its_anchor(five: Edition) -> None:
    old = [prose(n) for n in range(5)]
    corrected = old[2].replace(old[2].split()[3], "comrades").upper()
    assert anchors_of(storing.add_revision(five, text(*old[:2], corrected, *old[3:]))) == ["1", "2", "3", "4", "5"]


def test_a_paragraph_rewritten_beyond_recognition_is_a_new_one(five: Edition) -> None:
    old = [prose(n) for n in range(5)]
    assert anchors_of(storing.add_revision(five, text(*old[:2], prose(77), *old[3:]))) == ["1", "2", "6", "4", "5"]


def test_the_anchor_of_a_deleted_paragraph_is_never_given_again_and_still_found(five: Edition) -> None:
    old = [prose(n) for n in range(5)]
    storing.add_revision(five, text(*old[:4]))
    third = storing.add_revision(five, text(*old[:4], prose(200)))
    assert anchors_of(third) == ["1", "2", "3", "4", "6"]
    place = finding.place(five, "5")
    assert place.revision.number == 1
    assert finding.place(five, "2").revision.number == 3
    with pytest.raises(finding.NotFound):
        finding.place(five, "99")


def test_a_moved_paragraph_takes_its_anchor_along(five: Edition) -> None:
    old = [prose(n) for n in range(5)]
    assert anchors_of(storing.add_revision(five, text(*old[1:], old[0]))) == ["2", "3", "4", "5", "1"]


def test_lines_that_are_the_same_keep_their_order(work: Work) -> None:
    refrain = "Workers of the world, unite and defend the Soviet Union, for it is yours to defend and nobody else’s!"
    edition = storing.add_edition(work, siglum="R", title="R", text=text(refrain, prose(1), refrain, prose(2), refrain))
    second = storing.add_revision(edition, text(prose(9), refrain, prose(1), refrain, prose(2), refrain))
    assert anchors_of(second) == ["6", "1", "2", "3", "4", "5"]


def test_many_paragraphs_are_matched_by_their_rarer_words() -> None:
    old = [prose(n) for n in range(300)]
    new = []
    for n, paragraph in enumerate(old):
        words = paragraph.split()
        words[n % 20] = "otherwise"
        new += [prose(1000 + n), " ".join(words)]
    pairs = anchors.match(*placed(old), *placed(new))
    assert [(n, 2 * n + 1) for n in range(300)] == pairs


def placed(paragraphs: list[str]) -> tuple[str, list[tuple[int, int]]]:
    spans, at = [], 0
    for paragraph in paragraphs:
        spans.append((at, at + len(paragraph)))
        at += len(paragraph) + 2
    return text(*paragraphs), spans


@given(st.lists(st.integers(0, 6), max_size=30), st.lists(st.integers(0, 6), max_size=30))
@settings(max_examples=200)
def test_no_segment_is_matched_twice_and_the_same_text_matches_itself(a: list[int], b: list[int]) -> None:
    one, other = [prose(n, 6) for n in a], [prose(n, 6) for n in b]
    pairs = anchors.match(*placed(one), *placed(other))
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    assert all(0 <= i < len(one) and 0 <= j < len(other) for i, j in pairs)
    assert anchors.match(*placed(one), *placed(one)) == [(n, n) for n in range(len(one))]


def test_an_address_finds_the_newest_revision_or_the_one_it_names(five: Edition) -> None:
    storing.add_revision(five, text(prose(1), prose(2)))
    visitor = AnonymousUser()
    assert finding.resolve("a-work/F", visitor).number == 2
    assert finding.resolve("a-work/F@1", visitor).number == 1
    for wrong in (
        "a-work/F@3",
        "a-work/Z",
        "other/F",
        "a-work",
        "a-work/F@0",
        "a-work/F@99999999999",
        "a-work/\x00",
        "a-work/\ud800",
    ):
        with pytest.raises(finding.NotFound):
            finding.resolve(wrong, visitor)
