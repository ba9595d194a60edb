"""The figures of shared phrasing, from plain data: what is drawn, linked, said and put together."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree

import pytest

from comparisons.pairs import charts as drawing_charts
from comparisons.phrasing.figures import charts, dot_plot, matrix, network, timeline
from comparisons.phrasing.figures.dot_plot import Spot
from comparisons.phrasing.figures.drawing import MOST, Drawing
from comparisons.phrasing.figures.matrix import Pair
from comparisons.phrasing.figures.timeline import Member, Thread
from comparisons.phrasing.figures.witnesses import Witness, labelled

LEAFLET = Witness("leaflet/M", "M", "A Leaflet", "August 1941", "1941", 1000, "/m")
REPLY = Witness("reply/R", "R", "A Reply", "March 1942", "1942", 500, "/r")
LATER = Witness("later/P", "P", "A <Pamphlet>", "", "", 2000, "/p")


def spot(row: int = 0, x: int = 100, y: int = 50, kind: str = "verbatim", name: str = "of one & the same") -> Spot:
    return Spot(row, (x, x + 40), (y, y + 40), kind, 8, name, f"/phrasing/{row}-{x}-{y}")


def elements(drawing: Drawing, name: str, class_: str = "") -> list[ElementTree.Element]:
    """Of well-formed SVG, which the parser makes sure of."""
    found = ElementTree.fromstring(drawing.svg).iter(name)
    return [one for one in found if not class_ or one.get("class", "").split()[:1] == [class_]]


def test_a_passage_is_a_slanting_line_at_its_place_and_a_link_to_its_words() -> None:
    drawn = dot_plot.draw(LEAFLET, [], [REPLY, LATER], [spot(), spot(1, x=500, kind="formula")])
    (line,) = elements(drawn, "line", "verbatim")
    assert float(line.attrib["x1"]) == pytest.approx(4 + 316 * 0.1, abs=0.1)
    assert float(line.attrib["x2"]) > float(line.attrib["x1"])
    assert float(line.attrib["y2"]) > float(line.attrib["y1"])
    assert len(elements(drawn, "path", "formula")) == 1
    links = {one.get("href"): one.get("aria-label") for one in elements(drawn, "a")}
    assert links["/phrasing/0-100-50"] == "verbatim, 8 words: of one & the same"
    assert drawn.says == ""


def test_the_sections_of_the_document_across_are_lines_with_their_headings() -> None:
    drawn = dot_plot.draw(LEAFLET, [(0, "Peace & bread"), (500, "Land")], [REPLY], [spot()])
    assert [one.text for one in elements(drawn, "title")] == ["Peace & bread", "Land"]


def test_every_mark_of_the_plot_stands_in_the_table_behind_it() -> None:
    drawn = dot_plot.draw(LEAFLET, [], [REPLY, LATER], [spot(), spot(1, x=500)])
    assert [[cell.text for cell in row] for row in drawn.rows] == [
        ["of one & the same", "verbatim", "8", "10 %", "10 %", "A Reply R"],
        ["of one & the same", "verbatim", "8", "50 %", "2 %", "A <Pamphlet> P"],
    ]
    assert drawn.rows[0][0].address == "/phrasing/0-100-50"


def test_up_to_ten_thousand_passages_are_drawn_and_more_are_counted_in_squares_that_say_so() -> None:
    many = [spot(x=n % 950, y=n % 450) for n in range(MOST)]
    assert len(elements(dot_plot.draw(LEAFLET, [], [REPLY], many), "a")) == MOST
    drawn = dot_plot.draw(LEAFLET, [], [REPLY], [*many, spot()])
    squares = elements(drawn, "a")
    assert 0 < len(squares) < 3000
    assert sum(int(re.match(r"[\d,]+", one.get("aria-label", ""))[0].replace(",", "")) for one in squares) == MOST + 1
    assert "10,001 passages are too many" in drawn.says
    assert squares[0].get("href", "").startswith("/phrasing/")


def test_the_tabulator_key_does_not_stop_at_hundreds_of_marks() -> None:
    few = dot_plot.draw(LEAFLET, [], [REPLY], [spot()])
    many = dot_plot.draw(LEAFLET, [], [REPLY], [spot(x=n) for n in range(900)])
    assert elements(few, "a")[0].get("tabindex") is None
    assert {one.get("tabindex") for one in elements(many, "a")} == {"-1"}


def test_labels_are_sigla_where_they_differ_and_else_made_of_titles() -> None:
    assert [one.label for one in labelled([LEAFLET, REPLY])] == ["M", "R"]
    same = [
        Witness("study-guide/2026", "2026", "Study Guide", ""),
        Witness("commentary/2026", "2026", "Commentary", ""),
        Witness("commerce/2026", "2026", "Commerce", ""),
        Witness("for-defense/W", "W", "For Defense of the Soviet Union", ""),
        Witness("for-defense/E", "E", "For Defense of the Soviet Union", ""),
    ]
    assert [one.label for one in labelled(same)] == ["SG", "Com", "Com2", "FDSU·W", "FDSU·E"]


def test_the_matrix_has_a_square_on_both_sides_for_each_two_documents_that_share() -> None:
    drawn = matrix.draw(labelled([LEAFLET, REPLY, LATER]), [Pair(0, 1, 7, 90, "/both?a&b"), Pair(1, 2, 1, 8, "/x")])
    links = [(one.get("href"), one.get("aria-label")) for one in elements(drawn, "a")]
    assert links[:2] == [
        ("/both?a&b", "A Leaflet M and A Reply R: 7 passages"),
        ("/both?a&b", "A Reply R and A Leaflet M: 7 passages"),
    ]
    assert [one.get("data-level") for one in elements(drawn, "rect", "shares")] == ["4", "4", "1", "1"]
    assert [cell.text for cell in drawn.rows[0]] == ["A Leaflet M", "A Reply R", "7", "90"]


def test_of_very_many_documents_the_matrix_and_the_network_show_the_strongest_and_say_so() -> None:
    many = labelled([Witness(f"w{n}/A", "A", f"Work {n}", "1900", "1900") for n in range(60)])
    pairs = [Pair(n, n + 1, 60 - n, 10, "/x") for n in range(59)]
    assert matrix.draw(many, pairs).says == "The 40 of 60 documents that share the most."
    drawn = network.draw(many, pairs)
    assert len(elements(drawn, "circle", "node")) == 40
    assert drawn.says == "The 40 of 60 documents that share the most."


def test_the_network_joins_who_shares_the_wider_the_more_and_leaves_out_who_does_not() -> None:
    drawn = network.draw(labelled([LEAFLET, REPLY, LATER]), [Pair(0, 1, 8, 90, "/both")])
    assert len(elements(drawn, "circle", "node")) == 2
    (tie,) = elements(drawn, "path", "tie")
    more = network.draw(labelled([LEAFLET, REPLY, LATER]), [Pair(0, 1, 80, 900, "/both")])
    assert float(elements(more, "path", "tie")[0].attrib["stroke-width"]) > float(tie.attrib["stroke-width"])
    assert [[cell.text for cell in row] for row in drawn.rows] == [
        ["A Leaflet M", "August 1941", "8", "1"],
        ["A Reply R", "March 1942", "8", "1"],
    ]


def test_the_timeline_marks_the_first_and_says_where_it_cannot_be_known() -> None:
    threads = [
        Thread("pass over with your arms", [Member(0, "first"), Member(1, "reworked")], True, "/family/1"),
        Thread("a warning", [Member(1, "unknown"), Member(2, "verbatim")], False, "/family/2"),
    ]
    drawn = timeline.draw(labelled([LEAFLET, REPLY, LATER]), threads)
    assert [one.get("href") for one in elements(drawn, "use")] == [
        "#mark-first",
        "#mark-reworked",
        "#mark-unknown",
        "#mark-verbatim",
    ]
    first, second = (one.get("aria-label") for one in elements(drawn, "a"))
    assert first == "pass over with your arms: 2 places, first in A Leaflet M"
    assert second == "a warning: 2 places, which is the earliest is not known"
    assert drawn.rows[0][2].text == "A Leaflet M, August 1941 (first known); A Reply R, March 1942 (reworked)"


def test_very_many_documents_stand_together_by_year_in_the_timeline() -> None:
    many = labelled([Witness(f"w{n}/A", "A", f"Work {n}", f"{1900 + n // 10}", f"{1900 + n // 10}") for n in range(60)])
    threads = [Thread(f"family {n}", [Member(n, "first"), Member(n + 1, "verbatim")], True, "/f") for n in range(30)]
    drawn = timeline.draw(many, threads, total=77)
    assert len(elements(drawn, "line", "axis")) == 6
    assert drawn.says == (
        "The 12 strongest of 77 families. 60 documents are too many for a column each: those of one year stand together."
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_figure_is_there_as_a_specification_that_draws_a_picture(theme: str) -> None:
    witnesses = labelled([LEAFLET, REPLY, LATER])
    pairs = [Pair(0, 1, 7, 90, "/x"), Pair(1, 2, 1, 8, "/x")]
    threads = [Thread("a warning", [Member(0, "first"), Member(1, "verbatim")], True, "/f")]
    for made in (
        charts.dot_plot(LEAFLET, [REPLY, LATER], [spot(), spot(1, kind="formula")], "Dots", theme),
        charts.dot_plot(LEAFLET, [REPLY], [spot(x=n % 950) for n in range(MOST + 1)], "Dots", theme),
        charts.matrix(witnesses, pairs, "Matrix", theme),
        charts.network(witnesses, pairs, "Network", theme),
        charts.families(witnesses, threads, "Families", theme),
    ):
        assert made["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
        assert json.loads(json.dumps(made)) == made
        ElementTree.fromstring(drawing_charts.svg(made))
    assert drawing_charts.png(charts.matrix(witnesses, pairs, "Matrix", theme)).startswith(b"\x89PNG")
