"""How alike two words are by their letters: old and olde, said and siad.

Optimal string alignment (Damerau 1964: a swap of two letters is one edit; a plain edit distance gives siad half a
likeness and loses one spelling variant in twelve), divided by the longer word. Looked at is each distinct pair once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from comparisons.engine.matching.runs import Place
from comparisons.engine.spans import U64, Flags, Hash, where
from comparisons.engine.text.regular import Regular
from comparisons.engine.text.tokens import Tokens

FLOOR = 50  # of 100: below, two words are not near: hath and has are …
FLOOR_AMONG_MANY = 55  # … where there are only few pairs to choose from
SLOTS = 20  # log2 of the most places of a table of distinct words
MIXER = U64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Words:
    """n words of a text: which tokens they are, and their hashes."""

    tokens: Tokens
    token: Place  # [n]
    fold: Hash  # uint64[n]

    @classmethod
    def of(cls, tokens: Tokens, rules: Regular | None = None) -> Words:
        """The tokens with a letter or a digit; with rules, as they count, several words that count as one by their first."""
        if rules is None:
            return cls(tokens, tokens.words, tokens.word_fold)
        token = where(rules.word(tokens.word))
        return cls(tokens, token, rules.fold[token])

    def __len__(self) -> int:
        return len(self.token)

    def part(self, first: int, stop: int) -> Words:
        """The words [first, stop)."""
        return (
            self
            if (first, stop) == (0, len(self))
            else Words(self.tokens, self.token[first:stop], self.fold[first:stop])
        )

    def letters(self, at: Place) -> Place:
        """How many characters each word at `at` has."""
        token = self.token.take(at)
        return (self.tokens.end.take(token) - self.tokens.begin.take(token)).astype(np.int64)

    def small(self, at: Place) -> list[str]:
        """The words at `at` in small letters."""
        token, text = self.token.take(at), self.tokens.text
        places = zip(self.tokens.begin.take(token).tolist(), self.tokens.end.take(token).tolist(), strict=True)
        return [text[begin:end].lower() for begin, end in places]

    def lines(self, at: Place) -> Place:
        """The number of line feeds before each word at `at`."""
        feeds = where(np.frombuffer(self.tokens.coded.raw, np.uint8) == ord("\n"))
        return feeds.searchsorted(self.tokens.begin.take(self.token.take(at)))


@dataclass(frozen=True)
class Kinds:
    """Some words of two texts, each distinct one once: k kinds of n words. Words with one fold are of one kind, on
    whichever side they stand, so that what matching takes for equal is alike to the full whatever its letters."""

    number_a: Place  # [n of a]: the kind of each word
    number_b: Place  # [n of b]
    small: list[str]  # [k]: in small letters
    letters: Hash  # uint64[k]: the set of its letters, a letter hashed to one of 64 bits
    size: NDArray[np.uint8]  # [k]: how many of these
    length: NDArray[np.int32]  # [k]: how many letters

    @classmethod
    def of(cls, a: Words, at_a: Place, b: Words, at_b: Place) -> Kinds:
        """The kinds of the words at `at_a` and `at_b`."""
        first, number = distinct(np.concatenate((a.fold.take(at_a), b.fold.take(at_b))))
        of_a = int(first.searchsorted(len(at_a)))
        small = a.small(at_a.take(first[:of_a])) + b.small(at_b.take(first[of_a:] - len(at_a)))
        length = np.fromiter(map(len, small), np.int32, len(small))
        points = np.frombuffer("".join(small).encode("utf-32-le", "surrogatepass"), np.uint32)
        bit = U64(1) << ((points * MIXER) >> U64(58))
        letters = np.bitwise_or.reduceat(bit, length.cumsum() - length) if len(bit) else np.empty(0, np.uint64)
        size = np.bitwise_count(letters)
        return cls(number[: len(at_a)], number[len(at_a) :], small, letters, size, length)


def distinct(hashes: Hash) -> tuple[Place, Place]:
    """One place of each distinct hash, and the number of each among these. O(n) as long as most fit into a table."""
    slot = (hashes >> U64(64 - min(len(hashes).bit_length() + 1, SLOTS))).view(np.int64)
    holder = np.empty(1 << min(len(hashes).bit_length() + 1, SLOTS), np.int64)
    every = np.arange(len(hashes))
    holder[slot] = every  # of equal slots the last one holds it
    first = holder.take(slot)
    other = where(hashes.take(first) != hashes)
    if len(other):
        _, one, kind = np.unique(hashes.take(other), return_index=True, return_inverse=True)
        first[other] = other.take(one).take(kind)
    kinds = where(first == every)
    number = holder if len(holder) >= len(hashes) else np.empty(len(hashes), np.int64)
    number[kinds] = np.arange(len(kinds))
    return kinds, number.take(first)


def likeness(kinds: Kinds, one: Place, other: Place) -> Place:
    """[n]: how alike the kinds `one[c]` and `other[c]` are: 0, or `FLOOR` to 100."""
    first, number = distinct((one * len(kinds.small) + other).view(np.uint64) * MIXER)
    small_a, small_b = ([kinds.small[kind] for kind in of.take(first).tolist()] for of in (one, other))
    score = cpdist(small_a, small_b, scorer=OSA.normalized_similarity, score_cutoff=FLOOR / 100)
    return (100 * score).round().astype(np.int64).take(number)


def perhaps_alike(
    set_a: Hash, set_b: Hash, length_a: NDArray[np.int32], length_b: NDArray[np.int32], floor: NDArray[np.integer]
) -> Flags:
    """Whether words with these sets of letters, of so many letters, can be alike to `floor` of 100.

    One edit changes at most two members of a set of letters and the length by one; and words that are alike share half
    of the larger set.
    """
    most = np.maximum(np.bitwise_count(set_a), np.bitwise_count(set_b))
    shared = np.bitwise_count(set_a & set_b)
    edits = np.maximum(np.bitwise_count(set_a ^ set_b), 2 * np.abs(length_a - length_b))
    perhaps: Flags = (shared * np.uint8(2) >= most) & (edits * 50 <= np.maximum(length_a, length_b) * (100 - floor))
    return perhaps
