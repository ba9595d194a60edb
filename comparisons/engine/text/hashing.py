"""Hashes of many short stretches of one string of bytes, in NumPy: eight bytes at a time, no loop over the stretches."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.spans import where

Hash = NDArray[np.uint64]

U = np.uint64
EIGHT = 8  # bytes in a hash's step; the bytes given to `hashes` are padded by as many
CHUNK = 1 << 15  # stretches in one go, so that they stay in the processor's cache
LONG = 64  # bytes from which a stretch is hashed as a polynomial of its steps
MASKS = np.array([(1 << 8 * length) - 1 for length in range(EIGHT + 1)], U)
EMPTY = U(0x2545F4914F6CDD1D)  # the hash of no byte at all, which is not that of a byte of zeros
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
    owner = np.arange(len(start)).repeat(length)
    shift = start.astype(np.int64) - (length.cumsum(dtype=np.int64) - length)
    return np.arange(len(owner)) + shift[owner], owner


def hashes(content: bytes | bytearray, begin: NDArray[np.integer], length: NDArray[np.integer]) -> Hash:
    """uint64[n]: of content[begin[i] : begin[i] + length[i]]. Equal bytes, equal hash, in whatever content they stand.

    `content` ends with at least `EIGHT` bytes that belong to no stretch. Stretches of up to eight bytes of the same
    length never collide. O(n + bytes of the stretches longer than eight).
    """
    windows: Hash = np.ndarray((len(content) - EIGHT + 1,), "<u8", content, strides=(1,))
    value = np.empty(len(begin), U)
    other = np.empty(min(CHUNK, len(begin)), U)
    for first in range(0, len(begin), CHUNK):
        chunk = slice(first, first + CHUNK)
        _short(windows, begin[chunk].astype(np.int64), length[chunk], value[chunk], other)
    long = where(length > LONG)
    if len(long):
        value[long] = _polynomial(windows, begin[long].astype(np.int64), length[long])
    if not length.all():
        value[length == 0] = EMPTY
    return value


def _short(windows: Hash, begin: NDArray[np.int64], length: NDArray[np.integer], value: Hash, other: Hash) -> None:
    """Write to `value` the hashes of stretches up to LONG bytes, eight bytes a round; of longer ones, something.

    `other` is room to work in: fresh arrays would cost as much as the work.
    """
    other = other[: len(begin)]
    step = windows[begin]
    step &= MASKS.take(length, out=other, mode="clip")
    step *= FIRST
    step ^= np.right_shift(step, U(32), out=other)
    step *= SECOND
    np.bitwise_xor(step, np.right_shift(step, U(29), out=other), out=value)
    at, rest = where(length > EIGHT), EIGHT
    while len(at) and rest < LONG:
        step = windows[begin[at] + rest]
        step &= MASKS.take(length[at] - rest, mode="clip")
        step ^= value[at]
        step += RADIX
        value[at] = mix(step)
        rest += EIGHT
        at = at[length[at] > rest]


def _polynomial(windows: Hash, begin: NDArray[np.int64], length: NDArray[np.integer]) -> Hash:
    """The hashes of stretches longer than LONG: sum of mixed steps times powers, a stretch's work by its own length."""
    out = np.empty(len(begin), U)
    steps = (length.astype(np.int64) + EIGHT - 1) // EIGHT
    total = steps.cumsum()
    first = 0
    while first < len(begin):
        done = int(total[first - 1]) if first else 0
        last = max(first + 1, int(total.searchsorted(done + CHUNK, "right")))
        index, owner = spans(np.zeros(last - first, np.int64), steps[first:last])
        value = windows[begin[first:last][owner] + index * EIGHT]
        value &= MASKS.take(length[first:last][owner] - index * EIGHT, mode="clip")
        value = mix(value ^ mix(index.astype(U) + RADIX))
        edge = steps[first:last].cumsum() - steps[first:last]
        out[first:last] = mix(np.add.reduceat(mix(value), edge) + length[first:last].astype(U))
        first = last
    return out
