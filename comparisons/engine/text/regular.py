"""Regularisation rules in matching: what each word counts as, also where several words count as one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from comparisons.engine.options import Options
from comparisons.engine.result import Bool, Int
from comparisons.engine.text.hashing import Hash
from comparisons.engine.text.profile import keys, rule_places
from comparisons.engine.text.tokens import Tokens, tokenise


@dataclass(frozen=True, slots=True)
class Regular:
    """n tokens, and the k places among them where a rule holds, in order."""

    fold: Hash  # uint64[n]: as that of the tokens; of the first token of a place, that of what the words count as
    span: Int  # int32[k, 2]: the tokens of each place, half open

    def word(self, word: Bool) -> Bool:
        """bool[n]: `word` without the tokens that count with the one before them."""
        chosen = word.copy()
        for begin, end in self.span[self.span[:, 1] - self.span[:, 0] > 1].tolist():
            chosen[begin + 1 : end] = False
        return chosen


def past(token: Int, rules: Regular | None) -> Int:
    """int32[n]: the token after each word that begins at `token`, or after the place that begins there."""
    end: Int = token + np.int32(1)
    if rules is not None and len(rules.span):
        at = np.minimum(np.searchsorted(rules.span[:, 0], token), len(rules.span) - 1)
        end = np.where(rules.span[at, 0] == token, rules.span[at, 1], end)
    return end


def regular(tokens: Tokens, options: Options) -> Regular | None:
    """Where the rules of `options` hold; None where it has none, so that nothing is computed.

    Matching looks through case, so the rules hold here for capitals, too; what is ignored is decided later, reading
    by reading. O(n).
    """
    if not options.rules:
        return None
    plain = (options.ignore | {"case"}) - {"rules"}
    fold = tokens.fold.copy()
    span = []
    for begin, end, _, words in rule_places(keys(tokens, plain), options.rules, plain):
        fold[begin] = _counts_as(words)
        span.append((begin, end))
    return Regular(fold, np.array(span, np.int32).reshape(-1, 2))


@lru_cache(maxsize=4096)
def _counts_as(words: str) -> np.uint64:
    """The fold of a regular word as it stands in a text; of several, a hash of all of theirs."""
    own = tokenise(words)
    fold = own.fold[own.word] if own.word.any() else own.fold
    if len(fold) == 1:
        return np.uint64(fold[0])
    value = 0
    for one in fold.tolist():
        value = ((value ^ one) * 0x9E3779B97F4A7C15 + 1) & 0xFFFFFFFFFFFFFFFF
    return np.uint64(value)
