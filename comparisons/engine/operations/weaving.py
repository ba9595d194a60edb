"""From matched words to the operations that tile two texts, and those that tile each moved passage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparisons.engine.matching.cuts import Cuts
from comparisons.engine.operations.alignment import Boxes, Hash, Items, lay_out, with_neighbours, word_boxes
from comparisons.engine.operations.classify import classify
from comparisons.engine.operations.division import with_divisions
from comparisons.engine.operations.edges import loose
from comparisons.engine.operations.moved_blanks import level
from comparisons.engine.operations.moved_passages import Passages, with_edges
from comparisons.engine.operations.pieces import pieces
from comparisons.engine.operations.regularised import with_rules
from comparisons.engine.operations.rows import Rows, rows, tiled
from comparisons.engine.operations.unchanged import Unchanged, unchanged
from comparisons.engine.options import Options
from comparisons.engine.progress import Tell, silent
from comparisons.engine.result import Bool, Byte, Int, Move, Operations
from comparisons.engine.spans import spans
from comparisons.engine.text.coded_text import Place
from comparisons.engine.text.regular import Regular, regular
from comparisons.engine.text.tokens import Tokens, tokenise

I32 = np.int32


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its tokens, and where rules hold."""

    text: str
    tokens: Tokens
    regular: Regular | None

    @classmethod
    def of(cls, text: str, options: Options) -> Text:
        tokens = tokenise(text)
        return cls(text, tokens, regular(tokens, options))

    def folds(self, word: Int) -> Hash:
        """uint64[n]: what matching takes for the same word, of tokens that are words."""
        if self.regular is not None:
            return self.regular.fold.take(word)
        return self.tokens.word_fold.take(np.searchsorted(self.tokens.words, word))


@dataclass(frozen=True, slots=True)
class Woven:
    """Some stretches: what belongs together in them, what is changed, and the operations that tile them."""

    a: Items
    b: Items
    boxes: Boxes
    same: Unchanged | None  # what is equal is one item and one box each
    rows: Rows
    category: Byte
    ignored: Bool
    operations: Operations
    first: Int  # int32[stretches + 1]: where the operations of each stretch begin


def weave(a: Text, b: Text, moved: Passages, cut: Cuts, options: Options, tell: Tell = silent) -> Woven:
    """The operations that tile both texts from begin to end."""
    tell(0.0, "pairing the words")
    same = unchanged(a.tokens, b.tokens, moved.stay, cut, a.regular, b.regular)
    items_a, items_b = _between_cuts(a, cut.a, same.a), _between_cuts(b, cut.b, same.b)
    boxes = word_boxes(items_a, items_b, same.head_a, same.head_b)
    covered_a, covered_b = with_edges(
        items_a,
        items_b,
        _items(items_a, moved.a),
        _items(items_b, moved.b),
        _unpaired(items_a, boxes.box[:, 0]),
        _unpaired(items_b, boxes.box[:, 2]),
    )
    tell(0.2, "finding words that were joined or divided")
    boxes = _completed(a, b, items_a, items_b, boxes, _within(items_a, covered_a), _within(items_b, covered_b))
    tell(0.45, "finding where the texts differ")
    apart = None
    if options.points:
        allowed = items_a.token[boxes.box[:, 0]] < 0
        words = ~allowed
        allowed[words] = cut.allow(items_a.token[boxes.box[words, 0]], items_b.token[boxes.box[words, 2]])
        boxes = Boxes(boxes.box[allowed], boxes.exact[allowed])
        gap_a, gap_b = (np.stack((boxes.box[:-1, k], boxes.box[1:, k - 1]), 1) for k in (1, 3))
        apart = cut.part(_tokens(items_a, gap_a), _tokens(items_b, gap_b))
    loose_a, loose_b = loose(a.tokens, items_a, options), loose(b.tokens, items_b, options)
    found = pieces(items_a, items_b, boxes, covered_a, covered_b, loose_a, loose_b, apart)
    tell(0.52, "laying out what differs")
    changed = rows(a.tokens, b.tokens, items_a, items_b, boxes, _stretch(items_a, boxes), found).as_one()
    tell(0.67, "sharing the white space")
    changed = level(a.text, b.text, items_a, items_b, changed.unequal(a.tokens, b.tokens))
    tell(0.7, "naming what kind of change each is")
    category, ignored = classify(a.tokens, b.tokens, items_a, items_b, changed, options)
    tell(0.95, "writing the operations")
    begin, end = np.zeros((1, 2), I32), np.array([[len(a.text), len(b.text)]], I32)
    operations, first = tiled(changed, category, ignored, begin, end)
    return Woven(items_a, items_b, boxes, same, changed, category, ignored, operations, first)


def _completed(a: Text, b: Text, items_a: Items, items_b: Items, boxes: Boxes, taken_a: Bool, taken_b: Bool) -> Boxes:
    """Beside the matched words: those that were joined or divided, and what is equal beside them all."""
    alike = _alike(a, b, items_a, items_b, boxes)
    boxes = with_divisions(a.tokens, b.tokens, items_a, items_b, boxes, alike, taken_a, taken_b)
    if a.regular is not None and b.regular is not None:
        boxes = with_rules(items_a, items_b, boxes, a.regular, b.regular, taken_a, taken_b)
    return with_neighbours(items_a, items_b, boxes, taken_a, taken_b)


