"""The frequency table of a corpus, and with it the information of every word: how much it says that it is shared.

A word says log2(words of the corpus / its occurrences) bits, and less where the word before it foretells it: a set
phrase says little. The two places that are compared are left out of the counts. All is counted in sixteenths of a
bit, in integers, so that sums are exact and the same in any order.

A table is numbered and stays as it is while the corpus grows: what was found with it can be found again.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.matching.settling import BY_LENGTH, PRIOR
from comparisons.engine.passages.collection import Collection, Place
from comparisons.engine.passages.options import Options
from comparisons.engine.spans import U64, Hash, Int

Byte = NDArray[np.uint8]
Single = NDArray[np.float32]

UNIT = 16  # one bit
BLOCK = 1 << 18  # words that are weighed in one go
MANY = 65535  # what is counted of a pair of words at most
CONTEXT = 2  # words on either side that make two places of a word one
FIRST, SECOND = U64(0x9E3779B97F4A7C15), U64(0xD6E8FEB86659FD93)


@dataclass(frozen=True, eq=False)
class Frequencies:
    """How often each word, each pair of neighbours and each common seed stands in a corpus.

    Pairs are counted in two tables by different bits of their hash; the smaller entry counts (a count-min sketch,
    Cormode & Muthukrishnan 2005).
    """

    total: int  # words of the corpus
    word: Hash  # uint64[v]: hashes of the skeletons, ascending
    count: Place  # int64[v]
    pairs: NDArray[np.uint16]  # uint16[2, 2**k]
    seed: Hash  # uint64[s]: the seeds that stand in more places than `Options.most`, ascending …
    seed_count: Place  # int64[s]: … and in how many
    number: int = 0  # which table of a corpus this is

    @classmethod
    def counted(cls, collection: Collection, number: int = 0) -> Frequencies:
        """The table of a collection; its common seeds are counted by `joining.joined`. O(n)."""
        once = distinct(collection)
        size = sketch_size(len(collection))
        key = neighbours(collection.hash, firsts(collection.bounds))[once]
        pairs = np.stack([_counted(slot(key, size, k), size) for k in (0, 1)])
        del key
        count = np.bincount(collection.word[once], minlength=len(collection.vocabulary.hash)).astype(np.int64)
        return cls.of_counts(collection.vocabulary.hash, count, pairs, number)

    @classmethod
    def of_counts(cls, word: Hash, count: Place, pairs: Place | NDArray[np.uint16], number: int = 0) -> Frequencies:
        """The table of words counted elsewhere, ascending by hash; `pairs` [2, size], by their slots."""
        none = np.empty(0, U64), np.empty(0, np.int64)
        few = np.minimum(pairs, MANY).astype(np.uint16)
        return cls(max(int(count.sum()), 1), word, count, few, *none, number)

    def with_seeds(self, seed: Hash, count: Place) -> Frequencies:
        return replace(self, seed=seed, seed_count=count)

    def counts(self, words: Hash) -> Place:
        """int64[…]: how often each word stands in the corpus, 0 where the table does not know it."""
        return _looked_up(self.word, self.count, words)

    def seed_counts(self, seeds: Hash) -> Place:
        """int64[…]: the places of each seed where they are many, else 0."""
        return _looked_up(self.seed, self.seed_count, seeds)

    @cached_property
    def _ascending(self) -> Place:
        return np.sort(self.count)

    def limit(self, content: float) -> int:
        """Words that occur at most so often are the rarest `content` share of all. No stop list, any language."""
        order = self._ascending
        if not len(order):
            return 0
        return int(order[min(int(np.searchsorted(np.cumsum(order), content * self.total)), len(order) - 1)])

    def stored(self) -> bytes:
        """The table in NumPy's own form."""
        out = io.BytesIO()
        np.savez(
            out,
            total=np.int64(self.total),
            number=np.int64(self.number),
            word=self.word,
            count=self.count,
            pairs=self.pairs,
            seed=self.seed,
            seed_count=self.seed_count,
        )
        return out.getvalue()

    @classmethod
    def restored(cls, content: bytes) -> Frequencies:
        """The table that `stored` gave."""
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            return cls(
                total=int(arrays["total"]),
                word=arrays["word"],
                count=arrays["count"],
                pairs=arrays["pairs"],
                seed=arrays["seed"],
                seed_count=arrays["seed_count"],
                number=int(arrays["number"]),
            )


def _looked_up(keys: Hash, values: Place, wanted: Hash) -> Place:
    if not len(keys):
        return np.zeros(len(wanted), np.int64)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], 0)


def distinct(collection: Collection) -> Place:
    """The positions that are counted: of places with one word and the same words on both sides, one.

    So a copied page counts once and does not make its own words common, however often it is copied; a formula counts
    in each sentence that it stands in (after Kneser & Ney 1995, who count the contexts of a word, not the word).
    """
    n = len(collection)
    key = contexts(collection, n)
    key |= np.arange(n, dtype=U64)
    key.sort()
    bits = U64(_bits_of_place(n))
    new = np.ones(n, bool)
    np.not_equal(key[1:] >> bits, key[:-1] >> bits, out=new[1:])
    return (key[new] & ((U64(1) << bits) - U64(1))).astype(np.int64)


