"""The comparison of two texts, from two strings to operations, moves, blocks and figures."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from comparisons.engine.form import as_json
from comparisons.engine.matching.cuts import cuts
from comparisons.engine.matching.match import match
from comparisons.engine.mirror import mirrored_moves, mirrored_operations, mirrored_options
from comparisons.engine.operations.moved_passages import passages
from comparisons.engine.operations.weaving import Text, Woven, weave, weave_moves
from comparisons.engine.options import Options
from comparisons.engine.paragraphs.blocks import Links, Marked, Pairs, blocks, marked, paired
from comparisons.engine.progress import Tell, part, silent
from comparisons.engine.result import Comparison, Int, Move, Operations, Segments, Side, counted
from comparisons.engine.text.segments import segment
from comparisons.engine.text.tokens import Tokens
from comparisons.engine.version import VERSION

__all__ = ["as_json", "compare"]

I32 = np.int32
WORD = 64  # the weight of a word beside that of a mark, 1, where segments are likened


def compare(
    text_a: str,
    text_b: str,
    options: Options = Options(),  # noqa: B008 - frozen
    tell: Tell = silent,
) -> Comparison:
    """Compare two texts of any length. `tell` hears between the steps how far it is.

    `compare(b, a)` is `compare(a, b)` with the sides exchanged: the texts are first put into an order of their own.
    About O(n log n) time and O(n) memory.
    """
    if (len(text_a), text_a) > (len(text_b), text_b):
        found = _compare(text_b, text_a, mirrored_options(options), tell).turned()
    else:
        found = _compare(text_a, text_b, options, tell)
    everything = [found.operations, *(move.operations for move in found.moves)]
    counts = counted(everything, False)
    if found.moves:
        counts["move"] = len(found.moves)
    a, b = found.a, found.b
    tokens = a.tokens + b.tokens
    return Comparison(
        a=_side(text_a, a),
        b=_side(text_b, b),
        engine=VERSION,
        options=options.as_json(),
        similarity=(a.matched + b.matched) / tokens if tokens else 1.0,
        counts=counts,
        ignored=counted(everything, True),
        operations=found.operations,
        moves=found.moves,
        segments_a=a.segments,
        segments_b=b.segments,
        blocks=blocks(found.pairs, a.marked, b.marked),
    )


def _side(text: str, half: _Half) -> Side:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Side(len(text), half.tokens, digest, half.matched / half.tokens if half.tokens else 1.0)


@dataclass(frozen=True, slots=True)
class _Half:
    """What is found of one side."""

    tokens: int
    matched: int
    segments: Segments
    marked: Marked


@dataclass(frozen=True, slots=True)
class _Found:
    a: _Half
    b: _Half
    operations: Operations
    moves: tuple[Move, ...]
    pairs: Pairs

    def turned(self) -> _Found:
        """The same with the sides exchanged."""
        moves, number = mirrored_moves(self.moves)
        operations = mirrored_operations(self.operations, number)
        pairs = Pairs(self.pairs.b, self.pairs.a, self.pairs.weight, self.pairs.moved)
        return _Found(self.b, self.a, operations, moves, pairs)


def _compare(text_a: str, text_b: str, options: Options, tell: Tell) -> _Found:
    tell(0.0, "reading the words of the one text")
    a = Text.of(text_a, options)
    tell(0.05, "reading the words of the other text")
    b = Text.of(text_b, options)
    matching = match(a.tokens, b.tokens, options, part(tell, 0.1, 0.3))
    tell(0.3, "telling moved passages from what stays")
    cut = cuts(a.tokens, b.tokens, options)
    moved = passages(matching, cut, a.regular, b.regular)
    main = weave(a, b, moved, cut, options, part(tell, 0.32, 0.88))
    tell(0.88, "looking into moved passages")
    moves, inner = weave_moves(a, b, main, moved, options)
    tell(0.91, "putting paragraphs beside paragraphs")
    woven = [main, inner] if inner else [main]
    segments_a, segments_b = segment(text_a), segment(text_b)
    first_a, first_b = _first_tokens(a.tokens, segments_a), _first_tokens(b.tokens, segments_b)
    links = _links(_segment_of(first_a), _segment_of(first_b), a.tokens, woven)
    pairs = paired(_sizes(a.tokens, first_a), _sizes(b.tokens, first_b), links)
    half_a, half_b = (
        _Half(len(side.tokens), _matched(woven, first), segments, _marked(segments, woven, first))
        for side, segments, first in ((a, segments_a, True), (b, segments_b, False))
    )
    return _Found(half_a, half_b, main.operations, moves, pairs)


def _matched(woven: list[Woven], first: bool) -> int:
    """Number of tokens of a side that are equal, also inside moves, or whose difference is ignored."""
    matched = 0
    for some in woven:
        items = some.a if first else some.b
        item = some.rows.item[~some.ignored]
        changed = item[:, 1] - item[:, 0] if first else item[:, 3] - item[:, 2]
        matched += len(items) - 2 * len(items.head) - int(changed.sum())
    return matched


def _weights(tokens: Tokens) -> Int:
    return np.where(tokens.word, I32(WORD), I32(1))


def _first_tokens(tokens: Tokens, segments: Segments) -> Int:
    """int32[s + 1]: the first token that begins in each segment or after it, and the number of tokens."""
    return np.append(np.searchsorted(tokens.begin, segments.span[:, 0]), len(tokens)).astype(I32)


def _segment_of(first: Int) -> Int:
    """int32[n]: the segment that each token begins in, -1 where none (before the first one)."""
    return np.repeat(np.arange(-1, len(first) - 1, dtype=I32), np.diff(first, prepend=0))


def _sizes(tokens: Tokens, first: Int) -> Int:
    weight = np.zeros(len(tokens) + 1, np.int64)
    np.cumsum(_weights(tokens), out=weight[1:])
    return np.diff(weight[first])


def _links(segment_a: Int, segment_b: Int, tokens: Tokens, woven: list[Woven]) -> Links:
    """The matched tokens of both sides by their segments."""
    found_a, found_b, moved = [], [], []
    for number, some in enumerate(woven):
        token_a, token_b = some.a.token[some.boxes.box[:, 0]], some.b.token[some.boxes.box[:, 2]]
        real = token_a >= 0
        found_a.append(token_a[real])
        found_b.append(token_b[real])
        moved.append(np.full(int(real.sum()), number > 0))
    token_a, token_b = np.concatenate(found_a), np.concatenate(found_b)
    return Links(segment_a[token_a], segment_b[token_b], _weights(tokens)[token_a], np.concatenate(moved))


def _marked(segments: Segments, woven: list[Woven], first: bool) -> Marked:
    span, blank, gone = [], [], []
    for some in woven:
        shown = ~some.ignored
        span.append((some.rows.a if first else some.rows.b)[shown])
        blank.append(some.rows.blank[shown])
        gone.append(some.rows.move[shown] >= 0)
    return marked(segments, np.concatenate(span), np.concatenate(blank), np.concatenate(gone))
