"""O is E seen through a bad machine that never was: every fault is drawn by a rule and kept with its place."""

import hashlib
import json
from collections import Counter

import pytest

from seeds.making import emended, scanned
from seeds.making.__main__ import ROOT


@pytest.fixture(scope="module", params=["seeds/texts", "tests/seeds/worse"])
def scan(request):
    folder = ROOT / request.param
    truth = json.loads((folder / "O.damage.json").read_text(encoding="utf-8"))
    return (folder / "O.txt").read_bytes().decode("utf-8"), truth


def places(truth):
    rows = truth["damage"] + truth["hyphens"] + truth["line ends"] + truth["page breaks"]
    return sorted(rows, key=lambda row: (row["O"][0], row["E"][0], row["E"][1]))


def test_it_has_about_as_many_words_as_the_emended_text():
    text = scanned.text()
    assert 2_650 <= len(text.split()) <= 2_830
    assert 2_650 <= len(text.replace("-\n", "").split()) <= 2_830


def test_the_truth_alone_turns_the_emended_text_into_the_scan(scan):
    text, truth = scan
    base, parts, done = emended.text(), [], 0
    for place in places(truth):
        parts += [base[done : place["E"][0]], text[slice(*place["O"])]]
        done = place["E"][1]
    assert "".join(parts) + base[done:] == text


def test_each_damage_is_a_row_of_the_table_at_a_place_that_was_drawn(scan):
    text, truth = scan
    wrapped = "".join(piece.after for piece in scanned.wrapped(emended.text()))
    rows = {f"{before}→{after}": (before, after) for before, after in scanned.TABLE}
    for damage in truth["damage"]:
        digest = hashlib.sha256(f"variorum-O:19411001:{damage['position']}".encode()).digest()
        assert int.from_bytes(digest[:8], "big") / 2**64 < truth["rate"]
        assert wrapped[damage["position"] :].startswith(damage["before"])
        assert emended.text()[slice(*damage["E"])] == damage["before"]
        assert text[slice(*damage["O"])] == damage["after"]
        if damage["kind"] == "first letter":
            assert damage["after"] == ""
        else:
            assert (damage["before"], damage["after"]) == rows[damage["kind"]]


def test_every_drawn_place_that_a_row_fits_is_damaged():
    wrapped = "".join(piece.after for piece in scanned.wrapped(emended.text()))
    taken = {d["position"] + k for d in scanned.truth()["damage"] for k in range(max(1, len(d["before"])))}
    free = [p for p in range(len(wrapped)) if scanned.draw(p) < scanned.RATE and p not in taken]
    assert all(wrapped[p] not in 'ecmhlIuo."' or wrapped[p : p + 2] in {"li"} for p in free)


def test_many_kinds_of_damage_occur(scan):
    _, truth = scan
    kinds = Counter(damage["kind"] for damage in truth["damage"])
    assert len(kinds) >= 12
    assert {"e→c", " →", "o→0", "m→rn", "of→", "first letter"} <= set(kinds)
    assert 0.4 * truth["rate"] < len(truth["damage"]) / len(emended.text()) < truth["rate"]


def test_lines_are_at_most_forty_six_characters_and_long_words_break(scan):
    _, truth = scan
    wrapped = "".join(piece.after for piece in scanned.wrapped(emended.text()))
    assert max(len(line) for line in wrapped.split("\n")) == 46
    assert len(truth["hyphens"]) > 40
    text = emended.text()
    for hyphen in truth["hyphens"]:
        place = hyphen["E"][0]
        assert hyphen["E"] == [place, place]
        word = text[:place].split()[-1] + text[place:].split()[0]
        assert sum(character.isalpha() for character in word) >= 8
        assert len(text[:place].split()[-1]) >= 3


def test_pages_break_between_paragraphs_and_say_that_they_are_simulated(scan):
    text, truth = scan
    assert len(truth["page breaks"]) == text.count("[simulated page ") == 9
    for number, place in enumerate(truth["page breaks"], start=2):
        assert text[slice(*place["O"])] == f"[simulated page {number}]\n\n"
        assert text[: place["O"][0]].endswith("\n\n")
