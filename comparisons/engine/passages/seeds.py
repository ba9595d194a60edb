"""Seeds: keys of a few content words that stand near one another. Two places that share seeds may share a passage.

A word goes into a seed with its first letters only: one that is damaged, or has another ending, still makes the same.

A key has 40 bits whatever the size of the corpus, so that the seeds of a document are the same in every index. Key
and place share one word of 64 bits: the rest is for the place, and one plain sort of such words is the join.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from comparisons.engine.passages.collection import Collection, Place
from comparisons.engine.passages.frequencies import UNIT, Frequencies
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.rows import Bool
from comparisons.engine.spans import U64, Hash, Int

KEY = 40  # bits of a key
FIRST, SECOND = U64(0xD6E8FEB86659FD93), U64(0xBF58476D1CE4E5B9)


def seeds(
    collection: Collection, content: Int, table: Frequencies, options: Options, parts: int = 1
) -> Iterator[tuple[Hash, int]]:
    """The seeds of the content words at these positions, sorted: uint64[s], and how many low bits are the place.

    A place is the index into `content` of the first word of the seed. Where the collection is large the seeds come in
    `parts`, a power of two, by the low bits of their keys, which are then left out of the word. O(m log m).
    """
    bits = max(64 - KEY, len(content).bit_length())
    while 64 - KEY + parts.bit_length() - 1 < bits:
        parts *= 2
    shift = parts.bit_length() - 1
    hashes, home = stems(collection, content), collection.home[content]
    for part in range(parts):
        found = []
        for skip in (*options.skips, *options.pairs):
            key = hashed(hashes, skip)
            fine = (home[: len(key)] == home[skip[-1] : skip[-1] + len(key)]) & telling(
                collection, content, table, skip
            )
            if shift:
                fine &= (key & U64(parts - 1)) == U64(part)
                key >>= U64(shift)
            place = np.flatnonzero(fine)
            key = key[place]
            key <<= U64(64 - KEY + shift)
            key |= place.astype(U64)
            found.append(key)
        packed = np.concatenate(found)
        packed.sort()
        yield packed, 64 - KEY + shift


def stems(collection: Collection, content: Int) -> Hash:
    """uint64[m]: what seeds are made of, of the words at these positions."""
    return collection.vocabulary.stem[collection.word[content]]


def hashed(hashes: Hash, skip: tuple[int, ...]) -> Hash:
    """uint64[…]: the key of the seed that begins at each content word, from `stems`; of the last words, which begin none, nothing."""
    size = max(len(hashes) - skip[-1], 0)
    key = hashes[:size].copy()
    for step in skip[1:]:
        key *= FIRST
        key += hashes[step : size + step]
    key ^= key >> U64(29)
    key *= SECOND
    key >>= U64(64 - KEY)
    return key


def telling(collection: Collection, content: Int, table: Frequencies, skip: tuple[int, ...]) -> Bool:
    """bool[…]: whether each of these seeds says enough: one of two words is to say as much as a word of the corpus."""
    size = max(len(content) - skip[-1], 0)
    if len(skip) > 2:
        return np.ones(size, bool)
    alone = collection.alone[content].astype(np.int16)
    enough: Bool = alone[:size] + alone[skip[-1] :][:size] >= UNIT * np.log2(table.total)
    return enough


def keys(packed: Hash, bits: int) -> Hash:
    """uint64[s]: the keys of packed seeds, or what is left of them in one part."""
    return packed >> U64(bits)


def places(packed: Hash, bits: int) -> Place:
    """int64[s]: the places of packed seeds."""
    return (packed & U64((1 << bits) - 1)).astype(np.int64)


def whole_keys(key: Hash, bits: int, part: int) -> Hash:
    """uint64[s]: the keys of KEY bits again, from what is left of them in a part."""
    return (key << U64(bits - (64 - KEY))) | U64(part)
