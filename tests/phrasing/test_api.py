"""The API's passages and families, in the words of somebody who asks for them."""

import csv
import io
import json
import re

import pytest
from lxml import etree
from rest_framework.test import APIClient

from comparisons.phrasing import store
from comparisons.phrasing.models import CitedPassage
from corpus.texts import storing
from corpus.texts.models import Revision
from corpus.works.models import Edition, Work
from jobs.models import Job
from tests import tei
from tests.phrasing.conftest import SENTENCE

pytestmark = pytest.mark.django_db
MARKER = "zinnober"


def listed(client: APIClient, query: str = "", what: str = "passages") -> list[dict]:
    answer = client.get(f"/api/v1/{what}/?{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def works(client: APIClient, query: str = "") -> list[tuple[str, str]]:
    return [tuple(one[side]["revision"].split("/")[0] for side in "ab") for one in listed(client, query)]


def test_a_passage_says_its_places_its_words_its_reasons_and_its_table(leaflets, visitor):
    one = listed(visitor, "kind=verbatim")[0]
    assert (one["a"]["revision"], one["b"]["revision"], one["ordered"]) == ("dawn/A@1", "notice/A@1", True)
    assert one["a"]["text"] == SENTENCE.rstrip(".") == one["b"]["text"]
    assert one["a"]["before"].endswith("night shift! ")
    assert one["b"]["anchor"] == "2"
    assert one["a"]["date"] == "1911"
    text = Revision.objects.get(edition=leaflets["dawn"]).text
    assert text[one["a"]["begin"] : one["a"]["end"]] == one["a"]["text"]
    assert set(one["reasons"]) == {"matched", "rarity", "order"}
    assert one["table"]["number"] == 1
    place, _, span = one["a"]["address"].partition("#c=")
    assert visitor.get(place).status_code == 200
    assert span == f"{one['a']['begin']}-{one['a']['end']}"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("work=dawn", 2),
        ("edition=dawn/A&other=notice", 1),
        ("work=menu", 0),
        ("language=en", 3),
        ("language=fr", 0),
        ("since=1912&until=1912", 2),
        ("until=1911", 2),
        ("since=1914", 0),
        ("min_identity=1", 1),
        ("min_words=40", 0),
        ("min_score=1000", 0),
        ("kind=verbatim", 1),
        ("kind=verbatim&kind=reworked", 3),
        ("boilerplate=only", 0),
        ("direction=known", 1),
        ("direction=unknown", 2),
        ("work=dawn&direction=gives", 1),
        ("work=dawn&direction=takes", 0),
        ("work=notice&direction=takes", 1),
        ("q=Starved enemies", 3),
        ("q=never", 2),
    ],
)
def test_filters(leaflets, visitor, query, found):
    assert len(listed(visitor, query)) == found
    assert visitor.get(f"/api/v1/passages/counts/?{query}").json()["total"] == found


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("min_identity=2", "min_identity"),
        ("min_words=few", "min_words"),
        ("kind=stolen", "kind"),
        ("since=whenever", "since"),
        ("direction=gives", "direction"),
        ("edition=dawn", "edition"),
        ("q=%00", "q"),
        ("ordering=luck", "ordering"),
    ],
)
def test_a_filter_that_means_nothing_is_named(leaflets, visitor, query, field):
    answer = visitor.get(f"/api/v1/passages/?{query}")
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"/{field}"


def test_a_count_beside_a_filter_is_what_choosing_it_would_give(leaflets, visitor):
    counts = visitor.get("/api/v1/passages/counts/?work=dawn&kind=verbatim").json()
    for kind, number in counts["kinds"].items():
        assert len(listed(visitor, f"work=dawn&kind={kind}")) == number
    for name, number in counts["works"].items():
        assert len(listed(visitor, f"work=dawn&kind=verbatim&other={name}")) == number
    for step, number in counts["min_score"].items():
        assert len(listed(visitor, f"work=dawn&kind=verbatim&min_score={step}")) == number
    for step, number in counts["min_words"].items():
        assert len(listed(visitor, f"work=dawn&kind=verbatim&min_words={step}")) == number
    for name, number in counts["directions"].items():
        assert len(listed(visitor, f"work=dawn&kind=verbatim&direction={name}")) == number


@pytest.mark.parametrize("ordering", ["score", "words", "identity", "date", "text"])
def test_pages_by_cursor_give_every_passage_once_in_every_order(leaflets, visitor, ordering):
    found, address = [], f"/api/v1/passages/?page_size=1&ordering={ordering}"
    while address:
        answer = visitor.get(address).json()
        found += [one["key"] for one in answer["results"]]
        address = answer["next"]
    assert sorted(found) == sorted(one["key"] for one in listed(visitor))


