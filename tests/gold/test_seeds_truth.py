"""The engine against texts whose differences were made on purpose: N, modern, R, in another order, O, a simulated scan.

The truth files say what was done; the bar is .98 of each (.92 for a scan that is three times as bad). The figures are printed with `pytest -rP`.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from functools import cache
from typing import Any

import pytest

from comparisons.engine.comparison import as_json, compare
from comparisons.engine.options import Options, Rule
from comparisons.engine.text.tokens import tokenise
from seeds.making.__main__ import ROOT

BAR = 0.98
# The worse scan has three faults for each of O's; it is there to show what breaks first: words joined and damaged too.
SCANS = {"O": ("seeds/texts", BAR), "the worse scan": ("tests/seeds/worse", 0.92)}

Span = tuple[int, int]
Json = dict[str, Any]


def read(name: str) -> str:
    return (ROOT / name).read_bytes().decode("utf-8")


@cache
def compared(a: str, b: str) -> Json:
    return as_json(compare(read(a), read(b), Options()))


def share(found: int, of: int, what: str) -> float:
    print(f"{what}: {found} of {of}, {found / of:.4f}")
    return found / of


def covered(spans: list[Span]) -> set[int]:
    return {place for begin, end in spans for place in range(begin, end)}


# --- N: everything that differs can be ignored ---------------------------------------------------------------------

PROFILE = frozenset({"case", "accent", "punctuation", "rules"})
RULES = tuple(Rule(*rule) for rule in json.loads(read("seeds/texts/N.changes.json"))["rules"])


def modernised(ignore: frozenset[str]) -> Json:
    """E against N, and the changes that `ignore` does not fold away."""
    result = as_json(compare(read("seeds/texts/E.txt"), read("seeds/texts/N.txt"), Options(ignore, RULES)))
    shown = [op for op in result["operations"] if op["type"] != "equal" and not op.get("ignored")]
    return {**result, "shown": shown}


def test_the_reading_text_is_equal_to_the_emended_text_under_its_profile() -> None:
    result = modernised(PROFILE)
    assert result["shown"] == []
    assert result["similarity"] == 1
    assert result["ignored"] == result["counts"]  # ignored is counted, never hidden


def test_each_change_of_the_reading_text_is_one_difference_where_it_was_made() -> None:
    result = modernised(frozenset())
    made = {
        (tuple(change["E"]), tuple(change["N"])) for change in json.loads(read("seeds/texts/N.changes.json"))["changes"]
    }
    assert result["counts"] == {"quotation": 29, "punctuation": 3, "case": 4, "accent": 1, "orthographic": 6}
    assert len(result["shown"]) == len(made)
    for op in result["shown"]:
        assert any(
            e[0] <= op["a"][0] and op["a"][1] <= e[1] and n[0] <= op["b"][0] and op["b"][1] <= n[1] for e, n in made
        )


@pytest.mark.parametrize("switch", sorted(PROFILE))
def test_without_one_switch_of_its_profile_differences_of_that_kind_are_shown(switch: str) -> None:
    kinds = {
        "case": {"case"},
        "accent": {"accent"},
        "punctuation": {"punctuation", "quotation"},
        "rules": {"orthographic"},
    }
    assert {op["category"] for op in modernised(PROFILE - {switch})["shown"]} == kinds[switch]


# --- R: moved, split, merged and missing paragraphs ---------------------------------------------------------------


@pytest.fixture(scope="module")
def order() -> Json:
    truth: Json = json.loads(read("seeds/texts/R.moves.json"))
    return truth


@pytest.fixture(scope="module")
def arranged() -> Json:
    return compared("seeds/texts/E.txt", "seeds/texts/R.txt")


def moves(result: Json) -> list[tuple[Span, Span]]:
    return [(tuple(op["a"]), tuple(op["b"])) for op in result["operations"] if op["type"] == "move"]


def blocks(result: Json) -> dict[tuple[tuple[Span, ...], tuple[Span, ...]], set[str]]:
    """The relations of each block, by its segments on either side."""
    return {
        (tuple(map(tuple, block["a"])), tuple(map(tuple, block["b"]))): {block["relation"], *block["also"]}
        for block in result["blocks"]
    }


def test_the_moved_paragraphs_are_found_as_moves_and_nothing_else_is(order: Json, arranged: Json) -> None:
    wanted = [block for block in order["blocks"] if block["moved"]]
    short = [block for block in order["blocks"] if block.get("moved but short")]
    for side, key in (("a", "E"), ("b", "R")):
        truth = covered([tuple(span) for block in wanted for span in block[key]])
        either = covered([tuple(span) for block in short for span in block[key]])
        text = read(f"seeds/texts/{key}.txt")
        truth = {place for place in truth if not text[place].isspace()}
        found = covered([move[side == "b"] for move in moves(arranged)])
        found = {place for place in found if not text[place].isspace()} - either
        assert share(len(truth & found), len(truth), f"moved characters of {key} found") >= BAR
        assert share(len(truth & found), len(found), f"found moves of {key} that are true") >= BAR


def test_every_paragraph_has_the_relation_that_was_made(order: Json, arranged: Json) -> None:
    """All but P31 and the title: the two are the same six words, so either may be set beside R's first line."""
    found, right, total, wrong = blocks(arranged), 0, 0, []
    for block in order["blocks"]:
        if block.get("moved but short"):
            continue
        key = (tuple(map(tuple, block["E"])), tuple(map(tuple, block["R"])))
        wanted = {name for name in (block["relation"], "moved" if block["moved"] else "") if name} - {"same"}
        relations = found.get(key)
        ok = relations is not None and relations - {"same"} == wanted  # no word was changed: nothing is revised
        total += 1
        right += ok
        if not ok:
            wrong.append((block["paragraphs"], relations))
    for line in order["absent"]:
        if line["name"] == "title":
            continue
        ok = "deleted" in found.get(((tuple(line["E"]),), ()), set())
        total += 1
        right += ok
        if not ok:
            wrong.append((line["name"], "not deleted"))
    assert share(right, total, "blocks of E and R with the true relation") >= BAR, wrong


