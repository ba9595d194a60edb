"""Passages as rows of one array while they are being made, and the pair of documents of each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.passages.collection import Place

Bool = NDArray[np.bool_]

# Columns: positions [A0, A1) of side a and [B0, B1) of side b; the score, in sixteenths of a bit; the words of a that
# match; what they carry together, in sixteenths of a bit; how many of them keep their order.
A0, A1, B0, B1, SCORE, MATCHED, BITS, ORDERED = range(8)
COLUMNS = 8


@dataclass(frozen=True, eq=False)
class Rows:
    """n passages: int64[n, COLUMNS], and int64[n]: document of a << 32 | document of b."""

    of: Place
    pair: Place

    def __len__(self) -> int:
        return len(self.of)

    @classmethod
    def none(cls) -> Rows:
        return cls(np.empty((0, COLUMNS), np.int64), np.empty(0, np.int64))

    @classmethod
    def joined(cls, *parts: Rows) -> Rows:
        return cls(np.concatenate([part.of for part in parts]), np.concatenate([part.pair for part in parts]))

    @property
    def a(self) -> Place:
        return self.pair >> 32

    @property
    def b(self) -> Place:
        return self.pair & 0xFFFFFFFF

    def taken(self, at: Place | Bool) -> Rows:
        return Rows(self.of[at], self.pair[at])

    def in_order(self) -> Rows:
        """By pair, then by place."""
        of = self.of
        return self.taken(np.lexsort((of[:, B1], of[:, B0], of[:, A1], of[:, A0], self.pair)))
