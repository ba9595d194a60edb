"""An index of documents: a document is added, corrected or taken out at its own cost, and words are looked up in all.

The frequency table stays as it is. What two documents share depends on them and on the table alone, so the passages of
an index are those of computing anew with its table, byte for byte, whatever was added and removed in which order.

Memory: about 60 bytes a word, of which 24 are the sorted seeds of a content word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from threading import Lock

import numpy as np

from comparisons.engine.passages.collection import Collection, Document, Place, appended, laid_out, with_room
from comparisons.engine.passages.finding import SameName, settled
from comparisons.engine.passages.frequencies import UNIT, Frequencies, content_words, weigh
from comparisons.engine.passages.joining import Links, joined, oriented, thinned, window_of
from comparisons.engine.passages.judging import Judged, judged
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.partners import best_partners
from comparisons.engine.passages.result import Passages
from comparisons.engine.passages.rows import A0, A1, B0, B1, MATCHED, SCORE, Bool, Rows
from comparisons.engine.passages.seeds import keys, places, seeds, whole_keys
from comparisons.engine.spans import U64, Hash, Int
from comparisons.engine.text.hashing import spans

LOWER = 0.7  # share of the bar for words that somebody looks for
EVERYWHERE = 200  # places of a seed that are looked up: what stands in more is no phrase of anybody's


@dataclass(frozen=True, slots=True)
class Found:
    """Where words that somebody looks for stand again. Offsets are code points."""

    id: str
    begin: int
    end: int
    text_begin: int  # the part of the given words that stands there
    text_end: int
    score: float
    matched: int
    identity: float


@dataclass(frozen=True, eq=False)
class _Sorted:
    """The sorted seeds of some documents: packed as `seeds` gives them, for each part."""

    content: Int  # int32[m]: positions of the content words
    packed: list[tuple[Hash, int]]


class Index:
    """Documents, their seeds and their passages."""

    def __init__(
        self,
        documents: Sequence[Document],
        table: Frequencies | None = None,
        options: Options = Options(),  # noqa: B008 - frozen
    ) -> None:
        """O(n log n). Without a table the words of these documents are counted. Raises `SameName`."""
        names = [document.id for document in documents]
        if len(set(names)) < len(names):
            raise SameName("Two documents of an index have one name. Give each a name of its own.")
        collection = laid_out(documents)
        count = table is None
        table = Frequencies.counted(collection) if table is None else table
        weigh(collection, table, options)
        content = content_words(collection, table, options)
        links, table = joined(collection, content, table, options, count=count)
        self.table, self.options = table, options
        self._pairs = judged(collection, links, options)
        self._collection = with_room(collection)
        self._number = {name: number for number, name in enumerate(names)}
        self._gone: set[int] = set()
        self._lock = Lock()  # one room behind the arrays for what is added and for what is looked up
        self._sorted = [_Sorted(content, list(seeds(collection, content, table, options)))]

    def __len__(self) -> int:
        return len(self._number)

    def __contains__(self, name: str) -> bool:
        return name in self._number

    def add(self, document: Document) -> None:
        """Take in a document; one of that name is replaced. O(its words log n + what it shares)."""
        self.remove(document.id)
        with self._lock:
            since = len(self._collection)
            collection = appended(self._collection, document)
            weigh(collection, self.table, self.options, since)
            content = content_words(collection, self.table, self.options, since)
            links = self._shared(collection, content, self.options)
            new, old = judged(collection, links, self.options), self._pairs
            self._pairs = Judged(Rows.joined(old.rows, new.rows), np.concatenate((old.kept, new.kept)))
            own = seeds(collection, content, self.table, self.options)
            self._sorted.append(_Sorted(content, list(own)))
            self._number[document.id] = len(collection.ids) - 1
            self._collection = collection

    def remove(self, name: str) -> None:
        """Take a document out, if it is there. O(passages)."""
        number = self._number.pop(name, None)
        if number is None:
            return
        self._gone.add(number)
        rows = self._pairs.rows
        stay = (rows.a != number) & (rows.b != number)
        self._pairs = Judged(rows.taken(stay), self._pairs.kept[stay])

    def passages(self) -> Passages:
        """All passages of the documents, as `find` gives them. O(passages log passages)."""
        return settled(self._collection, self._pairs, self.table, self.options, gone=self._gone)

    def where(self, text: str, most: int = 100) -> list[Found]:
        """Where else these words stand, near words included, best first; at most so many places.

        One seed is enough, and a lower bar: somebody asked. O(words of the text log n + what is found).
        """
        options = replace(
            self.options,
            few=1,
            bar=self.options.bar * LOWER,
            loose=self.options.loose * LOWER,
            part=self.options.part * LOWER,
        )
        with self._lock:
            since = len(self._collection)
            collection = appended(self._collection, Document("", text))
            weigh(collection, self.table, options, since)
            content = content_words(collection, self.table, options, since)
            found = judged(collection, self._shared(collection, content, options, everywhere=True), options)
        here = len(collection.ids) - 1
        rows = found.rows.taken(best_partners(found.rows, 1.0) < 0)
        rows = rows.taken(np.argsort(-rows.of[:, SCORE], kind="stable")[:most])
        return [
            _found(collection, row, a, b, here)
            for row, a, b in zip(rows.of.tolist(), rows.a.tolist(), rows.b.tolist(), strict=True)
        ]

    def _shared(self, collection: Collection, content: Int, options: Options, *, everywhere: bool = False) -> Links:
        """The places of the index that share seeds with the last document of the collection."""
        here = len(collection.ids) - 1
        left, right = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
        gone = np.zeros(len(collection.ids), bool)
        gone[list(self._gone)] = True
        circle = int(collection.circle[here])
        for block in self._sorted:
            own = seeds(collection, content, self.table, options, len(block.packed))
            for part, ((mine, mine_bits), (packed, bits)) in enumerate(zip(own, block.packed, strict=True)):
                mine = thinned(mine, mine_bits, np.zeros(len(content), np.int32), options)
                key, start, size = np.unique(keys(mine, mine_bits), return_index=True, return_counts=True)
                low, high = (np.searchsorted(packed, edge << U64(bits)) for edge in (key, key + U64(1)))
                if everywhere:
                    high = np.where(high - low > EVERYWHERE, low, high)
                at, owner = spans(low, high - low)
                there = places(packed[at], bits)
                home = collection.home[block.content[there]]
                keep = ~gone[home] & _first(owner, home, options.most)
                if not everywhere:
                    count = self.table.seed_counts(whole_keys(key, bits, part))
                    window = np.where(count > 0, window_of(count, options), np.int64(1) << 40)[owner]
                    keep &= np.abs(collection.circle[home] - circle) <= window
                there, owner = there[keep], owner[keep]
                at, pair = spans(start[owner], size[owner])
                left.append(block.content[there[pair]])
                right.append(content[places(mine[at], mine_bits)])
        if options.within and not everywhere:
            one, _ = joined(collection, content, self.table, options, count=False)
            left.append(one.a)
            right.append(one.b)
        return oriented(collection, np.concatenate(left), np.concatenate(right), options)


def _first(owner: Place, home: Int, most: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """bool[n]: whether each is among the first `most` of its owner and document."""
    fresh = np.ones(len(owner), bool)
    fresh[1:] = (np.diff(owner) != 0) | (np.diff(home) != 0)
    index = np.arange(len(owner))
    first: Bool = index - np.maximum.accumulate(np.where(fresh, index, 0)) < most
    return first


def _found(collection: Collection, row: list[int], a: int, b: int, here: int) -> Found:
    sides = [(a, row[A0], row[A1]), (b, row[B0], row[B1])]
    (_, x0, x1), (document, y0, y1) = sides if a == here else sides[::-1]
    long = max(x1 - x0, y1 - y0)
    matched = min(row[MATCHED], x1 - x0, y1 - y0)
    begin, end = collection.begin, collection.end
    return Found(
        collection.ids[document],
        int(begin[y0]),
        int(end[y1 - 1]),
        int(begin[x0]),
        int(end[x1 - 1]),
        row[SCORE] / UNIT,
        matched,
        matched / max(long, 1),
    )
