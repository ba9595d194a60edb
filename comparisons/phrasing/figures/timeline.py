"""The timeline of families: one row a family, one column a document, in the order of date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comparisons.phrasing.figures.drawing import Cell, Drawing, count, counted, element, link, shortened, text
from comparisons.phrasing.figures.witnesses import Witness

ROW, HEAD = 46, 34
ROWS = 12  # families that are drawn
COLUMNS = 16  # documents that have a column each; more stand together by their date
FIRST, LAST = 4.0, 94.0  # hundredths of the width
NAME = 42  # characters of a family's words


@dataclass(frozen=True, slots=True)
class Member:
    """A place of a family: its document's column, and what it is: `first`, a kind of passage, or `unknown`."""

    witness: int
    mark: str


@dataclass(frozen=True, slots=True)
class Thread:
    """A family. `members` in the order of date; `known`: whether one is known to be the earliest."""

    name: str
    members: Sequence[Member]
    known: bool
    address: str
    current: bool = False


SAID = {
    "first": "first known",
    "unknown": "order not known",
    "verbatim": "verbatim",
    "reworked": "reworked",
    "formula": "formula",
    "boilerplate": "boilerplate",
}


def columns(witnesses: Sequence[Witness]) -> tuple[list[tuple[str, str]], list[int]]:
    """The heads of the columns, date and label, and the column of each witness: by document, or else by date."""
    if len(witnesses) <= COLUMNS:
        return [(witness.year or "?", witness.label) for witness in witnesses], list(range(len(witnesses)))
    heads: dict[str, int] = {}
    place = [heads.setdefault(witness.year or "?", len(heads)) for witness in witnesses]
    sizes = [place.count(column) for column in range(len(heads))]
    return [(date, counted(size, "document")) for (date, _), size in zip(heads.items(), sizes, strict=True)], place


def draw(witnesses: Sequence[Witness], threads: Sequence[Thread], total: int = 0) -> Drawing:
    """`witnesses` in the order of date. `total`: how many families there are, where not all are given. O(members)."""
    heads, place = columns(witnesses)
    shown = threads[:ROWS]
    height = HEAD + 8 + ROW * len(shown)
    at = [f"{FIRST + (LAST - FIRST) * number / max(1, len(heads) - 1):.1f}%" for number in range(len(heads))]
    parts = []
    seldom = max(1, -(-len(heads) // 12))
    before = ""
    for number, (date, label) in enumerate(heads):
        x = at[number]
        parts.append(element("line", class_="axis", x1=x, x2=x, y1=HEAD, y2=height))
        if date != before and number % seldom == 0:
            parts.append(text(date, x=x, y=12, text_anchor="middle"))
            before = date
        if len(witnesses) <= COLUMNS and number % seldom == 0:
            parts.append(text(label, class_="label", x=x, y=28, text_anchor="middle"))
    for row, thread in enumerate(shown):
        y = HEAD + 8 + row * ROW
        taken = sorted({place[member.witness] for member in thread.members})
        drawn = element("rect", class_="row", x=-8, width="102%", y=y, height=ROW - 2, rx=4)
        drawn += text(shortened(thread.name, NAME), class_="name", x=0, y=y + 16)
        drawn += element("line", class_="thread", x1=at[taken[0]], x2=at[taken[-1]], y1=y + 32, y2=y + 32)
        best: dict[int, str] = {}
        for member in thread.members:
            best.setdefault(place[member.witness], member.mark)
        for column, mark in best.items():
            use = element("use", href=f"#mark-{mark}")
            drawn += element("svg", use, x=at[column], y=y + 32, width=1, height=1)
        first = witnesses[thread.members[0].witness].said
        order = f"first in {first}" if thread.known else "which is the earliest is not known"
        said = f"{thread.name}: {counted(len(thread.members), 'place')}, {order}"
        parts.append(link(drawn, thread.address, said, current=thread.current))
    figure = element(
        "svg",
        "".join(parts),
        class_="timeline",
        height=height,
        role="group",
        aria_label=f"{counted(len(shown), 'family', 'families')} of passages in time",
    )
    notes: list[str] = []
    total = max(total, len(threads))
    if total > len(shown):
        notes.append(f"The {len(shown)} strongest of {total:,} families.")
    if len(witnesses) > COLUMNS:
        notes.append(f"{len(witnesses):,} documents are too many for a column each: those of one year stand together.")
    return Drawing(
        figure,
        " ".join(notes),
        ("Family", "Places", "Documents in the order of date"),
        [
            (
                Cell(thread.name, thread.address),
                count(len(thread.members)),
                Cell("; ".join(_said(witnesses[member.witness], member.mark) for member in thread.members)),
            )
            for thread in threads
        ],
    )


def _said(witness: Witness, mark: str) -> str:
    return f"{witness.said}{f', {witness.date}' if witness.date else ''} ({SAID[mark]})"
