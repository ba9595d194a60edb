"""A collection of documents whose words were kept: of all their words, or of those stretches that are wanted."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from comparisons.engine.passages.collection import Collection, Place, Vocabulary, assembled
from comparisons.engine.passages.frequencies import Frequencies, weigh
from comparisons.engine.passages.kept import Head, Kept
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.skeletons import Points, Skeletons
from comparisons.engine.spans import I32, U64, Hash, Int
from comparisons.engine.text.hashing import spans

Stretch = tuple[int, int]  # positions [begin, end) in a document
BY_WORD = ("begin", "end", "word", "hash", "free", "alone", "given")


def collected(
    heads: Sequence[Head],
    parts: Sequence[Kept],
    table: Frequencies,
    options: Options,
    stretches: Sequence[Sequence[Stretch]] | None = None,
) -> Collection:
    """The documents as one collection, as `laid_out` and `weigh` make it of their texts.

    `stretches`: those of each document that are wanted. What stands elsewhere is left out, at no cost, and must not be
    looked at; nor what the first word of a stretch says after the word before it. O(words wanted, log n).
    """
    if stretches is None:
        whole = laid_again(heads, parts)
        weigh(whole, table, options)
        return whole
    few = _laid(heads, parts, stretches)
    weigh(few, table, options)
    bounds = np.cumsum([0, *(head.words for head in heads)], dtype=np.int64)
    low = [bounds[number] + begin for number, some in enumerate(stretches) for begin, _ in some]
    size = [end - begin for some in stretches for begin, end in some]
    at = spans(np.array(low, np.int64), np.array(size, np.int64))[0]
    for name in BY_WORD:
        given = getattr(few, name)
        # Zeros take no memory where nothing is written; of words that are not known none is bound.
        every = np.ones(int(bounds[-1]), bool) if name == "free" else np.zeros(int(bounds[-1]), given.dtype)
        every[at] = given
        setattr(few, name, every)
    few.bounds = bounds
    few.home = np.repeat(np.arange(len(heads), dtype=I32), np.diff(bounds))
    return few


def laid_again(heads: Sequence[Head], parts: Sequence[Kept]) -> Collection:
    """The documents as one collection, as `laid_out` makes it of their texts, not weighed. O(n + distinct words, log n)."""
    return _laid(heads, parts, [[(0, head.words)] for head in heads])


def _laid(heads: Sequence[Head], parts: Sequence[Kept], stretches: Sequence[Sequence[Stretch]]) -> Collection:
    """The wanted words of each document end to end."""
    word: list[Int] = []
    hashes, length, points = [np.empty(0, U64)], [np.empty(0, np.int64)], [np.empty(0, np.uint32)]
    begin, end, free = [], [], []
    found = 0
    for part, some in zip(parts, stretches, strict=True):
        numbers = np.concatenate([part.word[:0], *(part.word[low:high] for low, high in some)])
        used = np.zeros(len(part.hash), bool)
        used[numbers] = True
        place = np.cumsum(used, dtype=I32)
        word.append(place[numbers] + I32(found - 1))
        known = np.flatnonzero(used)
        found += len(known)
        hashes.append(part.hash[known])
        length.append(part.length[known].astype(np.int64))
        points.append(part.points[spans(part.starts[known], length[-1])[0]])
        for low, high in some:
            end.append(part.ends[low:high])
            begin.append(end[-1] - part.size[low:high].astype(I32))
            free.append(part.free[low:high])
    vocabulary, again = _vocabulary(np.concatenate(hashes), np.concatenate(length), np.concatenate(points))
    return assembled(
        ids=[head.id for head in heads],
        ranks=[head.rank for head in heads],
        groups=[head.group for head in heads],
        sizes=[sum(high - low for low, high in some) for some in stretches],
        begin=begin,
        end=end,
        free=free,
        word=[again[numbers] for numbers in word],
        vocabulary=vocabulary,
    )


def _vocabulary(hashes: Hash, length: Place, points: Points) -> tuple[Vocabulary, Int]:
    """The vocabulary of these words, and the number in it of each."""
    known, first, again = np.unique(hashes, return_index=True, return_inverse=True)
    start, size = (np.cumsum(length) - length)[first], length[first]
    at = np.cumsum(size + 1) - size - 1
    letters = np.zeros(int(size.sum()) + len(size), np.uint32)
    letters[spans(at, size)[0]] = points[spans(start, size)[0]]
    return Vocabulary.of(known, Skeletons(letters, at, size)), again.astype(I32)
