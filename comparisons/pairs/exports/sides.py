"""What an export says of the two sides of a comparison."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comparisons.engine.result import Comparison, Int, Segments


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
    file: str = ""  # the name of the file that its text is, or is downloaded as

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
        return self.result.translated


def segment_numbers(segments: Segments, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The number, from 1, of the segment that each span begins in or follows; 0 before the first."""
    begin: Int = segments.span[:, 0]
    places = np.array([place for place, _ in spans], np.int64)
    return [str(number) for number in np.searchsorted(begin, places, "right").tolist()]


def segments_covered(segments: Segments, spans: Sequence[tuple[int, int]]) -> list[str]:
    """The numbers, from 1, of the segments that each span covers, with a blank between; empty where none."""
    begin: Int = segments.span[:, 0]
    edges = np.searchsorted(begin, np.array(spans, np.int64).reshape(-1, 2)).tolist()
    return [" ".join(str(number + 1) for number in range(first, last)) for first, last in edges]


def ignoring(compared: Compared) -> str:
    """What the comparison ignores, in words, or nothing."""
    switches = compared.result.options.get("ignore", [])
    return f"Ignored: {', '.join(switches)}." if switches else "Nothing is ignored."
