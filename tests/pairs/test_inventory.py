"""The inventory of changes: counts that can be checked one by one, the same on screen, in tables, charts and exports."""

import codecs
import csv
import io
import json
import re
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comparisons.engine.comparison import compare
from comparisons.engine.options import Options
from comparisons.pairs import charts, tables
from comparisons.pairs.exports.csv import unguarded
from comparisons.pairs.inventory import Choice, Inventory, Listing, after, before, inventory
from comparisons.pairs.views.inventory import PAGE
from corpus.texts import storing
from corpus.works.models import Edition, Work

LEFT = """A Title of the Whole

A paragraph under the title, “quoted” and of some length, so that it is one.

The First Part

He said that the cat sat on the mat; and evermore, the night was dark and full of stars.

A passage that will leave its place is here, and goes on for a while, so that nobody takes it for another.

The Second Part

Nothing at all is changed in this paragraph of the second part, and it says so.

The First Part

The last paragraph has the same heading above it as one before, and an end.
"""
RIGHT = """A Title of the Whole

A paragraph under the title, "quoted" and of some length, so that it is one.

The First Part

She said that the Cat sat on the mat; and ever more, the night was dark and full of stars.

The Second Part

Nothing at all is changed in this paragraph of the second part, and it says so.

The First Part

The last paragraph has the same heading above it as one before, and a new end.

A passage that will leave its place is here, and goes on for a while, so that nobody takes it for the other.
"""
ADDRESS = "/compare/a-work/L@1/a-work/R@1/inventory"
IGNORING = frozenset({"case", "quotation"})


@pytest.fixture
def pair(db: None) -> Work:
    work = Work.objects.create(slug="a-work", title="A work", language="en")
    storing.add_edition(work, siglum="L", title="Left", text=LEFT)
    storing.add_edition(work, siglum="R", title="Right", text=RIGHT)
    return work


def of(ignore: frozenset[str] = frozenset(), left: str = LEFT, right: str = RIGHT) -> Inventory:
    return inventory(compare(left, right, Options(ignore)), left)


