"""Which documents of an index may share a passage with a new one, told from their outlines and a few of their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comparisons.engine.passages.collection import Place
from comparisons.engine.passages.frequencies import Frequencies
from comparisons.engine.passages.gathering import Stretch
from comparisons.engine.passages.joining import meet
from comparisons.engine.passages.kept import Head, Kept
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.outlines import Met, Sought
from comparisons.engine.passages.rows import Bool
from comparisons.engine.passages.shelf import Shelf
from comparisons.engine.spans import Int
from comparisons.engine.text.hashing import spans


@dataclass(frozen=True, eq=False)
class Neighbour:
    """A document, and the positions in it and in the new one that share a seed."""

    head: Head
    words: Kept
    theirs: Place
    mine: Place


def neighbours(head: Head, sought: Sought, shelf: Shelf, table: Frequencies) -> list[Neighbour]:
    """Those that share a cluster of seeds with the new document."""
    found: dict[int, tuple[Place, Place]] = {}
    heads, options = shelf.heads(), sought.options
    count = table.seed_counts(sought.key)
    for numbers, outlines in shelf.outlines():
        met = sought.met(outlines)
        theirs = [heads[number] for number in numbers]
        apart = np.array([not head.group or other.group != head.group for other in theirs], bool)
        near = apart[met.document] & _linked(met, count, head, theirs, options)
        document, position, seed = met.document[near], met.position[near], met.seed[near]
        at, own = spans(sought.start[seed], sought.size[seed])
        document, there, here = document[own], position[own], sought.place[at]
        first = np.array([other.rank < head.rank for other in theirs], bool)[document]
        some = _clustered(document, np.where(first, there, here), np.where(first, here, there), options)
        document, there, here = document[some], there[some], here[some]
        edge = np.searchsorted(document, np.arange(len(numbers) + 1)).tolist()
        for number, low, high in zip(numbers, edge[:-1], edge[1:], strict=True):
            if high > low:
                found[number] = there[low:high], here[low:high]
    words = shelf.words(list(found))
    return [Neighbour(heads[number], Kept.restored(words[number]), *places) for number, places in found.items()]


def _linked(met: Met, count: Place, head: Head, theirs: Sequence[Head], options: Options) -> Bool:
    """bool[h]: whether each seed links the two documents, which one that stands in many places may not."""
    near = np.ones(len(met.seed), bool)
    common = np.flatnonzero(count[met.seed])
    which, back = np.unique(met.document[common], return_inverse=True)
    circle = np.array([theirs[number].circle for number in which.tolist()], np.int64)
    near[common] = meet(count[met.seed[common]], circle[back], head.circle, options)
    return near


def _clustered(document: Place, a: Place, b: Place, options: Options) -> Bool:
    """bool[l]: whether each link can be in a candidate: another is near it on about the same diagonal. The links are
    in the order of the documents."""
    some = np.full(len(a), options.few < 2)
    for grid in (0, 1 << options.band >> 1):
        band = (b - a + grid) >> options.band
        order = np.lexsort((b, a, band, document))
        d, k, x, y = document[order], band[order], a[order], b[order]
        close = (np.diff(d) == 0) & (np.diff(k) == 0) & (np.diff(x) <= options.reach)
        same = close & (np.diff(x) == 0) & (np.diff(y) == 0)
        # Two seeds of one pair of places are one link: what counts is whether another follows it or goes before.
        chain = np.cumsum(np.append(True, ~close)[: len(d)]) - 1
        distinct = np.bincount(chain, np.append(True, ~same)[: len(d)], minlength=1)
        some[order] |= distinct[chain] >= 2
    return some


def stretches(other: Neighbour, head: Head, options: Options) -> list[Stretch]:
    """What must be known of a document for its candidates with the new one to be judged as if all of it were known: so
    many words round them that no step of `judged` looks beyond, those that meet as one. The whole where so much may be
    shared that the two are aligned as a whole."""
    words, beside = other.head.words, options.around + options.margin
    links = len(np.unique(other.theirs << 32 | other.mine))
    held = 2 * links * (options.reach + 2 * beside)  # each in a cluster of either grid
    if held > max(options.dense_words, options.dense * min(words, head.words)):
        return [(0, words)]
    round_ = beside + options.sway + options.reach + options.bridge + (4 << options.band)
    at = np.unique(other.theirs)
    low, high = np.maximum(at - round_, 0), np.minimum(at + round_ + 1, words)
    first = np.flatnonzero(np.append(True, low[1:] > high[:-1]))
    return list(zip(low[first].tolist(), np.append(high[first[1:] - 1], high[-1]).tolist(), strict=True))


def positions(parts: Sequence[Place]) -> Int:
    return np.concatenate([np.empty(0, np.int64), *parts]).astype(np.int32)
