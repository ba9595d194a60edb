"""What a matched pair of words is worth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparisons.engine.passages.collection import Collection, Place
from comparisons.engine.passages.frequencies import UNIT
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.rows import Bool


@dataclass(frozen=True, eq=False)
class Matches:
    """m matched pairs of words in several boxes, in the order of the boxes and ascending in each."""

    i: Place  # int64[m]: position in a
    j: Place  # int64[m]: position in b
    box: Place  # int64[m]: the box of each

    def __len__(self) -> int:
        return len(self.i)

    def taken(self, at: Place | Bool) -> Matches:
        return Matches(self.i[at], self.j[at], self.box[at])


def weights(collection: Collection, matches: Matches, options: Options) -> Place:
    """int64[m]: sixteenths of a bit of each matched pair.

    What the word says after the one before it, where that matches as well, else what it says alone; the less of both
    places. A near word carries `near` of it.
    """
    i, j = matches.i, matches.j
    same = collection.word[i] == collection.word[j]
    follows = np.zeros(len(i), bool)
    follows[1:] = (np.diff(i) == 1) & (np.diff(j) == 1) & (np.diff(matches.box) == 0) & same[:-1]
    alone = np.minimum(collection.alone[i], collection.alone[j])
    given = np.minimum(collection.given[i], collection.given[j])
    near = options.near * np.minimum(alone, options.near_bits * UNIT)
    return np.rint(np.where(same, np.where(follows, given, alone), near)).astype(np.int64)
