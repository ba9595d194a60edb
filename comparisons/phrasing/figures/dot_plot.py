"""The dot plot: where two documents meet. One document across from its first word to its last, others down.

A passage is a line from where it begins on both sides to where it ends, so a long one is a long slanting line and what
follows in the same order lies on one diagonal (Gibbs & McIntyre, “The diagram, a method for comparing sequences”, 1970).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from comparisons.phrasing.figures.drawing import (
    MOST,
    TABBED,
    Cell,
    Drawing,
    count,
    counted,
    element,
    level,
    link,
    shape,
    shortened,
    svg,
    text,
)
from comparisons.phrasing.figures.witnesses import Witness

WIDTH, LEFT, RIGHT, TOP = 324, 4, 4, 20
BAND = 18  # over each document for its name
LEAST, TALLEST = 56, 286  # of one document, of all together
SHORTEST = 6  # a mark is never shorter, or it would not be seen
CELL = 6  # of the grid in which very many passages are counted
DOWN = 8  # documents under one another
SECTIONS = 16  # headings that are named
NUMERALS = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI"]


@dataclass(frozen=True, slots=True)
class Spot:
    """A passage: code points in the document across, and in the one of that row."""

    row: int
    x: tuple[int, int]
    y: tuple[int, int]
    kind: str
    words: int
    opening: str
    address: str
    current: bool = False


def draw(
    across: Witness, sections: Sequence[tuple[int, str]], down: Sequence[Witness], spots: Sequence[Spot]
) -> Drawing:
    """`sections`: where each begins, and its heading. `spots` the strongest first. O(spots)."""
    shown = down[:DOWN]
    inner = WIDTH - LEFT - RIGHT
    whole = sum(witness.characters for witness in shown) or 1
    heights = [max(LEAST, TALLEST * witness.characters / whole) for witness in shown]
    tops, y = [], float(TOP)
    for height in heights:
        tops.append(y + BAND)
        y += BAND + height
    bottom = y
    parts = []
    named = sections[:SECTIONS]
    free = 0.0
    for number, (begin, heading) in enumerate(named):
        x = LEFT + inner * begin / max(1, across.characters)
        parts.append(element("line", class_="axis", x1=x, x2=x, y1=TOP, y2=bottom))
        if x >= free:
            name = f"<title>{_title(heading)}</title>{NUMERALS[number]}"
            parts.append(element("text", name, x=x + 2, y=bottom + 14))
            free = x + 8 + 5 * len(NUMERALS[number])
    parts.append(text(shortened(across.label or across.said, 40) + " →", class_="label", x=LEFT, y=12))
    for witness, top, height in zip(shown, tops, heights, strict=True):
        parts.append(element("rect", class_="axis firm", x=LEFT, y=top, width=inner, height=height))
        parts.append(text(shortened(witness.said, 42), class_="label", x=LEFT, y=top - 5))
    drawn = [spot for spot in spots if spot.row < len(shown)]
    scale = [
        inner / max(1, across.characters),
        *(h / max(1, w.characters) for w, h in zip(shown, heights, strict=True)),
    ]
    if len(drawn) > MOST:
        parts += _cells(drawn, scale, tops)
    else:
        stop = len(drawn) <= TABBED
        parts += [_mark(spot, scale, tops, stop) for spot in reversed(drawn)]
    label = f"Dot plot: {across.said} across, {counted(len(shown), 'document')} down"
    return Drawing(
        svg("".join(parts), label, WIDTH, bottom + 20, "plot"),
        _says(len(drawn), len(down)),
        ("Passage", "Kind", "Words", f"Place in {across.said}", "Place in the other", "The other"),
        [_row(spot, across, shown) for spot in drawn[:MOST]],
    )


def _mark(spot: Spot, scale: Sequence[float], tops: Sequence[float], stop: bool) -> str:
    x1, x2 = LEFT + spot.x[0] * scale[0], LEFT + spot.x[1] * scale[0]
    y1, y2 = (tops[spot.row] + place * scale[1 + spot.row] for place in spot.y)
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    if spot.kind in {"verbatim", "reworked"}:
        half_x, half_y = max(x2 - x1, SHORTEST) / 2, max(y2 - y1, SHORTEST) / 2
        made = element("line", class_=spot.kind, x1=x - half_x, x2=x + half_x, y1=y - half_y, y2=y + half_y)
    else:
        made = shape(spot.kind, x, y)
    if spot.current:
        made += element("circle", class_="here", cx=x, cy=y, r=11)
    return link(
        made,
        spot.address,
        f"{spot.kind}, {counted(spot.words, 'word')}: {spot.opening}",
        current=spot.current,
        stop=stop,
    )


def _cells(spots: Sequence[Spot], scale: Sequence[float], tops: Sequence[float]) -> list[str]:
    """Squares of a grid, darker where more passages begin, each a link to the strongest of them."""
    cells: dict[tuple[int, int, int], tuple[Spot, int]] = {}
    for spot in spots:
        place = (spot.row, int(spot.x[0] * scale[0] // CELL), int(spot.y[0] * scale[1 + spot.row] // CELL))
        first, number = cells.get(place, (spot, 0))
        cells[place] = (first, number + 1)
    highest = max(number for _, number in cells.values())
    return [
        link(
            element(
                "rect",
                class_="many",
                data_level=level(number, highest),
                x=LEFT + x * CELL,
                y=tops[row] + y * CELL,
                width=CELL,
                height=CELL,
            ),
            spot.address,
            f"{counted(number, 'passage')}, the strongest of them: {spot.opening}",
            stop=False,
        )
        for (row, x, y), (spot, number) in sorted(cells.items())
    ]


def _says(drawn: int, down: int) -> str:
    said = []
    if down > DOWN:
        said.append(f"The {DOWN} of {down:,} documents that share the most.")
    if drawn > MOST:
        said.append(
            f"{drawn:,} passages are too many to be told apart: a square counts those that begin in it, darker where "
            "there are more, and leads to the strongest. The table has the strongest "
            f"{MOST:,}."
        )
    return " ".join(said)


def _row(spot: Spot, across: Witness, down: Sequence[Witness]) -> tuple[Cell, ...]:
    other = down[spot.row]
    return (
        Cell(spot.opening, spot.address),
        Cell(spot.kind),
        count(spot.words),
        Cell(_share(spot.x[0], across), number=True),
        Cell(_share(spot.y[0], other), number=True),
        Cell(other.said),
    )


def _share(place: int, witness: Witness) -> str:
    """How far into the document, in hundredths."""
    return f"{100 * place / max(1, witness.characters):.0f} %"


def _title(heading: str) -> str:
    return escape(shortened(heading, 120))
