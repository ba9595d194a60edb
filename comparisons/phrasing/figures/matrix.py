"""The matrix: how many passages each two documents share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comparisons.phrasing.figures.drawing import TABBED, Cell, Drawing, count, counted, element, level, link, svg, text
from comparisons.phrasing.figures.witnesses import Witness

DOCUMENTS = 40  # more cannot be told apart
NARROWEST = 380.0  # width of the figure: a small one is not blown up
LETTER = 7.5  # width of a letter of a label


@dataclass(frozen=True, slots=True)
class Pair:
    """Two documents, by their places in the list, and what they share."""

    a: int
    b: int
    passages: int
    words: int
    address: str


def draw(witnesses: Sequence[Witness], pairs: Sequence[Pair]) -> Drawing:
    """`witnesses` in the order of the figure, best by date; of very many those that share the most. O(pairs)."""
    chosen = strongest(len(witnesses), pairs, DOCUMENTS)
    place = {index: number for number, index in enumerate(chosen)}
    seen = [pair for pair in pairs if pair.a in place and pair.b in place]
    step = 34 if len(chosen) <= 12 else 24 if len(chosen) <= 20 else 15
    margin = max((len(witnesses[index].label) for index in chosen), default=1) * LETTER + 10
    highest = max((pair.passages for pair in seen), default=1)
    upright = all(len(witnesses[index].label) * LETTER <= step for index in chosen)
    head = 20.0 if upright else margin
    size = step * len(chosen)
    parts = []
    for index, number in place.items():
        label = witnesses[index].label
        middle = number * step + step / 2
        parts.append(text(label, class_="label", x=margin - 8, y=head + middle + 4, text_anchor="end"))
        x, y = margin + middle, head - 7
        turned = {} if upright else {"transform": f"rotate(-90 {x + 4:.1f} {y:.1f})"}
        anchor = "middle" if upright else "start"
        parts.append(text(label, class_="label", x=x + (0 if upright else 4), y=y, text_anchor=anchor, **turned))
        parts.append(
            element(
                "rect",
                class_="same",
                x=margin + number * step + 1,
                y=head + number * step + 1,
                width=step - 2,
                height=step - 2,
            )
        )
    stop = len(seen) <= TABBED
    for pair in seen:
        for row, column in ((pair.a, pair.b), (pair.b, pair.a)):
            x, y = margin + place[column] * step, head + place[row] * step
            cell = element(
                "rect",
                class_="shares",
                data_level=level(pair.passages, highest),
                x=x + 1,
                y=y + 1,
                width=step - 2,
                height=step - 2,
            )
            if step >= 24:
                cell += text(
                    _short(pair.passages),
                    data_level=level(pair.passages, highest),
                    x=x + step / 2,
                    y=y + step / 2 + 4,
                    text_anchor="middle",
                )
            said = f"{witnesses[row].said} and {witnesses[column].said}: {counted(pair.passages, 'passage')}"
            parts.append(link(cell, pair.address, said, stop=stop and row == pair.a))
    label = f"Matrix of {counted(len(chosen), 'document')}: how many passages each two share"
    return Drawing(
        svg("".join(parts), label, max(NARROWEST, margin + size + 2), head + size + 2, "matrix"),
        ""
        if len(chosen) == len(witnesses)
        else f"The {len(chosen)} of {len(witnesses):,} documents that share the most.",
        ("One", "The other", "Passages", "Words shared"),
        [
            (
                Cell(witnesses[pair.a].said, pair.address),
                Cell(witnesses[pair.b].said),
                count(pair.passages),
                count(pair.words),
            )
            for pair in sorted(pairs, key=lambda pair: (-pair.passages, pair.a, pair.b))
        ],
    )


def strongest(documents: int, pairs: Sequence[Pair], most: int) -> list[int]:
    """Of so many documents the `most` that have part in most passages, in their order."""
    shares = [0] * documents
    for pair in pairs:
        shares[pair.a] += pair.passages
        shares[pair.b] += pair.passages
    ranked = sorted(range(documents), key=lambda index: (-shares[index], index))
    return sorted(ranked[:most])


def _short(number: int) -> str:
    return str(number) if number < 1000 else f"{number / 1000:.0f}k"
