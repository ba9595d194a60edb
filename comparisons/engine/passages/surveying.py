"""A closer look at candidates before any is aligned.

Both sides are laid out with equal strides, so that a diagonal so many words off is a shifted comparison of whole
arrays: a few microseconds a candidate. It says where what is shared begins and ends, about what it is worth, and,
where one diagonal explains nearly all of it, what the passage is: then nothing need be aligned.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from comparisons.engine.passages.candidates import Candidates
from comparisons.engine.passages.collection import Collection, Place
from comparisons.engine.passages.frequencies import UNIT
from comparisons.engine.passages.matches import Matches, weights
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.rows import COLUMNS
from comparisons.engine.passages.stretches import stretches
from comparisons.engine.text.hashing import spans

BATCH = 1 << 19  # words that are looked at, or aligned, in one go: what stays in cache
SOLID = 3 * UNIT  # what a word must say to move the ends of what is shared


@dataclass(frozen=True, eq=False)
class Survey:
    """What was seen round each of c candidates."""

    first: Place  # int64[c]: first and last position in a of a word that also stands in b, more than by chance
    last: Place
    worth: Place  # int64[c]: sixteenths of a bit of all such words
    straight: Place  # int64[c, COLUMNS]: the best stretch on the one diagonal of the seeds; score 0 where there is none


def survey(collection: Collection, found: Candidates, options: Options) -> Survey:
    """O(words round the candidates times `sway`)."""
    bounds, sway = collection.bounds, options.sway
    low_a, high_a = bounds[found.a], bounds[found.a + 1]
    low_b, high_b = bounds[found.b], bounds[found.b + 1]
    begin = np.maximum(found.first - options.around, low_a)
    end = np.minimum(found.last + 1 + options.around, high_a)
    end = np.where(found.a == found.b, np.minimum(end, begin + found.shift), end)  # no passage overlaps itself
    first, last, worth = found.first.copy(), found.last.copy(), np.zeros(len(found), np.int64)
    straight = np.zeros((len(found), COLUMNS), np.int64)
    cheap = np.uint8(UNIT * int(options.change))
    size = end - begin + 2 * sway
    for x, y in batches(size):
        p, whose = spans(begin[x:y] - sway, size[x:y])
        q = p + found.shift[x:y][whose]
        a, b = collection.word.take(p, mode="clip"), collection.word.take(q, mode="clip")
        a[(p < begin[x:y][whose]) | (p >= end[x:y][whose])] = -1
        b[(q < low_b[x:y][whose]) | (q >= high_b[x:y][whose])] = -2
        hit = np.zeros(len(p), bool)
        n = len(p) - sway
        for off in range(-sway, sway + 1):
            hit[sway:n] |= a[sway:n] == b[sway + off : n + off]
        at = np.flatnonzero(hit)
        follows, here, own = hit[at - 1], p[at], whose[at]
        weight = np.where(follows, collection.given[here], np.maximum(collection.alone[here], cheap) - cheap)
        weight = weight.astype(np.int64)
        worth[x:y] = np.bincount(own, weight, minlength=y - x)
        solid = weight >= SOLID
        np.minimum.at(first, own[solid] + x, here[solid])
        np.maximum.at(last, own[solid] + x, here[solid])
        at = np.flatnonzero((a == b) & (found.spread[x:y] == 0)[whose])
        matches = Matches(p[at], q[at], whose[at])
        row, own = stretches(matches, weights(collection, matches, options), options, 1)
        straight[own + x] = row
    return Survey(first, last, worth, straight)


def batches(size: Place) -> Iterator[tuple[int, int]]:
    """[low, high) of runs of items that hold about BATCH words together."""
    if len(size):
        step = np.cumsum(size) // BATCH
        cuts = np.flatnonzero(np.diff(step, prepend=-1, append=step[-1] + 1)).tolist()
        yield from itertools.pairwise(cuts)
