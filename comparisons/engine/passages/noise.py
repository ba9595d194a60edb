"""How damaged texts are: the share of their words that look like another word with one letter wrong.

A scanner's fault makes a word that nobody else uses out of one that many use. So of the long words that occur once,
those are counted that differ in one letter from a frequent word; what is left of clean prose are inflections, which
mostly differ in length.
"""

from __future__ import annotations

import numpy as np

from comparisons.engine.passages.collection import Collection, Place, Vocabulary

SHORTEST = 5  # letters of a word that is looked at
FREQUENT = 8  # occurrences of a word that is taken for sound
SAMPLE = 4000  # words that are looked at
NOISY = 0.06  # share of the long words that are damaged in texts that need seeds of two words


def damaged(vocabulary: Vocabulary, count: Place) -> float:
    """The share of the words of five letters and more that are damaged, from a sample. `count` int64[v]: how often
    each word stands in the texts. O(v)."""
    long = vocabulary.length >= SHORTEST
    once = np.flatnonzero(long & (count == 1))
    words = int(count[long].sum())
    if not len(once) or not words:
        return 0.0
    sound = np.flatnonzero(long & (count >= FREQUENT))
    known = {mask for word in vocabulary.strings(sound) for mask in _masks(word)}
    some = once[:: 1 + len(once) // SAMPLE]  # ascending by hash: in no order that means anything
    wrong = sum(any(mask in known for mask in _masks(word)) for word in vocabulary.strings(some))
    return wrong / len(some) * len(once) / words


def noisy(collection: Collection) -> bool:
    """Whether passages are to be sought with seeds that survive many damaged words."""
    return too_damaged(collection.vocabulary, np.bincount(collection.word, minlength=len(collection.vocabulary.hash)))


def too_damaged(vocabulary: Vocabulary, count: Place) -> bool:
    """The same of words that were counted elsewhere."""
    return damaged(vocabulary, count) >= NOISY


def _masks(word: str) -> list[str]:
    """The word with each of its letters left open."""
    return [f"{word[:at]}\0{word[at + 1 :]}" for at in range(len(word))]
