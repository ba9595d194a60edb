"""The network: documents on a circle in the order of date, joined where they share passages.

On a circle nothing is hidden behind anything else, and the same documents always stand at the same places, which no
layout by forces promises.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, log2, pi, sin

from comparisons.phrasing.figures.drawing import TABBED, Cell, Drawing, count, counted, element, link, svg, text
from comparisons.phrasing.figures.matrix import Pair, strongest
from comparisons.phrasing.figures.witnesses import Witness

DOCUMENTS, TIES = 40, 400
WIDTH, HEIGHT, RADIUS = 460, 400, 145


@dataclass(frozen=True, slots=True)
class Node:
    """A document's place in the figure, and what it shares with all others."""

    witness: Witness
    x: float
    y: float
    out: tuple[float, float]  # the direction away from the middle
    passages: int
    others: int


def laid(witnesses: Sequence[Witness], pairs: Sequence[Pair]) -> tuple[dict[int, Node], list[Pair], str]:
    """The nodes by their place in `witnesses`, the ties between them, the strongest first, and what is left out."""
    joined = {end for pair in pairs for end in (pair.a, pair.b)}
    chosen = [index for index in strongest(len(witnesses), pairs, DOCUMENTS) if index in joined]
    inside = set(chosen)
    ties = sorted(
        (pair for pair in pairs if pair.a in inside and pair.b in inside),
        key=lambda pair: (-pair.passages, pair.a, pair.b),
    )
    kept = ties[:TIES]
    nodes = {}
    for number, index in enumerate(chosen):
        angle = 2 * pi * number / len(chosen) - pi / 2
        out = (cos(angle), sin(angle))
        own = [pair for pair in ties if index in (pair.a, pair.b)]
        nodes[index] = Node(
            witnesses[index],
            WIDTH / 2 + RADIUS * out[0],
            HEIGHT / 2 + RADIUS * out[1],
            out,
            sum(pair.passages for pair in own),
            len(own),
        )
    said = []
    if len(chosen) < len(joined):
        said.append(f"The {len(chosen)} of {len(joined):,} documents that share the most.")
    if len(kept) < len(ties):
        said.append(f"The {len(kept)} strongest of {len(ties):,} ties.")
    return nodes, kept, " ".join(said)


def width_of(passages: int) -> float:
    """Of a tie, in pixels: one more with each doubling."""
    return min(9.0, 1.2 + log2(max(1, passages)))


def draw(witnesses: Sequence[Witness], pairs: Sequence[Pair]) -> Drawing:
    """`witnesses` in the order of date; those that share nothing are left out. O(documents · pairs)."""
    nodes, ties, says = laid(witnesses, pairs)
    stop = len(ties) + len(nodes) <= TABBED
    parts = []
    for pair in reversed(ties):
        a, b = nodes[pair.a], nodes[pair.b]
        bend = f"Q{(a.x + b.x + WIDTH) / 4:.1f} {(a.y + b.y + HEIGHT) / 4:.1f}"
        path = f"M{a.x:.1f} {a.y:.1f} {bend} {b.x:.1f} {b.y:.1f}"
        drawn = element("path", class_="tie", d=path, stroke_width=width_of(pair.passages))
        said = f"{a.witness.said} and {b.witness.said}: {counted(pair.passages, 'passage')}"
        parts.append(link(drawn, pair.address, said, stop=stop))
    for node in nodes.values():
        anchor = "middle" if abs(node.out[0]) < 0.25 else "start" if node.out[0] > 0 else "end"
        lower = 4 + 6 * node.out[1]
        drawn = element("circle", class_="node", cx=node.x, cy=node.y, r=6) + text(
            node.witness.label,
            class_="label",
            x=node.x + 14 * node.out[0],
            y=node.y + 14 * node.out[1] + lower,
            text_anchor=anchor,
        )
        said = f"{node.witness.said}: {counted(node.passages, 'passage')} with {counted(node.others, 'other')}"
        parts.append(link(drawn, node.witness.address, said, stop=stop))
    label = f"Network of {counted(len(nodes), 'document')}: who shares passages with whom"
    return Drawing(
        svg("".join(parts), label, WIDTH, HEIGHT, "network"),
        says,
        ("Document", "Date", "Passages", "With how many others"),
        [
            (
                Cell(node.witness.said, node.witness.address),
                Cell(node.witness.date or "not known"),
                count(node.passages),
                count(node.others),
            )
            for node in nodes.values()
        ],
    )
