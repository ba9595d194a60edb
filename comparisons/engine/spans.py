"""Many stretches of an array handled at once: the small operations that keep the kernel free of Python loops."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Int = NDArray[np.int32]
Hash = NDArray[np.uint64]
Flags = NDArray[np.bool_]

I32 = np.int32
U64 = np.uint64
NOTHING: Int = np.empty(0, I32)


def where(flags: NDArray[np.generic]) -> NDArray[np.int64]:
    """The places of what is true. `np.flatnonzero` takes some microseconds longer, and is asked hundreds of times."""
    return flags.nonzero()[0]


def spans(start: Int, length: Int) -> tuple[Int, Int]:
    """The ranges `start[s] … start[s] + length[s]` laid end to end, and the number s of the range of each element."""
    owner = np.repeat(np.arange(len(start), dtype=I32), length)
    shift = (start - (np.cumsum(length) - length)).astype(I32)
    return np.arange(len(owner), dtype=I32) + shift[owner], owner