def test_other_editions_stand_under_the_best_and_can_be_asked_for(leaflets, add, visitor):
    add("dawn", f"Comrades of the day shift! {SENTENCE} Come to the mill at nine.", siglum="B")
    store.update()
    one = listed(visitor, "kind=verbatim")[0]
    assert [other["a"]["revision"] for other in one["also"]] == ["dawn/B@1"]
    assert len(listed(visitor, "kind=verbatim&also=yes")) == 2


def test_a_family_stands_in_the_order_of_date_and_says_where_the_order_is_not_known(leaflets, visitor):
    (family,) = listed(visitor, what="families")
    assert [member["revision"] for member in family["members"]] == ["dawn/A@1", "notice/A@1", "letter/A@1"]
    assert family["earliest"] == {"revision": None, "known": False, "date": "1911"}  # the letter is without a date
    Edition.objects.get(work__slug="letter").work.__class__.objects.filter(slug="letter").update(date="1920")
    store.update()
    assert listed(visitor, what="families")[0]["earliest"]["revision"] == "dawn/A@1"
    assert visitor.get(f"/api/v1/families/{family['key']}/").json()["documents"] == 3


def test_nothing_of_a_private_edition_is_seen_by_a_visitor(leaflets, add, visitor, editor):
    before = {
        query: visitor.get(f"/api/v1/{query}").content for query in ("passages/", "families/", "passages/counts/")
    }
    add("secret", f"{MARKER}! {SENTENCE} Burn this. {MARKER}", visibility="private")
    store.update()
    after = {query: visitor.get(f"/api/v1/{query}").content for query in before}
    assert after == before
    for query in ("work=secret", f"q={MARKER}", "other=secret"):
        assert listed(visitor, query) == []
    for form in ("csv", "jsonl", "tei", "bibtex"):
        said = b"".join(visitor.get(f"/api/v1/passages/export/{form}/").streaming_content)
        assert MARKER.encode() not in said
        assert b"secret" not in said
    theirs = listed(editor, "work=secret")
    assert len(theirs) == 3
    assert visitor.get(f"/api/v1/passages/{theirs[0]['key']}/").status_code == 404
    assert visitor.post(f"/api/v1/passages/{theirs[0]['key']}/cite/").status_code == 404


def test_an_edition_that_becomes_private_is_gone_at_once_even_before_the_job(leaflets, visitor):
    Edition.objects.filter(pk=leaflets["dawn"].pk).update(visibility="private")
    assert works(visitor) == [("letter", "notice")]
    assert visitor.get("/api/v1/passages/counts/").json()["works"] == {"letter": 1, "notice": 1}
    (family,) = listed(visitor, what="families")
    assert [member["revision"] for member in family["members"]] == ["notice/A@1", "letter/A@1"]
    Edition.objects.filter(pk=leaflets["notice"].pk).update(visibility="private")
    assert listed(visitor, what="families") == []
    store.update()
    assert works(visitor) == []


def test_a_cited_passage_stays_when_the_corpus_goes_on(leaflets, visitor):
    key = listed(visitor, "kind=verbatim")[0]["key"]
    assert visitor.post(f"/api/v1/passages/{key}/cite/").status_code == 200
    assert visitor.post(f"/api/v1/passages/{key}/cite/").status_code == 200
    assert CitedPassage.objects.count() == 1
    storing.add_revision(leaflets["dawn"], "Nothing of the kind was ever said by us.")
    store.update()
    kept = visitor.get(f"/api/v1/passages/{key}/").json()
    assert kept["superseded"] is True
    assert kept["a"]["text"] == SENTENCE.rstrip(".")
    Edition.objects.filter(pk=leaflets["dawn"].pk).update(visibility="private")
    assert visitor.get(f"/api/v1/passages/{key}/").status_code == 404


def test_an_etag_spares_what_did_not_change(leaflets, visitor):
    tag = visitor.get("/api/v1/passages/")["ETag"]
    assert visitor.get("/api/v1/passages/", headers={"If-None-Match": tag}).status_code == 304


