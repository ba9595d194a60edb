"""Readings of a text, cut out one by one only where somebody asks; their letters are taken all at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.categories.category import LONG, ascii_letters, letters
from comparisons.engine.operations.alignment import Hash
from comparisons.engine.operations.letter_sums import letter_sums
from comparisons.engine.result import Bool, Int
from comparisons.engine.spans import where
from comparisons.engine.text.hashing import spans
from comparisons.engine.text.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Readings:
    """n readings: where each begins and ends in the text, in code points. They may overlap, and stand in any order."""

    tokens: Tokens
    begin: Int  # int32[n]
    end: Int  # int32[n]

    def __getitem__(self, number: int) -> str:
        return self.tokens.text[self.begin[number] : self.end[number]]

    def at(self, which: NDArray[np.integer]) -> Readings:
        return Readings(self.tokens, self.begin.take(which), self.end.take(which))

    def some(self) -> Bool:
        """bool[n]: not empty."""
        some: Bool = self.end > self.begin
        return some

    def sums(self) -> Hash:
        """uint64[n]: as `letter_sums`."""
        return letter_sums(self.tokens.coded, self.begin, self.end)

    def letters(self) -> list[str]:
        """`letters` of each, in one pass but for the long ones and those that are not ASCII. O(length of them all)."""
        coded = self.tokens.coded
        length = (self.end - self.begin).astype(np.int64)
        odd = length > LONG
        if len(coded.far):
            odd |= coded.far.searchsorted(self.begin) < coded.far.searchsorted(self.end)
        length[odd] = 0
        length += 1  # a NUL after each parts them
        at, _ = spans(self.begin, length)
        content = np.frombuffer(coded.raw, np.uint8).take(at)
        content[length.cumsum() - 1] = 0
        found = ascii_letters(content.tobytes()).split("\0")[:-1]
        if len(found) != len(length):  # one of them holds the mark that parts them
            return [letters(self[number]) for number in range(len(length))]
        for number in where(odd).tolist():
            found[number] = letters(self[number])
        return found
