"""How alike two words are by their letters: old and olde, said and siad.

Optimal string alignment (Damerau 1964: a swap of two letters is one edit; a plain edit distance gives siad half a
likeness and loses one spelling variant in twelve), divided by the longer word.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from comparisons.engine.spans import I32, U64, Hash, Int, spans
from comparisons.engine.text.tokens import Tokens

FLOOR = 50  # of 100: below, two words are not near: hath and has are …
FLOOR_AMONG_MANY = 55  # … where there are only few pairs to choose from
SMALL = bytes(range(256)).lower()  # for each letter of ASCII the small one


class Letters:
    """The letters of a text, made ready when they are first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def folded(self) -> str | None:
        """The text in small letters, where it is ASCII: else `lower` would cost more than all that needs it."""
        return self.text.encode("ascii").translate(SMALL).decode("ascii") if self.text.isascii() else None

    @cached_property
    def points(self) -> NDArray[np.uint8] | NDArray[np.uint32]:
        """The code points of the small letters; a letter whose small form is of several is left as it is."""
        if self.folded is not None:
            return np.frombuffer(self.folded.encode("ascii"), np.uint8)
        points = np.frombuffer(bytearray(self.text.encode("utf-32-le", "surrogatepass")), np.uint32)
        points[points - np.uint32(ord("A")) < 26] += np.uint32(32)  # wraps below A, so that one comparison is enough
        far = np.flatnonzero(points > 127)
        distinct, number = np.unique(points[far], return_inverse=True)
        small = [chr(point).lower() for point in distinct.tolist()]
        folded = [ord(to) if len(to) == 1 else at for at, to in zip(distinct.tolist(), small, strict=True)]
        points[far] = np.array(folded, np.uint32)[number]
        return points

    @cached_property
    def line_feeds(self) -> NDArray[np.intp]:
        return np.flatnonzero(self.points == 10)


@dataclass
class Words:
    """n words of a text: as tokens, hashes, strings and sets of letters. `begin`, `end` are code points."""

    source: Letters
    token: Int  # int32[n]: which token of the text each is
    begin: Int  # int32[n]
    end: Int  # int32[n]
    fold: Hash  # uint64[n]

    @classmethod
    def of(cls, tokens: Tokens) -> Words:
        """The tokens with a letter or a digit."""
        token = np.flatnonzero(tokens.word).astype(I32)
        if len(token) == len(tokens):
            return cls(Letters(tokens.text), token, tokens.begin, tokens.end, tokens.fold)
        return cls(Letters(tokens.text), token, tokens.begin[token], tokens.end[token], tokens.fold[token])

    def __len__(self) -> int:
        return len(self.begin)

    def part(self, first: int, stop: int) -> Words:
        """The words [first, stop)."""
        if (first, stop) == (0, len(self)):
            return self
        one = slice(first, stop)
        return Words(self.source, self.token[one], self.begin[one], self.end[one], self.fold[one])

    def taken(self, at: Int) -> Words:
        """The words at `at`; an index beyond the end means the last word."""
        if len(at) == len(self) and np.array_equal(at, np.arange(len(self), dtype=I32)):
            return self
        token, begin, end = (field.take(at, mode="clip") for field in (self.token, self.begin, self.end))
        return Words(self.source, token, begin, end, self.fold.take(at, mode="clip"))

    def surfaces(self, at: Int) -> list[str]:
        """The words at `at` in small letters, each place read once."""
        wanted = np.zeros(len(self.begin), bool)
        wanted[at] = True
        read = np.flatnonzero(wanted)
        places = zip(self.begin[read].tolist(), self.end[read].tolist(), strict=True)
        if self.source.folded is None:
            words = [self.source.text[begin:end].lower() for begin, end in places]
        else:
            text = self.source.folded
            words = [text[begin:end] for begin, end in places]
        number = np.empty(len(self.begin), I32)
        number[read] = np.arange(len(read), dtype=I32)
        strings = np.empty(len(read), object)
        strings[:] = words
        listed: list[str] = strings[number[at]].tolist()
        return listed

    def lines(self, at: Int) -> Int:
        """int32[n]: the number of line feeds before each word at `at`."""
        return np.searchsorted(self.source.line_feeds, self.begin[at]).astype(I32)

    def letters(self, at: Int) -> Hash:
        """uint64[n]: the set of letters of each word at `at`, a letter hashed to one of 64 bits. No word is empty."""
        length = self.end[at] - self.begin[at]
        point = self.source.points[spans(self.begin[at], length)[0]].astype(U64)
        bit = U64(1) << ((point * U64(0x9E3779B97F4A7C15)) >> U64(58))
        return np.bitwise_or.reduceat(bit, np.cumsum(length) - length)


def likeness(a: Words, b: Words, at_a: Int, at_b: Int) -> Int:
    """int32[n]: how alike word `at_a[c]` of a and word `at_b[c]` of b are: 0, or `FLOOR` to 100."""
    score = cpdist(a.surfaces(at_a), b.surfaces(at_b), scorer=OSA.normalized_similarity, score_cutoff=FLOOR / 100)
    return (100 * score).round().astype(I32)


def perhaps_alike(set_a: Hash, set_b: Hash, longer: Int, floor: Int) -> NDArray[np.bool_]:
    """Whether words with these sets of letters, the longer of so many letters, can be alike to `floor` of 100.

    One edit changes at most two members of a set of letters; and words that are alike share half of the larger set.
    """
    most = np.maximum(np.bitwise_count(set_a), np.bitwise_count(set_b))
    apart = np.bitwise_count(set_a ^ set_b)
    shared = np.bitwise_count(set_a & set_b)
    perhaps: NDArray[np.bool_] = (shared * np.uint8(2) >= most) & (apart * np.int32(50) <= longer * (100 - floor))
    return perhaps
