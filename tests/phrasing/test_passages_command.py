"""`manage.py passages`, as somebody at a terminal meets it."""

from __future__ import annotations

import csv
import io
import itertools
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.management import CommandError, call_command
from lxml import etree

from corpus.texts import storing
from corpus.works.models import Work
from tests import tei

SENTENCE = "The workers of this valley will not be starved into the arms of their oldest enemies"
TEXTS = {
    "dawn": f"Comrades of the night shift! {SENTENCE}. Come to the bridge at six.",
    "notice": f"Posted by order of the committee. {SENTENCE}.",
    "letter": f"My dear Anna, you ask for news and there is little of it. {SENTENCE}. The bread is dear again.",
    "menu": "Soup of the day, boiled beef with turnips, a pudding of plums and a pot of tea for everyone.",
}
TEI = "{http://www.tei-c.org/ns/1.0}"


def lines(texts: dict[str, str], **fields: Any) -> str:
    return "".join(json.dumps({"id": name, "text": text, **fields}) + "\n" for name, text in texts.items())


def passages(*arguments: str) -> tuple[str, str]:
    """What the command writes to standard output, and what it says."""
    out, said = io.StringIO(), io.StringIO()
    call_command("passages", *arguments, stdout=out, stderr=said)
    return out.getvalue(), said.getvalue()


def answer(*arguments: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in passages(*arguments)[0].splitlines()]


@pytest.fixture
def leaflets(tmp_path: Path) -> str:
    path = tmp_path / "leaflets.jsonl"
    path.write_text(lines(TEXTS, series="leaflets", year=1912), "utf-8")
    return str(path)


def test_a_passage_names_both_places_by_code_points(leaflets: str) -> None:
    found = answer(leaflets)
    assert {(p["a"]["id"], p["b"]["id"]) for p in found} <= set(itertools.permutations(TEXTS, 2))
    assert len(found) == 3
    for p in found:
        for side in (p["a"], p["b"]):
            assert TEXTS[side["id"]][side["begin"] : side["end"]] == SENTENCE
        assert p["matched"] == p["a"]["words"] == p["b"]["words"] == 16
        assert p["identity"] == 1
        assert p["family"] == 0


def test_a_folder_of_texts_is_read_as_documents_named_by_their_files(tmp_path: Path, leaflets: str) -> None:
    folder = tmp_path / "texts"
    (folder / "1912").mkdir(parents=True)
    for name, text in TEXTS.items():
        (folder / "1912" / f"{name}.txt").write_text(text, "utf-8")
    (folder / ".hidden.txt").write_text(SENTENCE)
    assert {p["a"]["id"] for p in answer(str(folder))} <= {f"1912/{name}" for name in TEXTS}
    assert len(answer(str(folder))) == 3


def test_standard_input_is_read_as_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(lines(TEXTS).encode())

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert len(answer("-")) == 3


def test_a_table_gives_what_both_places_say(leaflets: str) -> None:
    rows = list(csv.DictReader(io.StringIO(passages(leaflets, "--format", "csv")[0])))
    assert [row["a_text"] for row in rows] == [SENTENCE] * 3
    assert {row["under"] for row in rows} == {""}


def test_tei_points_at_both_places_of_each_passage(leaflets: str) -> None:
    written = passages(leaflets, "--format", "tei")[0]
    assert tei.faults(written, "standoff") == []
    root = etree.fromstring(written.encode())
    links = root.findall(f"{TEI}standOff/{TEI}linkGrp/{TEI}link")
    assert len(links) == 3
    name, _, place = links[0].get("target", "").split()[0].partition("#char=")
    begin, end = map(int, place.split(","))
    assert TEXTS[name][begin:end] == SENTENCE


