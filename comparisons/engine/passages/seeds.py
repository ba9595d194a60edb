"""Seeds: keys of a few content words that stand near one another. Two places that share seeds may share a passage.

A key has 40 bits whatever the size of the corpus, so that the seeds of a document are the same in every index. Key
and place share one word of 64 bits: the rest is for the place, and one plain sort of such words is the join.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from comparisons.engine.passages.collection import Collection, Place
from comparisons.engine.passages.frequencies import UNIT, Frequencies
from comparisons.engine.passages.options import Options
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
    hashes, home, alone = collection.hash[content], collection.home[content], collection.alone[content]
    together = UNIT * np.log2(table.total)
    for part in range(parts):
        found = []
        for skip in (*options.skips, *options.pairs):
            reach = skip[-1]
            size = max(len(content) - reach, 0)
            key = hashes[:size].copy()
            for step in skip[1:]:
                key *= FIRST
                key += hashes[step : size + step]
            key ^= key >> U64(29)
            key *= SECOND
            key >>= U64(64 - KEY)
            fine = home[:size] == home[reach : reach + size]
            if len(skip) == 2:
                fine &= alone[:size].astype(np.int16) + alone[reach : reach + size] >= together
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


def keys(packed: Hash, bits: int) -> Hash:
    """uint64[s]: the keys of packed seeds, or what is left of them in one part."""
    return packed >> U64(bits)


def places(packed: Hash, bits: int) -> Place:
    """int64[s]: the places of packed seeds."""
    return (packed & U64((1 << bits) - 1)).astype(np.int64)


def whole_keys(key: Hash, bits: int, part: int) -> Hash:
    """uint64[s]: the keys of KEY bits again, from what is left of them in a part."""
    return (key << U64(bits - (64 - KEY))) | U64(part)