def rows(client: Any, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer["Content-Type"].startswith("text/csv")
    assert answer.content.startswith(codecs.BOM_UTF8)  # or a spreadsheet takes the letters for others
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_every_count_is_the_number_of_entries_it_counts():
    found = of(IGNORING)
    assert found.total.count == len(found.changes)
    assert found.total.ignored == 3
    for name, tally in found.by_category:
        chosen = [change for change in found.changes if change.category == name]
        assert (tally.count, tally.ignored) == (len(chosen), sum(change.ignored for change in chosen))
    assert sum(tally.count for _, tally in found.by_section) == found.total.count
    assert sum(tally.count for _, _, tally in found.cells) == found.total.count


def test_the_counts_are_those_of_the_engine():
    result = compare(LEFT, RIGHT, Options(IGNORING))
    found = inventory(result, LEFT)
    assert {name: tally.count for name, tally in found.by_category} == result.counts
    assert {name: tally.ignored for name, tally in found.by_category if tally.ignored} == result.ignored


def test_sections_are_told_apart_by_their_place_and_not_by_their_heading():
    found = of()
    assert [section.title for section in found.sections] == [
        "A Title of the Whole",
        "The First Part",
        "The Second Part",
        "The First Part",
    ]
    by_section = {section.number: tally.count for section, tally in found.by_section}
    assert by_section[3] == 0
    assert by_section[2] > 0
    assert by_section[4] > 0


def test_the_words_of_the_sections_are_the_words_of_the_text(pair):
    found = of()
    words = Edition.objects.get(siglum="L").revisions.get().words
    assert sum(section.words for section in found.sections) == found.total.words == words
    assert found.total.rate == pytest.approx(1000 * found.total.count / words)


def test_a_text_without_headings_is_one_section():
    found = of(left="one two three four five six", right="one two THREE four five six seven")
    assert [(section.title, section.words, tally.count) for section, tally in found.by_section] == [("", 6, 2)]


def test_an_empty_text_has_no_rate_and_no_failure():
    found = of(left="", right="All of this was added.")
    assert found.total.count == 1
    assert found.total.rate is None
    charts.specification(found, "From nothing")
    tables.counts_as_csv(found)


def test_context_does_not_cut_words_nor_letters():
    text = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma"
    begin = text.index("kappa")
    assert text.split().index(before(text, begin).split()[0]) > 0
    assert set(before(text, begin).split()) | set(after(text, begin + 5).split()) <= set(text.split())
    marked = "e\u0301" * 60
    assert before(marked, 100) == "e\u0301" * 24
    assert before(marked, 99)[0] == "e"
    assert after(marked, 3)[-1] == "\u0301"


def test_by_category_the_most_frequent_stands_first_and_numbers_rise_within_it():
    found = of()
    listed = Choice().of(found)
    assert [change.number for change in Choice(order="text").of(found)] == list(range(1, found.total.count + 1))
    assert sorted(change.number for change in listed) == list(range(1, found.total.count + 1))
    order = [change.category for change in listed]
    assert list(dict.fromkeys(order)) == [name for name, _ in found.by_category]


def test_a_choice_is_the_same_after_its_address_was_read():
    for choice in (Choice(frozenset({"case", "move"}), 2, True, "text"), Choice(ignored=False), Choice()):
        query = dict(part.split("=") for part in choice.query().split("&") if part)
        assert Choice.read(query) == choice


@pytest.mark.parametrize("ignore", ["", "case", "case,quotation", "case,punctuation,whitespace,accent"])
def test_screen_tables_chart_and_exports_say_the_same(client, pair, ignore):
    query = f"?ignore={ignore}" if ignore else ""
    base = ADDRESS.removesuffix("/inventory")
    engine = json.loads(client.get(f"{base}/export/json{query}").content)
    listed = rows(client, f"{ADDRESS}/changes.csv{query}")
    export = rows(client, f"{base}/export/csv{query}")
    counts = rows(client, f"{ADDRESS}/counts.csv{query}")
    html = client.get(f"{ADDRESS}{query}").content.decode()
    total, ignored = sum(engine["counts"].values()), sum(engine["ignored"].values())

    def told(row: dict[str, str]) -> tuple[str, ...]:
        return row["number"], row["category"], row["ignored"], row["move"], row["reading_a"], row["reading_b"]

    assert sorted(map(told, listed)) == sorted(map(told, export))
    assert Counter(row["category"] for row in listed) == engine["counts"]
    assert Counter(row["category"] for row in listed if row["ignored"] == "yes") == engine["ignored"]
    assert {r["category"]: int(r["changes"]) for r in counts if r["category"] and not r["section_number"]} == engine[
        "counts"
    ]
    assert sorted(re.findall(r"Change </span>(\d+)</a>", html), key=int) == [str(n + 1) for n in range(total)]
    assert html.count('class="tag">ignored') == ignored
    assert (f"{ignored} place" in html) == bool(ignored)
    drawn = json.loads(client.get(f"{ADDRESS}/chart.json{query}").content)
    bars = drawn["datasets"][drawn["vconcat"][0]["layer"][0]["data"]["name"]]
    assert sum(row["changes"] for row in bars) == total
    assert sum(row["changes"] for row in bars if row["state"] == "ignored") == ignored


def test_the_page_says_what_is_ignored_and_lists_it_alone(client, pair):
    html = client.get(f"{ADDRESS}?ignore=case,quotation").content.decode()
    assert "3 places ignored: quotation marks 2, case 1" in html
    alone = client.get(f"{ADDRESS}?ignore=case,quotation&ignored=yes").content.decode()
    assert alone.count('class="entry"') == alone.count('class="tag">ignored') == 3
    assert f'href="{ADDRESS}?ignore=case,quotation&amp;ignored=yes#list"' in html


def test_a_link_leads_to_the_change_in_the_comparison_under_the_same_profile(client, pair):
    html = client.get(f"{ADDRESS}?ignore=case&category=division").content.decode()
    number = re.search(r"Change </span>(\d+)</a>", html)[1]
    where = f"/compare/a-work/L@1/a-work/R@1?ignore=case&amp;change={number}#change-{number}"
    assert f'href="{where}"' in html
    page = client.get(where.replace("&amp;", "&").partition("#")[0]).content.decode()
    assert f'id="change-{number}"' in page
    assert "ever more" in page


def test_category_section_and_order_stand_in_the_address(client, pair):
    html = client.get(f"{ADDRESS}?category=division,addition&order=text").content.decode()
    assert set(re.findall(r'class="entry" data-category="(\w+)"', html)) == {"division", "addition"}
    section = client.get(f"{ADDRESS}?section=4").content.decode()
    assert "a new end" in section.replace('<ins data-category="addition">', "").replace("</ins>", "")
    assert "evermore" not in section
    assert "No change is of that kind" in client.get(f"{ADDRESS}?category=accent").content.decode()
    assert client.get(f"{ADDRESS}?category=nonsense&section=x&page=999&order=?").status_code == 200


def test_the_table_holds_what_is_chosen_on_all_pages(client, db):
    work = Work.objects.create(slug="a-work", title="A work", language="en")
    words = [f"word{n} is said here and" for n in range(PAGE + 30)]
    storing.add_edition(work, siglum="L", title="Left", text=" ".join(words))
    storing.add_edition(work, siglum="R", title="Right", text=" ".join(word.capitalize() for word in words))
    first = client.get(f"{ADDRESS}?category=case").content.decode()
    assert first.count('class="entry"') == PAGE
    assert "Page 1 of 2" in first
    assert f'href="{ADDRESS}?category=case&amp;page=2#list"' in first
    second = client.get(f"{ADDRESS}?category=case&page=2").content.decode()
    assert second.count('class="entry"') == 30
    assert len(rows(client, f"{ADDRESS}/changes.csv?category=case")) == PAGE + 30
    assert client.get(f"{ADDRESS}/changes.csv?category=accent").content.decode().count("\n") == 1


def test_offsets_and_readings_of_the_table_are_those_of_the_texts(client, pair):
    for row in rows(client, f"{ADDRESS}/changes.csv"):
        assert unguarded(row["reading_a"]) == LEFT[int(row["begin_a"]) : int(row["end_a"])]
        assert unguarded(row["reading_b"]) == RIGHT[int(row["begin_b"]) : int(row["end_b"])]


def test_no_cell_of_a_table_is_a_formula(client, db):
    work = Work.objects.create(slug="a-work", title="A work")
    storing.add_edition(
        work, siglum="L", title="Left", text="The sum\n\nThe sum of it all is here, as it is everywhere."
    )
    text = "The sum\n\nThe =SUM(A1:A9) of it all is here, as it is everywhere."
    storing.add_edition(work, siglum="R", title="Right", text=text)
    for name in ("changes", "counts"):
        for row in rows(client, f"{ADDRESS}/{name}.csv"):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())


