"""The inventory of changes as a chart: how many changes of each category, and how many for 1,000 words of each section.

Altair writes the specification (Vega-Lite), which is served beside the picture; vl-convert draws it. Both are heavy and
are imported where a chart is made: the first one takes half a second, and 135 MB in the process from then on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from unicodedata import east_asian_width

from comparisons.pairs.inventory import Inventory, Section
from comparisons.pairs.marking import WORDS

WIDTH, BAR, RIGHT = 460, 24, 12  # pixels: of a panel, of a bar with its gap, right of all
MOST_SECTIONS = 40  # a taller picture is not read; the tables have them all
LONGEST_LABEL = 44
LETTER, WIDEST = 6.9, 340  # pixels: of a label's letter on average, and of the room for labels at most
BETWEEN = 28  # pixels between panels
AROUND, AXIS = 107, 33  # pixels of title, legend, margins and an axis; of the axis of a further panel


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours of a chart, as the site's style sheet has them."""

    paper: str
    ink: str
    quiet: str
    line: str
    marked: str
    ignored: str


THEMES = {
    "light": Theme("#fbfaf7", "#1f2328", "#5a6069", "#e2dfd7", "#29527a", "#85888e"),
    "dark": Theme("#16171a", "#e6e3dc", "#a6a9b0", "#33363c", "#9cc4ec", "#777b84"),
}


def specification(inventory: Inventory, title: str, theme: str = "light") -> dict[str, Any]:
    """The chart in Vega-Lite, its figures in it. `theme` is a name of `THEMES`; the page's paper is the ground."""
    import altair

    colours = THEMES[theme]
    room = _room(inventory)
    panels = [_categories(inventory, colours, room)]
    if len(inventory.sections) > 1:
        panels.append(_sections(inventory, colours, room))
    chart = altair.vconcat(*panels, spacing=BETWEEN).properties(
        padding={"left": 0, "top": 8, "right": RIGHT, "bottom": 8}
    )
    dressed = in_house_style(chart, title, colours)
    made: dict[str, Any] = (
        dressed.configure_view(stroke=None)
        .configure_axis(**axis(colours), labelFontSize=12)
        .configure_legend(labelColor=colours.ink, labelFontSize=12)
        .to_dict()
    )
    return made


def in_house_style(chart: Any, title: str, colours: Theme) -> Any:
    """The chart with its title, paper and type as all charts of the site have them."""
    import altair

    heading = altair.TitleParams(title[:120], anchor="start", color=colours.ink, fontSize=14, offset=14)
    return chart.properties(title=heading, background=colours.paper).configure(font="DejaVu Sans, sans-serif")


def axis(colours: Theme) -> dict[str, Any]:
    """How all charts of the site draw their axes, for Altair's `configure_axis`."""
    return {
        "labelColor": colours.ink,
        "titleColor": colours.quiet,
        "titleFontWeight": "normal",
        "domainColor": colours.quiet,
        "tickColor": colours.line,
        "gridColor": colours.line,
    }


def size(inventory: Inventory) -> tuple[int, int]:
    """Width and height of the picture in pixels, known before it is drawn: a page keeps its place free."""
    height = AROUND + BAR * len(inventory.by_category)
    if len(inventory.sections) > 1:
        height += BETWEEN + AXIS + BAR * min(len(inventory.sections), MOST_SECTIONS)
    return _room(inventory) + WIDTH + RIGHT, height


def _room(inventory: Inventory) -> int:
    """Pixels left of the bars, by the longest label; a label of wider letters than most is cut."""
    labels = [WORDS[name] for name, _ in inventory.by_category]
    if len(inventory.sections) > 1:
        labels += [label(section) for section in _shown(inventory)]
    longest = max((sum(2 if east_asian_width(c) in "WF" else 1 for c in one) for one in labels), default=0)
    return min(WIDEST, round(LETTER * longest) + 12)


def _shown(inventory: Inventory) -> list[Section]:
    """The sections with the most changes for their words, in the order of the text."""
    ranked = sorted(inventory.by_section, key=lambda one: -(one[1].rate or 0))[:MOST_SECTIONS]
    return sorted((section for section, _ in ranked), key=lambda section: section.number)


