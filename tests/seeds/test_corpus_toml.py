"""corpus.toml says things that are so: its files are there, its ends exist, its notes point at what they speak of."""

import hashlib
import json
import tomllib

import pytest

from corpus.notes.models import Note
from corpus.works import validation
from corpus.works.models import Edition, Relation
from seeds.making import emended
from seeds.making.capture import SEEDS, TEXT, capture

MAIN = "for-defense-of-the-soviet-union"
COMMON = "A historical polemic; its claims are its authors’."


@pytest.fixture(scope="module")
def corpus():
    return tomllib.loads((SEEDS / "corpus.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def texts(corpus):
    """The text of every revision, by its name."""
    found = {}
    for work in corpus["work"]:
        for edition in work.get("edition", ()):
            text = ""
            for number, revision in enumerate(edition.get("revision", ()), start=1):
                text = read(revision, text)
                found[f"{work['slug']}/{edition['siglum']}@{number}"] = text
    return found


def read(revision, previous):
    if "file" in revision:
        return (SEEDS / revision["file"]).read_bytes().decode("utf-8")
    if "source" in revision:
        rows = (SEEDS / revision["source"]).read_bytes().decode("utf-8").split("\n")
        gone = {n for drop in revision["drop"] for n in range(drop["lines"][0], drop["lines"][1] + 1)}
        return "\n".join(row for number, row in enumerate(rows, start=1) if number not in gone)
    for edit in sorted(revision["edits"], key=lambda edit: -edit["begin"]):
        previous = previous[: edit["begin"]] + edit["text"] + previous[edit["end"] :]
    return previous


def editions(corpus):
    return {
        f"{work['slug']}/{edition['siglum']}": edition for work in corpus["work"] for edition in work.get("edition", ())
    }


def test_every_work_edition_and_relation_can_be_stored(corpus):
    kinds = set(Edition.Kind.values)
    for work in corpus["work"]:
        validation.validate_slug(work["slug"])
        for described in (work, *work.get("edition", ())):
            if described.get("date"):
                validation.validate_date(described["date"])
            if described.get("language"):
                validation.validate_language(described["language"])
            assert described["title"]
            assert len(described["description"]) >= 45
        for edition in work.get("edition", ()):
            validation.validate_siglum(edition["siglum"])
            assert edition["kind"] in kinds
    slugs = [work["slug"] for work in corpus["work"]]
    assert len(slugs) == len(set(slugs))
    assert len(editions(corpus)) == sum(len(work.get("edition", ())) for work in corpus["work"])


def test_relations_join_things_that_are_there(corpus):
    there = {work["slug"] for work in corpus["work"]} | set(editions(corpus))
    for relation in corpus["relation"]:
        assert relation["kind"] in Relation.Kind.values
        assert relation["from"] in there
        assert relation["to"] in there
        assert relation["from"] != relation["to"]


def test_the_web_capture_is_read_from_its_source_without_the_navigation(texts):
    assert texts[f"{MAIN}/W@1"] == capture()[slice(*TEXT)]


def test_the_emended_edition_has_a_revision_for_each_emendation(corpus, texts):
    assert [texts[f"{MAIN}/E@{number}"] for number in range(1, 10)] == emended.revisions()
    assert hashlib.sha256(texts[f"{MAIN}/E@9"].encode()).hexdigest() == emended.SHA256
    reasons = [revision["reason"] for revision in editions(corpus)[f"{MAIN}/E"]["revision"]]
    assert [reason[:2] for reason in reasons[1:]] == [emendation.name for emendation in emended.EMENDATIONS]


def test_no_edition_goes_without_its_banner(corpus):
    for name, edition in editions(corpus).items():
        if "revision" not in edition:
            continue
        assert edition["notice"]
        if name != f"{MAIN}/W":
            assert (edition["date"], edition["creator"]) == ("2026", "Variorum team")
    for siglum in "ENAROFD":
        edition = editions(corpus)[f"{MAIN}/{siglum}"]
        assert edition["notice"].endswith(COMMON)
        assert edition["source"]


def test_a_record_without_text_says_so_and_where_the_text_can_be_read(corpus):
    without = [edition for edition in editions(corpus).values() if "revision" not in edition]
    assert {name for name, edition in editions(corpus).items() if edition in without} >= {f"{MAIN}/{s}" for s in "PMS"}
    for edition in without:
        assert "record without text" in edition["description"]
        assert "give this record its text" in edition["description"]
        assert edition["availability"]
        assert "notice" not in edition


def test_no_edition_of_ours_has_an_imprint(corpus):
    for edition in editions(corpus).values():
        if edition.get("creator") == "Variorum team":
            assert not edition.get("publisher")
            assert not edition.get("place")


def test_the_notes_speak_of_the_places_that_they_name(corpus, texts):
    truth = json.loads((SEEDS / "texts/E.emendations.json").read_text(encoding="utf-8"))
    notes = {note["name"]: note for note in corpus["note"]}
    for place in truth["emendations"]:
        note = notes[place["name"]]
        assert note["kind"] == Note.Kind.EMENDATION
        assert note["body"]
        spoken = {target["revision"]: [target["begin"], target["end"]] for target in note["targets"]}
        assert spoken == {
            f"{MAIN}/W@1": place["W@1"],
            f"{MAIN}/E@{place['revision']}": place["made"],
            f"{MAIN}/E@9": place["E@9"],
        }
        assert texts[f"{MAIN}/W@1"][slice(*spoken[f"{MAIN}/W@1"])] == place["before"]
        assert texts[f"{MAIN}/E@{place['revision']}"][slice(*place["made"])] == place["after"]
        assert texts[f"{MAIN}/E@9"][slice(*place["E@9"])] == place["after"]
    for name in dict.fromkeys(doubt["name"] for doubt in truth["doubts"]):
        places = [doubt["E@9"] for doubt in truth["doubts"] if doubt["name"] == name]
        assert notes[name]["kind"] == Note.Kind.DOUBT
        assert [[target["begin"], target["end"]] for target in notes[name]["targets"]] == places
        assert {target["revision"] for target in notes[name]["targets"]} == {f"{MAIN}/E@9"}
    assert len(notes) == len(corpus["note"])


def test_every_target_lies_inside_its_text(corpus, texts):
    for note in corpus["note"]:
        for target in note["targets"]:
            assert 0 <= target["begin"] <= target["end"] <= len(texts[target["revision"]])


def test_the_first_comparison_is_that_of_the_capture_with_the_emended_text(corpus, texts):
    assert corpus["comparison"][0] == {"a": f"{MAIN}/W@1", "b": f"{MAIN}/E@9"}
    for pair in corpus["comparison"]:
        assert pair["a"] in texts
        assert pair["b"] in texts


def test_every_edition_with_text_is_compared_with_the_emended_text(corpus):
    pairs = {frozenset(pair.values()) for pair in corpus["comparison"]}
    with_text = [name for name, edition in editions(corpus).items() if name.startswith(MAIN) and "revision" in edition]
    for name in with_text:
        if name != f"{MAIN}/E":
            assert frozenset({f"{MAIN}/E@9", f"{name}@1"}) in pairs


@pytest.mark.django_db
def test_the_corpus_can_be_loaded_twice_and_its_first_comparison_stored(corpus):
    from comparisons.pairs.seeding import revision, store_all
    from corpus.texts.models import Revision
    from corpus.texts.seeding import seed

    assert seed(SEEDS / "corpus.toml").changed
    assert not seed(SEEDS / "corpus.toml").changed
    capture_ = revision(f"{MAIN}/W@1")
    assert capture_.text == capture()[slice(*TEXT)]
    dropped = capture_.extraction["dropped"]
    assert (dropped[0]["begin_line"], dropped[0]["end_line"]) == (1, 9)
    assert len(dropped[0]["text"].split("\n")) == 9
    assert bytes(capture_.source.content) == (SEEDS / "000_665ab9b824e8c32c.txt").read_bytes()
    assert Revision.objects.filter(edition__work__slug=MAIN, edition__siglum="E").count() == 9
    assert store_all() == len(corpus["comparison"])
    assert store_all() == 0