def _counted(slots: Int, size: int) -> NDArray[np.uint16]:
    """uint16[size]: how often each slot stands there, `MANY` at most. Sorting them, in place, is quicker and takes less
    room than going from one to another of the counts as they come."""
    slots.sort()
    first = np.flatnonzero(np.append(True, np.diff(slots) != 0)[: len(slots)])
    into = np.zeros(size, np.uint16)
    into[slots[first]] = np.minimum(np.diff(np.append(first, len(slots))), MANY)
    return into


def contexts(collection: Collection, words: int) -> Hash:
    """uint64[n]: a hash of each word with two on either side, in the high bits that the number of a place leaves free
    in a corpus of so many words."""
    home, hashes = collection.home, collection.hash
    key = hashes.copy()
    for step in range(1, CONTEXT + 1):
        before, after = (U64(pow(int(factor), step, 1 << 64)) for factor in (SECOND, FIRST))
        for low in range(0, len(key) - step, BLOCK):
            here = slice(low, min(low + BLOCK, len(key) - step))
            next_ = slice(here.start + step, here.stop + step)
            same = (home[next_] == home[here]).astype(U64)
            key[next_] += same * hashes[here] * before
            key[here] += same * hashes[next_] * after
    key *= SECOND
    key &= ~((U64(1) << U64(_bits_of_place(words))) - U64(1))
    return key


def _bits_of_place(words: int) -> int:
    return max(words, 2).bit_length()


def firsts(bounds: Place) -> Place:
    """The positions at which documents begin, those without words left out."""
    return bounds[:-1][np.diff(bounds) > 0]


def neighbours(hashes: Hash, first: Place) -> Hash:
    """uint64[n]: a hash of each word with the one before it; the first words of documents have none."""
    key = np.empty(len(hashes), U64)
    key[:1], key[1:] = 0, hashes[:-1]
    key *= FIRST
    key += hashes
    key[first] = hashes[first]
    key *= SECOND
    key ^= key >> U64(32)
    key *= SECOND
    key ^= key >> U64(29)
    return key


def sketch_size(words: int) -> int:
    """The slots in which the pairs of a corpus of so many words are counted, a power of two."""
    return 1 << min(24, max(12, (2 * words).bit_length()))


def slot(key: Hash, size: int, which: int) -> Int:
    """int32[n]: where the pairs with these hashes are counted in the first or the second table."""
    return (key & U64(size - 1) if which else key >> U64(65 - size.bit_length())).astype(np.int32)


def weigh(collection: Collection, table: Frequencies, options: Options) -> None:
    """Write the information of every word into the collection, and the scale of the bar. O(n)."""
    n, vocabulary, word = len(collection), collection.vocabulary, collection.word
    counts = table.counts(vocabulary.hash)
    share = shares(counts, vocabulary.length, table.total)
    says = np.rint(np.minimum(-np.log2(share), np.float32(options.ceiling)) * UNIT).astype(np.uint8)
    first = firsts(collection.bounds)
    for low in range(0, n, BLOCK):
        high = min(low + BLOCK, n)
        edge = first[np.searchsorted(first, low) : np.searchsorted(first, high)] - low
        # The pair of a block's first word is with the last of the block before.
        start = max(low - 1, 0)
        key = neighbours(collection.hash[start:high], edge + (low - start))[low - start :]
        before = counts[word[start : high - 1]]
        if low == 0:
            before = np.append(0, before)[:high]
        alone = collection.alone[low:high]
        says.take(word[low:high], out=alone)
        collection.given[low:high] = _given(table, share[word[low:high]], alone, before, key, edge, options)
    small = options.fall * max(0.0, options.small - float(np.log2(max(table.total, 2))))
    collection.scale = UNIT * max(options.lowest, 1 - small)


def shares(counts: Place, letters: Place, total: int) -> Single:
    """float32[v]: how large a share of all words each is, one of its places left out.

    A small corpus does not tell the frequent from the rare: what the length of a word says of its frequency in any
    language counts as `PRIOR` words more.
    """
    expected = PRIOR * np.exp2(-BY_LENGTH)[np.minimum(letters, len(BY_LENGTH) - 1)]
    return ((np.maximum(counts - 1, 1) + expected) / (total + PRIOR)).astype(np.float32)


def _given(
    table: Frequencies, share: Single, alone: Byte, before: Place, key: Hash, first: Place, options: Options
) -> Byte:
    """Sixteenths of a bit of words after the word before."""
    size = table.pairs.shape[1]
    pair = np.minimum(table.pairs[0][slot(key, size, 0)], table.pairs[1][slot(key, size, 1)]).astype(np.float32)
    prior = np.float32(options.prior)
    given = (np.maximum(pair - 2, 0) + prior * share) / (np.maximum(before - 2, 0).astype(np.float32) + prior)
    after: Byte = np.minimum(np.rint(-np.log2(np.minimum(given, 1)) * UNIT).clip(0, 255).astype(np.uint8), alone)
    after[first] = alone[first]
    return after


def content_words(collection: Collection, table: Frequencies, options: Options) -> Int:
    """int32[m]: the positions of the words that seeds are made of."""
    rare = table.counts(collection.vocabulary.hash) <= table.limit(options.content)
    return np.flatnonzero(rare[collection.word]).astype(np.int32)
