"""What holds of every comparison whatsoever, tried on texts that nobody would write."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from comparisons.engine.comparison import as_json, compare
from comparisons.engine.options import SWITCHES, Options, Point

WORDS = ["the", "old", "olde", "ship", "Ship", "evermore", "ever", "more", "of", "a", "naïve", "naive", "USSR", "1917"]
MARKS = [".", ",", '"', "“", "”", "’", "—", "–", "...", "(", "\u00ad"]
BLANKS = [" ", " ", " ", "\n", "\n\n", "  ", "\r\n", "\t", "", "\u00a0"]
ODD = [
    "e\u0301",
    "\u0301",
    "👩\u200d👩\u200d👧",
    "🇫🇷",
    "漢字",
    "กำ",
    "עברית",
    "\x00",
    "\ufeff",
    "ß",
    "ſs",
    "com-\nrades",
]
PIECES = st.sampled_from(WORDS * 4 + MARKS * 2 + ODD)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from(BLANKS)), max_size=40).map(
    lambda pieces: "".join(piece + blank for piece, blank in pieces)
) | st.text(max_size=60)
PASSAGES = st.permutations(
    [
        "The rights of the workers were taken away by night, and nobody spoke of them again.",
        "A ship of old timber lay in the harbour; its sails had long been sold for bread!",
        "Ever more frequently the letters came without a stamp, and were sent back unread.",
    ]
)
IGNORED = st.sets(st.sampled_from(SWITCHES)).map(frozenset)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[str, str]:
    """Two texts that have something in common."""
    text = draw(TEXTS)
    if draw(st.booleans()):
        return draw(PASSAGES.map("\n\n".join)) + text, draw(PASSAGES.map("\n\n".join)) + draw(TEXTS)
    other = text
    for _ in range(draw(st.integers(0, 4))):
        begin = draw(st.integers(0, len(other)))
        end = draw(st.integers(begin, min(len(other), begin + 12)))
        other = other[:begin] + draw(st.just("") | PIECES | PIECES.map(lambda piece: f" {piece}")) + other[end:]
    return text, other


def compared(a: str, b: str, ignore: frozenset[str] = frozenset()) -> dict[str, Any]:
    return as_json(compare(a, b, Options(ignore)))


def tiles(operations: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [operation for operation in operations if operation["type"] != "move"]


def moves(result: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for operation in result["operations"] if operation["type"] == "move"]


@settings(max_examples=60)
@given(pairs(), IGNORED)
def test_the_operations_read_in_order_rebuild_both_texts(texts: tuple[str, str], ignore: frozenset[str]) -> None:
    result = compared(*texts, ignore)
    whole = [(tiles(result["operations"]), (0, len(texts[0])), (0, len(texts[1])))]
    whole += [(move["operations"], move["a"], move["b"]) for move in moves(result)]
    for operations, span_a, span_b in whole:
        at = [span_a[0], span_b[0]]
        for operation in operations:
            assert [operation["a"][0], operation["b"][0]] == at
            at = [operation["a"][1], operation["b"][1]]
            lengths = (operation["a"][1] - operation["a"][0], operation["b"][1] - operation["b"][0])
            readings = [text[slice(*operation[side])] for text, side in zip(texts, "ab", strict=True)]
            assert {
                "equal": readings[0] == readings[1] != "",
                "replace": min(lengths) > 0 and readings[0] != readings[1],
                "delete": lengths[0] > 0 == lengths[1],
                "insert": lengths[1] > 0 == lengths[0],
            }[operation["type"]]
        assert at == [span_a[1], span_b[1]]


@settings(max_examples=40)
@given(pairs(), IGNORED)
def test_neighbours_differ_in_type_category_ignored_or_move(texts: tuple[str, str], ignore: frozenset[str]) -> None:
    result = compared(*texts, ignore)
    for operations in [tiles(result["operations"]), *(move["operations"] for move in moves(result))]:
        kinds = [
            tuple(operation.get(key) for key in ("type", "category", "ignored", "move")) for operation in operations
        ]
        assert all(one != other for one, other in itertools.pairwise(kinds))


@settings(max_examples=40)
@given(pairs(), IGNORED)
def test_swapping_the_texts_exchanges_insertion_and_deletion_and_nothing_else(
    texts: tuple[str, str], ignore: frozenset[str]
) -> None:
    there, back = compared(*texts, ignore), compared(texts[1], texts[0], ignore)
    turn = {"delete": "insert", "insert": "delete", "addition": "omission", "omission": "addition"}

    def turned(operations: list[dict[str, Any]]) -> list[Any]:
        return [
            (
                turn.get(o["type"], o["type"]),
                o["b"],
                o["a"],
                turn.get(o.get("category"), o.get("category")),
                o.get("ignored"),
            )
            for o in operations
        ]

    def plain(operations: list[dict[str, Any]]) -> list[Any]:
        return [(o["type"], o["a"], o["b"], o.get("category"), o.get("ignored")) for o in operations]

    assert turned(tiles(there["operations"])) == plain(tiles(back["operations"]))
    assert sorted((move["b"], move["a"], turned(move["operations"])) for move in moves(there)) == [
        (move["a"], move["b"], plain(move["operations"])) for move in moves(back)
    ]
    assert there["similarity"] == back["similarity"]
    assert there["coverage"] == {"a": back["coverage"]["b"], "b": back["coverage"]["a"]}
    relation = {"inserted": "deleted", "deleted": "inserted", "split": "merged", "merged": "split"}
    blocks = [
        [
            (relation.get(block["relation"], block["relation"]), block["b"], block["a"])
            if turn_it
            else (block["relation"], block["a"], block["b"])
            for block in result["blocks"]
            if not {"split", "merged"} <= {block["relation"], *block["also"]}
        ]
        for result, turn_it in ((there, True), (back, False))
    ]
    assert sorted(blocks[0]) == sorted(blocks[1])


@settings(max_examples=50)
@given(TEXTS, IGNORED)
def test_a_text_is_equal_to_itself(text: str, ignore: frozenset[str]) -> None:
    result = compared(text, text, ignore)
    assert result["operations"] == ([{"type": "equal", "a": [0, len(text)], "b": [0, len(text)]}] if text else [])
    assert result["similarity"] == 1
    assert result["counts"] == {}
    assert all(block["relation"] == "same" for block in result["blocks"])


@settings(max_examples=50)
@given(pairs(), IGNORED)
def test_the_same_question_has_the_same_answer(texts: tuple[str, str], ignore: frozenset[str]) -> None:
    assert compared(*texts, ignore) == compared(*texts, ignore)


@settings(max_examples=40)
@given(pairs(), IGNORED)
def test_no_operation_begins_or_ends_inside_a_grapheme_cluster(texts: tuple[str, str], ignore: frozenset[str]) -> None:
    result = compared(*texts, ignore)
    for text, side in zip(texts, "ab", strict=True):
        edges = {0, len(text), *(match.end() for match in regex.finditer(r"\X", text))}
        for operation in result["operations"]:
            assert set(operation[side]) <= edges
            assert all(set(inner[side]) <= edges for inner in operation.get("operations", ()))


@settings(max_examples=40)
@given(pairs(), IGNORED)
def test_counts_are_those_of_the_operations(texts: tuple[str, str], ignore: frozenset[str]) -> None:
    result = compared(*texts, ignore)
    every = tiles(result["operations"]) + [inner for move in moves(result) for inner in move["operations"]]
    counts = Counter(operation["category"] for operation in every if "category" in operation)
    folded = Counter(operation["category"] for operation in every if operation.get("ignored"))
    if moves(result):
        counts["move"] = len(moves(result))
    assert result["counts"] == counts
    assert result["ignored"] == folded
    covered = [operation for operation in every if "move" in operation]
    assert all("category" not in operation and "ignored" not in operation for operation in covered)
    for number, move in enumerate(moves(result)):
        there, here = sorted((o for o in covered if o["move"] == number), key=lambda o: o["type"])
        for text, side, operation in ((texts[0], "a", there), (texts[1], "b", here)):
            (begin, end), (first, last) = operation[side], move[side]
            assert begin <= first < last <= end
            assert not (text[begin:first] + text[last:end]).strip()
    assert all(
        "category" in operation for operation in every if operation["type"] != "equal" and "move" not in operation
    )
    if not ignore:
        assert folded == {}


@settings(max_examples=40)
@given(pairs(), IGNORED)
def test_every_segment_stands_in_one_block(texts: tuple[str, str], ignore: frozenset[str]) -> None:
    result = compare(*texts, Options(ignore))
    for segments, segment in (
        (result.segments_a, result.blocks.segment_a),
        (result.segments_b, result.blocks.segment_b),
    ):
        assert sorted(segment.tolist()) == list(range(len(segments)))
    for block in as_json(result)["blocks"]:
        assert (block["relation"] == "inserted") == (not block["a"])
        assert (block["relation"] == "deleted") == (not block["b"])
        assert min(len(block["a"]), len(block["b"])) <= 1


@settings(max_examples=60)
@given(pairs(), st.data())
def test_alignment_points_cut_and_the_rest_still_tiles(texts: tuple[str, str], data: st.DataObject) -> None:
    a, b = texts
    points = []
    for _ in range(data.draw(st.integers(1, 3))):
        spans = [sorted(data.draw(st.tuples(st.integers(0, len(t)), st.integers(0, len(t))))) for t in texts]
        kind = data.draw(st.sampled_from(["together", "apart", "only"]))
        points.append(Point(kind, tuple(spans[0]), tuple(spans[1])))
    operations = tiles(as_json(compare(a, b, Options(points=tuple(points))))["operations"])
    assert "".join(a[slice(*operation["a"])] for operation in operations) == a
    assert "".join(b[slice(*operation["b"])] for operation in operations) == b


@pytest.mark.parametrize("ignore", [frozenset(), frozenset({"punctuation", "case"})])
def test_two_empty_texts_are_alike(ignore: frozenset[str]) -> None:
    result = compared("", "", ignore)
    assert (result["similarity"], result["operations"], result["blocks"]) == (1, [], [])
    assert result["coverage"] == {"a": 1, "b": 1}