def test_what_cannot_be_seen_is_spelt_out(client, db):
    work = Work.objects.create(slug="a-work", title="A work")
    storing.add_edition(
        work, siglum="L", title="Left", text="The words of this line are plain and stay where they are."
    )
    text = "The words of this line\u00a0are plain and stay  where they are."
    storing.add_edition(work, siglum="R", title="Right", text=text)
    html = client.get(ADDRESS).content.decode()
    assert "no-break space" in html
    assert "␣" in html


def test_text_is_text_and_never_markup(client, db):
    work = Work.objects.create(slug="a-work", title="A work")
    storing.add_edition(work, siglum="L", title="L", text="<b>Bold</b>\n\nThe <i>words</i> of this text are here now.")
    storing.add_edition(work, siglum="R", title="R", text="<b>Bold</b>\n\nThe <u>words</u> of this text are here now.")
    html = client.get(ADDRESS).content.decode()
    assert "<b>Bold" not in html
    assert "<i>" not in html
    assert "<u>" not in html
    assert "&lt;" in html


def test_two_equal_texts_have_an_inventory_that_says_so(client, pair):
    html = client.get("/compare/a-work/L@1/a-work/L@1/inventory").content.decode()
    assert "character for character" in html
    assert "chart.svg" not in html


def test_the_chart_is_a_picture_of_its_own_without_style_or_script(client, pair):
    svg = client.get(f"{ADDRESS}/chart.svg?ignore=case")
    assert svg["Content-Type"] == "image/svg+xml"
    text = svg.content.decode()
    assert text.startswith("<svg")
    assert "spelling" in text
    assert "ignored" in text
    assert "style=" not in text
    assert "<style" not in text
    assert "<script" not in text
    assert client.get(f"{ADDRESS}/chart.png").content.startswith(b"\x89PNG")
    assert client.get(f"{ADDRESS}/chart.gif").status_code == 404
    assert client.get(f"{ADDRESS}/chart.json").json()["$schema"].startswith("https://vega.github.io/schema/vega-lite/")


