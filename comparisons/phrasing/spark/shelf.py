"""What the search knows of the documents besides their words: some fifty bytes of each, on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.passages.collection import Place, circle_of, numbered_groups, places_of


@dataclass(frozen=True, eq=False)
class Shelf:
    """d documents by their numbers, as `Collection` knows them."""

    ids: list[str]
    bounds: Place  # int64[d + 1]
    rank: Place  # int64[d]
    group: Place  # int64[d]
    circle: Place  # int64[d]

    @classmethod
    def of(cls, ids: list[str], words: Place, ranks: list[bytes], groups: Sequence[str]) -> Shelf:
        """`words` int64[d]: how many each document has; `ranks`: as `Document.rank` has them."""
        return cls(
            ids,
            np.append(0, np.cumsum(words)),
            places_of(ranks),
            numbered_groups(list(groups)),
            np.array([circle_of(rank) for rank in ranks], np.int64),
        )

    def nameless(self) -> Shelf:
        """The same without the names, which no machine but the first needs."""
        return replace(self, ids=[])

    @property
    def words(self) -> int:
        return int(self.bounds[-1])

    def blocks(self, number: int) -> NDArray[np.int32]:
        """int32[d]: the block of each document, of so many that hold about the same number of words."""
        middle = (self.bounds[:-1] + self.bounds[1:]) // 2
        block: NDArray[np.int32] = (middle * number // max(self.words, 1)).astype(np.int32)
        return block
