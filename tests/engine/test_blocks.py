"""Which paragraphs belong together: by likeness, not by number."""

from __future__ import annotations

from typing import Any

from comparisons.engine.comparison import as_json, compare
from comparisons.engine.options import Options

P = [
    "The rights of the workers were taken away by night, and nobody spoke of them again.",
    "A ship of old timber lay in the harbour; its sails had long been sold for bread!",
    "Ever more frequently the letters came without a stamp, and were sent back unread.",
    "In the beginning there was a town of seven gates whose keepers slept through the siege.",
]


def related(a: list[str], b: list[str], *ignore: str) -> list[tuple[Any, ...]]:
    """Relation, the other relations, and the numbers of the paragraphs on both sides."""
    texts = "\n\n".join(a), "\n\n".join(b)
    result = compare(*texts, Options(frozenset(ignore)))
    numbers = [
        {begin: number + 1 for number, begin in enumerate(segments.span[:, 0].tolist())}
        for segments in (result.segments_a, result.segments_b)
    ]
    return [
        (
            block["relation"],
            *block["also"],
            [numbers[0][begin] for begin, _ in block["a"]],
            [numbers[1][begin] for begin, _ in block["b"]],
        )
        for block in as_json(result)["blocks"]
    ]


def test_an_inserted_heading_is_one_inserted_block_and_the_rest_keep_their_partners() -> None:
    assert related(P, [P[0], "An Inserted Heading", *P[1:]]) == [
        ("same", [1], [1]),
        ("inserted", [], [2]),
        ("same", [2], [3]),
        ("same", [3], [4]),
        ("same", [4], [5]),
    ]


def test_a_moved_paragraph_is_a_moved_block_at_its_place_in_the_first_text() -> None:
    assert related(P, [P[1], P[2], P[3], P[0]]) == [
        ("moved", "same", [1], [4]),
        ("same", [2], [1]),
        ("same", [3], [2]),
        ("same", [4], [3]),
    ]


def test_a_paragraph_in_two_is_split_and_two_in_one_are_merged() -> None:
    one = [f"{P[0]} {P[1]}", P[2]]
    assert related(one, P[:3]) == [("split", "same", [1], [1, 2]), ("same", [2], [3])]
    assert related(P[:3], one) == [("merged", "same", [1, 2], [1]), ("same", [3], [2])]


def test_a_sentence_that_changes_its_paragraph_revises_both() -> None:
    a, b = [f"{P[0]} {P[1]} {P[2]}", P[3]], [f"{P[0]} {P[2]}", f"{P[3]} {P[1]}"]
    assert related(a, b) == [("revised", [1], [1]), ("revised", [2], [2])]


def test_a_paragraph_without_a_like_is_deleted_and_another_inserted() -> None:
    other = "Nothing whatever could be learnt from anybody about cattle."
    assert related([P[0], P[1], P[2]], [P[0], other, P[2]]) == [
        ("same", [1], [1]),
        ("inserted", [], [2]),  # what is only in b comes after what it follows there
        ("deleted", [2], []),
        ("same", [3], [3]),
    ]


def test_a_block_whose_differences_are_all_ignored_is_the_same() -> None:
    shouted = [P[0].upper(), *P[1:]]
    assert related(P, shouted)[0] == ("revised", [1], [1])
    assert related(P, shouted, "case")[0] == ("same", [1], [1])
