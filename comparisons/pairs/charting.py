"""The inventory as a chart: how many changes of each category, and how many of them are ignored."""

from __future__ import annotations

from typing import Any

from comparisons.pairs.inventory import Inventory

WIDTH, ROW = 520, 26


def chart(found: Inventory, title: str) -> dict[str, Any]:
    """Its Vega-Lite specification."""
    import altair  # half a second, so only where a chart is asked for

    rows = [
        {"category": count.words, "state": state, "changes": number}
        for count in found.by_category
        for state, number in (("marked", count.count - count.ignored), ("ignored", count.ignored))
        if number
    ]
    data = altair.Data(values=rows)  # type: ignore[no-untyped-call]
    bars = (
        altair.Chart(data, title=title[:120])
        .mark_bar()
        .encode(
            y=altair.Y("category:N", sort=[count.words for count in found.by_category], title=None),
            x=altair.X("sum(changes):Q", title="changes", axis=altair.Axis(format="d", tickMinStep=1)),
            color=altair.Color(
                "state:N",
                scale=altair.Scale(domain=["marked", "ignored"], range=["#29527a", "#b9b5aa"]),
                legend=altair.Legend(title=None, orient="bottom"),
            ),
            order=altair.Order("state:N", sort="descending"),
        )
        .properties(width=WIDTH, height=max(ROW, ROW * len(found.by_category)), background="white")
        .configure(font="DejaVu Sans")
    )
    specification: dict[str, Any] = bars.to_dict()
    return specification


def svg(found: Inventory, title: str) -> bytes:
    import vl_convert

    return vl_convert.vegalite_to_svg(chart(found, title)).encode()


def png(found: Inventory, title: str) -> bytes:
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(chart(found, title), scale=2))
