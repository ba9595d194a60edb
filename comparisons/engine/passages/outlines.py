"""What an index keeps of a document's seeds, so that those who share some with a new document are found without reading
their words: about ten bytes a word. To look through a corpus is one pass over these bytes, at the speed of memory.

Seeds depend on the text and on the frequency table alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.passages.collection import Byte, Collection, Place
from comparisons.engine.passages.frequencies import Frequencies
from comparisons.engine.passages.joining import thinned
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.packed import Unreadable
from comparisons.engine.passages.rows import Bool
from comparisons.engine.passages.seeds import KEY, hashed, keys, places, seeds, stems, telling, whole_keys
from comparisons.engine.spans import U64, Hash, Int

LOW = 8  # bits of a key that are kept apart from the others
SIEVE = 20  # bits of a key that say at first sight whether it may be one of those looked for


def outlines(collection: Collection, content: Int, table: Frequencies, options: Options) -> Iterator[bytes]:
    """The outline of each document. `content`: positions of the content words. O(n)."""
    skips = (*options.skips, *options.pairs)
    hashes = stems(collection, content)
    key = [hashed(hashes, skip) for skip in skips]
    fine = [telling(collection, content, table, skip) for skip in skips]
    ends = np.searchsorted(content, collection.bounds)
    for number, (first, last) in enumerate(zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True)):
        low, high = collection.bounds[number : number + 2].tolist()
        rare = np.zeros(high - low, bool)
        rare[content[first:last] - low] = True
        here = [slice(first, max(first, last - skip[-1])) for skip in skips]
        own = np.concatenate([part[span] for part, span in zip(key, here, strict=True)])
        good = np.concatenate([part[span] for part, span in zip(fine, here, strict=True)])
        marks = [np.packbits(rare), np.packbits(good) if options.pairs else np.empty(0, np.uint8)]
        yield b"".join(
            [
                np.array([high - low, last - first, len(own)], "<u4").tobytes(),
                (own >> U64(LOW)).astype("<u4").tobytes(),
                own.astype(np.uint8).tobytes(),
                *(mark.tobytes() for mark in marks),
            ]
        )


@dataclass(frozen=True, slots=True)
class Outline:
    """The seeds of one document, those of each skip end to end, in the order of their places."""

    words: int
    content: int  # how many of the words seeds are made of
    high: NDArray[np.uint32]  # uint32[s]: a key, and …
    low: Byte  # uint8[s]: … its last bits
    marks: Byte  # one bit for each word: whether seeds are made of it; of seeds of two, whether each says enough

    @classmethod
    def restored(cls, content: bytes) -> Outline:
        """One of those that `outlines` gave. Raises `Unreadable`."""
        try:
            words, chosen, size = np.frombuffer(content, "<u4", 3).tolist()
            high, low = np.frombuffer(content, "<u4", size, 12), np.frombuffer(content, np.uint8, size, 12 + 4 * size)
            return cls(words, chosen, high, low, np.frombuffer(content, np.uint8, offset=12 + 5 * size))
        except ValueError as error:
            raise Unreadable("What an index keeps of a document cannot be read.") from error

    def positions(self) -> Place:
        """int64[m]: of the content words."""
        return np.flatnonzero(np.unpackbits(self.marks, count=self.words))

    def good(self) -> Bool:
        """bool[s]: whether each seed says enough."""
        return np.unpackbits(self.marks[-(-self.words // 8) :], count=len(self.high)).astype(bool)


@dataclass(frozen=True, eq=False)
class Met:
    """Seeds of other documents that are also those of the new one."""

    document: Place  # int64[h]: which of those looked through
    position: Place  # int64[h]: in that document, of the seed's first word
    seed: Place  # int64[h]: index into the seeds looked for


@dataclass(frozen=True, eq=False)
class Sought:
    """The seeds of one document, to be looked for in others: s distinct keys, each in some places of the document."""

    key: Hash  # uint64[s], ascending
    start: Place  # int64[s]: the places of seed k are `place[start[k] : start[k] + size[k]]`
    size: Place
    place: Place  # int64[…]: positions
    sieve: Bool
    options: Options

    @classmethod
    def of(cls, collection: Collection, content: Int, table: Frequencies, options: Options) -> Sought:
        """Those of the one document of a collection. O(m log m)."""
        key, place = [np.empty(0, U64)], [np.empty(0, np.int64)]
        for part, (seed, bits) in enumerate(seeds(collection, content, table, options)):
            few = thinned(seed, bits, np.zeros(len(content), np.int32), options)
            key.append(whole_keys(keys(few, bits), bits, part))
            place.append(content[places(few, bits)].astype(np.int64))
        every, at = np.concatenate(key), np.concatenate(place)
        order = np.lexsort((at, every))
        known, start, size = np.unique(every[order], return_index=True, return_counts=True)
        sieve = np.zeros(1 << SIEVE, bool)
        sieve[known >> U64(KEY - SIEVE)] = True
        return cls(known, start, size, at[order], sieve, options)

    def met(self, kept: Sequence[bytes]) -> Met:
        """Where these seeds stand in the documents of these outlines, each in at most `most` places of a document.

        One look at each seed that is kept, then O(log s) for each that passes the sieve.
        """
        none = np.empty(0, np.int64)
        if not len(self.key) or not kept:
            return Met(none, none, none)
        # One document after another: its seeds stay in the processor's cache.
        given = [Outline.restored(content) for content in kept]
        passed = [
            np.flatnonzero(self.sieve.take(one.high >> np.uint32(KEY - LOW - SIEVE), mode="wrap")) for one in given
        ]
        document = np.repeat(np.arange(len(given)), [len(at) for at in passed])
        at = np.concatenate(passed)
        high = np.concatenate([one.high[here] for one, here in zip(given, passed, strict=True)])
        low = np.concatenate([one.low[here] for one, here in zip(given, passed, strict=True)])
        key = high.astype(U64) << U64(LOW) | low
        seed = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        same = self.key[seed] == key
        if self.options.pairs:
            same &= np.concatenate([one.good()[here] for one, here in zip(given, passed, strict=True)])
        at, seed, document = at[same], seed[same], document[same]
        place = self._places(at, np.array([one.content for one in given], np.int64)[document])
        order = np.lexsort((place, seed, document))
        document, seed, place = document[order], seed[order], place[order]
        few = _first(seed, document, self.options.most)
        document, seed, place = document[few], seed[few], place[few]
        position = np.empty(len(place), np.int64)
        edge = np.searchsorted(document, np.arange(len(given) + 1)).tolist()
        for one, first, last in zip(given, edge[:-1], edge[1:], strict=True):
            if last > first:
                position[first:last] = one.positions()[place[first:last]]
        return Met(document, position, seed)

    def _places(self, at: Place, words: Place) -> Place:
        """Which content word a seed begins with: those of each skip stand end to end. `words`: of its document."""
        place, begin = at.copy(), np.zeros(len(at), np.int64)
        for skip in (*self.options.skips, *self.options.pairs):
            inside = at >= begin
            place[inside] = (at - begin)[inside]
            begin = begin + np.maximum(words - skip[-1], 0)
        return place


def _first(seed: Place, document: Place, most: int) -> Bool:
    """bool[n]: whether each is among the first `most` of its seed and document."""
    fresh = np.ones(len(seed), bool)
    fresh[1:] = (np.diff(seed) != 0) | (np.diff(document) != 0)
    index = np.arange(len(seed))
    first: Bool = index - np.maximum.accumulate(np.where(fresh, index, 0)) < most
    return first
