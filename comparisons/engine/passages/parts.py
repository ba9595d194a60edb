"""The words of a text that passages are made of: tokens with a letter or a digit, compounds in their parts.

*Working-class*, *don’t* and *w.ith* are two words each here: so one print's *working class* is the other's
*working-class*, and a fault of the scanner spoils a word and not three. An abbreviation (*U.S.S.R.*) stays whole, and so
does a word that a line end divides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from comparisons.engine.spans import I32, Hash, Int
from comparisons.engine.spans import Flags as Bool
from comparisons.engine.text import characters as kinds
from comparisons.engine.text.tokens import Tokens, tokenise


@dataclass(frozen=True, slots=True)
class Words:
    """The n words of one text. Offsets are code points."""

    begin: Int  # int32[n]
    end: Int  # int32[n]
    fold: Hash  # uint64[n]: as in `Tokens`
    free: Bool  # bool[n]: stands apart from the word before it, and is no syllable or part of a compound

    @classmethod
    def of(cls, text: str) -> Words:
        """O(n) time and memory."""
        tokens = tokenise(text)
        if not tokens.word.all():
            word = np.flatnonzero(tokens.word)
            tokens = replace(tokens, begin=tokens.begin[word], end=tokens.end[word], word=tokens.word[word])
        tokens = _divided(tokens)
        return cls(tokens.begin, tokens.end, tokens.fold, _free(tokens))


def _divided(tokens: Tokens) -> Tokens:
    """The tokens, all of them words, with compounds in their parts."""
    kind, _ = tokens.coded.kinds()
    joint = np.flatnonzero((kind - np.uint8(kinds.APOSTROPHE)) <= kinds.DOT - kinds.APOSTROPHE).astype(I32)
    if not len(joint) or not len(tokens):
        return tokens
    owner = np.searchsorted(tokens.begin, joint, "right") - 1
    inside = (owner >= 0) & (joint > tokens.begin[owner]) & (joint + 1 < tokens.end[owner])
    joint = joint[inside]
    # A full stop divides words, not the single letters of an abbreviation.
    letter = np.append(kind >= kinds.LETTER, [False, False])
    joint = joint[(kind[joint] != kinds.DOT) | letter[joint - 2] & (joint > 1) | letter[joint + 2]]
    if len(tokens.line_ends):
        line = np.searchsorted(tokens.line_ends[:, 0], joint, "right") - 1
        joint = joint[(line < 0) | (joint >= tokens.line_ends[line, 1])]
    begin = np.sort(np.concatenate((tokens.begin, joint + I32(1))))
    end = np.sort(np.concatenate((tokens.end, joint)))
    some = end > begin
    return replace(tokens, begin=begin[some], end=end[some], word=np.ones(np.count_nonzero(some), bool))


def _free(tokens: Tokens) -> Bool:
    """bool[n]: whether a blank, or nothing at all as in scripts without blanks, stands before each word."""
    begin, end = tokens.begin, tokens.end
    free = np.ones(len(begin), bool)
    gap = begin[1:] - end[:-1]
    doubtful = np.flatnonzero((gap > 0) & (gap < 3))
    kind, _ = tokens.coded.kinds()
    blank = kind == kinds.SPACE
    free[doubtful + 1] = blank[end[doubtful]] | blank[begin[doubtful + 1] - 1]
    return free
