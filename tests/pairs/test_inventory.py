"""The inventory: counts that can be checked one by one, the same on screen, in tables and in exports."""

import csv
import io
import json
import re

import pytest

from comparisons.engine.comparison import compare
from comparisons.engine.options import Options
from comparisons.pairs.inventory import inventory
from tests.pairs.conftest import LEFT, RIGHT

pytestmark = pytest.mark.django_db
PAGE = "/compare/a-work/L@1/a-work/R@1"


def test_counts_by_category_and_by_section_sum_to_the_list():
    result = compare(LEFT, RIGHT, Options())
    found = inventory(result, LEFT, RIGHT, 60)
    assert found.total == sum(result.counts.values())
    assert {count.name: count.count for count in found.by_category} == result.counts
    assert sum(count.count for count in found.by_section) == found.total
    assert found.by_section[0].words == "The First Heading"


@pytest.mark.parametrize("ignore", ["", "punctuation", "case,punctuation,whitespace,accent"])
def test_screen_table_and_exports_agree(client, left, right, ignore):
    query = f"?ignore={ignore}" if ignore else ""
    summary = json.loads(client.get(f"{PAGE}/export/json{query}").content)
    table = list(csv.DictReader(io.StringIO(client.get(f"{PAGE}/inventory.csv{query}").content.decode())))
    export = list(csv.DictReader(io.StringIO(client.get(f"{PAGE}/export/csv{query}").content.decode())))
    html = client.get(f"{PAGE}/inventory{query}").content.decode()
    total, ignored = sum(summary["counts"].values()), sum(summary["ignored"].values())
    assert len(table) == len(export) == total
    assert [row["number"] for row in table] == [row["number"] for row in export]
    assert sum(row["ignored"] == "yes" for row in table) == sum(row["ignored"] == "yes" for row in export) == ignored
    assert f"{total} change" in html
    assert (f"{ignored} place" in html) == bool(ignored)
    marked = re.findall(r"of </span>(\d+)", client.get(f"{PAGE}{query}").content.decode())
    assert int(marked[0]) == total - ignored


def test_each_entry_links_to_its_place(client, left, right):
    html = client.get(f"{PAGE}/inventory").content.decode()
    assert f'href="{PAGE}?change=1#change-1"' in html


def test_what_is_ignored_can_be_listed_alone(client, left, right):
    html = client.get(f"{PAGE}/inventory?ignore=punctuation&ignored=yes").content.decode()
    assert html.count("<small>ignored</small>") == 1


def test_the_chart_is_an_image_at_an_address_of_its_own(client, left, right):
    assert client.get(f"{PAGE}/inventory.svg").content.lstrip().startswith(b"<svg")
    assert client.get(f"{PAGE}/inventory.png").content.startswith(b"\x89PNG")
    assert client.get(f"{PAGE}/inventory.gif").status_code == 404


def test_a_cell_is_never_a_formula(client, add):
    add("FA", "The sum is here.")
    add("FB", "The =SUM(A1:A9) is here.")
    table = client.get("/compare/a-work/FA@1/a-work/FB@1/inventory.csv").content.decode()
    for row in csv.reader(io.StringIO(table)):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
