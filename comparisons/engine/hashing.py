"""Hashes of many short stretches of one string of bytes, in NumPy: eight bytes at a time, no loop over the stretches."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Hash = NDArray[np.uint64]
Int = NDArray[np.int32]

U = np.uint64
EIGHT = 8  # bytes in a hash's step; the bytes given to `hashes` are padded by as many
LONG = 64  # bytes from which a stretch is hashed as a polynomial of its steps
MASKS = np.array([(1 << 8 * length) - 1 for length in range(EIGHT + 1)], U)
FIRST, SECOND, RADIX = U(0x9E3779B97F4A7C15), U(0xD6E8FEB86659FD93), U(0xBF58476D1CE4E5B9)


def mix(value: Hash) -> Hash:
    """Spread every bit over all 64, in place; one value for one value (after splitmix64, Steele, Lea & Flood 2014)."""
    value *= FIRST
    value ^= value >> U(32)
    value *= SECOND
    value ^= value >> U(29)
    return value


def spans(start: NDArray[np.integer], length: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Laid end to end, start[g] … start[g] + length[g] - 1, and the g of each."""
    owner = np.repeat(np.arange(len(start)), length)
    shift = start.astype(np.int64) - (np.cumsum(length, dtype=np.int64) - length)
    return np.arange(len(owner)) + shift[owner], owner


def hashes(content: bytes, begin: Int, length: Int) -> Hash:
    """uint64[n]: of content[begin[i] : begin[i] + length[i]]. Equal bytes, equal hash, in whatever content they stand.

    `content` ends with at least `EIGHT` bytes that belong to no stretch. Stretches of up to eight bytes never collide
    with one another. O(n + bytes of the stretches longer than eight).
    """
    windows: Hash = np.ndarray((len(content) - EIGHT + 1,), "<u8", content, strides=(1,))
    value = windows[begin]
    value &= MASKS.take(np.minimum(length, EIGHT))
    value = mix(value)
    at, rest = np.flatnonzero(length > EIGHT), EIGHT
    long = at[length[at] > LONG]
    at = at[length[at] <= LONG]
    while len(at):
        step = windows[begin[at] + rest]
        step &= MASKS.take(np.minimum(length[at] - rest, EIGHT))
        step ^= value[at]
        step += RADIX
        value[at] = mix(step)
        rest += EIGHT
        at = at[length[at] > rest]
    if len(long):
        value[long] = _polynomial(windows, begin[long], length[long])
    return value


def _polynomial(windows: Hash, begin: Int, length: Int) -> Hash:
    """The hashes of stretches longer than LONG: sum of mixed steps times powers, a stretch's work by its own length."""
    out = np.empty(len(begin), U)
    steps = (length.astype(np.int64) + EIGHT - 1) // EIGHT
    most = 1 << 18  # steps in one go, so that the memory stays small
    first = 0
    while first < len(begin):
        last = max(first + 1, int(np.searchsorted(np.cumsum(steps[first:]), most, "right")) + first)
        index, owner = spans(np.zeros(last - first, np.int64), steps[first:last])
        value = windows[begin[first:last][owner] + index * EIGHT]
        value &= MASKS.take(np.minimum(length[first:last][owner] - index * EIGHT, EIGHT))
        value = mix(value ^ mix(index.astype(U) + RADIX))
        edge = np.cumsum(steps[first:last]) - steps[first:last]
        out[first:last] = mix(np.add.reduceat(mix(value), edge) + length[first:last].astype(U))
        first = last
    return out
