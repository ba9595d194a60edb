"""Work in shares of about one size, so that what is made on the way stays in memory, or in cache."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


def shares(size: NDArray[np.integer], most: int) -> Iterator[tuple[int, int]]:
    """[low, high) of runs of items whose sizes make about `most` together. O(n)."""
    if len(size):
        step = np.cumsum(size, dtype=np.int64) // most
        yield from pairwise(np.flatnonzero(np.diff(step, prepend=-1, append=step[-1] + 1)).tolist())