def test_splits_and_merges_are_claimed_where_they_were_made_and_nowhere_else(order: Json, arranged: Json) -> None:
    for relation in ("split", "merged"):
        truth = {
            (tuple(map(tuple, block["E"])), tuple(map(tuple, block["R"])))
            for block in order["blocks"]
            if block["relation"] == relation
        }
        found = {key for key, relations in blocks(arranged).items() if relation in relations}
        assert found == truth


def test_no_word_that_was_kept_is_said_to_have_changed(order: Json, arranged: Json) -> None:
    (short,) = [block["R"][0] for block in order["blocks"] if block.get("moved but short")]
    changed = [
        op for op in arranged["operations"] if op["type"] in {"replace", "delete", "insert"} and "move" not in op
    ]
    changed += [part for op in arranged["operations"] if op["type"] == "move" for part in op["operations"]]
    told = {op["category"] for op in changed if op["type"] != "equal" and op["b"][0] > short[1]}
    assert told <= {"omission", "whitespace"}


# --- O: damage of a simulated scan --------------------------------------------------------------------------------


class Scan:
    """A scan with its truth and its comparison with E. `place(e)`: where what stands at offset e of E stands in O."""

    def __init__(self, folder: str, bar: float) -> None:
        self.bar = bar
        self.truth: Json = json.loads(read(f"{folder}/O.damage.json"))
        self.e, self.o = read("seeds/texts/E.txt"), read(f"{folder}/O.txt")
        self.result = compared("seeds/texts/E.txt", f"{folder}/O.txt")
        rows = [row for name in ("damage", "hyphens", "line ends", "page breaks") for row in self.truth[name]]
        self.places = sorted(((tuple(row["E"]), tuple(row["O"])) for row in rows), key=lambda row: (row[1], row[0]))
        self.ends = [row[0][1] for row in self.places]
        self.changed = [op for op in self.result["operations"] if op["type"] in {"replace", "delete", "insert"}]
        self.equal = [op for op in self.result["operations"] if op["type"] == "equal"]

    def place(self, e: int) -> int:
        """Of a place outside the damaged spans."""
        number = bisect_right(self.ends, e)
        shift = self.places[number - 1][1][1] - self.places[number - 1][0][1] if number else 0
        return e + shift

    def sound_words(self) -> list[Span]:
        """The words of E that nothing touched: as [begin, end)."""
        tokens = tokenise(self.e)
        touched = covered([(e[0], max(e[1], e[0] + 1)) for e, _ in self.places])
        touched |= {e[0] - 1 for e, _ in self.places if e[0] == e[1]}  # something was put in here
        lost = {place for (begin, end), o in self.places if o[0] == o[1] for place in (begin - 1, end)}
        spans = [(int(b), int(e)) for b, e, w in zip(tokens.begin, tokens.end, tokens.word, strict=True) if w]
        return [span for span in spans if not (covered([span]) & (touched | lost))]


