"""Segments: headings, paragraphs and lines, as an editor would number them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comparisons.engine.text.segments import KINDS, segment
from tests.engine.test_tokens import emended, web_capture


def parts(text: str) -> list[tuple[str, str]]:
    segments = segment(text)
    return [
        (KINDS[kind], text[begin:end]) for (begin, end), kind in zip(segments.span.tolist(), segments.kind, strict=True)
    ]


def kinds(text: str) -> list[str]:
    return [kind for kind, _ in parts(text)]


def wrap(text: str, width: int) -> str:
    """Each line of the text wrapped, words of eight letters and more broken after three with a hyphen."""
    out = []
    for line in text.split("\n"):
        row = ""
        for word in line.split(" "):
            room = width - len(row) - 1
            if len(row) + 1 + len(word) <= width or not row:
                row = f"{row} {word}" if row else word
            elif word.isalpha() and len(word) >= 8 and room >= 4:
                cut = min(room - 1, len(word) - 2)
                out.append(f"{row} {word[:cut]}-")
                row = word[cut:]
            else:
                out.append(row)
                row = word
        out.append(row)
    return "\n".join(out)


HEADINGS = [
    "For Defense of the Soviet Union",
    "Manifesto of the Fourth International",
    "Stalinism Responsible for the Catastrophe",
    "The Bureaucracy’s Foreign Policies",
    "Stalin Stifles the Revolutionary Struggle",
    "The Spirit of the Soviet Masses",
    "Tasks of the Working Class",
    "Stalinism Is Doomed!",
]


def test_each_line_of_the_manifesto_is_a_segment_and_its_headings_are_headings():
    found = parts(emended())
    assert [content for _, content in found] == [line for line in emended().split("\n") if line]
    assert [content for kind, content in found if kind == "heading"] == HEADINGS


def test_the_manifesto_has_32_numbered_paragraphs_and_its_signature():
    numbered = [content for kind, content in parts(emended()) if kind != "heading"]
    assert len(numbered) == 33
    assert numbered[29].startswith("Defend the Soviet Union and you")
    assert numbered[30:32] == ["For defense of the Soviet Union!", "Long live the World Socialist Revolution!"]
    assert numbered[32].startswith("Executive Committee")


def test_the_whole_capture_has_a_segment_a_line_with_its_navigation_and_its_source():
    found = parts(web_capture())
    assert len(found) == 51
    assert [content for kind, content in found if kind == "heading"] == HEADINGS
    assert found[-1][1] == "From Fourth International, October 1941."


@pytest.mark.parametrize("width", [46, 60, 72])
def test_the_manifesto_wrapped_with_hyphens_has_the_same_segments_down_to_its_slogans(width):
    rejoined = [
        content.replace("-\n", "").replace("\n", " ").replace("-", "") for _, content in parts(wrap(emended(), width))
    ]
    assert rejoined[:37] == [content.replace("-", "") for _, content in parts(emended())][:37]


def test_lines_of_verse_are_lines_however_even_they_are():
    verse = "\n".join(
        ["Shall I compare thee to a summer’s day?", "Thou art more lovely and more temperate:",
         "Rough winds do shake the darling buds of May,", "And summer’s lease hath all too short a date:"]
    )  # fmt: skip
    assert kinds(verse) == ["line"] * 4


def test_three_lines_near_one_width_are_one_paragraph_and_two_are_two():
    three = "It was the best of times, it was the\nworst of times, it was the age of wis\ndom."
    assert kinds(three) == ["paragraph"]
    assert kinds("\n".join(three.split("\n")[:2])) == ["line", "line"]


def test_short_lines_are_lines():
    assert kinds("one two three\nfour five six\nseven") == ["line"] * 3


def test_a_heading_directly_above_its_paragraph_is_a_segment_of_its_own():
    assert kinds("The First Part\n" + "It began in the spring of that year. " * 5) == ["heading", "paragraph"]


def test_a_short_sentence_above_a_paragraph_is_no_heading():
    assert "heading" not in kinds("It began.\n" + "It went on in the spring of that year. " * 5)


def test_a_heading_alone_between_paragraphs_is_a_heading_and_a_signature_at_the_end_is_none():
    body = "It began in the spring of that year. " * 5
    assert kinds(f"{body}\n\nChapter Two\n\n{body}\n\nThe Editors") == [
        "paragraph",
        "heading",
        "paragraph",
        "paragraph",
    ]


def test_markdown_headings_have_their_level():
    segments = segment("# One\n\nText of the first part.\n## Two\nMore text.\n\n#hashtag")
    assert [KINDS[kind] for kind in segments.kind] == ["heading", "paragraph", "heading", "paragraph", "paragraph"]
    assert segments.level.tolist() == [1, 0, 2, 0, 0]


def test_every_kind_of_line_break_parts_lines_and_no_empty_line_is_a_segment():
    text = "a\rb\r\nc\x0bd\u2028e\x85f\n\n \ng\x0ch\u2029i"
    assert [content for _, content in parts(text)] == list("abcdefghi")
    assert kinds(text) == ["line"] * 6 + ["paragraph"] * 3


def test_a_line_is_not_parted_from_the_one_that_a_hyphen_joins_it_to():
    assert [content for _, content in parts("the exter-\nmination\nof words")] == ["the exter-\nmination", "of words"]


def test_a_text_of_blanks_has_no_segments():
    assert len(segment("")) == len(segment(" \n\t\r\n\u2029 ")) == 0


@given(st.text(st.sampled_from("aB# -\n\r\t.\x0c\u2029é!") | st.characters(), max_size=80))
def test_segments_are_in_order_and_hold_everything_but_white_space(text):
    segments = segment(text)
    at = 0
    for begin, end in segments.span.tolist():
        assert at <= begin < end <= len(text)
        assert text[at:begin].strip() == ""
        assert text[begin:end] == text[begin:end].strip()
        at = end
    assert text[at:].strip() == ""
    assert set(segments.level[segments.kind != 0].tolist()) <= {0}


def test_very_long_and_very_many_lines_are_cut_like_others():
    assert kinds("word " * 200_000) == ["paragraph"]
    verse = "Sing, goddess, the anger of Achilles\n" * 2000
    assert kinds(verse) == ["line"] * 2000
    assert (
        kinds(("A verse that is longer than any line of verse should be. " * 4 + "\n") * 2000) == ["paragraph"] * 2000
    )
