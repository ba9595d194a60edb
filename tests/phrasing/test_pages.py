"""Shared phrasing as a reader sees it: cards, filters, figures, families, one passage, where else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from comparisons.phrasing import store
from comparisons.phrasing.models import Family, Passage
from corpus.access.models import User
from corpus.works.models import Edition
from tests.phrasing.conftest import LEAFLETS, SENTENCE

MARKER = "zinnoberschwamm"
PAGES = (
    "/phrasing",
    "/phrasing?work=dawn",
    "/phrasing?edition=dawn/A",
    "/phrasing/figures",
    "/phrasing/figures?work=dawn",
    "/phrasing/families",
)


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code, answer.content[:400])
    if answer.streaming:
        return b"".join(answer.streaming_content).decode()
    return answer.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", re.sub(r"</(td|th|li|dd)>", " ", html)))


@pytest.fixture
def signed_in(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_user("ed", password="a long enough one", role=User.Role.EDITOR))
    return client


@pytest.mark.django_db
def test_before_anything_is_searched_the_page_says_what_it_is_for(client: Client) -> None:
    html = page(client, "/phrasing")
    assert "have not been searched yet" in html
    assert 'class="passage"' not in html


def test_where_nothing_is_shared_the_page_says_so_without_error(client: Client, add: Any) -> None:
    add("menu", LEAFLETS["menu"][1])
    add("poem", "Of arms and of a man the singer sings, and of the shore from which he came.")
    store.update()
    assert "No two documents share a passage" in page(client, "/phrasing")
    assert "there is no passage of that kind" in page(client, "/phrasing/figures")


def test_a_passage_is_a_card_with_both_sides_in_context_and_the_words_marked(client: Client, leaflets: Any) -> None:
    html = page(client, "/phrasing?work=dawn&other=letter")
    (card,) = re.findall(r'<article class="passage".*?</article>', html, re.S)
    text = words(card)
    assert "Comrades of the night shift!" in text
    assert "Come to the bridge at six." in text
    assert "The bread is dear again." in text
    assert [words(one) for one in re.findall(r"<del.*?</del>", card)] == ["not"]
    assert [words(one).strip() for one in re.findall(r"<ins.*?</ins>", card)] == ["never", "all"]
    assert '<span class="shared">of this valley will</span>' in card
    assert 'href="/w/dawn/A@1#c=' in card
    assert re.search(r"Words.*match.*Rarity.*bits.*Order", text)


def test_each_filter_says_how_many_passages_it_leaves(client: Client, leaflets: Any) -> None:
    html = page(client, "/phrasing")
    for slug, number in (("dawn", 2), ("notice", 2), ("letter", 2)):
        option = re.search(rf'name="work" value="{slug}".*?<output>(\d+)</output>', html, re.S)
        assert int(option[1]) == number
        assert f"{number} passages" in words(page(client, f"/phrasing?work={slug}"))
    assert re.search(r'value="verbatim".*?<output>1</output>', html, re.S)
    assert "20 (" in html


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("kind=verbatim", 1),
        ("kind=reworked", 2),
        ("q=starved", 3),
        ("q=never+starved", 2),
        ("min_identity=0.95", 1),
        ("until=1911", 2),
        ("direction=known", 1),
        ("work=dawn&direction=gives", 1),
        ("min_words=40", 0),
        ("language=de", 0),
    ],
)
def test_what_is_chosen_stands_in_the_address(client: Client, leaflets: Any, query: str, number: int) -> None:
    html = page(client, f"/phrasing?{query}")
    assert html.count('<article class="passage"') == number
    assert ("No passage is so" in html) == (number == 0)


def test_a_form_that_is_sent_with_empty_fields_leads_to_a_short_address(client: Client, leaflets: Any) -> None:
    answer = client.get("/phrasing?work=dawn&since=&until=&min_words=&q=&kind=verbatim")
    assert answer.status_code == 302
    assert answer["Location"] == "/phrasing?work=dawn&kind=verbatim"


def test_a_filter_that_means_nothing_is_told(client: Client, leaflets: Any) -> None:
    assert "is not a date in EDTF" in page(client, "/phrasing?since=yesterday", 400)
    for odd in ("page=x", "page=99999999", "work=%3Cb%3E", "edition=no/such", "family=x", "theme=odd"):
        page(client, f"/phrasing?{odd}")


def test_a_page_holds_twenty_passages_and_leads_to_the_others(client: Client, add: Any) -> None:
    for n in range(8):
        add(f"leaf{n}", f"Leaf number {n} begins so. {SENTENCE} And so it ends with {n}.", date=f"{1900 + n}")
    store.update()
    html = page(client, "/phrasing")
    assert html.count('<article class="passage"') == 20
    following = re.search(r'href="([^"]*page=2[^"]*)" rel="next"', html)[1]
    assert page(client, following.partition("#")[0]).count('<article class="passage"') == 8


def test_the_figures_lead_to_the_passages_and_have_tables(client: Client, leaflets: Any) -> None:
    html = page(client, "/phrasing/figures?work=dawn")
    for title in ("Where they meet", "How much they share", "Who shares with whom", "Families in time"):
        assert f">{title}</h2>" in html
    for key in Passage.objects.standing().filter(a__edition__work__slug="dawn").values_list("key", flat=True):
        assert f'<a href="/phrasing/passages/{key}"' in html
    assert '<a href="/phrasing?work=dawn&amp;other=notice"' in html
    assert html.count("As a table") == 4
    assert "Dawn, 1911 (first known)" not in words(html)  # the letter has no date
    assert "Dawn, 1911 (order not known)" in words(html)


@pytest.mark.parametrize("name", ["dots", "matrix", "network", "families"])
def test_each_figure_can_be_taken_away(client: Client, leaflets: Any, name: str) -> None:
    address = f"/phrasing/figures/{name}"
    assert b"<svg" in client.get(f"{address}.svg?work=dawn").content
    assert client.get(f"{address}.png?work=dawn").content.startswith(b"\x89PNG")
    answer = client.get(f"{address}.json?work=dawn")
    assert "vega-lite" in answer.json()["$schema"]
    assert client.get(f"{address}.json?work=dawn", headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.get(f"{address}.pdf?work=dawn").status_code == 404
    assert client.get(f"{address}.svg?work=menu").status_code == 404


@pytest.mark.parametrize(
    ("form", "holds"), [("csv", "miners"), ("jsonl", '"kind"'), ("tei", "<TEI"), ("bibtex", "@misc")]
)
def test_what_is_chosen_can_be_taken_away(client: Client, leaflets: Any, form: str, holds: str) -> None:
    html = page(client, "/phrasing?work=letter")
    assert f"/phrasing/export/{form}?work=letter" in html
    answer = client.get(f"/phrasing/export/{form}?work=letter")
    assert answer["Content-Disposition"].startswith("attachment")
    assert holds in b"".join(answer.streaming_content).decode()


def test_a_family_has_its_members_by_date_and_a_table_of_their_differences(client: Client, leaflets: Any) -> None:
    html = page(client, "/phrasing/families")
    (address,) = set(re.findall(r"/phrasing/families/[0-9a-f]{64}", html))
    family = page(client, address)
    text = words(family)
    assert re.search("1 A Dawn 1911 .* 2 A Notice May 1912 .* 3 A Letter not known", text)
    assert "which is the earliest cannot be known from the dates" in text
    differs = words(family[family.index("Where they differ") :])
    assert re.search("not ?A Dawn ?A Notice never ?A Letter", differs)
    assert "In time" in text


def test_one_passage_has_an_address_and_is_kept_when_it_is_cited(client: Client, leaflets: Any) -> None:
    key = Passage.objects.standing().order_by("-score").first().key
    address = f"/phrasing/passages/{key}"
    assert "Keep it for a citation" in page(client, address)
    assert client.post(f"{address}/cite").status_code == 302
    assert "This passage is kept" in page(client, address)
    Edition.objects.filter(work__slug="dawn").update(siglum="B")
    Passage.objects.all().delete()
    gone = page(client, address)
    assert "does not have this passage any more" in gone
    assert "will not be starved" in gone
    page(client, f"/phrasing/passages/{'0' * 64}", 404)


def test_a_passage_comes_alone_to_be_opened_beside_a_text(client: Client, leaflets: Any) -> None:
    key = Passage.objects.standing().first().key
    html = client.get(f"/phrasing/passages/{key}", headers={"hx-request": "true"}).content.decode()
    assert 'class="passage"' in html
    assert "<html" not in html


def test_the_margin_of_a_text_shows_what_it_shares_and_with_whom(client: Client, leaflets: Any) -> None:
    html = page(client, "/w/notice/A")
    shares = re.findall(r'<span class="shares">.*?</span></a></span>', html, re.S)
    assert len(shares) == 1
    assert "verbatim, Dawn" in words(shares[0])
    assert "reworked, Letter" in words(shares[0])
    assert re.search(r'href="/phrasing/passages/[0-9a-f]{64}"', shares[0])
    assert 'class="shares"' not in page(client, "/w/menu/A")


def test_where_else_finds_every_other_place_of_marked_words(client: Client, leaflets: Any) -> None:
    text = LEAFLETS["dawn"][1]
    begin = text.index("workers of this valley")
    html = page(client, f"/phrasing/where-else?in=dawn/A@1&c={begin}-{begin + 60}")
    assert "The words were marked" not in html
    assert {"notice", "letter"} == set(re.findall(r'href="/w/(\w+)/A@1#c=', html[html.index('aria-label="Places"') :]))
    assert "never" in [words(one) for one in re.findall(r"<ins.*?</ins>", html)]


def test_where_else_takes_words_from_a_form_with_other_spelling_included(client: Client, leaflets: Any) -> None:
    answer = client.post("/phrasing/where-else", {"text": "vvorkers of this valley"}, follow=True)
    assert answer.redirect_chain[0][0] == "/phrasing/where-else?text=vvorkers+of+this+valley"
    assert "In other works: 3" in words(answer.content.decode())
    assert "Nowhere else in the 4 documents" in page(client, "/phrasing/where-else?text=quinquereme+of+Nineveh")
    long = client.post("/phrasing/where-else", {"text": "valley of " * 300})
    assert long.status_code == 200
    for odd, said in (("—!", "Mark or write some words"), ("x" * 5000, "at most 4,000")):
        answer = client.post("/phrasing/where-else", {"text": odd}, follow=True)
        assert said in words(answer.content.decode())
    page(client, "/phrasing/where-else?in=no/such@1&c=1-5", 404)
    page(client, "/phrasing/where-else?in=dawn/A@1&c=99999999-5", 400)


def test_where_else_sees_a_text_as_soon_as_it_is_there(client: Client, leaflets: Any, add: Any) -> None:
    assert "In other works: 3" in words(page(client, "/phrasing/where-else?text=workers+of+this+valley"))
    add("late", f"At last: {SENTENCE}")
    assert "In other works: 4" in words(page(client, "/phrasing/where-else?text=workers+of+this+valley"))


@pytest.mark.parametrize("how", ["edition", "work", "withdrawn"])
def test_nothing_of_a_private_text_is_on_any_page_for_who_may_not_see_it(
    client: Client, leaflets: Any, add: Any, how: str
) -> None:
    hidden = add("secret", f"{MARKER} speaks. {SENTENCE} {MARKER} is silent.", date="1910")
    Edition.objects.filter(pk=hidden.pk).update(title=f"Title {MARKER}")
    store.update()
    if how == "edition":
        Edition.objects.filter(pk=hidden.pk).update(visibility="private")
    elif how == "work":
        type(hidden.work).objects.filter(pk=hidden.work_id).update(visibility="private", title=f"Work {MARKER}")
    else:
        from django.utils import timezone

        Edition.objects.filter(pk=hidden.pk).update(withdrawn_at=timezone.now())
    keys = [*Passage.objects.values_list("key", flat=True), *Family.objects.values_list("key", flat=True)]
    for _ in ("before the job has run", "after it"):
        addresses = [
            *PAGES,
            "/w/dawn/A",
            "/phrasing/where-else?text=workers+of+this+valley",
            *(f"/phrasing/export/{form}" for form in ("csv", "jsonl", "tei", "bibtex")),
            *(f"/phrasing/figures/{name}.json?work=dawn" for name in ("dots", "matrix", "network", "families")),
        ]
        for address in addresses:
            html = page(client, address)
            assert MARKER not in html, address
            assert "secret" not in html, address
        assert "3 passages" in words(page(client, "/phrasing"))
        assert "Nowhere else in the 4 documents" in page(client, f"/phrasing/where-else?text={MARKER}")
        for key in keys:
            for address in (f"/phrasing/passages/{key}", f"/phrasing/families/{key}"):
                answer = client.get(address)
                assert answer.status_code in {200, 404}
                assert MARKER not in answer.content.decode()
                assert "secret" not in answer.content.decode()
        assert client.get("/phrasing/where-else?in=secret/A@1&c=0-20").status_code in {404}
        store.update()


def test_an_editor_sees_what_private_texts_share(signed_in: Client, leaflets: Any, add: Any) -> None:
    add("secret", f"{MARKER} speaks. {SENTENCE}", visibility="private")
    store.update()
    assert "6 passages" in words(page(signed_in, "/phrasing"))
    assert "In other works: 4" in words(page(signed_in, "/phrasing/where-else?text=workers+of+this+valley"))


def test_hostile_words_and_titles_are_shown_as_text(client: Client, add: Any) -> None:
    hostile = "<script>alert(1)</script>"
    for slug in ("one", "two"):
        work = add(slug, f"{hostile} {SENTENCE} {hostile}", date="1911").work
        type(work).objects.filter(pk=work.pk).update(title=hostile)
    store.update()
    for address in (*PAGES[:1], "/phrasing?work=one", "/phrasing/figures?work=one", "/phrasing/where-else?text=valley"):
        html = page(client, address)
        assert hostile not in html
        assert escape(hostile) in html


@pytest.mark.parametrize("address", [*PAGES, "/phrasing/where-else?text=workers+of+this+valley", "/w/dawn/A"])
def test_a_page_costs_the_same_queries_however_many_passages_there_are(
    client: Client, leaflets: Any, add: Any, address: str, django_assert_num_queries: Any
) -> None:
    page(client, address)
    with CaptureQueriesContext(connection) as few:
        page(client, address)
    expected = len(few)
    for n in range(4):
        add(f"more{n}", f"Number {n} says this. {SENTENCE}", date=f"{1920 + n}")
    store.update()
    page(client, address)
    with django_assert_num_queries(expected):
        page(client, address)
