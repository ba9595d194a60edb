"""What a comparison of two texts gives: operations, moves, blocks and figures, as arrays.

The JSON that the command line and the API give is made of these by `as_json`; pages and exports read the arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Int = NDArray[np.int32]
Byte = NDArray[np.uint8]
Bool = NDArray[np.bool_]

TYPES = ("equal", "replace", "delete", "insert")
EQUAL, REPLACE, DELETE, INSERT = range(4)

# In the order of INTERFACES: the first that, with those before it, makes the two readings equal.
CATEGORIES = (
    "whitespace",
    "encoding",
    "quotation",
    "punctuation",
    "case",
    "accent",
    "number",
    "division",
    "orthographic",
    "substitution",
    "addition",
    "omission",
)
NO_CATEGORY = 255

RELATIONS = ("inserted", "deleted", "moved", "split", "merged", "revised", "same")
INSERTED, DELETED, MOVED, SPLIT, MERGED, REVISED, SAME = range(7)


# The note of a comparison of two languages.
TWO_LANGUAGES = (
    "Two languages: paragraphs are aligned by length, numbers, names and marks (after Gale and Church, 1993); "
    "words are not compared."
)


@dataclass(frozen=True, slots=True)
class Operations:
    """n operations in the order of both texts; together they tile the spans they stand for. Code points, half open."""

    type: Byte  # uint8[n]: index into TYPES
    a: Int  # int32[n, 2]: begin and end in side a
    b: Int  # int32[n, 2]: begin and end in side b
    category: Byte  # uint8[n]: index into CATEGORIES, or NO_CATEGORY (equal, and what a move covers)
    ignored: Bool  # bool[n]: folded away by the profile
    move: Int  # int32[n]: index of the move that covers this deletion or insertion, or -1

    def __len__(self) -> int:
        return len(self.type)

    def __getitem__(self, chosen: slice) -> Operations:
        return Operations(
            self.type[chosen],
            self.a[chosen],
            self.b[chosen],
            self.category[chosen],
            self.ignored[chosen],
            self.move[chosen],
        )


@dataclass(frozen=True, slots=True)
class Move:
    """A passage that stands elsewhere on the other side. Its own operations tile `a` and `b`, say how it was revised."""

    a: tuple[int, int]
    b: tuple[int, int]
    operations: Operations


@dataclass(frozen=True, slots=True)
class Segments:
    """The segments of one text, in order, not overlapping; white space between them belongs to none."""

    span: Int  # int32[s, 2]: begin, end
    kind: Byte  # uint8[s]: index into KINDS of comparisons.engine.text.segments
    level: Byte  # uint8[s]: of a heading, else 0

    def __len__(self) -> int:
        return len(self.span)


@dataclass(frozen=True, slots=True)
class Blocks:
    """m blocks, in reading order: by their place in a, what is only in b after what it follows there.

    Block k holds the segments `segment_a[first_a[k] : first_a[k + 1]]` of a, likewise of b: one each unless split,
    merged, inserted or deleted.
    """

    relation: Byte  # uint8[m]: index into RELATIONS, the first that holds
    also: NDArray[np.uint16]  # uint16[m]: bit r set where RELATIONS[r] holds too
    first_a: Int  # int32[m + 1]
    segment_a: Int  # int32[…]: indices into the segments of a
    first_b: Int  # int32[m + 1]
    segment_b: Int  # int32[…]: indices into the segments of b

    def __len__(self) -> int:
        return len(self.relation)


@dataclass(frozen=True, slots=True)
class Side:
    """Figures of one text."""

    characters: int
    tokens: int
    sha256: str
    coverage: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole result of `comparisons.engine.comparison.compare`."""

    a: Side
    b: Side
    engine: str
    options: dict[str, Any]
    similarity: float
    counts: dict[str, int]  # by category, and "move"; those of `ignored` included
    ignored: dict[str, int]  # by category
    operations: Operations
    moves: tuple[Move, ...]
    segments_a: Segments
    segments_b: Segments
    blocks: Blocks
    notes: tuple[str, ...] = field(default=())  # what the engine did more coarsely than asked, in words

    @property
    def translated(self) -> bool:
        """Is one the translation of the other: aligned by paragraphs, and no word compared?"""
        return TWO_LANGUAGES in self.notes


def counted(operations: Sequence[Operations], ignored: bool) -> dict[str, int]:
    """How many operations have each category, all or only the ignored ones."""
    count = np.zeros(len(CATEGORIES), np.int64)
    for some in operations:
        chosen = (some.category != NO_CATEGORY) & (some.ignored if ignored else True)
        count += np.bincount(some.category[chosen], minlength=len(CATEGORIES))
    return {name: int(n) for name, n in zip(CATEGORIES, count, strict=True) if n}
