"""What an export says of the two sides of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comparisons.engine.paragraphs import bilingual
from comparisons.engine.result import RELATIONS, Comparison, Int, Segments


@dataclass(frozen=True, slots=True)
class Witness:
    """One side: what it is called and where it can be read. Empty where nothing is known."""

    text: str
    siglum: str
    title: str = ""
    revision: int | None = None
    address: str = ""
    notice: str = ""  # what the edition is not: stands in every export
    citation: str = ""
    language: str = ""

    @property
    def name(self) -> str:
        """The siglum with its revision: `E@9`."""
        return f"{self.siglum}@{self.revision}" if self.revision else self.siglum


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with its two texts: what every export is made of."""

    result: Comparison
    a: Witness
    b: Witness

    @property
    def witnesses(self) -> tuple[Witness, Witness]:
        return self.a, self.b

    @property
    def translated(self) -> bool:
        """Is one the translation of the other: aligned by paragraphs, and no word compared?"""
        return bilingual.NOTE in self.result.notes


@dataclass(frozen=True, slots=True)
class Tile:
    """A block of two languages with all that follows it up to the next one, so that the tiles rebuild both texts."""

    relation: str
    a: tuple[int, int]  # code points
    b: tuple[int, int]
    segments_a: list[int]  # indices
    segments_b: list[int]


def tiles(compared: Compared) -> list[Tile]:
    """The tiles of two languages, in the order of both texts: paragraphs of a translation are aligned in order."""
    result = compared.result
    blocks = result.blocks
    edges = blocks.first_a.tolist(), blocks.first_b.tolist()
    members = blocks.segment_a.tolist(), blocks.segment_b.tolist()
    spans = result.segments_a.span.tolist(), result.segments_b.span.tolist()
    ends = [len(witness.text) for witness in compared.witnesses]
    found: list[Tile] = []
    for number in range(len(blocks) - 1, -1, -1):
        own = [members[side][edges[side][number] : edges[side][number + 1]] for side in (0, 1)]
        begins = [spans[side][own[side][0]][0] if own[side] else ends[side] for side in (0, 1)]
        if not number:
            begins = [0, 0]
        a, b = ((begin, end) for begin, end in zip(begins, ends, strict=True))
        found.append(Tile(RELATIONS[int(blocks.relation[number])], a, b, *own))
        ends = begins
    return found[::-1]


def segment_numbers(segments: Segments, places: Sequence[int]) -> list[int]:
    """The number, from 1, of the segment that each place lies in or follows; 0 before the first."""
    begin: Int = segments.span[:, 0]
    return np.searchsorted(begin, np.array(places, np.int64), "right").tolist() if places else []


def ignoring(compared: Compared) -> str:
    """What the comparison ignores, in words, or nothing."""
    switches = compared.result.options.get("ignore", [])
    return f"Ignored: {', '.join(switches)}." if switches else "Nothing is ignored."