def _categories(inventory: Inventory, colours: Theme, room: int) -> Any:
    """Bars of marked and ignored changes, the most frequent category first, each with its figures."""
    names = [WORDS[name] for name, _ in inventory.by_category]
    rows = [
        {"category": WORDS[name], "state": state, "changes": count, "place": place}
        for name, tally in inventory.by_category
        for place, (state, count) in enumerate((("marked", tally.marked), ("ignored", tally.ignored)))
        if count
    ]
    totals = [
        {
            "category": WORDS[name],
            "changes": tally.count,
            "figures": f"{tally.count:,}" + (f", {tally.ignored:,} ignored" if tally.ignored else ""),
        }
        for name, tally in inventory.by_category
    ]
    return _bars(rows, totals, "category", names, "changes", "changes", colours, room)


def _sections(inventory: Inventory, colours: Theme, room: int) -> Any:
    """Bars of changes for 1,000 words, in the order of the text; of very many sections those with the most."""
    tallies = {section.number: tally for section, tally in inventory.by_section}
    chosen = [(section, tallies[section.number]) for section in _shown(inventory)]
    names = {section.number: label(section) for section, _ in chosen}
    rows = [
        {"section": names[section.number], "state": state, "rate": 1000 * count / tally.words, "place": place}
        for section, tally in chosen
        for place, (state, count) in enumerate((("marked", tally.marked), ("ignored", tally.ignored)))
        if count and tally.words
    ]
    totals = [
        {"section": names[section.number], "rate": tally.rate, "figures": f"{tally.rate:,.1f}"}
        for section, tally in chosen
        if tally.rate is not None
    ]
    title = "changes for 1,000 words"
    if len(chosen) < len(inventory.by_section):
        title += f" (the {len(chosen)} of {len(inventory.by_section):,} sections with the most)"
    return _bars(rows, totals, "section", list(names.values()), "rate", title, colours, room)


def _bars(
    rows: list[dict[str, Any]],
    totals: list[dict[str, Any]],
    names: str,
    order: list[str],
    value: str,
    title: str,
    colours: Theme,
    room: int,
) -> Any:
    import altair

    names_axis = altair.Axis(minExtent=room, maxExtent=room, labelLimit=room - 8)
    y = altair.Y(f"{names}:N", sort=order, title=None, axis=names_axis, scale=altair.Scale(domain=order))
    whole = value == "changes"
    axis = altair.Axis(tickCount=6, tickMinStep=1, format=",d") if whole else altair.Axis(tickCount=6)
    highest = max((total[value] for total in totals), default=1) or 1
    scale = altair.Scale(domain=[0, highest * 1.18])
    bars = (
        altair.Chart(altair.InlineData(values=rows))
        .mark_bar(size=BAR - 8)
        .encode(
            y=y,
            x=altair.X(f"{value}:Q", title=title, axis=axis, stack="zero", scale=scale),
            color=altair.Color(
                "state:N",
                scale=altair.Scale(domain=["marked", "ignored"], range=[colours.marked, colours.ignored]),
                legend=altair.Legend(title=None, orient="top", symbolType="square"),
            ),
            order=altair.Order("place:O"),
        )
    )
    figures = (
        altair.Chart(altair.InlineData(values=totals))
        .mark_text(align="left", dx=5, color=colours.ink, fontSize=12)
        .encode(y=y, x=altair.X(f"{value}:Q", title=title, axis=axis, scale=scale), text="figures:N")
    )
    return (bars + figures).properties(width=WIDTH, height=altair.Step(BAR))


def label(section: Section) -> str:
    """The section's number keeps headings apart that read the same."""
    if not section.number:
        return "before the first heading"
    short = section.title if len(section.title) <= LONGEST_LABEL else f"{section.title[: LONGEST_LABEL - 1].rstrip()}…"
    return f"{section.number}. {short}"


def svg(chart: dict[str, Any]) -> bytes:
    import vl_convert

    return vl_convert.vegalite_to_svg(chart).encode()


def png(chart: dict[str, Any]) -> bytes:
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(chart, scale=2))
