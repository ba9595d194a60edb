"""All passages that a number of documents share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.passages.boilerplate import boilerplate
from comparisons.engine.passages.collection import Catalogue, Collection, Document, laid_out
from comparisons.engine.passages.copies import copies
from comparisons.engine.passages.families import families
from comparisons.engine.passages.frequencies import UNIT, Frequencies, content_words, weigh
from comparisons.engine.passages.joining import link
from comparisons.engine.passages.judging import Judged, judged
from comparisons.engine.passages.noise import noisy
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.partners import best_partners, explained, roots
from comparisons.engine.passages.result import Passages
from comparisons.engine.passages.rows import A0, A1, B0, B1, BITS, MATCHED, ORDERED, SCORE, Rows
from comparisons.engine.passages.spooling import Spool

Clock = Callable[[str], None]
Noise = Literal["auto", "none", "ocr"]


MEMORY = 4 << 30
A_WORD = 64  # bytes that the arrays of a collection and the work on them take for each word
A_SEED = 16  # bytes of a seed while the seeds are sorted …
SEEDS = 3  # … of which each content word begins so many
PART = 1 << 27  # bytes of seeds that are sorted at once, at most
A_LINK = 200  # bytes of a link while it is judged
LINKS = 1 << 21  # links that are judged at once, at most: more at once is no quicker


class TooLarge(ValueError):
    """The documents need more memory than they may have."""


def parts_for(words: int, memory: int) -> int:
    """In how many parts the seeds of so many words are joined, a power of two, to stay inside this memory.

    Raises `TooLarge` where no number of parts would do.
    """
    left = memory - A_WORD * words
    if left < 1 << 24:
        raise TooLarge(
            f"{words:,} words need {(A_WORD * words + (1 << 24)) / 1e6:,.0f} MB, and {memory / 1e6:,.0f} MB are allowed. "
            "Allow more, search fewer documents at once, or use a cluster."
        )
    parts = 1
    while parts * min(left, PART) < SEEDS * A_SEED * words:
        parts *= 2
    return parts


def _links_for(words: int, memory: int) -> int:
    """How many links are judged at once. What is found is not counted: it is the answer."""
    return min(LINKS, (memory - A_WORD * words) // A_LINK)


class SameName(ValueError):
    """Two documents have one name."""


def find(
    documents: Sequence[Document],
    options: Options = Options(),  # noqa: B008 - frozen
    table: Frequencies | None = None,
    noise: Noise = "none",
    memory: int = MEMORY,
    clock: Clock = lambda step: None,
) -> Passages:
    """The passages that any two of the documents share, and inside one of them where `options.within` says so.

    `table`: the frequency table of the corpus; without one the documents' own words are counted. `noise`: "ocr" seeks
    with seeds that survive many damaged words (`Options.for_scans`), "auto" where the texts call for it. `memory`:
    bytes that the search may take beside the texts and what it finds; what it cannot hold waits in temporary files.
    `clock` is told of every step that is done. The order of the documents makes no difference. Raises `SameName`, and
    `TooLarge` where the memory does not suffice.

    O(n log n) time in the words for a fixed share of reuse, O(n) memory.
    """
    names = [document.id for document in documents]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise SameName(f"Two documents are called “{twice}”. Give each a name of its own.")
    collection = laid_out(documents, clock)
    parts = parts_for(len(collection), memory)
    scans = noise == "ocr" or (noise == "auto" and noisy(collection))
    if scans:
        options = options.for_scans()
    count = table is None
    table = Frequencies.counted(collection) if table is None else table
    weigh(collection, table, options)
    clock("information")
    content = content_words(collection, table, options)
    with Spool(collection.home, _links_for(len(collection), memory)) as spool:
        table = link(collection, content, table, options, spool.add, count=count, parts=parts)
        clock("seeds")
        pairs = Judged.joined(judged(collection, links, options, clock) for links in spool.shares())
    return replace(settled(collection, pairs, table, options, clock), scans=scans)


def settled(
    collection: Collection,
    pairs: Judged,
    table: Frequencies,
    options: Options,
    clock: Clock = lambda step: None,
) -> Passages:
    """What is found between pairs of documents, seen together: copies, best partners, families, boilerplate."""
    kept = named(collection, pairs.rows.taken(pairs.kept))  # in an order of their own, so that the rest is, too
    new = copies(collection, kept, options)
    rows = Rows.joined(kept, pairs.rows.taken(~pairs.kept), new)
    own = np.arange(len(rows)) < len(pairs.rows)
    clock("copies")
    return seen_together(collection, rows, own, offsets_of(collection, rows), table, options, clock)


def offsets_of(collection: Collection, rows: Rows) -> NDArray[np.int32]:
    """int32[n, 4]: where each passage begins and ends on side a and on side b, in code points."""
    of, begin, end = rows.of, collection.begin, collection.end
    return np.stack((begin[of[:, A0]], end[of[:, A1] - 1], begin[of[:, B0]], end[of[:, B1] - 1]), 1)


def seen_together(
    known: Catalogue,
    rows: Rows,
    own: NDArray[np.bool_],
    offsets: NDArray[np.int32],
    table: Frequencies,
    options: Options,
    clock: Clock = lambda step: None,
) -> Passages:
    """All passages of a corpus: which stand under another, their families, boilerplate.

    `own`: which were found between their two documents alone; the others are `copies`. `offsets`: as `offsets_of`
    gives them.
    """
    order = in_order_of_names(known, rows, own)
    rows, own, offsets = rows.taken(order), own[order], offsets[order]
    also = explained(rows, best_partners(rows, options.cover, first=own), options)
    also = roots(also)
    heads = np.flatnonzero(also == np.arange(len(rows)))
    family = np.full(len(rows), -1, np.int64)
    family[heads] = families(rows.taken(heads))
    marked = np.zeros(len(rows), bool)
    marked[heads] = boilerplate(known, rows.taken(heads), family[heads])
    marked = marked[also]
    clock("families")
    return _passages(known, rows, offsets, also, family, marked, table)


def named(known: Catalogue, rows: Rows) -> Rows:
    """The rows in the order of the names of their documents, then of their places."""
    return rows.taken(in_order_of_names(known, rows))


def in_order_of_names(known: Catalogue, rows: Rows, first: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
    """The numbers of the rows in that order, one of each place: the best, of those that are `first` where there are any."""
    place = np.empty(len(known.ids), np.int64)
    place[sorted(range(len(known.ids)), key=known.ids.__getitem__)] = np.arange(len(known.ids))
    of = rows.of
    better = (of[:, SCORE],) if first is None else (of[:, SCORE], first)
    order = np.lexsort((*better, of[:, B1], of[:, B0], of[:, A1], of[:, A0], place[rows.b], place[rows.a]))
    rows = rows.taken(order)
    same = np.zeros(len(rows), bool)
    same[:-1] = (np.diff(rows.pair) == 0) & np.all(np.diff(rows.of[:, :4], axis=0) == 0, 1)
    return order[~same]


def _passages(
    known: Catalogue,
    rows: Rows,
    offsets: NDArray[np.int32],
    also: NDArray[np.int64],
    family: NDArray[np.int64],
    marked: NDArray[np.bool_],
    table: Frequencies,
) -> Passages:
    of, i32 = rows.of, np.int32
    ids = known.ids
    order = sorted(range(len(ids)), key=ids.__getitem__)
    place = np.empty(len(ids), i32)
    place[order] = np.arange(len(order), dtype=i32)
    a_words, b_words = of[:, A1] - of[:, A0], of[:, B1] - of[:, B0]
    matched = np.minimum(of[:, MATCHED], np.minimum(a_words, b_words))
    empty = np.flatnonzero(np.diff(known.bounds) == 0).tolist()
    return Passages(
        ids=tuple(ids[d] for d in order),
        a=place[rows.a],
        b=place[rows.b],
        a_begin=offsets[:, 0],
        a_end=offsets[:, 1],
        b_begin=offsets[:, 2],
        b_end=offsets[:, 3],
        a_words=a_words.astype(i32),
        b_words=b_words.astype(i32),
        matched=matched.astype(i32),
        ordered=np.minimum(of[:, ORDERED], matched).astype(i32),
        bits=of[:, BITS] / UNIT,
        score=of[:, SCORE] / UNIT,
        identity=matched / np.maximum(np.maximum(a_words, b_words), 1),
        also=np.where(also == np.arange(len(rows)), -1, also).astype(i32),
        family=family.astype(i32),
        boilerplate=marked,
        table=table,
        empty=tuple(sorted(ids[d] for d in empty)),
    )
