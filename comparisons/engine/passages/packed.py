"""Arrays as bytes, and back: what an index keeps of a document."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
EDGE = 8  # every array begins at a multiple of so many bytes


class Unreadable(ValueError):
    """Bytes that `packed` did not give."""


def packed(*arrays: Array) -> bytes:
    """Of each array its type and length, then the arrays, one dimension each. O(n)."""
    flat = [array.astype(array.dtype.newbyteorder("<"), copy=False) for array in arrays]
    head = [array.dtype.str.encode().ljust(4) + len(array).to_bytes(4, "little") for array in flat]
    bodies = (array.tobytes() for array in flat)
    return b"".join([len(flat).to_bytes(8, "little"), *head, *(body + bytes(-len(body) % EDGE) for body in bodies)])


def unpacked(content: bytes) -> list[Array]:
    """The arrays, which are those bytes and cannot be written to. O(arrays). Raises `Unreadable`."""
    number = int.from_bytes(content[:8], "little")
    at, arrays = 8 + 8 * number, []
    try:
        for head in range(8, at, 8):
            kind = np.dtype(content[head : head + 4].decode().strip())
            size = int.from_bytes(content[head + 4 : head + 8], "little")
            arrays.append(np.frombuffer(content, kind, size, at))
            at += arrays[-1].nbytes + -arrays[-1].nbytes % EDGE
    except (ValueError, TypeError) as error:
        raise Unreadable("What an index keeps of a document cannot be read.") from error
    return arrays


def narrow(values: NDArray[np.integer[Any]]) -> Array:
    """The same non-negative numbers in as few bytes each as the largest needs."""
    return values.astype(np.min_scalar_type(int(values.max(initial=0))))
