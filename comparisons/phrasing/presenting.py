"""The figures as a page shows them: drawn, with caption, key, table, and the addresses where they can be taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from comparisons.phrasing.figured import Plotted, Shared, Woven
from comparisons.phrasing.figures import dot_plot, matrix, network, timeline
from comparisons.phrasing.figures.drawing import Cell, Drawing
from comparisons.phrasing.figures.witnesses import Witness
from comparisons.phrasing.filters import Choice

ROWS = 500  # of a table on a page; the exports have all
NAMES = {
    "dots": "Where they meet",
    "matrix": "How much they share",
    "network": "Who shares with whom",
    "families": "Families in time",
}
FORMS = ("svg", "png", "json")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, ready for its template."""

    name: str
    title: str
    svg: SafeString
    caption: str
    says: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
    more: int  # rows that the table leaves out
    address: str  # where it stands with its table
    downloads: list[tuple[str, str]]
    key: list[Witness] = field(default_factory=list)  # what its labels stand for


def dots(plot: Plotted, choice: Choice) -> Figure:
    drawn = dot_plot.draw(plot.across, plot.sections, plot.down, plot.spots)
    editions = " Several editions of a work lie over one another, by hundredths of each." if plot.together else ""
    sections = ", by section" if plot.sections else ""
    caption = (
        f"Across, {plot.across.said} from its first word to its last{sections}; down, the other documents. A long "
        f"slanting mark is a long passage.{editions}"
    )
    return _figure("dots", drawn, caption, choice, [])


def together(data: Shared, choice: Choice) -> Figure:
    drawn = matrix.draw(data.works, data.pairs)
    caption = "Each square says how many passages two works share; works in the order of date, their editions together."
    return _figure("matrix", drawn, caption, choice, data.works)


def tied(data: Shared, choice: Choice) -> Figure:
    drawn = network.draw(data.works, data.pairs)
    caption = (
        "Works in a circle, clockwise in the order of date; a line is one pixel wider each time the passages double."
    )
    return _figure("network", drawn, caption, choice, data.works)


def families(data: Woven, choice: Choice) -> Figure | None:
    if not data.threads:
        return None
    drawn = timeline.draw(data.works, data.threads, data.total)
    caption = "One row a family. The scale is not even: each work has its place, in order of date."
    return _figure("families", drawn, caption, choice, data.works)


def _figure(name: str, drawn: Drawing, caption: str, choice: Choice, key: list[Witness]) -> Figure:
    query = choice.query()
    tail = f"?{query}" if query else ""
    return Figure(
        name,
        NAMES[name],
        mark_safe(drawn.svg),
        caption,
        drawn.says,
        drawn.columns,
        drawn.rows[:ROWS],
        max(0, len(drawn.rows) - ROWS),
        f"{reverse('phrasing-figures')}{tail}#{name}",
        [(form, f"{reverse('phrasing-figure', args=[name, form])}{tail}") for form in FORMS],
        key,
    )