def _stretch(items: Items, boxes: Boxes) -> Int:
    """int32[boxes]: the stretch that each box lies in."""
    if len(items.head) == 1:
        return np.zeros(len(boxes.box), I32)
    return (np.searchsorted(items.head, np.ascontiguousarray(boxes.box[:, 0]), "right") - 1).astype(I32)


def weave_moves(
    a: Text, b: Text, main: Woven, moved: Passages, options: Options
) -> tuple[tuple[Move, ...], Woven | None]:
    """The moves with operations of their own, which tile what the deletion and the insertion of each cover."""
    count = len(moved.a)
    if not count:
        return (), None
    span, token = [], []
    for items, at, item in (
        (main.a, main.rows.a, main.rows.item[:, :2]),
        (main.b, main.rows.b, main.rows.item[:, 2:]),
    ):
        mine = np.flatnonzero((main.rows.move >= 0) & (item[:, 1] > item[:, 0]))
        mine = mine[np.argsort(main.rows.move[mine])]
        span.append(at[mine])
        token.append((items.token[item[mine] - [0, 1]] + [0, 1]).astype(I32))
    # Where the blanks round the two places differ, they are no part of the move.
    begin, end = (
        [side.tokens.begin[part[:, 0]], side.tokens.end[part[:, 1] - 1]]
        for side, part in ((a, token[0]), (b, token[1]))
    )
    for k in range(count):
        blanks = [
            (side.text[at[k, 0] : edge[0][k]], side.text[edge[1][k] : at[k, 1]])
            for side, at, edge in ((a, span[0], begin), (b, span[1], end))
        ]
        if blanks[0] != blanks[1]:
            for at, edge in ((span[0], begin), (span[1], end)):
                at[k] = edge[0][k], edge[1][k]
    items_a = lay_out(a.tokens, token[0], span[0])
    items_b = lay_out(b.tokens, token[1], span[1])
    boxes = word_boxes(items_a, items_b, moved.pair_a, moved.pair_b)
    nothing_a, nothing_b = (np.zeros(len(items), bool) for items in (items_a, items_b))
    boxes = _completed(a, b, items_a, items_b, boxes, nothing_a, nothing_b)
    none = np.empty((0, 2), I32)
    loose_a, loose_b = loose(a.tokens, items_a, options), loose(b.tokens, items_b, options)
    found = pieces(items_a, items_b, boxes, none, none, loose_a, loose_b)
    changed = rows(a.tokens, b.tokens, items_a, items_b, boxes, _stretch(items_a, boxes), found).unequal(
        a.tokens, b.tokens
    )
    category, ignored = classify(a.tokens, b.tokens, items_a, items_b, changed, options)
    edges = [np.stack((span[0][:, k], span[1][:, k]), 1) for k in (0, 1)]
    operations, first = tiled(changed, category, ignored, *edges)
    woven = Woven(items_a, items_b, boxes, None, changed, category, ignored, operations, first)
    moves = tuple(
        Move(
            (int(span[0][k, 0]), int(span[0][k, 1])),
            (int(span[1][k, 0]), int(span[1][k, 1])),
            operations[int(first[k]) : int(first[k + 1])],
        )
        for k in range(count)
    )
    return moves, woven


def _between_cuts(side: Text, cut: Int, same: Place) -> Items:
    """The items of a whole text, a stretch between every two cuts."""
    token = np.stack((np.append(I32(0), cut), np.append(cut, I32(len(side.tokens)))), 1).astype(I32)
    at = np.append(side.tokens.begin, I32(len(side.text)))[cut]
    span = np.stack((np.append(I32(0), at), np.append(at, I32(len(side.text)))), 1).astype(I32)
    return lay_out(side.tokens, token, span, same)


def _items(items: Items, token: Int) -> Int:
    """int32[n, 2]: spans of tokens as spans of items."""
    return np.stack((items.place[token[:, 0]], items.place[token[:, 1] - 1] + 1), 1).astype(I32)


def _tokens(items: Items, item: Int) -> Int:
    """int32[n, 2]: spans of items as spans of tokens."""
    token = np.where(items.token >= 0, items.token, I32(len(items.place)))
    following = np.append(np.minimum.accumulate(token[::-1])[::-1], I32(len(items.place)))
    return following[item]


def _unpaired(items: Items, paired: Int) -> Bool:
    """bool[items]: without a partner."""
    free = np.ones(len(items), bool)
    free[paired] = False
    return free


def _within(items: Items, covered: Int) -> Bool:
    """bool[items]: in a move."""
    within = np.zeros(len(items), bool)
    within[spans(covered[:, 0], covered[:, 1] - covered[:, 0])[0]] = True
    return within


def _alike(a: Text, b: Text, items_a: Items, items_b: Items, boxes: Boxes) -> Bool:
    """bool[boxes]: words equal but for case and the like; marks and empty items all."""
    alike = np.ones(len(boxes.box), bool)
    # What is equal letter for letter is alike, but where a rule makes a word count with the words after it.
    likely = np.arange(len(alike)) if a.regular is not None else np.flatnonzero(~boxes.exact)
    token_a, token_b = (items.token.take(boxes.box[:, k].take(likely)) for items, k in ((items_a, 0), (items_b, 2)))
    words = np.flatnonzero(token_a >= 0)
    words = words[a.tokens.word.take(token_a.take(words))]
    alike[likely[words]] = a.folds(token_a.take(words)) == b.folds(token_b.take(words))
    return alike
