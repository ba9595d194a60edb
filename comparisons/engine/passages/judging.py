"""From seeds that two documents share to their passages. Every pair of documents is judged on its own: what is found
between two of them depends on nothing but their words and the frequency table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from comparisons.engine.passages.aligning import WHOLE, aligned
from comparisons.engine.passages.candidates import Candidates, candidates
from comparisons.engine.passages.collection import Collection, Place
from comparisons.engine.passages.frequencies import UNIT
from comparisons.engine.passages.joining import Links
from comparisons.engine.passages.merging import merged
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.overlapping import meetings
from comparisons.engine.passages.partners import best_partners
from comparisons.engine.passages.rows import A0, A1, B0, B1, MATCHED, SCORE, Bool, Rows
from comparisons.engine.passages.surveying import along, survey
from comparisons.engine.passages.uniting import united

Clock = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Judged:
    """Passages that reach the bar, and which of them are no repetition of a better one."""

    rows: Rows
    kept: Bool  # bool[n]

    @classmethod
    def joined(cls, parts: Iterable[Judged]) -> Judged:
        every = list(parts)
        none = np.empty(0, bool)
        return cls(
            Rows.joined(Rows.none(), *(one.rows for one in every)),
            np.concatenate([none, *(one.kept for one in every)]),
        )


def judged(collection: Collection, links: Links, options: Options, clock: Clock = lambda step: None) -> Judged:
    """The passages of the pairs of documents that these links join. O(p log p + words of the candidates)."""
    bounds = collection.bounds
    found = candidates(collection, links, options)
    clock("candidates")
    seen = survey(collection, found, options)
    promising = seen.worth >= options.promise * collection.scale * options.bar
    straight, width = seen.straight, seen.straight[:, A1] - seen.straight[:, A0]
    plain = (straight[:, SCORE] >= options.straight * seen.worth) & (straight[:, MATCHED] >= options.straight * width)
    done = promising & plain
    pair = found.a << 32 | found.b
    sure = Rows(straight[done], pair[done])
    rest = np.flatnonzero(promising & ~plain)
    few, first, last, pair = found.taken(rest), seen.first[rest], seen.last[rest], pair[rest]
    strong = few.taken(seen.worth[rest] >= collection.scale * options.bar)
    clock("survey")
    slack = 1 << options.band >> 1
    a0 = np.maximum(first - options.margin, bounds[few.a])
    a1 = np.minimum(last + 1 + options.margin, bounds[few.a + 1])
    b0 = np.maximum(a0 + few.shift - slack, bounds[few.b])
    b1 = np.minimum(a1 + few.shift + slack, bounds[few.b + 1])
    a1 = np.where(few.a == few.b, np.minimum(a1, b0), a1)  # no passage overlaps itself
    live = (b1 > b0) & (a1 > a0)
    boxes, pair = united(np.stack((a0, a1, b0, b1), 1)[live], pair[live], 2 << options.band)
    dense, whole = _dense(bounds, boxes, pair, sure, options)
    one, own = aligned(collection, whole, options, WHOLE)
    clock("dense")
    two, box = aligned(collection, boxes, options)
    clock("align")
    rows = Rows.joined(Rows(one, dense[own]), Rows(two, pair[box]), sure)
    rows = Rows.joined(rows, along(collection, _without(strong, rows), options)).in_order()
    rows = rows.taken((rows.a != rows.b) | (rows.of[:, A1] <= rows.of[:, B0]))
    repeated = best_partners(rows, options.repeat, 0.0) >= 0
    joined = merged(rows.taken(~repeated), options)
    rows = Rows.joined(joined, rows.taken(repeated))
    kept = np.arange(len(rows)) < len(joined)
    good = passes(collection, rows, options)
    rows, kept = rows.taken(good), kept[good]
    # A place quoted twice side by side, and otherwise each time, is aligned as one that is too loose: each is looked for
    # alone where nothing has come of it.
    alone = along(collection, _without(strong, rows), options)
    alone = alone.taken((alone.a != alone.b) | (alone.of[:, A1] <= alone.of[:, B0]))
    alone = alone.taken(passes(collection, alone, options))
    every = Rows.joined(rows, alone)
    old = np.arange(len(every)) < len(rows)
    fresh = old | (best_partners(every, options.cover, first=old) < 0)  # none twice, as whole and as part
    rows = every.taken(fresh)
    kept = np.concatenate((kept, np.ones(len(rows) - len(kept), bool)))
    clock("merge")
    return Judged(rows, kept)


def _without(found: Candidates, rows: Rows) -> Candidates:
    """The candidates where no row has been found."""
    begin, end = np.concatenate((found.first, rows.of[:, A0])), np.concatenate((found.last + 1, rows.of[:, A1]))
    lane = np.unique(np.concatenate((found.a << 32 | found.b, rows.pair)), return_inverse=True)[1]
    there = meetings(begin, end, lane, np.arange(len(begin)) >= len(found))[: len(found)]
    return found.taken(there == 0)


def passes(collection: Collection, rows: Rows, options: Options, share: float = 1.0) -> Bool:
    """bool[n]: whether each carries what it needs, which is more where fewer of its words match."""
    of = rows.of
    long = np.maximum(of[:, A1] - of[:, A0], of[:, B1] - of[:, B0])
    need = options.bar + options.loose * np.maximum(0, 1 - of[:, MATCHED] / np.maximum(long, 1))
    enough: Bool = of[:, SCORE] >= np.maximum(share * collection.scale * need, UNIT * options.least)
    words = np.minimum(_free_words(collection, of[:, A0], of[:, A1]), _free_words(collection, of[:, B0], of[:, B1]))
    return enough & (words >= options.shortest)


def _free_words(collection: Collection, begin: Place, end: Place) -> Place:
    """int64[n]: the words of each span, syllables and the parts of compounds not counted."""
    bound = collection.bound
    return end - begin - (np.searchsorted(bound, end) - np.searchsorted(bound, begin))


def _dense(bounds: Place, boxes: Place, pair: Place, sure: Rows, options: Options) -> tuple[Place, Place]:
    """The pairs of documents that share so much that they are aligned as a whole, and the box of each pair."""
    kind, back = np.unique(np.concatenate((pair, sure.pair)), return_inverse=True)
    size = np.concatenate((boxes[:, 1] - boxes[:, 0], sure.of[:, A1] - sure.of[:, A0]))
    held = np.bincount(back, size, minlength=len(kind))
    length = np.diff(bounds)
    a, b = kind >> 32, kind & 0xFFFFFFFF
    dense = (held > options.dense * np.minimum(length[a], length[b])) & (held > options.dense_words) & (a != b)
    a, b = a[dense], b[dense]
    return kind[dense], np.stack((bounds[a], bounds[a + 1], bounds[b], bounds[b + 1]), 1)
