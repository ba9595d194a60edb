"""The JSON of a comparison, as the command line and the API give it."""

from __future__ import annotations

import itertools
from typing import Any

from comparisons.engine.result import (
    CATEGORIES,
    NO_CATEGORY,
    RELATIONS,
    TYPES,
    Blocks,
    Comparison,
    Operations,
    Segments,
    Side,
)


def as_json(comparison: Comparison) -> dict[str, Any]:
    """`{"a", "b", "engine", "options", "similarity", "coverage", "counts", "ignored", "operations", "blocks"}`.

    The moves stand at the end of `operations`, so that a deletion's or insertion's `move` is their index among them.
    """
    value: dict[str, Any] = {
        "a": _side(comparison.a),
        "b": _side(comparison.b),
        "engine": comparison.engine,
        "options": comparison.options,
        "similarity": comparison.similarity,
        "coverage": {"a": comparison.a.coverage, "b": comparison.b.coverage},
        "counts": comparison.counts,
        "ignored": comparison.ignored,
        "operations": operations_as_json(comparison.operations)
        + [
            {
                "type": "move",
                "a": list(move.a),
                "b": list(move.b),
                "operations": operations_as_json(move.operations),
            }
            for move in comparison.moves
        ],
        "blocks": blocks_as_json(comparison.blocks, comparison.segments_a, comparison.segments_b),
    }
    if comparison.notes:
        value["notes"] = list(comparison.notes)
    return value


def _side(side: Side) -> dict[str, Any]:
    return {"characters": side.characters, "tokens": side.tokens, "sha256": side.sha256}


def operations_as_json(operations: Operations) -> list[dict[str, Any]]:
    """A dictionary an operation; `category`, `ignored` and `move` only where they say something."""
    found = []
    for kind, a, b, category, ignored, move in zip(
        operations.type.tolist(),
        operations.a.tolist(),
        operations.b.tolist(),
        operations.category.tolist(),
        operations.ignored.tolist(),
        operations.move.tolist(),
        strict=True,
    ):
        operation: dict[str, Any] = {"type": TYPES[kind], "a": a, "b": b}
        if category != NO_CATEGORY:
            operation["category"] = CATEGORIES[category]
        if ignored:
            operation["ignored"] = True
        if move >= 0:
            operation["move"] = move
        found.append(operation)
    return found


def blocks_as_json(blocks: Blocks, segments_a: Segments, segments_b: Segments) -> list[dict[str, Any]]:
    """A dictionary a block, with the spans of its segments on both sides."""
    spans = []
    for first, segment, segments in (
        (blocks.first_a, blocks.segment_a, segments_a),
        (blocks.first_b, blocks.segment_b, segments_b),
    ):
        span, edge = segments.span[segment].tolist(), first.tolist()
        spans.append([span[begin:end] for begin, end in itertools.pairwise(edge)])
    return [
        {
            "relation": RELATIONS[relation],
            "also": [name for bit, name in enumerate(RELATIONS) if also >> bit & 1],
            "a": a,
            "b": b,
        }
        for relation, also, a, b in zip(blocks.relation.tolist(), blocks.also.tolist(), *spans, strict=True)
    ]
