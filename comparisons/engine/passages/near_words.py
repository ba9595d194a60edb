"""Near words next to equal ones: what OCR, spelling and reworking leave of a word.

As in the comparison of two texts (`matching.near`), all pairs of words of a gap are looked at, most only by their sets
of letters, and the near ones are chained; but only the gaps next to what matches, and by the words' skeletons.
"""

from __future__ import annotations

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from comparisons.engine.matching.chain import heaviest
from comparisons.engine.matching.likeness import perhaps_alike
from comparisons.engine.passages.collection import Collection, Place, Vocabulary
from comparisons.engine.passages.matches import Matches
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.rows import Bool
from comparisons.engine.spans import I32, Int
from comparisons.engine.text.hashing import spans

SHORTEST = 3  # letters of a word that may be near to another


def near_words(collection: Collection, boxes: Place, matches: Matches, sure: Bool, options: Options) -> Matches:
    """The matches, with the near words between them. `boxes` int64[k, 4]; `sure`: the boxes that are looked at.

    O(cells of the gaps), each at most `look` by `look`.
    """
    box, a0, a1, b0, b1 = _gaps(boxes, matches, sure, options.look)
    if not len(a0):
        return matches
    high, wide = a1 - a0, b1 - b0
    cell, gap = spans(np.zeros(len(a0), np.int64), high * wide)
    row, column = np.divmod(cell, wide[gap])
    known, word = collection.vocabulary, collection.word
    score = likeness(known, word[a0[gap] + row], known, word[b0[gap] + column], options.floor)
    hit = np.flatnonzero(score)
    gap, row, column, score = gap[hit], row[hit], column[hit], score[hit]
    # The gaps stand end to end: the heaviest chain through all of them is the heaviest through each.
    row, column = row + (np.cumsum(high) - high)[gap], column + (np.cumsum(wide) - wide)[gap]
    order = np.lexsort((-column, row))  # a chain goes forward on side b: it takes one word of it for one of side a
    gap, row, column, score = gap[order], row[order], column[order], score[order]
    keep = heaviest(column, score)
    gap, row, column = gap[keep], row[keep], column[keep]
    i = row - (np.cumsum(high) - high)[gap] + a0[gap]
    j = column - (np.cumsum(wide) - wide)[gap] + b0[gap]
    every = Matches(*(np.concatenate(pair) for pair in ((matches.i, i), (matches.j, j), (matches.box, box[gap]))))
    return every.taken(np.lexsort((every.i, every.box)))


def _gaps(boxes: Place, matches: Matches, sure: Bool, look: int) -> tuple[Place, Place, Place, Place, Place]:
    """Box, a0, a1, b0, b1 of the gaps next to a match in the boxes that are `sure`, in order.

    A gap longer than `look` words gives its two ends, so far as a match stands there.
    """
    chosen = matches.taken(sure[matches.box])
    n = len(chosen)
    box = chosen.box
    inner = np.flatnonzero(np.diff(box) == 0)
    first = np.flatnonzero(np.append(True, np.diff(box) != 0)[:n])
    last = np.flatnonzero(np.append(np.diff(box) != 0, True)[:n])
    own = np.concatenate((box[first], box[inner], box[last]))
    a0 = np.concatenate((boxes[box[first], 0], chosen.i[inner] + 1, chosen.i[last] + 1))
    a1 = np.concatenate((chosen.i[first], chosen.i[inner + 1], boxes[box[last], 1]))
    b0 = np.concatenate((boxes[box[first], 2], chosen.j[inner] + 1, chosen.j[last] + 1))
    b1 = np.concatenate((chosen.j[first], chosen.j[inner + 1], boxes[box[last], 3]))
    left = np.concatenate((np.zeros(len(first), bool), np.ones(len(inner) + len(last), bool)))
    right = np.concatenate((np.ones(len(first) + len(inner), bool), np.zeros(len(last), bool)))
    open_ = (a1 > a0) & (b1 > b0)
    own, a0, a1, b0, b1, left, right = (part[open_] for part in (own, a0, a1, b0, b1, left, right))
    small = (a1 - a0 <= look) & (b1 - b0 <= look)
    head, tail = left & ~small, right & ~small
    both = head & tail  # the two ends of a long gap between two matches, not overlapping
    high = np.where(both, np.minimum(look, (a1 - a0) // 2), np.minimum(look, a1 - a0))
    wide = np.where(both, np.minimum(look, (b1 - b0) // 2), np.minimum(look, b1 - b0))
    gaps = [
        np.concatenate(parts)
        for parts in (
            (own[small], own[head], own[tail]),
            (a0[small], a0[head], (a1 - high)[tail]),
            (a1[small], (a0 + high)[head], a1[tail]),
            (b0[small], b0[head], (b1 - wide)[tail]),
            (b1[small], (b0 + wide)[head], b1[tail]),
        )
    ]
    some = (gaps[2] > gaps[1]) & (gaps[4] > gaps[3])
    own, a0, a1, b0, b1 = (part[some] for part in gaps)
    order = np.lexsort((a0, own))
    return own[order], a0[order], a1[order], b0[order], b1[order]


def likeness(left: Vocabulary, a: Int | Place, right: Vocabulary, b: Int | Place, floor: int) -> Int:
    """int32[n]: how alike a word of one vocabulary and a word of another are, of 100; 0 below `floor`. Distinct pairs are
    compared once."""
    long = np.minimum(left.length[a], right.length[b]) >= SHORTEST
    at = np.flatnonzero(long)
    letters = left.length[a[at]].astype(I32), right.length[b[at]].astype(I32)
    at = at[perhaps_alike(left.sets[a[at]], right.sets[b[at]], *letters, np.full(len(at), floor, I32))]
    out = np.zeros(len(a), I32)
    if len(at):
        pair, back = np.unique(a[at].astype(np.int64) << 32 | b[at], return_inverse=True)
        sides = left.strings(pair >> 32), right.strings(pair & 0xFFFFFFFF)
        score = cpdist(*sides, scorer=OSA.normalized_similarity, score_cutoff=floor / 100)
        out[at] = (100 * score).astype(I32)[back]
    return out


def perhaps_near(left: Vocabulary, a: Place, right: Vocabulary, b: Int | Place, floor: int) -> tuple[Place, Place]:
    """Which of the words `a` may be alike to which of the words `b`, to `floor` of 100: indices into both. Every one is
    held against every other, by their letters and lengths alone (see `perhaps_alike`)."""
    own, other = (kind.astype(np.uint8) for kind in (np.bitwise_count(left.sets[a]), np.bitwise_count(right.sets[b])))
    size, wide = (np.minimum(of, 120).astype(np.uint8) for of in (left.length[a], right.length[b]))
    apart = np.bitwise_count(left.sets[a, None] ^ right.sets[b])
    most = (np.arange(256) * (100 - floor) // 50).astype(np.uint8)[np.maximum(size[:, None], wide)]
    longer = np.maximum(size[:, None], wide) - np.minimum(size[:, None], wide)
    row, column = np.nonzero((apart <= most) & (apart <= np.minimum(own[:, None], other)) & (2 * longer <= most))
    return row, column
