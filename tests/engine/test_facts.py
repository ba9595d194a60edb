"""The ten statements of what a correct comparison of the web capture and its emendation must show."""

from __future__ import annotations

import hashlib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import regex

from comparisons.engine.comparison import as_json, compare
from comparisons.engine.options import Options

SEEDS = Path(__file__).parents[2] / "seeds"
W = (SEEDS / "000_665ab9b824e8c32c.txt").read_bytes().decode()
# The emendations, by their places in the capture.
EMENDED = [
    (1616, 1618, "the"),
    (5119, 5122, '"'),
    (6556, 6557, ""),
    (11639, 11639, " class"),
    (12104, 12106, "win"),
    (13251, 13259, "ever more"),
    (13396, 13396, "of "),
    (13770, 13770, "of "),
]
BODY = (134, 16688)


def emended() -> str:
    parts, at = [], BODY[0]
    for begin, end, text in EMENDED:
        parts += [W[at:begin], text]
        at = end
    return "".join([*parts, W[at : BODY[1]]])


E = emended()


@cache
def compared(a: str, b: str, *ignore: str) -> dict[str, Any]:
    return as_json(compare(a, b, Options(frozenset(ignore))))


def places(result: dict[str, Any]) -> list[dict[str, Any]]:
    """What differs in the body and is not ignored."""
    return [
        operation
        for operation in result["operations"]
        if operation["type"] != "equal"
        and not operation.get("ignored")
        and BODY[0] <= operation["a"][0]
        and operation["a"][1] <= BODY[1]
    ]


def paragraph(at: int) -> int:
    """Lines are paragraphs here: the number of the line of the capture."""
    return W.count("\n", 0, at) + 1


def test_the_two_texts_are_those_that_the_statements_are_about() -> None:
    assert hashlib.sha256(E.encode()).hexdigest() == "94abef21dc3a9f43054d48ce3286266e936fd9e2daf07425352a3f00eb6b2fb9"
    assert (SEEDS / "texts" / "E.txt").read_bytes().decode() == E


def test_1_eight_places_differ_in_six_paragraphs_and_navigation_and_source_line_have_no_partner() -> None:
    result = compared(W, E)
    assert Counter(paragraph(place["a"][0]) for place in places(result)) == {18: 1, 32: 1, 39: 1, 59: 2, 63: 2, 65: 1}
    rest = [o for o in result["operations"] if o["type"] != "equal" and o not in places(result)]
    assert [(o["type"], o["a"], o["category"]) for o in rest] == [
        ("delete", [0, 134], "omission"),
        ("delete", [16688, 16730], "omission"),
    ]


def test_2_of_the_lines_35_are_the_same_6_revised_and_10_only_in_the_capture() -> None:
    blocks = compared(W, E)["blocks"]
    assert Counter(block["relation"] for block in blocks) == {"same": 35, "revised": 6, "deleted": 10}
    assert all(len(block["a"]) == 1 and len(block["b"]) <= 1 for block in blocks)
    assert all(block["also"] == [] for block in blocks)


def test_3_the_places_by_category() -> None:
    found = [
        (o["type"], W[slice(*o["a"])].strip(), E[slice(*o["b"])].strip(), o["category"]) for o in places(compared(W, E))
    ]
    assert found == [
        ("replace", "he", "the", "orthographic"),
        ("replace", "to", '"', "substitution"),
        ("delete", ",", "", "punctuation"),
        ("insert", "", "class", "addition"),
        ("replace", "in", "win", "orthographic"),
        ("replace", "evermore", "ever more", "division"),
        ("insert", "", "of", "addition"),
        ("insert", "", "of", "addition"),
    ]


def test_4_tokens_and_words_matched_in_the_body() -> None:
    result = as_json(compare(W[slice(*BODY)], E))
    assert (result["a"]["tokens"], result["b"]["tokens"]) == (3011, 3014)
    assert round(result["coverage"]["a"] * 3011) == round(result["coverage"]["b"] * 3014) == 3006
    assert result["similarity"] == 2 * 3006 / (3011 + 3014)
    token = regex.compile(r"(?:\w\.){2,}|\w+(?:[’'.-]\w+)*|[^\w\s]")
    equal = "".join(E[slice(*o["b"])] for o in result["operations"] if o["type"] == "equal")
    words = [
        sum(bool(regex.search(r"[\p{L}\p{N}]", found)) for found in token.findall(text))
        for text in (W[slice(*BODY)], E, equal)
    ]
    assert words == [2731, 2734, 2727]


def test_5_with_punctuation_ignored_seven_places_remain_and_one_is_the_deletion_of_to() -> None:
    result = compared(W, E, "punctuation")
    assert len(places(result)) == 7
    dropped = [o for o in places(result) if o["type"] == "delete"]
    assert [(W[slice(*o["a"])], o["category"]) for o in dropped] == [("to ", "omission")]
    for ignore in ("case", "quotation", "accent"):
        assert len(places(compared(W, E, ignore))) == 8


def test_6_twenty_eight_characters_inserted_and_sixteen_deleted() -> None:
    spans = [(o["a"][1] - o["a"][0], o["b"][1] - o["b"][0]) for o in places(compared(W, E))]
    assert (sum(a for a, _ in spans), sum(b for _, b in spans)) == (16, 28)
    assert len(W[slice(*BODY)]) + 28 - 16 == len(E)


def test_7_every_line_of_the_emendation_has_its_quotation_marks_in_pairs() -> None:
    assert (W.count('"'), E.count('"')) == (23, 24)
    assert all(line.count('"') % 2 == 0 for line in E.split("\n"))


def test_8_swapping_exchanges_insertion_and_deletion_and_a_text_against_itself_gives_none() -> None:
    there, back = compared(W, E), compared(E, W)
    turn = {"delete": "insert", "insert": "delete"}
    assert [(turn.get(o["type"], o["type"]), o["b"], o["a"]) for o in there["operations"]] == [
        (o["type"], o["a"], o["b"]) for o in back["operations"]
    ]
    for text in (W, E):
        assert compared(text, text)["counts"] == {}


def test_9_headings_slogans_and_signature_are_blocks_of_their_own() -> None:
    same = [
        [W[slice(*span)] for span in block["a"]] for block in compared(W, E)["blocks"] if block["relation"] == "same"
    ]
    lines = W.split("\n")
    for number in (20, 29, 36, 49, 56, 71, 78, 79, 80, 82):
        assert [lines[number - 1]] in same


def test_10_the_operations_rebuild_both_texts_to_the_code_point() -> None:
    operations = compared(W, E)["operations"]
    for text, side, digest in (
        (W, "a", "ef2bf1f5070af82373c352f872737fc644f61b70bb55bb01e00ecfbf26bd9e6a"),
        (E, "b", "94abef21dc3a9f43054d48ce3286266e936fd9e2daf07425352a3f00eb6b2fb9"),
    ):
        rebuilt = "".join(text[slice(*operation[side])] for operation in operations)
        assert hashlib.sha256(rebuilt.encode()).hexdigest() == digest
        assert compared(W, E)[side]["sha256"] == digest
