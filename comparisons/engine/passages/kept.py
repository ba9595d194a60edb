"""The words of one document as they are kept, so that it need not be read again: about eight bytes a word.

They depend on the text alone, not on the frequency table.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from comparisons.engine.passages.collection import Bool, Collection, Place, circle_of
from comparisons.engine.passages.packed import Array, Unreadable, narrow, packed, unpacked
from comparisons.engine.passages.skeletons import Points
from comparisons.engine.spans import I32, Hash, Int


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a document without its words."""

    id: str
    rank: bytes  # as `Document.rank`
    group: str
    words: int

    @property
    def number(self) -> int:
        """A number below 2**64 that its contents, its name and its group give."""
        whole = len(self.rank).to_bytes(8, "little") + self.rank + self.group.encode("utf-8", "surrogatepass")
        return int.from_bytes(hashlib.blake2b(whole, digest_size=8).digest(), "little")

    @property
    def circle(self) -> int:
        """As in a collection."""
        return circle_of(self.rank)


@dataclass(frozen=True, eq=False)
class Kept:
    """The n words of one document, v of them distinct; each array in as few bytes as its values need."""

    gap: Array  # […n]: code points between the end of the word before and the beginning of each
    size: Array  # […n]: code points of each
    word: Array  # […n]: number in the document's own vocabulary
    bound: Array  # bits: words that are not free, as in `Words`
    hash: Hash  # uint64[v], ascending
    length: Array  # […v]: letters of the skeleton of each
    letters: Array  # uint8[…]: the skeletons end to end, in UTF-8

    @classmethod
    def of(cls, collection: Collection, number: int) -> Kept:
        """Those of one document of a collection. O(n log n)."""
        here = slice(*collection.bounds[number : number + 2].tolist())
        known, word = np.unique(collection.word[here], return_inverse=True)
        vocabulary = collection.vocabulary
        begin, end = collection.begin[here], collection.end[here]
        gap = begin.copy()
        gap[1:] -= end[:-1]
        letters = "".join(vocabulary.strings(known.astype(np.int64))).encode("utf-8", "surrogatepass")
        return cls(
            narrow(gap),
            narrow(end - begin),
            narrow(word),
            np.packbits(~collection.free[here]),
            vocabulary.hash[known],
            narrow(vocabulary.length[known]),
            np.frombuffer(letters, np.uint8),
        )

    def stored(self) -> bytes:
        return packed(self.gap, self.size, self.word, self.bound, self.hash, self.length, self.letters)

    @classmethod
    def restored(cls, content: bytes) -> Kept:
        """What `stored` gave. Raises `Unreadable`."""
        given = unpacked(content)
        if len(given) != 7:
            raise Unreadable("What an index keeps of a document cannot be read.")
        return cls(*given)

    @cached_property
    def ends(self) -> Int:
        """int32[n]: where each word ends, in code points."""
        return np.cumsum(self.gap.astype(I32) + self.size, dtype=I32)

    @cached_property
    def free(self) -> Bool:
        return ~np.unpackbits(self.bound, count=len(self.size)).astype(bool)

    @cached_property
    def points(self) -> Points:
        """uint32[…]: the letters as code points."""
        text = self.letters.tobytes().decode("utf-8", "surrogatepass")
        return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)

    @cached_property
    def starts(self) -> Place:
        """int64[v]: where the letters of each word begin."""
        length = self.length.astype(np.int64)
        return np.cumsum(length) - length
