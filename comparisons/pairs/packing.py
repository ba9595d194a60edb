"""The engine's arrays as bytes, and back: small, and the same bytes for the same result."""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.result import Blocks, Comparison, Move, Operations, Segments, Side

Arrays = dict[str, NDArray[Any]]
LEVEL = 6


class Damaged(ValueError):
    """What is stored is not what was stored."""


def digest(*payloads: bytes) -> str:
    """SHA-256 over the digests of the payloads, in hexadecimal."""
    whole = hashlib.sha256()
    for payload in payloads:
        whole.update(hashlib.sha256(payload).digest())
    return whole.hexdigest()


def pack(arrays: Arrays, more: dict[str, Any] | None = None) -> bytes:
    """Integers as differences, their bytes sorted by weight (most are zero then), deflated. O(n)."""
    head, bodies = [], []
    for name, array in arrays.items():
        flat = np.ascontiguousarray(array).reshape(-1)
        kind = flat.dtype.newbyteorder("<").str
        head.append([name, kind, list(array.shape)])
        if flat.dtype.kind in "iu" and flat.dtype.itemsize > 1:
            flat = np.diff(flat, prepend=flat.dtype.type(0))
        bodies.append(flat.astype(kind).view(np.uint8).reshape(len(flat), flat.dtype.itemsize).T.tobytes())
    first = json.dumps([head, more or {}], separators=(",", ":"), ensure_ascii=False).encode()
    return zlib.compress(len(first).to_bytes(4, "little") + first + b"".join(bodies), LEVEL)


def unpack(payload: bytes) -> tuple[Arrays, dict[str, Any]]:
    """The arrays and the rest of what `pack` was given. Raises `Damaged`."""
    try:
        data = zlib.decompress(payload)
        begin = 4 + int.from_bytes(data[:4], "little")
        head, more = json.loads(data[4:begin])
        arrays: Arrays = {}
        for name, kind, shape in head:
            dtype = np.dtype(kind)
            count = int(np.prod(shape, dtype=np.int64))
            end = begin + count * dtype.itemsize
            flat = np.frombuffer(data[begin:end], np.uint8).reshape(dtype.itemsize, count).T
            flat = np.ascontiguousarray(flat).view(dtype).reshape(count)
            if dtype.kind in "iu" and dtype.itemsize > 1:
                flat = np.cumsum(flat, dtype=dtype)
            arrays[name] = flat.reshape(shape)
            begin = end
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        raise Damaged("A stored comparison cannot be read.") from error
    return arrays, more


def whole(comparison: Comparison) -> bytes:
    """A whole result of the engine as bytes."""
    inner = [move.operations for move in comparison.moves]
    arrays: Arrays = {
        **_operations("main", [comparison.operations]),
        **_operations("moved", inner),
        "moves": np.array([[*move.a, *move.b] for move in comparison.moves], np.int32).reshape(-1, 4),
        "moves_first": np.cumsum([0, *(len(operations) for operations in inner)]).astype(np.int32),
        **{
            f"segments_{side}_{field}": getattr(segments, field)
            for side, segments in (("a", comparison.segments_a), ("b", comparison.segments_b))
            for field in ("span", "kind", "level")
        },
        **{f"blocks_{field}": getattr(comparison.blocks, field) for field in BLOCKS},
    }
    more = {
        "a": _side(comparison.a),
        "b": _side(comparison.b),
        "engine": comparison.engine,
        "options": comparison.options,
        "similarity": comparison.similarity,
        "counts": comparison.counts,
        "ignored": comparison.ignored,
        "notes": list(comparison.notes),
    }
    return pack(arrays, more)


def opened(payload: bytes) -> Comparison:
    """The result that `whole` packed. Raises `Damaged`."""
    arrays, more = unpack(payload)
    try:
        moved = _take(arrays, "moved")
        first = arrays["moves_first"].tolist()
        moves = tuple(
            Move((span[0], span[1]), (span[2], span[3]), _slice(moved, first[k], first[k + 1]))
            for k, span in enumerate(arrays["moves"].tolist())
        )
        return Comparison(
            a=Side(**more["a"]),
            b=Side(**more["b"]),
            engine=more["engine"],
            options=more["options"],
            similarity=more["similarity"],
            counts=more["counts"],
            ignored=more["ignored"],
            operations=_take(arrays, "main"),
            moves=moves,
            segments_a=Segments(*(arrays[f"segments_a_{field}"] for field in ("span", "kind", "level"))),
            segments_b=Segments(*(arrays[f"segments_b_{field}"] for field in ("span", "kind", "level"))),
            blocks=Blocks(*(arrays[f"blocks_{field}"] for field in BLOCKS)),
            notes=tuple(more["notes"]),
        )
    except (KeyError, TypeError) as error:
        raise Damaged("A stored comparison cannot be read.") from error


FIELDS = ("type", "a", "b", "category", "ignored", "move")
BLOCKS = ("relation", "also", "first_a", "segment_a", "first_b", "segment_b")


def _operations(name: str, several: list[Operations]) -> Arrays:
    empty = {"type": np.empty(0, np.uint8), "a": np.empty((0, 2), np.int32), "b": np.empty((0, 2), np.int32)}
    empty |= {"category": np.empty(0, np.uint8), "ignored": np.empty(0, bool), "move": np.empty(0, np.int32)}
    return {
        f"{name}_{field}": np.concatenate([empty[field], *(getattr(some, field) for some in several)])
        for field in FIELDS
    }


def _take(arrays: Arrays, name: str) -> Operations:
    return Operations(*(arrays[f"{name}_{field}"] for field in FIELDS))


def _slice(operations: Operations, begin: int, end: int) -> Operations:
    return Operations(*(getattr(operations, field)[begin:end] for field in FIELDS))


def _side(side: Side) -> dict[str, Any]:
    return {
        "characters": side.characters,
        "tokens": side.tokens,
        "sha256": side.sha256,
        "coverage": side.coverage,
    }
