"""An index of documents: a document is added or taken out at its own cost, not at that of all.

The frequency table stays as it is. What two documents share depends on them and on the table alone, so it is kept with
the later of the two, and the passages of an index are those of computing anew with its table, byte for byte, whatever
was added and removed in which order. Of the others only their outlines are looked through, and the words are read of
those that may share something with what is new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from comparisons.engine.passages.collection import (
    Collection,
    Document,
    Listed,
    laid_out,
    numbered_groups,
    places_of,
)
from comparisons.engine.passages.copies import closed, looked_for
from comparisons.engine.passages.finding import SameName, in_order_of_names, offsets_of, seen_together
from comparisons.engine.passages.frequencies import Frequencies, content_words, weigh
from comparisons.engine.passages.gathering import collected
from comparisons.engine.passages.joining import joined, oriented
from comparisons.engine.passages.judging import judged
from comparisons.engine.passages.kept import Head, Kept
from comparisons.engine.passages.neighbouring import neighbours, positions, stretches
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.outlines import Sought, outlines
from comparisons.engine.passages.result import Passages
from comparisons.engine.passages.rows import A0, A1, B0, B1, Rows
from comparisons.engine.passages.shared import Shared, parted, together, without
from comparisons.engine.passages.shelf import Entry, Memory, Shelf

Clock = Callable[[str], None]


@dataclass(frozen=True, eq=False)
class Index:
    """Documents on a shelf, with what they share by one frequency table."""

    table: Frequencies
    shelf: Shelf
    options: Options = Options()  # noqa: RUF009 - frozen

    @classmethod
    def of(
        cls,
        documents: Sequence[Document],
        table: Frequencies | None = None,
        options: Options = Options(),  # noqa: B008 - frozen
        shelf: Shelf | None = None,
        clock: Clock = lambda step: None,
    ) -> Index:
        """All computed anew and put on an empty shelf. O(n log n). Without a table the words of these documents are
        counted. Raises `SameName`."""
        names = [document.id for document in documents]
        if len(set(names)) < len(names):
            raise SameName("Two documents of an index have one name. Give each a name of its own.")
        collection = laid_out(documents, clock)
        count = table is None
        table = Frequencies.counted(collection) if table is None else table
        weigh(collection, table, options)
        clock("information")
        content = content_words(collection, table, options)
        links, table = joined(collection, content, table, options, count=count)
        clock("seeds")
        pairs = judged(collection, links, options, clock)
        heads = heads_of(collection)
        made = zip(
            range(len(heads)),
            outlines(collection, content, table, options),
            parted(collection, pairs, [head.number for head in heads]),
            strict=True,
        )
        shelf = Memory() if shelf is None else shelf
        for number, outline, shared in made:
            shelf.put(Entry(heads[number], Kept.of(collection, number).stored(), outline, shared.stored()))
        return cls(table, shelf, options)

    def add(self, document: Document) -> None:
        """Take in a document; one of that name is replaced.

        O(its words log n + the words of those that it may share something with), and a pass over all outlines.
        """
        known = self.shelf.heads()
        self.remove(number for number, head in known.items() if head.id == document.id)
        own = laid_out([document])
        weigh(own, self.table, self.options)
        content = content_words(own, self.table, self.options)
        head = heads_of(own)[0]
        kept = Kept.of(own, 0)
        sought = Sought.of(own, content, self.table, self.options)
        others = neighbours(head, sought, self.shelf, self.table)
        there = [*(other.head for other in others), head]
        wanted = [*(stretches(other, head, self.options) for other in others), [(0, head.words)]]
        words = [*(other.words for other in others), kept]
        collection = collected(there, words, self.table, self.options, wanted)
        begin = int(collection.bounds[-2])
        left = [collection.bounds[at] + other.theirs for at, other in enumerate(others)]
        right = [begin + other.mine for other in others]
        if self.options.within:
            inside, _ = joined(own, content, self.table, self.options, count=False)
            left.append(begin + inside.a.astype(np.int64))
            right.append(begin + inside.b.astype(np.int64))
        links = oriented(collection, positions(left), positions(right), self.options)
        pairs = judged(collection, links, self.options)
        shared = parted(collection, pairs, [one.number for one in there])[-1]
        outline = next(outlines(own, content, self.table, self.options))
        self.shelf.put(Entry(head, kept.stored(), outline, shared.stored()))

    def remove(self, numbers: Iterable[int]) -> None:
        """Take documents out, by their numbers. O(passages)."""
        gone = list(numbers)
        if not gone:
            return
        self.shelf.drop(gone)
        away = np.array(gone, np.uint64)
        for number, content in self.shelf.shared().items():
            if (rest := without(content, away)) is not None:
                self.shelf.put_shared(number, rest)

    def passages(self, clock: Clock = lambda step: None) -> Passages:
        """All passages of the documents, as `find` gives them. O(passages log passages), and the words of documents of
        which two copies of one place are to be compared."""
        heads = self.shelf.heads()
        numbers, there = list(heads), list(heads.values())
        known = Listed(
            [head.id for head in there],
            np.cumsum([0, *(head.words for head in there)], dtype=np.int64),
            places_of([head.rank for head in there]),
            numbered_groups([head.group for head in there]),
        )
        shared = {number: Shared.restored(content) for number, content in self.shelf.shared().items()}
        every = together(shared, {number: at for at, number in enumerate(numbers)}, known.bounds)
        pairs, offsets = every.pairs, every.offsets
        kept = np.flatnonzero(pairs.kept)
        kept = kept[in_order_of_names(known, pairs.rows.taken(kept))]
        new, new_offsets = self._copies(known, there, numbers, pairs.rows.taken(kept))
        rest = np.flatnonzero(~pairs.kept)
        rows = Rows.joined(pairs.rows.taken(kept), pairs.rows.taken(rest), new)
        offsets = np.concatenate((offsets[kept], offsets[rest], new_offsets))
        own = np.arange(len(rows)) < len(pairs.rows)
        clock("copies")
        return seen_together(known, rows, own, offsets, self.table, self.options, clock)

    def _copies(
        self, known: Listed, there: Sequence[Head], numbers: Sequence[int], rows: Rows
    ) -> tuple[Rows, np.ndarray[tuple[int, int], np.dtype[np.int32]]]:
        """As `copies` finds them, and where they stand in code points."""
        boxes, pair = looked_for(known, rows)
        both = np.stack((pair >> 32, pair & 0xFFFFFFFF), 1)
        which = np.unique(both).tolist()
        if not which:
            return Rows.none(), np.empty((0, 4), np.int32)
        words = self.shelf.words([numbers[at] for at in which])
        parts = [Kept.restored(words[numbers[at]]) for at in which]
        collection = collected([there[at] for at in which], parts, self.table, self.options)
        both = np.searchsorted(which, both)
        shift = (collection.bounds[both] - known.bounds[np.array(which)[both]]).repeat(2, axis=1)
        found, box = closed(collection, boxes + shift, both[:, 0] << 32 | both[:, 1], self.options)
        offsets = offsets_of(collection, found)
        of = found.of.copy()
        of[:, [A0, A1, B0, B1]] -= shift[box]
        return Rows(of, pair[box]), offsets


def heads_of(collection: Collection) -> list[Head]:
    size = np.diff(collection.bounds).tolist()
    given = zip(collection.ids, collection.ranks, collection.groups, size, strict=True)
    return [Head(name, rank, group, words) for name, rank, group, words in given]