@pytest.fixture(scope="module", params=list(SCANS))
def scan(request: pytest.FixtureRequest) -> Scan:
    return Scan(*SCANS[request.param])


def test_each_damage_is_marked_as_a_difference_on_both_sides(scan: Scan) -> None:
    def marks(op: Json, damage: Json) -> bool:
        return all(op[x][0] <= damage[y][0] and damage[y][1] <= op[x][1] for x, y in (("a", "E"), ("b", "O")))

    damages = scan.truth["damage"]
    missed = [damage for damage in damages if not any(marks(op, damage) for op in scan.changed)]
    assert share(len(damages) - len(missed), len(damages), "damages marked") >= scan.bar, missed[:5]


def test_each_difference_that_is_marked_was_made(scan: Scan) -> None:
    def holds(op: Json, e: Span, o: Span) -> bool:
        return op["a"][0] <= e[0] and e[1] <= op["a"][1] and op["b"][0] <= o[0] and o[1] <= op["b"][1]

    false = [op for op in scan.changed if not any(holds(op, e, o) for e, o in scan.places)]
    assert share(len(scan.changed) - len(false), len(scan.changed), "differences that were made") >= scan.bar, false[:5]


def test_a_word_that_was_not_damaged_is_equal_to_itself(scan: Scan) -> None:
    words = scan.sound_words()
    begins = [op["a"][0] for op in scan.equal]

    def kept(begin: int, end: int) -> bool:
        number = bisect_right(begins, begin) - 1
        if number < 0:
            return False
        a, b = scan.equal[number]["a"], scan.equal[number]["b"]
        return bool(end <= a[1] and begin - a[0] + b[0] == scan.place(begin))

    lost = [scan.e[begin:end] for begin, end in words if not kept(begin, end)]
    assert share(len(words) - len(lost), len(words), "undamaged words equal to themselves") >= scan.bar, lost[:20]


def test_a_damaged_word_is_set_beside_itself(scan: Scan) -> None:
    """The two sides of a difference are each other's by the truth, not merely near each other."""
    replaced = [op for op in scan.changed if op["type"] == "replace"]

    def inside(e: int) -> bool:
        return any(begin < e < end for (begin, end), _ in scan.places)

    def begins(op: Json) -> bool:
        ways = {scan.place(op["a"][0])} | {o[0] for e, o in scan.places if e[0] == op["a"][0]}
        return op["b"][0] in ways

    def ends(op: Json) -> bool:
        ways = {scan.place(op["a"][1])} | {o[k] for e, o in scan.places if e[1] == op["a"][1] for k in (0, 1)}
        return op["b"][1] in ways

    wrong = [op for op in replaced if inside(op["a"][0]) or inside(op["a"][1]) or not (begins(op) and ends(op))]
    told = [(scan.e[slice(*op["a"])], scan.o[slice(*op["b"])]) for op in wrong[:8]]
    assert share(len(replaced) - len(wrong), len(replaced), "replacements set beside their own") >= scan.bar, told


def test_nothing_is_moved_in_a_scan(scan: Scan) -> None:
    assert moves(scan.result) == []
