"""Library, work and edition, as a reader sees them."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.utils.html import escape

from comparisons.engine.options import Options
from comparisons.pairs import store
from corpus.access.models import User
from corpus.notes.models import Note, Target
from corpus.texts import storing
from corpus.works.models import FormerName, Relation, Rule, Work

TEXT = "On Variants\n\nThe olde king rode out at dawn.\n\nNobody saw him go."
MARKER = "zinnober"


@pytest.fixture
def shelf(db: None) -> SimpleNamespace:
    work = Work.objects.create(slug="on-variants", title="On Variants", language="en", date="1941-08", creator="Anon")
    a = storing.add_edition(work, siglum="A", title="First", text=TEXT, content=TEXT.encode(), language="en")
    b = storing.add_edition(work, siglum="B", title="Second", text=TEXT.replace("olde", "old"), language="en")
    record = storing.add_edition(work, siglum="P", title="The print", availability="In the city library.")
    hidden = storing.add_edition(work, siglum="H", title=f"Hidden {MARKER}", text=MARKER, visibility="private")
    Work.objects.create(slug="secret", title=f"Secret {MARKER}", visibility="private")
    return SimpleNamespace(work=work, a=a, b=b, record=record, hidden=hidden)


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_user("editor", password="a long enough one", role=User.Role.EDITOR))
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content[:500]
    return answer.content.decode()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_library_lists_works_with_the_sigla_of_their_editions(client: Client, shelf: SimpleNamespace) -> None:
    html = page(client, "/")
    assert 'href="/w/on-variants"' in html
    assert 'href="/w/on-variants/A"' in html
    assert "August 1941" in html
    assert "1 more without its text" in words(html)


def test_an_empty_library_says_what_it_is_for(client: Client, db: None) -> None:
    assert "No works yet" in page(client, "/")


def test_the_library_is_searched_by_title_and_language(client: Client, shelf: SimpleNamespace) -> None:
    assert "/w/on-variants" in page(client, "/?q=variants&language=en")
    assert "Nothing fits" in page(client, "/?q=nowhere")


@pytest.mark.parametrize("address", ["/", "/w/on-variants", "/w/on-variants/A", "/?q=zinnober"])
def test_what_is_private_shows_on_no_page_of_a_visitor(client: Client, shelf: SimpleNamespace, address: str) -> None:
    assert MARKER not in page(client, address).replace("q=zinnober", "").replace('value="zinnober"', "")


def test_what_is_private_cannot_be_told_from_what_is_not_there(client: Client, shelf: SimpleNamespace) -> None:
    for address in ("/w/secret", "/w/on-variants/H", "/w/on-variants/H@1", "/w/none", "/w/on-variants/none"):
        page(client, address, 404)


def test_an_editor_sees_what_is_private(editor: Client, shelf: SimpleNamespace) -> None:
    assert MARKER in page(editor, "/w/on-variants/H")
    assert MARKER in page(editor, "/")


def test_two_ticks_lead_to_the_comparison(client: Client, shelf: SimpleNamespace) -> None:
    answer = client.get("/w/on-variants/compare?edition=A&edition=B")
    assert answer.status_code == 302
    assert answer["Location"] == "/compare/on-variants/A@1/on-variants/B@1"


@pytest.mark.parametrize(
    "query", ["", "edition=A", "edition=A&edition=A", "edition=A&edition=P", "edition=A&edition=X"]
)
def test_anything_but_two_texts_leads_back_with_a_word(client: Client, shelf: SimpleNamespace, query: str) -> None:
    answer = client.get(f"/w/on-variants/compare?{query}", follow=True)
    assert answer.redirect_chain[-1][0] == "/w/on-variants"
    assert re.search("Tick two editions|hold no text|no edition", answer.content.decode())


def test_a_work_says_how_its_editions_stand_to_each_other_and_to_other_works(
    client: Client, shelf: SimpleNamespace
) -> None:
    other = Work.objects.create(slug="other", title="Another work")
    Relation.objects.create(kind="emends", from_edition=shelf.b, to_edition=shelf.a)
    Relation.objects.create(kind="quotes", from_work=other, to_work=shelf.work)
    Rule.objects.create(work=shelf.work, original="olde", regular="old")
    html = words(page(client, "/w/on-variants"))
    assert "emends A" in html
    assert "is quoted by Another work" in html
    assert "olde → old" in html


def test_an_edition_shows_its_text_with_headings_and_numbered_paragraphs(
    client: Client, shelf: SimpleNamespace
) -> None:
    html = page(client, "/w/on-variants/A")
    assert re.search(r"<h2[^>]*>On Variants</h2>", html)
    assert 'id="¶1"' in html
    assert 'href="/w/on-variants/A@1#¶2"' in html
    assert "The olde king rode out at dawn." in html


def test_a_record_without_text_says_where_it_can_be_read_and_has_a_door_for_an_editor(
    client: Client, shelf: SimpleNamespace
) -> None:
    html = page(client, "/w/on-variants/P")
    assert "We hold no text of this document" in html
    assert "In the city library." in html
    assert "sign-in" in html


def test_the_history_gives_each_reason_and_its_difference(client: Client, shelf: SimpleNamespace) -> None:
    storing.add_revision(shelf.a, TEXT.replace("olde", "aged"), reason="A better word.")
    html = page(client, "/w/on-variants/A")
    assert "A better word." in html
    assert "/compare/on-variants/A@1/on-variants/A@2" in html
    old = page(client, "/w/on-variants/A@1")
    assert "olde king" in old
    assert "Read the newest" in old


def test_what_was_dropped_and_where_the_text_came_from_is_said(client: Client, shelf: SimpleNamespace) -> None:
    extraction = {
        "encoding": "utf-8",
        "dropped": [{"begin_line": 1, "end_line": 2, "text": "Home\nBack Issues", "why": "site navigation"}],
    }
    storing.add_edition(
        shelf.work, siglum="W", title="Web", text=TEXT, content=b"Home\nBack Issues", extraction=extraction
    )
    html = page(client, "/w/on-variants/W")
    assert "site navigation, lines 1–2" in words(html)
    assert "Back Issues" in html


def test_notes_stand_at_their_places_and_reports_do_not(client: Client, shelf: SimpleNamespace) -> None:
    revision = shelf.a.revisions.get()
    begin = TEXT.index("olde")
    for kind, body in (("doubt", "Perhaps old."), ("report", f"Please look {MARKER}.")):
        note = Note.objects.create(kind=kind, body=body, name="Q1")
        Target.objects.create(note=note, revision=revision, begin=begin, end=begin + 4)
    html = page(client, "/w/on-variants/A")
    assert '<mark class="noted">olde</mark>' in html
    assert "Perhaps old." in html
    assert MARKER not in html


def test_an_editor_sees_a_reader_s_report_at_its_place_until_it_is_closed(
    editor: Client, shelf: SimpleNamespace
) -> None:
    note = Note.objects.create(kind="report", body="A letter is wrong.")
    Target.objects.create(note=note, revision=shelf.a.revisions.get(), begin=0, end=2)
    assert "error report" in page(editor, "/w/on-variants/A")
    editor.post(f"/reports/{note.pk}/close")
    assert "A letter is wrong." not in page(editor, "/w/on-variants/A")


def test_a_former_name_redirects_for_ever(client: Client, shelf: SimpleNamespace) -> None:
    FormerName.objects.create(slug="old-name", work=shelf.work)
    FormerName.objects.create(slug="on-variants", siglum="Alt", work=shelf.work, edition=shelf.a)
    for old, new in (
        ("/w/old-name", "/w/on-variants"),
        ("/w/old-name/A", "/w/on-variants/A"),
        ("/w/on-variants/Alt", "/w/on-variants/A"),
        ("/w/on-variants/Alt@1", "/w/on-variants/A@1"),
    ):
        answer = client.get(old)
        assert (answer.status_code, answer["Location"]) == (301, new)


def test_hostile_titles_and_texts_are_shown_as_text(client: Client, shelf: SimpleNamespace) -> None:
    hostile = "<script>alert(1)</script>"
    storing.add_edition(shelf.work, siglum="X<".replace("<", "x"), title=hostile, text=hostile, notice=hostile)
    for address in ("/", "/w/on-variants", "/w/on-variants/Xx"):
        assert hostile not in page(client, address)
    assert escape(hostile) in page(client, "/w/on-variants/Xx")


def test_a_long_text_comes_in_parts_and_each_place_is_found(client: Client, shelf: SimpleNamespace) -> None:
    text = "\n\n".join(
        f"Paragraph {n} says that a long text is read in parts, and number {n} is one." for n in range(3000)
    )
    storing.add_edition(shelf.work, siglum="L", title="Long", text=text)
    first = page(client, "/w/on-variants/L")
    assert "Paragraph 0 says" in first
    assert "Paragraph 2999 says" not in first
    assert "part 1 of" in words(first)
    assert "Paragraph 2499 says" in page(client, "/w/on-variants/L?at=2500")
    offset = text.index("Paragraph 2000 says")
    assert "Paragraph 2000 says" in page(client, f"/w/on-variants/L?at=c={offset}-{offset + 9}")
    for odd in ("part=99999999999", "part=x", "at=%00", "at=c=x", "at=¶99999"):
        page(client, f"/w/on-variants/L?{odd}")


@pytest.mark.parametrize("address", ["/", "/w/on-variants", "/w/on-variants/A"])
def test_a_page_costs_the_same_queries_however_many_editions_there_are(
    client: Client, shelf: SimpleNamespace, address: str, django_assert_num_queries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        page(client, address)
    for n in range(8):
        storing.add_edition(shelf.work, siglum=f"N{n}", title=f"Number {n}", text=f"{TEXT} {n}")
    with django_assert_num_queries(len(few)):
        page(client, address)


def test_margin_and_strip_show_where_other_editions_differ(client: Client, shelf: SimpleNamespace) -> None:
    a, b = shelf.a.revisions.get(), shelf.b.revisions.get()
    assert 'class="differs"' not in page(client, "/w/on-variants/A")
    store.ask(a, b, Options())
    html = page(client, "/w/on-variants/A")
    assert len(re.findall('class="differs"', html)) == 1
    differs = html[html.index('class="differs"') :]
    assert 'href="/compare/on-variants/A@1/on-variants/B@1"' in differs[:300]
    assert "2 editions, 1 place," in page(client, "/w/on-variants")
    assert re.search(r"A (9\d\.\d) %", words(page(client, "/w/on-variants")))


def test_a_text_whose_language_is_not_said_runs_the_way_of_its_letters(client: Client, shelf: SimpleNamespace) -> None:
    storing.add_edition(shelf.work, siglum="Y", title="Genesis", text="בראשית ברא אלהים.\n\nוהארץ היתה תהו.")
    assert '<p dir="auto">והארץ' in page(client, "/w/on-variants/Y")
    assert '<p dir="auto">' not in page(client, "/w/on-variants/A")


def test_an_unchanged_paragraph_beside_a_moved_or_an_added_one_does_not_count_as_differing(
    client: Client, shelf: SimpleNamespace
) -> None:
    wandering = "A passage that goes to another place is long enough that nobody takes it for some other passage."
    rest = [f"Paragraph {name} stays where it was and says what it said." for name in ("one", "two", "three", "four")]
    added = "Here is a paragraph that nobody has read before, about something else altogether."
    for siglum, paragraphs in (("M", [wandering, *rest]), ("N", [*rest[:2], wandering, rest[2], added, rest[3]])):
        storing.add_edition(shelf.work, siglum=siglum, title=siglum, text="\n\n".join(paragraphs), language="en")
    m, n = (shelf.work.editions.get(siglum=siglum).revisions.get() for siglum in "MN")
    store.ask(m, n, Options())

    def marked(siglum: str) -> list[str]:
        html = page(client, f"/w/on-variants/{siglum}")
        return [part[: part.index('"')] for part in html.split('id="¶')[1:] if 'class="differs"' in part]

    assert marked("M") == ["1"]
    assert marked("N") == ["3", "5"]


def test_one_huge_paragraph_is_read_in_parts_and_its_places_are_found(client: Client, shelf: SimpleNamespace) -> None:
    long = " ".join(f"Sentence number {k} says its own number {k}." for k in range(6000))
    edition = storing.add_edition(shelf.work, siglum="L", title="Long", text=f"A Heading\n\n{long}", language="en")
    text = edition.revisions.get().text
    note = Note.objects.create(kind="commentary", body="Of the last sentences.", name="C1")
    Target.objects.create(note=note, revision=edition.revisions.get(), begin=len(text) - 30, end=len(text) - 10)
    first = page(client, "/w/on-variants/L")
    total = int(re.search(r"part 1 of (\d+)", first)[1])
    assert total > 3
    said = ""
    for part in range(1, total + 1):
        html = page(client, f"/w/on-variants/L?part={part}")
        assert len(html) < 130_000
        assert ('id="¶1"' in html) == ('id="¶h1"' in html) == (part == 1)
        found = re.search(
            r'class="segment paragraph"[^>]*data-begin="(\d+)" data-end="(\d+)".*?<p>(.*?)</p>', html, re.S
        )
        if found:
            begin, end = int(found[1]), int(found[2])
            assert re.sub("<[^>]+>|C1", "", found[3]) == text[begin:end]
            assert part == total or text[end - 1] == " "
            said += text[begin:end]
    assert said == long
    assert "Of the last sentences." in html
    last = text.index("number 5990 says")
    assert f"part {total} of {total}" in page(client, f"/w/on-variants/L?at=c={last}-{last + 4}")
    assert 'id="¶1"' in page(client, "/w/on-variants/L?at=1")
    for place in range(60_000, 60_400, 7):  # about a cut: the place is on the page that opens
        html = page(client, f"/w/on-variants/L?at=c={place}-{place}")
        spans = [(int(b), int(e)) for b, e in re.findall(r'data-begin="(\d+)" data-end="(\d+)"', html)]
        assert spans[0][0] <= place < spans[-1][1]


def test_from_a_revision_one_goes_to_the_one_before_and_the_one_after(client: Client, shelf: SimpleNamespace) -> None:
    for word in ("older", "oldest"):
        storing.add_revision(shelf.a, TEXT.replace("olde", word), reason="A correction")
    middle = page(client, "/w/on-variants/A@2")
    assert re.search(r'rel="prev" href="/w/on-variants/A@1"', middle)
    assert re.search(r'rel="next" href="/w/on-variants/A@3"', middle)
    assert 'rel="next"' not in page(client, "/w/on-variants/A")
    assert 'rel="prev"' not in page(client, "/w/on-variants/B")
