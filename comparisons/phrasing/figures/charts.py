"""The same figures as specifications in Vega-Lite, from which they are drawn for taking away.

Altair writes them and is imported where one is made (see `comparisons.pairs.charts`, which draws them and has the themes).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from comparisons.pairs.charts import THEMES, axis, in_house_style
from comparisons.phrasing.figures import timeline
from comparisons.phrasing.figures.dot_plot import DOWN, Spot
from comparisons.phrasing.figures.drawing import KINDS, MOST, shortened
from comparisons.phrasing.figures.matrix import DOCUMENTS, Pair, strongest
from comparisons.phrasing.figures.network import HEIGHT, WIDTH, laid, width_of
from comparisons.phrasing.figures.timeline import SAID, Thread
from comparisons.phrasing.figures.witnesses import Witness

# Of a kind, in the light and the dark theme: as the style sheet has them.
PAINT = {
    "light": {"verbatim": "#29527a", "reworked": "#7a4a00", "formula": "#5a6069", "boilerplate": "#5a6069"},
    "dark": {"verbatim": "#9cc4ec", "reworked": "#f0bf6a", "formula": "#a6a9b0", "boilerplate": "#a6a9b0"},
}
ACCENT = {"light": "#7a2e2e", "dark": "#e0a08f"}
BIN = 60  # parts of a document in which very many passages are counted
FAMILIES = 40  # rows of the timeline, which may be taller here than on a page


def dot_plot(
    across: Witness, down: Sequence[Witness], spots: Sequence[Spot], title: str, theme: str = "light"
) -> dict[str, Any]:
    """Lines from begin to end of each passage in hundredths of both documents; of very many, counts in squares."""
    import altair

    shown = down[:DOWN]
    drawn = [spot for spot in spots if spot.row < len(shown)]
    names = [shortened(witness.said, 60) for witness in shown]
    x_title = f"hundredths of {shortened(across.said, 60)}"
    if len(drawn) > MOST:
        return _squares(across, shown, names, drawn, x_title, title, theme)
    rows = [
        {
            "document": names[spot.row],
            "kind": spot.kind,
            "words": spot.words,
            "opening": spot.opening,
            "x": 100 * spot.x[0] / max(1, across.characters),
            "x2": 100 * spot.x[1] / max(1, across.characters),
            "y": 100 * spot.y[0] / max(1, shown[spot.row].characters),
            "y2": 100 * spot.y[1] / max(1, shown[spot.row].characters),
        }
        for spot in drawn
    ]
    scale = altair.Scale(domain=[0, 100])
    base = altair.Chart().encode(
        x=altair.X("x:Q", title=x_title, scale=scale),
        y=altair.Y("y:Q", title="hundredths", scale=altair.Scale(domain=[100, 0])),
        color=_kinds(theme),
        shape=altair.Shape("kind:N", scale=altair.Scale(domain=list(KINDS), range=SHAPES), legend=None),
        tooltip=["opening:N", "kind:N", "words:Q"],
    )
    chart = (base.mark_rule(strokeWidth=3).encode(x2="x2:Q", y2="y2:Q") + base.mark_point(size=22)).properties(
        width=WIDTH, height=max(120, 360 // max(1, len(shown)))
    )
    return _finished(_faceted(chart, rows, names), title, theme)


def _squares(
    across: Witness,
    shown: Sequence[Witness],
    names: Sequence[str],
    drawn: Sequence[Spot],
    x_title: str,
    title: str,
    theme: str,
) -> dict[str, Any]:
    import altair

    cells = Counter((spot.row, _bin(spot.x[0], across), _bin(spot.y[0], shown[spot.row])) for spot in drawn)
    rows = [
        {"document": names[row], "x": x * 100 / BIN, "y": y * 100 / BIN, "passages": number}
        for (row, x, y), number in sorted(cells.items())
    ]
    chart = (
        altair.Chart()
        .mark_rect()
        .encode(
            x=altair.X("x:Q", bin=altair.Bin(binned=True, step=100 / BIN), title=x_title),
            y=altair.Y("y:Q", bin=altair.Bin(binned=True, step=100 / BIN), title="hundredths", sort="descending"),
            color=altair.Color("passages:Q", scale=altair.Scale(type="log", range=[THEMES[theme].line, ACCENT[theme]])),
        )
        .properties(width=WIDTH, height=max(120, 360 // max(1, len(shown))))
    )
    return _finished(_faceted(chart, rows, names), title, theme)


def matrix(witnesses: Sequence[Witness], pairs: Sequence[Pair], title: str, theme: str = "light") -> dict[str, Any]:
    """A square for each two documents, with how many passages they share."""
    import altair

    chosen = strongest(len(witnesses), pairs, DOCUMENTS)
    names = {index: shortened(witnesses[index].said, 40) for index in chosen}
    rows: list[dict[str, Any]] = [
        {"one": names[one], "other": names[other], "passages": pair.passages, "words": pair.words}
        for pair in pairs
        if pair.a in names and pair.b in names
        for one, other in ((pair.a, pair.b), (pair.b, pair.a))
    ]
    order = list(names.values())
    highest = max((row["passages"] for row in rows), default=1)
    base = altair.Chart(altair.InlineData(values=rows)).encode(
        x=altair.X("other:N", sort=order, scale=altair.Scale(domain=order), title=None),
        y=altair.Y("one:N", sort=order, scale=altair.Scale(domain=order), title=None),
    )
    squares = base.mark_rect().encode(
        color=altair.Color(
            "passages:Q",
            scale=altair.Scale(type="symlog", domain=[0, highest], range=[THEMES[theme].line, ACCENT[theme]]),
        ),
        tooltip=["one:N", "other:N", "passages:Q", "words:Q"],
    )
    light = altair.value(THEMES[theme].paper)
    figures = base.mark_text(fontSize=11).encode(
        text="passages:Q",
        color=altair.condition(f"datum.passages > {highest / 4}", light, altair.value(THEMES[theme].ink)),
    )
    side = altair.Step(30 if len(order) <= 20 else 18)
    return _finished((squares + figures).properties(width=side, height=side), title, theme)


def network(witnesses: Sequence[Witness], pairs: Sequence[Pair], title: str, theme: str = "light") -> dict[str, Any]:
    """Documents on a circle by date, lines between those that share passages, the wider the more."""
    import altair

    nodes, ties, _ = laid(witnesses, pairs)
    lines = [
        {
            "x": nodes[pair.a].x,
            "y": nodes[pair.a].y,
            "x2": nodes[pair.b].x,
            "y2": nodes[pair.b].y,
            "passages": pair.passages,
            "width": width_of(pair.passages),
            "between": f"{nodes[pair.a].witness.said} and {nodes[pair.b].witness.said}",
        }
        for pair in reversed(ties)
    ]
    points = [
        {
            "x": node.x,
            "y": node.y,
            "at": node.x + 16 * node.out[0],
            "on": node.y + 16 * node.out[1],
            "document": shortened(node.witness.said, 34),
            "date": node.witness.date,
            "passages": node.passages,
        }
        for node in nodes.values()
    ]
    x = altair.X("x:Q", axis=None, scale=altair.Scale(domain=[-120, WIDTH + 120]))
    y = altair.Y("y:Q", axis=None, scale=altair.Scale(domain=[HEIGHT, 0]))
    joined = (
        altair.Chart(altair.InlineData(values=lines))
        .mark_rule(opacity=0.55, color=PAINT[theme]["verbatim"])
        .encode(
            x=x,
            y=y,
            x2="x2:Q",
            y2="y2:Q",
            strokeWidth=altair.StrokeWidth("width:Q", scale=None),
            tooltip=["between:N", "passages:Q"],
        )
    )
    base = altair.Chart(altair.InlineData(values=points))
    circles = base.mark_circle(size=90, opacity=1, color=ACCENT[theme]).encode(
        x=x, y=y, tooltip=["document:N", "date:N", "passages:Q"]
    )
    layers = joined + circles
    for right, side in ((False, "datum.at >= datum.x"), (True, "datum.at < datum.x")):
        layers += (
            base.mark_text(align="right" if right else "left", baseline="middle", color=THEMES[theme].ink)
            .encode(x=altair.X("at:Q", axis=None), y=altair.Y("on:Q", axis=None), text="document:N")
            .transform_filter(side)
        )
    return _finished(layers.properties(width=WIDTH + 240, height=HEIGHT), title, theme)


def families(
    witnesses: Sequence[Witness], threads: Sequence[Thread], title: str, theme: str = "light"
) -> dict[str, Any]:
    """A row a family, a column a document in the order of date."""
    import altair

    heads, place = timeline.columns(witnesses)
    several = len(witnesses) > timeline.COLUMNS
    names = [date if several else f"{date}  {label}" for date, label in heads]
    rows, order = [], []
    for number, thread in enumerate(threads[:FAMILIES], 1):
        name = f"{number}. {shortened(thread.name, 44)}"
        order.append(name)
        best: dict[int, str] = {}
        for member in thread.members:
            best.setdefault(place[member.witness], member.mark)
        rows += [{"family": name, "when": names[column], "mark": SAID[mark]} for column, mark in sorted(best.items())]
    base = altair.Chart(altair.InlineData(values=rows)).encode(
        x=altair.X("when:N", sort=names, scale=altair.Scale(domain=names), title=None),
        y=altair.Y("family:N", sort=order, scale=altair.Scale(domain=order), title=None),
    )
    paint = PAINT[theme]
    marks = {
        SAID["first"]: ("circle", ACCENT[theme]),
        SAID["unknown"]: ("circle", THEMES[theme].quiet),
        **{kind: (mark, paint[kind]) for kind, mark in zip(KINDS, SHAPES, strict=True)},
    }
    points = base.mark_point(size=80, filled=False, strokeWidth=2).encode(
        shape=altair.Shape(
            "mark:N", title=None, scale=altair.Scale(domain=list(marks), range=[shape for shape, _ in marks.values()])
        ),
        color=altair.Color(
            "mark:N", title=None, scale=altair.Scale(domain=list(marks), range=[colour for _, colour in marks.values()])
        ),
    )
    lines = base.mark_line(color=THEMES[theme].quiet, strokeWidth=1).encode(detail="family:N")
    side = {"width": altair.Step(46), "height": altair.Step(28)}
    return _finished((lines + points).properties(**side), title, theme)


SHAPES = ["square", "diamond", "cross", "stroke"]


def _bin(place: int, witness: Witness) -> int:
    return min(BIN - 1, BIN * place // max(1, witness.characters))


def _kinds(theme: str) -> Any:
    import altair

    return altair.Color(
        "kind:N", title=None, scale=altair.Scale(domain=list(KINDS), range=[PAINT[theme][kind] for kind in KINDS])
    )


def _faceted(chart: Any, rows: list[dict[str, Any]], names: Sequence[str]) -> Any:
    import altair

    header = altair.Header(title=None, labelAngle=0, labelAlign="left", labelOrient="top", labelAnchor="start")
    return chart.facet(
        data=altair.InlineData(values=rows), row=altair.Row("document:N", sort=list(names), header=header)
    )


def _finished(chart: Any, title: str, theme: str) -> dict[str, Any]:
    colours = THEMES[theme]
    padded = chart.properties(padding={"left": 4, "top": 8, "right": 12, "bottom": 8})
    dressed = in_house_style(padded, title, colours)
    made: dict[str, Any] = (
        dressed.configure_view(stroke=colours.line)
        .configure_axis(**axis(colours), labelLimit=340)
        .configure_header(labelColor=colours.ink)
        .configure_legend(labelColor=colours.ink, titleColor=colours.quiet)
        .to_dict()
    )
    return made
