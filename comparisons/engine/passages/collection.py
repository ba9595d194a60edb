"""Documents laid end to end as arrays of words: what every step of the search works on.

A position is the number of a word in the whole; document d has the positions `bounds[d]` to `bounds[d + 1]`. Nothing
that is found depends on the order in which the documents stand: which side of a pair is a, their contents decide.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.passages.parts import Words
from comparisons.engine.passages.skeletons import Skeletons, skeletons
from comparisons.engine.spans import I32, U64, Hash, Int

STEM = 5  # letters of a skeleton: what is damaged, or inflected, after them breaks no seed

Place = NDArray[np.int64]
Byte = NDArray[np.uint8]
Bool = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Document:
    """One text under a name. `rank` orders the documents of a pair: their contents do, then their names."""

    id: str
    text: str
    group: str = ""  # documents of one group (editions of one work) are not compared with one another

    @property
    def rank(self) -> bytes:
        digest = hashlib.blake2b(self.text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
        return digest + self.id.encode("utf-8", "surrogatepass")


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """v distinct words, by their skeletons."""

    hash: Hash  # uint64[v], ascending
    sets: Hash  # uint64[v]: the set of letters of each
    skeletons: Skeletons = field(repr=False)
    at: Place = field(repr=False)  # int64[v]: the skeleton of each

    @classmethod
    def of(cls, hashes: Hash, found: Skeletons) -> Vocabulary:
        """The words that have these skeletons, one each."""
        return cls(hashes, found.letter_sets(), found, np.arange(len(hashes)))

    @cached_property
    def text(self) -> str:
        return self.skeletons.letters.tobytes().decode("utf-32-le", "surrogatepass")

    @cached_property
    def stem(self) -> Hash:
        """uint64[v]: equal for words that begin alike, by which seeds know them."""
        return self.skeletons.cut(STEM).hashes()[self.at]

    @cached_property
    def length(self) -> Place:
        """int64[v]: the letters of each."""
        return self.skeletons.length[self.at]

    def strings(self, words: Place) -> list[str]:
        """The skeletons of these words."""
        text = self.text
        start, length = self.skeletons.at[self.at[words]].tolist(), self.length[words].tolist()
        return [text[begin : begin + size] for begin, size in zip(start, length, strict=True)]


class Catalogue(Protocol):
    """What is known of d documents besides their words."""

    @property
    def ids(self) -> list[str]: ...
    @property
    def bounds(self) -> Place: ...
    @property
    def rank(self) -> Place: ...
    @property
    def group(self) -> Place: ...


@dataclass(frozen=True, eq=False)
class Listed:
    """That much of documents whose words are not at hand."""

    ids: list[str]
    bounds: Place
    rank: Place
    group: Place


@dataclass(eq=False)
class Collection:
    """d documents with n words together, v of them distinct.

    `weigh` of `frequencies` fills `alone`, `given` and `scale`.
    """

    ids: list[str]
    bounds: Place  # int64[d + 1]
    rank: Place  # int64[d]: the place of each document in the order of the contents
    ranks: list[bytes]  # as `Document.rank` has them
    groups: list[str]
    group: Place  # int64[d]: documents of one number are not compared, -1 where it is with all
    circle: Place  # int64[d]: a number below 2**32 from the content, for links between many copies
    begin: Int  # int32[n]
    end: Int  # int32[n]
    word: Int  # int32[n]: number in the vocabulary
    hash: Hash  # uint64[n]: vocabulary.hash[word]
    home: Int  # int32[n]: the document of each word
    free: Bool  # bool[n]: as in `Words`
    vocabulary: Vocabulary
    alone: Byte  # uint8[n]: information, sixteenths of a bit …
    given: Byte  # uint8[n]: … and after the word before it
    scale: float = 16.0  # sixteenths of a bit that a bit of the bar counts

    def __len__(self) -> int:
        return len(self.word)

    @cached_property
    def bound(self) -> Int:
        """int32[…]: the positions of the words that are not free, ascending: few."""
        return np.flatnonzero(~self.free).astype(I32)


Clock = Callable[[str], None]


def laid_out(documents: Sequence[Document], clock: Clock = lambda step: None) -> Collection:
    """The documents as one collection, in the order given. O(n log n).

    The words of documents with one text are read once.
    """
    read: dict[str, Words] = {}
    parts = []
    for document in documents:
        if document.text not in read:
            read[document.text] = Words.of(document.text)
        parts.append(read[document.text])
    clock("tokenise")
    begin, end = (np.concatenate([NONE, *(getattr(part, side) for part in parts)]) for side in ("begin", "end"))
    fold = np.concatenate([np.empty(0, U64), *(part.fold for part in parts)])
    free = np.concatenate([np.empty(0, bool), *(part.free for part in parts)])
    bounds = np.cumsum([0, *(len(part.begin) for part in parts)], dtype=np.int64)
    del read, parts
    number, first = numbered(fold)
    doc = np.searchsorted(bounds, first, "right") - 1
    places = zip(doc.tolist(), begin[first].tolist(), end[first].tolist(), strict=True)
    vocabulary, again = _vocabulary([documents[d].text[b:e] for d, b, e in places])
    clock("words")
    return assembled(
        ids=[document.id for document in documents],
        ranks=[document.rank for document in documents],
        groups=[document.group for document in documents],
        sizes=np.diff(bounds).tolist(),
        begin=[begin],
        end=[end],
        free=[free],
        word=[again[number]],
        vocabulary=vocabulary,
    )


def assembled(
    *,
    ids: list[str],
    ranks: list[bytes],
    groups: list[str],
    sizes: list[int],
    begin: list[Int],
    end: list[Int],
    free: list[Bool],
    word: list[Int],
    vocabulary: Vocabulary,
) -> Collection:
    """A collection of documents with so many words each; the arrays of their words come in any number of parts. O(n)."""
    numbers = np.concatenate([NONE, *word])
    return Collection(
        ids=ids,
        bounds=np.cumsum([0, *sizes], dtype=np.int64),
        rank=places_of(ranks),
        ranks=ranks,
        groups=groups,
        group=numbered_groups(groups),
        circle=np.array([circle_of(one) for one in ranks], np.int64),
        begin=np.concatenate([NONE, *begin]),
        end=np.concatenate([NONE, *end]),
        word=numbers,
        hash=vocabulary.hash[numbers],
        home=np.repeat(np.arange(len(ranks), dtype=I32), sizes),
        free=np.concatenate([np.empty(0, bool), *free]),
        vocabulary=vocabulary,
        alone=np.empty(len(numbers), np.uint8),
        given=np.empty(len(numbers), np.uint8),
    )


NONE: Int = np.empty(0, I32)


def places_of(ranks: list[bytes]) -> Place:
    """int64[d]: the place of each document in the order of the contents."""
    place = np.empty(len(ranks), np.int64)
    place[sorted(range(len(ranks)), key=ranks.__getitem__)] = np.arange(len(ranks))
    return place


def numbered_groups(names: list[str]) -> Place:
    """int64[d]: the number of the group of each document, -1 where it is of none."""
    number = {name: k for k, name in enumerate(dict.fromkeys(name for name in names if name))}
    return np.array([number.get(name, -1) for name in names], np.int64)


def circle_of(rank: bytes) -> int:
    """A number below 2**32 that a document's content gives."""
    return int.from_bytes(hashlib.blake2b(rank, digest_size=4).digest(), "little")


def _vocabulary(words: list[str]) -> tuple[Vocabulary, Int]:
    """The vocabulary of these words, and the number in it of each."""
    found = skeletons(words)
    hashes, at, back = np.unique(found.hashes(), return_index=True, return_inverse=True)
    return Vocabulary(hashes, found.letter_sets()[at], found, at), back.astype(I32)


def numbered(hashes: Hash) -> tuple[Int, Int]:
    """The number of each hash among the distinct ones, and one place of each of these.

    High bits and index share one word, so that one plain sort does what `np.unique` takes four times as long for.
    """
    bits = U64(max(len(hashes), 2).bit_length())
    low = (U64(1) << bits) - U64(1)
    packed = hashes & ~low
    packed |= np.arange(len(hashes), dtype=U64)
    packed.sort()
    new = np.ones(len(packed), bool)
    np.not_equal(packed[1:] >> bits, packed[:-1] >> bits, out=new[1:])
    at = (packed & low).astype(I32)
    number = np.empty(len(hashes), I32)
    number[at] = np.cumsum(new, dtype=I32) - I32(1)
    return number, at[new]
