"""The words of a passage on both sides, and where the members of a family differ."""

from __future__ import annotations

import re

import pytest

from comparisons.phrasing.differences import MEMBERS, TooLong, differences
from comparisons.phrasing.marked import HEAD, LONGEST, TAIL, marks_beside, sides


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def test_what_is_shared_is_marked_as_such_and_what_differs_as_in_a_comparison() -> None:
    a, b = sides("pass over with your arms and equipment to us", "pass over with your guns to us")
    assert '<span class="shared">pass over with your</span>' in a
    assert re.search(r"<del[^>]*>arms", a)
    assert re.search(r"<ins[^>]*>guns</ins>", b)
    assert "<ins" not in a
    assert "<del" not in b


def test_the_words_stay_the_words_and_are_shown_as_text() -> None:
    a, b = 'He said: "<b>Bread & peace</b>!"', "He said: <b>Bread and peace</b>!"
    marked = sides(a, b)
    assert "<b>" not in marked[0]
    assert plain(marked[0]).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&") == a


def test_the_letters_inside_a_word_that_differ_are_marked_more_strongly() -> None:
    assert "<mark>e</mark>" in sides("the olde king", "the old king")[0]


def test_of_a_very_long_passage_begin_and_end_are_shown_and_it_is_said_how_much_is_between() -> None:
    text = " ".join(f"word{n}" for n in range(1000))
    shown, _ = sides(text, text)
    assert len(plain(shown)) < LONGEST
    assert "word0 " in shown
    assert "word999" in shown
    left = int(re.search(r"… ([\d,]+) characters …", shown)[1].replace(",", ""))
    assert left == pytest.approx(len(text) - HEAD - TAIL, abs=80)


def test_a_place_where_one_departs_from_the_first_has_the_readings_of_all() -> None:
    found = differences(
        [
            "the workers of all lands unite now",
            "the workers of the world unite now",
            "the workers of all lands unite today",
        ]
    )
    assert [[(reading.text, reading.members) for reading in one.readings] for one in found] == [
        [("all lands", (0, 2)), ("the world", (1,))],
        [("now", (0, 1)), ("today", (2,))],
    ]
    assert found[0].before == "the workers of"


def test_words_that_one_leaves_out_or_adds_are_a_reading_too() -> None:
    found = differences(["we all march at dawn", "we all march again at dawn", "we march at dawn"])
    assert [[reading.text for reading in one.readings] for one in found] == [["all", ""], ["", "again"]]


def test_a_member_that_has_only_a_part_is_compared_in_that_part() -> None:
    whole = (
        "the workers of this valley and of the hills beyond it will not be starved into the arms of their oldest and "
        "most patient enemies, who have waited for it since the spring"
    )
    found = differences([whole, "will not be starved into the hands of their oldest"])
    assert [[reading.text for reading in one.readings] for one in found] == [["arms", "hands"]]


def test_white_space_alone_is_no_difference() -> None:
    assert differences(["the workers\nof this valley", "the workers of this  valley"]) == []


def test_too_many_members_are_refused_with_a_sentence() -> None:
    with pytest.raises(TooLong, match="too much for one table"):
        differences(["a few words"] * (MEMBERS + 1))


def test_many_readings_beside_one_are_marked_at_once_each_in_its_own_words() -> None:
    readings = [
        "pass over with your arms",
        "Pass ouer with all your guns",
        "with your arms, pass over",
        "nothing of the kind",
    ]
    found = [
        [(text[mark.begin : mark.end], mark.category) for mark in marks]
        for text, marks in zip(readings, marks_beside("pass over with your arms", readings), strict=True)
    ]
    assert found[0] == []
    assert found[1] == [("Pass", "case"), ("ouer", "orthographic"), ("all", "addition"), ("guns", "substitution")]
    assert found[2] in ([("with your arms", "addition")], [("pass over", "addition")])
    assert [kind for _, kind in found[3]] == ["substitution"]
    assert marks_beside("pass over", []) == []
