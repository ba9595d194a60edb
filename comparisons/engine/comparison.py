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
from comparisons.engine.operations.unchanged import Unchanged
from comparisons.engine.operations.weaving import Text, Woven, weave, weave_moves
from comparisons.engine.options import Options
from comparisons.engine.paragraphs.blocks import Links, Marked, Pairs, blocks, marked, paired
from comparisons.engine.progress import Tell, part, silent
from comparisons.engine.result import Bool, Comparison, Int, Move, Operations, Segments, Side, counted
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
        a=a.side(),
        b=b.side(),
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


@dataclass(frozen=True, slots=True)
class _Half:
    """What is found of one side."""

    characters: int
    digest: str
    tokens: int
    matched: int
    segments: Segments
    marked: Marked

    @classmethod
    def of(cls, text: Text, segments: Segments, woven: list[Woven], first: bool) -> _Half:
        digest = hashlib.sha256()
        for piece in text.tokens.coded.utf8(text.text):
            digest.update(piece)
        tokens, matched = len(text.tokens), _matched(woven, first)
        return cls(len(text.text), digest.hexdigest(), tokens, matched, segments, _marked(segments, woven, first))

    def side(self) -> Side:
        return Side(self.characters, self.tokens, self.digest, self.matched / self.tokens if self.tokens else 1.0)


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
    words_a, words_b = np.searchsorted(a.tokens.words, first_a), np.searchsorted(b.tokens.words, first_b)
    links = _links(a.tokens, (first_a, first_b), (words_a, words_b), woven)
    pairs = paired(_sizes(first_a, words_a), _sizes(first_b, words_b), links)
    half_a, half_b = _Half.of(a, segments_a, woven, True), _Half.of(b, segments_b, woven, False)
    return _Found(half_a, half_b, main.operations, moves, pairs)


def _matched(woven: list[Woven], first: bool) -> int:
    """Number of tokens of a side that are equal, also inside moves, or whose difference is ignored."""
    matched = 0
    for some in woven:
        items = some.a if first else some.b
        low, high = some.rows.item.T[:2] if first else some.rows.item.T[2:]
        matched += items.tokens - int((high - low)[~some.ignored].sum())
    return matched


def _first_tokens(tokens: Tokens, segments: Segments) -> Int:
    """int32[s + 1]: the first token that begins in each segment or after it, and the number of tokens."""
    return np.append(np.searchsorted(tokens.begin, segments.span[:, 0]), len(tokens)).astype(I32)


def _sizes(first: Int, words: Place) -> Place:
    """The weight of each segment, from the tokens and the words before each."""
    size: Place = np.diff(first) + (WORD - 1) * np.diff(words)
    return size


def _links(a: Tokens, first: tuple[Int, Int], words: tuple[Place, Place], woven: list[Woven]) -> Links:
    """What is matched, by the segments of both sides; `first`, `words`: the tokens and words before each segment."""
    begin_a: list[NDArray[np.integer]] = []
    begin_b: list[NDArray[np.integer]] = []
    weight: list[NDArray[np.integer]] = []
    moved: list[Bool] = []
    for number, some in enumerate(woven):
        token_a, token_b = some.a.token.take(some.boxes.box[:, 0]), some.b.token.take(some.boxes.box[:, 2])
        alone = token_a >= 0
        if some.same is not None:
            real = np.flatnonzero(alone)
            alone[real[np.searchsorted(token_a.take(real), some.same.a[:, 0])]] = False
            parts = _parts(some.same, first, words)
            for found, part in zip((begin_a, begin_b, weight), parts, strict=True):
                found.append(part)
            moved.append(np.zeros(len(parts[0]), bool))
        at = np.flatnonzero(alone)
        begin_a.append(token_a.take(at))
        begin_b.append(token_b.take(at))
        weight.append(np.where(a.word.take(begin_a[-1]), WORD, 1))
        moved.append(np.full(len(at), number > 0))
    segment_a, segment_b = (
        np.repeat(np.arange(-1, len(edge) - 1, dtype=I32), np.diff(edge, prepend=0)).take(np.concatenate(begin))
        for edge, begin in zip(first, (begin_a, begin_b), strict=True)
    )
    return Links(segment_a, segment_b, np.concatenate(weight), np.concatenate(moved))


def _parts(same: Unchanged, first: tuple[Int, Int], words: tuple[Place, Place]) -> tuple[Place, Place, Place]:
    """The unchanged stretches, cut wherever a segment begins on either side: first token of a and of b, and weight."""
    own = [np.arange(len(same.a))]
    token, word = [np.zeros(len(same.a), np.int64)], [np.zeros(len(same.a), np.int64)]
    for span, ahead, edge, before in (
        (same.a, same.word_a, first[0], words[0]),
        (same.b, same.word_b, first[1], words[1]),
    ):
        of = np.searchsorted(span[:, 0], edge, "right") - 1
        inside = np.flatnonzero((of >= 0) & (edge <= np.append(span[:, 1], -1).take(of)))
        of = of.take(inside)
        own.append(of)
        token.append(edge.take(inside) - span[:, 0].take(of))
        word.append(before.take(inside) - ahead.take(of))
    at = np.concatenate(own), np.concatenate(token), np.concatenate(word)
    key = at[0] << 32 | at[1]
    order = np.argsort(key, kind="stable")
    order = order[np.diff(key.take(order), prepend=-1) > 0]
    of, token_in, word_in = (each.take(order) for each in at)
    last = np.append(of[1:] != of[:-1], True)[: len(of)]
    token_to = np.where(last, (same.a[:, 1] + 1 - same.a[:, 0]).take(of), np.append(token_in[1:], 0))
    word_to = np.where(last, same.length.take(of), np.append(word_in[1:], 0))
    weight = token_to - token_in + (WORD - 1) * (word_to - word_in)
    return same.a[:, 0].take(of) + token_in, same.b[:, 0].take(of) + token_in, weight


def _marked(segments: Segments, woven: list[Woven], first: bool) -> Marked:
    span, blank, gone = [], [], []
    for some in woven:
        shown = np.flatnonzero(~some.ignored)
        span.append((some.rows.a if first else some.rows.b).take(shown, axis=0))
        blank.append(some.rows.blank.take(shown))
        gone.append(some.rows.move.take(shown) >= 0)
    return marked(segments, np.concatenate(span), np.concatenate(blank), np.concatenate(gone))