@pytest.mark.parametrize(("left", "right"), [(LEFT, RIGHT), ("a b c", "a x c"), (LEFT * 20, RIGHT * 20)])
def test_the_page_keeps_the_place_of_the_chart_free_before_it_is_drawn(left, right):
    found = of(left=left, right=right)
    drawn = charts.svg(charts.specification(found, "A chart")).decode()
    width, height = (int(n) for n in re.search(r'width="(\d+)" height="(\d+)"', drawn).groups())
    assert charts.size(found)[1] == height
    assert abs(charts.size(found)[0] - width) < 12


def test_a_chart_that_did_not_change_is_not_drawn_again(client, pair, monkeypatch):
    etag = client.get(f"{ADDRESS}/chart.svg")["ETag"]
    assert client.get(f"{ADDRESS}/chart.svg?theme=dark")["ETag"] != etag
    monkeypatch.setattr(charts, "svg", lambda chart: pytest.fail("drawn again"))
    assert client.get(f"{ADDRESS}/chart.svg", headers={"if-none-match": etag}).status_code == 304


def test_a_chart_of_very_many_sections_says_which_it_shows():
    text = "\n\n".join(
        f"Chapter {n}\n\nThe words of chapter {n} stand here, and are of some length." for n in range(60)
    )
    found = of(left=text, right=text.replace("some", "great"))
    drawn = json.dumps(charts.specification(found, "Many"))
    assert f"the 40 of {len(found.sections)} sections with the most" in drawn


def test_nobody_sees_the_inventory_of_a_text_that_is_hidden(client, pair):
    Edition.objects.filter(siglum="R").update(visibility="private")
    for below in ("", "/changes.csv", "/counts.csv", "/chart.svg", "/chart.json"):
        assert client.get(ADDRESS + below).status_code == 404


def test_a_bad_profile_is_said_and_not_a_failure(client, pair):
    answer = client.get(f"{ADDRESS}?ignore=nonsense")
    assert answer.status_code == 400
    assert "nonsense" in answer.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_changes(client, pair, django_assert_num_queries):
    def asked(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    work = Work.objects.get(slug="a-work")
    words = [f"word{n} is said here and" for n in range(400)]
    storing.add_edition(work, siglum="M", title="Many", text=" ".join(words))
    storing.add_edition(work, siglum="N", title="Most", text=" ".join(word.upper() for word in words))
    many = asked("/compare/a-work/M@1/a-work/N@1/inventory")
    assert asked(ADDRESS) == many <= 6


def test_only_the_listed_changes_are_made_into_entries(monkeypatch):
    result = compare(LEFT, RIGHT, Options())
    listing = Listing(inventory(result, LEFT), result, LEFT, RIGHT)
    chosen = Choice(frozenset({"division"})).of(listing.inventory)
    (entry,) = listing.entries(chosen)
    assert (entry.a.reading, entry.b.reading) == ("evermore", "ever more")
    assert entry.section.title == "The First Part"
    assert (entry.a.paragraph, entry.b.paragraph) == (2, 2)
    assert entry.a.before.endswith("mat; and ")
    assert entry.b.after.startswith(", the night")
