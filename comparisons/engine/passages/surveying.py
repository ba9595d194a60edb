"""A closer look at candidates before any is aligned.

Both sides are laid out with equal strides, so that a diagonal so many words off is a shifted comparison of whole
arrays: a few microseconds a candidate. It says where what is shared begins and ends, about what it is worth, and,
where one diagonal explains nearly all of it, what the passage is: then nothing need be aligned.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from comparisons.engine.passages.candidates import Candidates
from comparisons.engine.passages.collection import Collection, Place
from comparisons.engine.passages.frequencies import UNIT
from comparisons.engine.passages.matches import Matches, weights
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.rows import COLUMNS, Rows
from comparisons.engine.passages.shares import shares
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
    for x, y in shares(size, BATCH):
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


def along(collection: Collection, found: Candidates, options: Options) -> Rows:
    """The best stretch of each candidate on the diagonal of its middle seed, where there is one.

    For texts that repeat themselves: what stands twice in a box has no anchor there. O(words round the candidates).
    """
    rows, owners = [np.empty((0, COLUMNS), np.int64)], [np.empty(0, np.int64)]
    bounds, shift = collection.bounds, found.middle
    begin = np.maximum(found.first - options.around, np.maximum(bounds[found.a], bounds[found.b] - shift))
    end = np.minimum(found.last + 1 + options.around, np.minimum(bounds[found.a + 1], bounds[found.b + 1] - shift))
    end = np.where(found.a == found.b, np.minimum(end, begin + shift), end)
    size = np.maximum(end - begin, 0)
    for low, high in shares(size, BATCH):
        p, whose = spans(begin[low:high], size[low:high])
        whose += low
        q = p + shift[whose]
        same = np.flatnonzero(collection.word[p] == collection.word[q])
        matches = Matches(p[same], q[same], whose[same])
        row, owner = stretches(matches, weights(collection, matches, options), options, 1)
        rows.append(row)
        owners.append(owner)
    owner = np.concatenate(owners)
    return Rows(np.concatenate(rows), (found.a << 32 | found.b)[owner])
