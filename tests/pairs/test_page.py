"""What the comparison page shows, and to whom."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comparisons.engine.options import Options
from comparisons.pairs import store
from comparisons.pairs.models import Comparison, Visit
from corpus.notes.models import Note
from corpus.texts import storing
from corpus.works.models import Work
from jobs.models import Job
from jobs.worker import drain
from tests.pairs.conftest import LEFT, RIGHT

pytestmark = pytest.mark.django_db
PAGE = "/compare/a-work/L@1/a-work/R@1"


@pytest.fixture
def shown(client, left, right):
    """The page's HTML for a query."""

    def get(query="", status=200, path=PAGE, **more):
        answer = client.get(f"{path}{query}", **more)
        assert answer.status_code == status, answer.content[:2000]
        return answer.content.decode()

    return get


def words(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_a_visitor_sees_each_change_with_its_category(shown):
    html = shown()
    assert '<del data-category="division">' in html
    assert '<ins data-category="division">' in html
    assert '<del data-category="punctuation" class="light">,</del>' in html


def test_a_screen_reader_hears_number_kind_paragraph_and_both_readings(shown):
    assert re.search(r"difference \d+ of \d+, word division, paragraph 4; left “evermore”; right “ever more”", shown())


def test_a_moved_paragraph_stands_beside_its_other_place_and_links_to_it(shown):
    html = shown()
    assert re.search(r"moved from ¶ \d to ¶ \d", html)
    number = re.search(r'href="#place-(\d+)"', html)[1]
    assert f'id="place-{number}"' in html
    assert f'href="#block-{number}"' in html


def test_the_changed_letters_inside_a_changed_word_are_marked(shown):
    assert "<mark>t</mark>he" in shown()


def test_a_category_is_switched_off_in_the_address_and_next_passes_over_it(shown):
    html = shown("?off=punctuation")
    assert 'aria-pressed="false"' in html
    everything, fewer = (int(re.search(r"of </span>(\d+)", text)[1]) for text in (shown(), html))
    assert everything > fewer


def test_what_is_switched_off_stays_in_its_place_without_a_mark_and_is_not_announced(shown):
    html = shown("?off=punctuation,move&show=all")
    assert '<span class="off went" data-change=' in html
    assert not re.search(r"<(del|ins) data-category=.(punctuation|move)", html)
    assert not re.search(r"difference \d+ of \d+, (punctuation|moved)", html)
    assert re.search(r"difference \d+ of \d+, word division", html)
    left = re.sub(r'<span class="off came".*?</span>', "", html[html.index('id="a1"') :])
    assert "stands here, and he says" in words(re.sub(r"<ins.*?</ins>|<span class=.unseen.*?</span>", "", left))
    assert 'class="off' not in shown()


def test_identical_texts_are_called_so_and_no_key_to_step_is_offered(shown, add):
    add("L2", LEFT)
    html = shown(path="/compare/a-work/L@1/a-work/L2@1")
    assert "The two texts are identical." in words(html)
    assert "4 unchanged paragraphs" in words(html)
    panel = html[html.index('id="panel"') :]
    assert "<kbd>n</kbd> next" not in panel
    assert "step through them" not in panel


def test_where_every_difference_is_ignored_it_is_said_counted_and_can_be_undone(shown, add):
    add("LOUD", LEFT.upper())
    path = "/compare/a-work/L@1/a-work/LOUD@1"
    html = shown("?ignore=case", path=path)
    assert re.search(r"Every difference is ignored by this profile: (\d+) places \(case \1\)\.", words(html))
    assert f'<a href="{path}">Ignore nothing</a>' in html
    assert "unchanged" not in words(
        html[html.index('class="fold"') : html.index("</summary>", html.index('class="fold"'))]
    )
    assert re.search(r"4 paragraphs, in them \d+ places ignored", words(html))
    assert "step through them" not in html
    assert "Every difference is ignored" not in shown(path=path)


def test_where_every_kind_is_switched_off_it_is_said_and_can_be_undone(shown, add):
    add("LOUD", LEFT.upper())
    path = "/compare/a-work/L@1/a-work/LOUD@1"
    html = shown("?off=case", path=path)
    assert "Every kind of change that could be marked is switched off" in words(html)
    assert f'<a href="{path}">Switch all kinds on</a>' in html
    assert "Every difference is ignored" not in words(html)


def test_what_is_ignored_is_counted_and_said(shown):
    html = shown("?ignore=punctuation")
    assert "1 place ignored: punctuation 1" in words(html)
    assert 'title="ignored: punctuation"' in html


def test_a_chosen_change_is_in_the_panel_in_context(shown):
    html = shown("?change=1#change-1")
    assert 'aria-current="true"' in html
    assert "Why it counts so" in html
    assert "Report an error here" in html


def test_the_panel_alone_comes_for_htmx(shown):
    html = shown("?change=1", headers={"HX-Request": "true", "HX-Target": "panel"})
    assert html.lstrip().startswith('<details class="panel"')
    assert 'hx-swap-oob="true"' in html


@pytest.mark.parametrize(
    "query",
    ["?change=999", "?change=-1", "?change=x", "?part=99", "?view=<x>", "?show=9", "?off=<b>", "?block=99", "?q=+"],
)
def test_odd_addresses_show_the_page(shown, query):
    assert "<script>" not in shown(query)


@pytest.mark.parametrize(
    "query", ["?ignore=everything", "?points=<x>", "?points=t5-1:0-1", "?points=t0-9:0-99999", "?key=00"]
)
def test_what_cannot_be_compared_so_is_said(shown, query):
    assert "cannot be made so" in shown(query, 400)


def test_finding_marks_the_words_on_both_sides_through_case_and_line_breaks(shown):
    html = shown("?q=PARAGRAPH of")
    assert words(html).count("2 places") == 1
    assert html.count('<mark class="hit" id="hit-') == 2


def test_finding_nothing_says_so(shown):
    assert "not found in either text" in shown("?q=zebra")


def test_swapping_keeps_the_options(shown):
    html = shown("?ignore=case&points=t0-5:0-9")
    assert "/compare/a-work/R@1/a-work/L@1?ignore=case&amp;points=t0-9:0-5" in html


def test_a_point_is_set_by_paragraph_numbers_kept_in_the_address_and_removed(client, shown):
    answer = client.get(f"{PAGE}/points?in_a=1&in_b=2&kind=together")
    assert answer.status_code == 302
    assert "points=t" in answer["Location"]
    html = client.get(answer["Location"]).content.decode()
    assert "belong together" in html
    assert ">remove<" in html
    assert Comparison.objects.latest("pk").options["points"]
    assert client.get(f"{PAGE}/points?in_a=99&in_b=2&kind=together").status_code == 400
    assert client.get(f"{PAGE}/points?in_a=1&in_b=2&kind=nonsense").status_code == 400


def test_a_citation_names_the_result_and_opens_it(client, shown):
    shown()
    answer = client.post(f"{PAGE}/cite").content.decode()
    key = Comparison.objects.get().key
    assert f"key={key}" in unescape(answer)
    assert Comparison.objects.get().cited_at
    assert "99" in shown(f"?key={key}") or shown(f"?key={key}")


def test_a_cited_result_of_an_older_engine_says_so_and_links_to_the_newest(client, shown, monkeypatch):
    shown()
    key = Comparison.objects.get().key
    monkeypatch.setattr("comparisons.pairs.heading.VERSION", "99")
    html = shown(f"?key={key}")
    assert "an earlier version of the engine" in html


def test_a_report_of_an_error_is_kept_for_editors(client, shown):
    answer = client.post(f"{PAGE}/report?change=1", {"body": "This letter is wrong.", "side": "a"}, follow=False)
    assert answer.status_code == 302
    note = Note.objects.get()
    assert (note.kind, note.body, note.targets.count()) == ("report", "This letter is wrong.", 1)


def test_the_same_place_in_the_other_editions_is_shown(client, add, shown):
    add("T", RIGHT, title="A third")
    add("U", RIGHT, title="A fourth")
    add("V", RIGHT.replace("ever more", "for ever"), title="A fifth")
    html = shown("?off=", path=PAGE)
    number = re.search(
        r'data-change="(\d+)"[^>]*><span class="unseen"[^>]*>difference \d+ of \d+, word division', html
    )[1]
    others = words(client.get(f"{PAGE}/others?change={number}").content.decode())
    assert "T U as R" in others  # a reading that several share is said once
    assert "V" in others
    assert "for ever" in others


def test_titles_and_texts_are_never_markup(client, work, add):
    a = add("<i".replace("<", "("), "<b>bold</b> & <script>alert(1)</script> one", title="<script>alert(2)</script>")
    b = add("Q", "<b>bold</b> & <script>alert(1)</script> two", title='"><img src=x>')
    for tail in ("", "?change=1", "?q=<b>", "/inventory", "/choose?side=a", "/others?change=1", "/export/html"):
        html = client.get(f"/compare/a-work/{a.edition.siglum}@1/a-work/{b.edition.siglum}@1{tail}").content.decode()
        assert "<script>alert" not in html
        assert "<img src=x>" not in html
        assert "<b>bold" not in html


def test_a_private_edition_never_shows(client, shown, hidden, left, right):
    for path in ("SECRET@1/a-work/L@1", "L@1/a-work/SECRET@1"):
        for tail in (
            "",
            "/inventory",
            "/export/json",
            "/others?change=1",
            "/choose",
            "/inventory/changes.csv",
            "/inventory/chart.svg",
        ):
            assert client.get(f"/compare/a-work/{path}{tail}").status_code == 404
    store.ask(left, hidden, Options())
    for path in (
        f"{PAGE}/others?change=1",
        f"{PAGE}/choose?side=a",
        f"{PAGE}/choose?search=secret",
        PAGE,
        f"{PAGE}?change=1",
    ):
        html = client.get(path).content.decode()
        assert "hushhush" not in html
        assert "A secret edition" not in html


def test_an_editor_sees_the_private_edition(client, editor, hidden, left, right):
    client.force_login(editor)
    assert client.get("/compare/a-work/L@1/a-work/SECRET@1").status_code == 200


def test_what_became_private_leaves_the_list(client, reader, stored, shown):
    client.force_login(reader)
    shown()
    assert "revisions 1 and 1" in client.get("/comparisons").content.decode()
    Work.objects.update(visibility="private")
    assert "revisions 1 and 1" not in client.get("/comparisons").content.decode()


def test_the_list_says_of_one_that_failed_that_it_did_and_of_two_languages_what_they_are(
    client, reader, add, left, monkeypatch
):
    client.force_login(reader)
    add("F", "Un titre\n\nUn paragraphe.", language="fr")
    client.get("/compare/a-work/L@1/a-work/F@1")
    monkeypatch.setattr(store, "AT_ONCE", 0)
    add("LONG", RIGHT)
    client.get("/compare/a-work/L@1/a-work/LONG@1")
    assert "being made" in client.get("/comparisons").content.decode()
    Job.objects.update(state=Job.State.FAILED)
    said = words(client.get("/comparisons").content.decode())
    assert "could not be made, or was called off" in said
    assert "being made" not in said
    assert "paragraph beside paragraph" in said


def test_the_list_is_one_s_own(client, reader, editor, stored, shown):
    client.force_login(reader)
    shown()
    client.force_login(editor)
    assert "Here stand the comparisons that you opened" in client.get("/comparisons").content.decode()


def test_a_long_comparison_shows_its_progress_and_then_a_notice(client, reader, left, right, monkeypatch):
    monkeypatch.setattr(store, "AT_ONCE", 10)
    client.force_login(reader)
    html = client.get(PAGE).content.decode()
    assert "are being compared" in html
    assert 'hx-trigger="every 1s"' in html
    assert client.get("/comparisons/news").content.strip() == b""
    store.make(Comparison.objects.get())
    assert "Ready:" in client.get("/comparisons/news").content.decode()
    client.get(PAGE)
    assert client.get("/comparisons/news").content.strip() == b""
    assert Visit.objects.count() == 1


def test_the_last_result_stays_while_another_is_computed(client, shown, monkeypatch):
    shown()
    monkeypatch.setattr(store, "AT_ONCE", 10)
    answer = client.get(f"{PAGE}?ignore=case&change=2")
    html = answer.content.decode()
    assert answer.status_code == 202
    assert "This is the last result." in html
    assert "ever more" in html
    assert 'hx-trigger="every 1s"' in html
    assert not re.search(r"href=\"[^\"]*ignore=case&amp;change=", html)  # its links lead into the result that is shown


def test_what_was_called_off_is_not_begun_again_by_the_page_that_waits_for_it(client, left, right, monkeypatch):
    monkeypatch.setattr(store, "AT_ONCE", 10)
    asks = re.search(r'hx-get="(/jobs/[^"]+)"', client.get(PAGE).content.decode())[1]
    client.post(asks.split("?")[0] + "/cancel")
    part = client.get(asks, headers={"HX-Request": "true"}).content.decode()
    assert "Called off" in part
    assert "hx-get" not in part
    assert [job.state for job in Job.objects.exclude(kind="passages")] == ["cancelled"]


def queries(client, path):
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_the_number_of_queries_does_not_grow_with_editions_or_blocks(client, add, left, right):
    few = queries(client, PAGE)
    for number in range(6):
        add(f"M{number}", LEFT)
    long_a = "\n\n".join(f"Paragraph {k} says its own number {k} and nothing else at all." for k in range(400))
    add("LA", long_a)
    add("LB", long_a.replace("nothing else", "something else"))
    assert queries(client, PAGE) == few
    assert queries(client, "/compare/a-work/LA@1/a-work/LB@1") == few
    assert few <= 8


def test_a_long_text_comes_part_by_part(client, add):
    long = "\n\n".join(f"Paragraph {k} says its own number {k} and nothing else at all." for k in range(400))
    add("LA", long)
    add("LB", long.replace("nothing else", "something else"))
    path = "/compare/a-work/LA@1/a-work/LB@1"
    html = client.get(path).content.decode()
    seen = set(re.findall(r'id="block-(\d+)"', html))
    assert 0 < len(seen) < 200
    assert "of </span>400" in html
    while more := re.search(r'href="([^"]+)" data-more', html):
        html = client.get(unescape(more[1])).content.decode()
        seen |= set(re.findall(r'id="block-(\d+)"', html))
    assert len(seen) == 400
    assert 'id="change-333"' in client.get(f"{path}?change=333").content.decode()


def test_unchanged_stretches_fold_to_one_line_with_their_count(client, add):
    text = "\n\n".join(f"Paragraph {k} says its own number {k} and nothing else." for k in range(30))
    add("FA", text)
    add("FB", text.replace("number 15", "numeral 15"))
    path = "/compare/a-work/FA@1/a-work/FB@1"
    assert "14 unchanged paragraphs" in client.get(path).content.decode()
    assert "15 unchanged paragraphs" in client.get(f"{path}?show=changes").content.decode()
    assert "unchanged paragraphs" not in client.get(f"{path}?show=all").content.decode()


def test_invisible_letters_are_shown_where_they_are_the_difference_and_elsewhere_when_asked_for(client, add):
    add("IA", "A soft\u00adhyphen stands here and there too.")
    add("IB", "A softhyphen stands here and there\u00a0too.")
    path = "/compare/a-work/IA@1/a-work/IB@1"
    assert 'title="soft hyphen"' in client.get(path).content.decode()
    same = "/compare/a-work/IA@1/a-work/IA@1"
    assert 'title="soft hyphen"' not in client.get(same).content.decode()
    assert 'title="soft hyphen"' in client.get(f"{same}?signs=1").content.decode()


def test_each_side_has_its_language_and_direction(client, add):
    add("HA", "שלום עולם", language="he")
    add("HB", "שלום לעולם", language="he")
    html = client.get("/compare/a-work/HA@1/a-work/HB@1").content.decode()
    assert html.count('lang="he" dir="rtl"') >= 2


def test_another_text_of_any_work_can_be_chosen(client, shown, left, db):
    other = Work.objects.create(slug="other-work", title="Another work")
    storing.add_edition(other, siglum="Z", title="Far away", text="Some text.")
    html = client.get(f"{PAGE}/choose?side=b&search=far").content.decode()
    assert "/compare/a-work/L@1/other-work/Z@1" in html


@pytest.mark.parametrize("form", ["json", "csv", "diff", "html", "tei", "text"])
def test_every_export_is_an_attachment(client, shown, form):
    answer = client.get(f"{PAGE}/export/{form}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")


def test_two_texts_without_a_difference_are_shown(client, left):
    html = client.get("/compare/a-work/L@1/a-work/L@1").content.decode()
    assert "100.0 %" in html
    assert "No change is marked" in html


def test_two_languages_stand_paragraph_beside_paragraph_and_the_page_says_what_it_is(client, add):
    add("EN", "The war began in 1941.\n\nNobody knows what the workers of Moscow will do now.", language="en")
    add("FR", "La guerre commença en 1941.\n\nPersonne ne sait ce que feront les ouvriers de Moscou.", language="fr")
    html = client.get("/compare/a-work/EN@1/a-work/FR@1").content.decode()
    assert "different languages" in html
    assert "Gale and Church" in html
    assert "<del" not in html
    assert "<ins" not in html
    assert 'lang="fr"' in html
    assert client.get("/compare/a-work/EN@1/a-work/FR@1/inventory").status_code == 200
    assert client.get("/compare/a-work/EN@1/a-work/FR@1/export/json").status_code == 200


@pytest.fixture
def failing(monkeypatch, left, right):
    """Comparing the two takes a worker, and fails."""
    monkeypatch.setattr(store, "AT_ONCE", 10)

    def fail(*arguments):
        raise RuntimeError

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(store, "make", fail)
        yield meanwhile


def test_looking_at_a_comparison_that_failed_does_not_make_a_worker_fail_at_it_again(client, shown, failing):
    shown(status=202)
    drain()
    for _ in range(3):  # what a page that refreshes itself would do
        html = shown()
        assert drain() == 0
    assert Job.objects.filter(kind="compare").count() == 1
    assert "could not be compared" in html
    assert "http-equiv" not in html
    assert "Something in the program went wrong" in words(html)


def test_whoever_presses_try_again_asks_for_it_anew(client, shown, failing):
    shown(status=202)
    drain()
    assert f'action="{PAGE}/again' in shown()
    failing.undo()
    assert client.get(f"{PAGE}/again").status_code == 405
    assert client.post(f"{PAGE}/again?view=inline").url == f"{PAGE}?view=inline"
    drain()
    assert "could not be compared" not in shown()


def test_a_comparison_that_was_called_off_waits_for_somebody_to_ask_for_it_again(client, shown, failing):
    shown(status=202)
    client.post(f"/jobs/{Job.objects.get(kind='compare').pk}/cancel")
    assert "Called off" in shown()
    assert Job.objects.filter(kind="compare").count() == 1


def test_many_kinds_of_change_leave_the_head_two_lines(shown, add):
    """Six kinds stand in the head; what is beyond a seventh is in a menu, and can be switched there."""
    for siglum, text in (
        (
            "K1",
            'The olde man, of 12 years, said evermore: "no" to Anna and Élan and\u00a0left it here with some other words.',
        ),
        (
            "K2",
            "the old man of twelve years saith ever more: “no” to Bertha and Elan and left it with some other words now.",
        ),
    ):
        add(siglum, text)
    html = shown(path="/compare/a-work/K1@1/a-work/K2@1")
    kinds = html[html.index('class="group kinds"') : html.index('class="group menus"')]
    assert len(re.findall('class="toggle"', kinds.split('class="menu more-kinds"')[0])) == 6
    menu = kinds.split('class="menu more-kinds"')[1]
    assert int(re.search(r"(\d+) more kinds", menu)[1]) == len(re.findall('class="toggle"', menu)) >= 2
    assert "more-kinds" not in shown()


def test_one_huge_paragraph_comes_part_by_part_and_every_anchor_holds(client, add):
    """A text without a line break: its parts are as small as those of any other, and change, hit and paragraph are found."""
    long = " ".join(f"Sentence number {k} says its own number {k} and nothing else at all." for k in range(2000))
    add("LA", long)
    add("LB", long.replace("8 and nothing else", "8 and something else"))
    path = "/compare/a-work/LA@1/a-work/LB@1"
    first = client.get(path).content.decode()
    assert len(first) < 200_000
    assert first.count('id="a1"') == 1
    assert "Further paragraphs" in first
    total = Comparison.objects.get().summary["changes"]
    assert total == 200
    for number in (1, 100, total):
        html = client.get(f"{path}?change={number}").content.decode()
        assert f'id="change-{number}"' in html
        assert len(html) < 250_000
        assert "goes on" in words(html) or number == 1
    found = client.get(f"{path}?q=number 1900 says").content.decode()
    assert 'class="hit"' in found
    places = re.findall(r'href="/w/a-work/LA@1#c=(\d+)-(\d+)"', found)
    assert any("number 1900 says" in long[int(begin) : int(end)] for begin, end in places)
    seen, address = "", path
    while address:
        html = client.get(address).content.decode()
        seen += html
        onward = re.search(r'data-more="([^"]*)"', html)
        address = unescape(onward[1]).removesuffix("&rows=1") if onward else ""
    assert set(re.findall(r'class="here" id="change-(\d+)"', seen)) == {str(k + 1) for k in range(total)}
