"""How the time grows with the size: a table by text, and a plot with logarithmic axes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from comparisons.pairs.charts import THEMES, axis, in_house_style

Rows = list[dict[str, Any]]  # each with `text`, `seconds` and a size under a name of its own


def by_text(rows: Rows) -> dict[str, list[float]]:
    """The seconds of each text in the order of the rows, which is that of the sizes."""
    table: dict[str, list[float]] = {}
    for one in rows:
        table.setdefault(one["text"], []).append(one["seconds"])
    return table


def plotted(rows: Rows, size: str, unit: str, title: str, file: Path) -> None:
    """A line a text: CPU seconds over `size`, the name of a member of each row; `unit` says what is counted."""
    import altair

    colours = THEMES["light"]
    chart = (
        altair.Chart(altair.InlineData(values=rows))
        .mark_line(point=True)
        .encode(
            x=altair.X(f"{size}:Q", scale=altair.Scale(type="log"), title=unit),
            y=altair.Y("seconds:Q", scale=altair.Scale(type="log"), title="CPU seconds"),
            color=altair.Color("text:N", title=None, sort=None),
        )
        .properties(width=640, height=420)
    )
    dressed = in_house_style(chart, title, colours)
    dressed.configure_axis(**axis(colours)).configure_legend(labelColor=colours.ink).save(str(file))
