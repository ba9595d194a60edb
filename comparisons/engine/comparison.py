"""The comparison of two texts, from two strings to operations, moves, blocks and figures."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
from comparisons.engine.text.coded_text import Place
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
    segments_a, segments_b = segment(text_a, a.tokens.coded), segment(text_b, b.tokens.coded)
    first_a, first_b = _first_tokens(a.tokens, segments_a), _first_tokens(b.tokens, segments_b)
    weights = _weights(a.tokens)
    links = _links(weights, first_a, first_b, woven)
    pairs = paired(np.diff(weights[first_a]), np.diff(_weights(b.tokens)[first_b]), links)
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
        low, high = some.rows.item.T[:2] if first else some.rows.item.T[2:]
        matched += items.tokens - int((high - low)[~some.ignored].sum())
    return matched


def _weights(tokens: Tokens) -> Place:
    """int64[n + 1]: the weight of all tokens before each."""
    weight = np.zeros(len(tokens) + 1, np.int64)
    np.cumsum(np.where(tokens.word, np.uint8(WORD), np.uint8(1)), out=weight[1:])
    return weight


def _first_tokens(tokens: Tokens, segments: Segments) -> Int:
    """int32[s + 1]: the first token that begins in each segment or after it, and the number of tokens."""
    return np.append(np.searchsorted(tokens.begin, segments.span[:, 0]), len(tokens)).astype(I32)


def _links(weights: Place, first_a: Int, first_b: Int, woven: list[Woven]) -> Links:
    """What is matched, by the segments of both sides; `weights`: of the tokens of a."""
    begin, other, length, moved = [], [], [], []
    for number, some in enumerate(woven):
        token_a, token_b = some.a.token.take(some.boxes.box[:, 0]), some.b.token.take(some.boxes.box[:, 2])
        real = np.flatnonzero(token_a >= 0)
        token_a, token_b = token_a.take(real).astype(np.int64), token_b.take(real).astype(np.int64)
        long = np.ones(len(token_a), np.int64)
        if some.same is not None:
            at = np.searchsorted(token_a, some.same.a[:, 0])
            long[at] = some.same.a[:, 1] + 1 - some.same.a[:, 0]
        parts: NDArray[np.integer] = token_a
        own = np.arange(len(token_a))
        if some.same is not None:
            parts, own = _cut(token_a, token_b, long, first_a, first_b)
        begin.append(parts)
        other.append(parts + (token_b - token_a).take(own))
        length.append(np.minimum(np.append(parts[1:], len(weights) - 1), (token_a + long).take(own)) - parts)
        moved.append(np.full(len(parts), number > 0))
    token_a, token_b, long = np.concatenate(begin), np.concatenate(other), np.concatenate(length)
    weight = weights.take(token_a + long) - weights.take(token_a)
    segment_a = np.searchsorted(first_a[:-1], token_a, "right") - 1
    segment_b = np.searchsorted(first_b[:-1], token_b, "right") - 1
    return Links(segment_a, segment_b, weight, np.concatenate(moved))


def _cut(
    token_a: NDArray[np.integer], token_b: NDArray[np.integer], long: Place, first_a: Int, first_b: Int
) -> tuple[Place, Place]:
    """Cut what is matched, `long` tokens from `token_a` and `token_b` on, wherever a segment begins on either side.

    Returns where each part begins in a, and which of the matched it is of.
    """
    points = []
    for token, first in ((token_a, first_a), (token_b, first_b)):
        own = np.maximum(np.searchsorted(token, first, "right") - 1, 0)
        shift = first - token.take(own) if len(token) else first[:0]
        inside = np.flatnonzero((shift > 0) & (shift < long.take(own[: len(shift)])))
        points.append(token_a.take(own[inside]) + shift[inside])
    cuts = np.sort(np.concatenate(points))
    cuts = cuts[np.diff(cuts, prepend=-1) > 0]
    own = np.searchsorted(token_a, cuts)
    each = np.repeat(np.arange(len(token_a)), np.bincount(own - 1, minlength=len(token_a)) + 1)
    return np.insert(token_a, own, cuts), each


def _marked(segments: Segments, woven: list[Woven], first: bool) -> Marked:
    span, blank, gone = [], [], []
    for some in woven:
        shown = np.flatnonzero(~some.ignored)
        span.append((some.rows.a if first else some.rows.b).take(shown, axis=0))
        blank.append(some.rows.blank.take(shown))
        gone.append(some.rows.move.take(shown) >= 0)
    return marked(segments, np.concatenate(span), np.concatenate(blank), np.concatenate(gone))