def test_tei_stays_sound_whatever_the_documents_are_called_and_where_nothing_is_shared(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    names = ["a b", "Ä/#?", "\"<&'>", "\x01\n"]
    texts = dict(zip(names, TEXTS.values(), strict=True))
    path.write_text(lines(texts), "utf-8")
    written = passages(str(path), "--format", "tei")[0]
    assert tei.faults(written, "standoff") == []
    targets = [
        place
        for link in etree.fromstring(written.encode()).iter(f"{TEI}link")
        for place in link.get("target", "").split()
    ]
    assert {unquote(place.partition("#char=")[0]) for place in targets} == set(names[:3])
    path.write_text(lines({"menu": TEXTS["menu"]}), "utf-8")
    assert tei.faults(passages(str(path), "--format", "tei")[0], "standoff") == []


def test_a_line_is_a_line_for_whoever_cuts_lines_at_every_separator(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text(lines({f"{name}\u2028\x85": text for name, text in TEXTS.items()}), "utf-8")
    for form in ("jsonl", "passim"):
        found = [json.loads(line) for line in passages(str(path), "--format", form)[0].splitlines()]
        assert len(found) == 3
        assert "\u2028\x85" in json.dumps(found, ensure_ascii=False)


def test_passims_fields_give_a_line_for_each_place_of_a_cluster(leaflets: str) -> None:
    places = [json.loads(line) for line in passages(leaflets, "--format", "passim")[0].splitlines()]
    assert [place["id"] for place in places] == ["dawn", "letter", "notice"]
    for place in places:
        assert place["text"] == TEXTS[place["id"]][place["begin"] : place["end"]]
        assert (place["cluster"], place["size"], place["series"], place["year"]) == (0, 3, "leaflets", 1912)
        assert {source["uid"] for source in place["src"]} == {p["uid"] for p in places if p is not place}


def test_documents_of_one_series_are_left_apart_where_asked_for(leaflets: str) -> None:
    assert answer(leaflets, "--apart", "series") == []


def test_shorter_and_weaker_passages_are_left_out_where_asked_for(leaflets: str) -> None:
    assert len(answer(leaflets, "--min-words", "16")) == 3
    assert answer(leaflets, "--min-words", "17") == []
    score = answer(leaflets)[0]["score"]
    assert len(answer(leaflets, "--min-score", str(score - 1))) == 3
    assert answer(leaflets, "--min-score", str(score + 1)) == []


def test_nothing_shared_and_no_document_at_all_are_empty_answers(tmp_path: Path) -> None:
    path = tmp_path / "one.jsonl"
    path.write_text(lines({"menu": TEXTS["menu"], "blank": " "}), "utf-8")
    out, said = passages(str(path))
    assert out == ""
    assert said == "1 without a word: blank.\n"
    path.write_text("")
    assert answer(str(path)) == []


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ('{"id": "x", "text": "cut o', "no JSON"),
        ('{"id": "x"}', '"text" is missing'),
        ('{"id": "x", "text": 7}', '"text" is missing or no text'),
        ("[1]", 'no object with "id" and "text"'),
        ('{"id": "dawn", "text": "again"}', "the id “dawn” was already used"),
    ],
)
def test_a_bad_line_is_named_by_its_number_or_passed_over_and_counted(tmp_path: Path, bad: str, said: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(lines(TEXTS) + "\n" + bad + "\n", "utf-8")
    with pytest.raises(CommandError, match=r"Line 6 of .*--skip-bad") as error:
        passages(str(path))
    assert said in str(error.value)
    out, told = passages(str(path), "--skip-bad")
    assert len(out.splitlines()) == 3
    assert told == "1 passed over that were no documents.\n"


def test_a_line_that_is_no_utf8_is_named_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(b'{"id": "x", "text": "caf\xe9"}\n')
    with pytest.raises(CommandError, match=r"Line 1 of .*: byte 25 is no UTF-8"):
        passages(str(path))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.jsonl"], "nowhere.jsonl cannot be read"),
        (["--min-words", "none"], "is no number of words"),
        (["--memory", "much"], "is no size"),
        (["--format", "prose"], "invalid choice"),
    ],
)
def test_what_cannot_be_done_ends_with_a_sentence(arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        passages(*arguments)


def test_too_little_memory_is_said_beforehand(leaflets: str) -> None:
    with pytest.raises(CommandError, match=r"are allowed\. Allow more"):
        passages(leaflets, "--memory", "1M")


def test_filters_of_the_corpus_are_refused_for_a_file(leaflets: str) -> None:
    with pytest.raises(CommandError, match="--language is for the corpus"):
        passages(leaflets, "--language", "en")


@pytest.fixture
def corpus(db: None) -> None:
    """Four texts of three works: two editions of one, a French one, and a private one."""
    for slug, siglum, text, more in (
        ("leaflets", "A", TEXTS["dawn"], {"date": "1912-03", "language": "en"}),
        ("leaflets", "B", TEXTS["dawn"] + " Bring bread.", {"date": "1913", "language": "en"}),
        ("letters", "A", TEXTS["letter"], {"date": "1920", "language": "fr"}),
        ("notices", "A", TEXTS["notice"], {"visibility": "private"}),
    ):
        work, _ = Work.objects.get_or_create(slug=slug, defaults={"title": slug})
        storing.add_edition(work, siglum=siglum, title=f"{slug} {siglum}", text=text, **more)


def pairs(found: list[dict[str, Any]]) -> set[tuple[str, ...]]:
    return {tuple(sorted((p["a"]["id"], p["b"]["id"]))) for p in found}


def test_the_corpus_is_searched_as_a_visitor_sees_it_editions_of_one_work_apart(corpus: None) -> None:
    """What another document shares with several of them stands once, and the other editions under it."""
    found = answer()
    assert pairs(found) == {("leaflets/A@1", "letters/A@1")}
    assert pairs(found[0]["also"]) == {("leaflets/B@1", "letters/A@1")}


def test_editions_of_one_work_are_compared_where_asked_for(corpus: None) -> None:
    found = pairs(answer("--editions"))
    assert {("leaflets/A@1", "leaflets/B@1"), ("leaflets/B@1", "letters/A@1")} <= found


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (["--work", "leaflets"], set()),
        (["--work", "leaflets", "--work", "letters", "--date", "1912/1912"], set()),
        (["--date", "1913/1925"], {("leaflets/B@1", "letters/A@1")}),
        (["--language", "en"], set()),
    ],
)
def test_works_dates_and_languages_choose_what_is_searched(
    corpus: None, chosen: list[str], expected: set[tuple[str, str]]
) -> None:
    assert pairs(answer(*chosen)) == expected


@pytest.mark.parametrize(
    ("arguments", "said"), [(["--work", "nothing"], "no work “nothing”"), (["--date", "soon"], "“soon” is no date")]
)
def test_a_choice_that_names_nothing_is_refused(corpus: None, arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        passages(*arguments)


def test_a_passage_of_the_corpus_is_cited_by_its_address_in_tei(corpus: None) -> None:
    root = etree.fromstring(passages("--format", "tei")[0].encode())
    targets = [link.get("target", "") for link in root.iter(f"{TEI}link")]
    assert all(target.startswith("/w/") and "@1#c=" in target for target in targets)