def test_only_editors_ask_for_a_run_and_it_is_a_job(leaflets, visitor, editor):
    assert visitor.post("/api/v1/passages/run/").status_code in {401, 403}
    answer = editor.post("/api/v1/passages/run/", headers={"Idempotency-Key": "one"})
    assert answer.status_code == 202
    again = editor.post("/api/v1/passages/run/", headers={"Idempotency-Key": "one"})
    assert again.json()["id"] == answer.json()["id"]
    assert Job.objects.filter(pk=answer.json()["id"], kind="passages").exists()
    assert editor.get(f"/api/v1/jobs/{answer.json()['id']}/").status_code == 200


def test_a_client_finds_the_passages_of_its_own_documents(visitor, settings):
    documents = [
        {"id": "one", "text": f"Hear us. {SENTENCE} Hear us."},
        {"id": "two", "text": f"{SENTENCE} That is all."},
        {"id": "three", "text": "A pudding of plums and a pot of tea."},
        {"id": "four", "text": ""},
    ]
    answer = visitor.post("/api/v1/passages/find/", {"documents": documents}, format="json").json()
    (found,) = answer["passages"]
    assert {found["a"]["id"], found["b"]["id"]} == {"one", "two"}
    side = found["a"] if found["a"]["id"] == "one" else found["b"]
    assert documents[0]["text"][side["begin"] : side["end"]] == SENTENCE.rstrip(".")
    assert answer["empty"] == ["four"]

    twice = [documents[0], documents[0]]
    refused = visitor.post("/api/v1/passages/find/", {"documents": twice}, format="json")
    assert (refused.status_code, "one" in refused.json()["detail"]) == (400, True)
    settings.LIMIT_FIND_CHARACTERS = 10
    refused = visitor.post("/api/v1/passages/find/", {"documents": documents}, format="json")
    assert refused.status_code == 413
    assert "takes 10" in refused.json()["detail"]


def exported(client: APIClient, form: str, query: str = "") -> str:
    answer = client.get(f"/api/v1/passages/export/{form}/?{query}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content).decode()


def test_what_is_filtered_is_exported_as_a_table_and_as_lines(leaflets, add, visitor):
    add("formula", f"=cmd() {SENTENCE}")
    store.update()
    rows = list(csv.DictReader(io.StringIO(exported(visitor, "csv", "work=dawn"))))
    assert {row["revision_a"] for row in rows} == {"dawn/A@1"}
    lines = [json.loads(line) for line in exported(visitor, "jsonl", "work=dawn").splitlines()]
    assert (
        [line["key"] for line in lines]
        == [row["key"] for row in rows]
        == [one["key"] for one in listed(visitor, "work=dawn")]
    )
    for row in csv.reader(io.StringIO(exported(visitor, "csv", "work=formula"))):
        assert not any(cell.startswith("=") for cell in row)


def test_tei_points_at_both_places(leaflets, visitor):
    written = exported(visitor, "tei")
    assert tei.faults(written, "standoff") == []
    assert tei.faults(exported(visitor, "tei", "work=nothing"), "standoff") == []
    root = etree.fromstring(written.encode())
    space = {"t": "http://www.tei-c.org/ns/1.0"}
    found = root.findall(".//t:annotation", space)
    assert len(found) == 3
    target = found[0].get("target").split()
    assert len(target) == 2
    assert all("@1#c=" in place for place in target)


def test_bibtex_stays_whole_whatever_titles_and_sigla_hold(leaflets, add, visitor):
    for siglum in ("Ä", "Ω"):
        add(f"odd-{ord(siglum)}", f"{SENTENCE} {siglum}", siglum=siglum, date="[1667,1668]")
    Work.objects.filter(slug__startswith="odd").update(title="Half } {{ & 100 % #1", creator="Braces } & Co")
    Work.objects.filter(slug="dawn").update(title="A {whole} one")
    store.update()
    said = exported(visitor, "bibtex")
    keys = re.findall(r"@misc\{([^,]+),", said)
    assert len({key.casefold() for key in keys}) == len(keys) == 5
    for entry in said.strip().split("\n\n"):
        assert entry.count("{") == entry.count("}")
        for field in re.findall(r"= \{(.*)\},$", entry, re.MULTILINE):
            assert field.count("{") == field.count("}")
    assert r"title = {Half \textbraceright{} \textbraceleft{}\textbraceleft{} \& 100 \% \#1}" in said
    assert r"title = {A \{whole\} one}" in said
    assert "addendum = {dated [1667,1668], SHA-256" in said


def test_bibtex_names_each_document_once(leaflets, visitor):
    said = exported(visitor, "bibtex")
    assert said.count("@misc{") == 3
    assert "@misc{dawn-A-1," in said
    assert "date = {1911}" in said
