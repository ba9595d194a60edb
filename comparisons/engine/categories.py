"""What kind of difference a change is, and whether the profile folds it away.

The category is the first that, with those before it, makes the two readings equal: each step folds more than the
one before. What no folding makes equal is orthographic where the letters are near, else a substitution. One-sided
changes are quotation or punctuation where they are marks alone, else an addition or an omission.
"""

from __future__ import annotations

from functools import lru_cache

from rapidfuzz.distance import OSA

from comparisons.engine.numerals import numerals
from comparisons.engine.options import Options
from comparisons.engine.readings import fold
from comparisons.engine.result import CATEGORIES

(
    WHITESPACE,
    ENCODING,
    QUOTATION,
    PUNCTUATION,
    CASE,
    ACCENT,
    NUMBER,
    DIVISION,
    ORTHOGRAPHIC,
    SUBSTITUTION,
    ADDITION,
    OMISSION,
) = range(len(CATEGORIES))

NEAR = 0.55  # of the letters, Damerau's distance (optimal string alignment): the threshold of the matching
LONG = 400  # code points: longer readings are not compared letter by letter

_LADDER = tuple(
    frozenset(CATEGORIES[: step + 1]) for step in (WHITESPACE, ENCODING, QUOTATION, PUNCTUATION, CASE, ACCENT)
)


def category(a: str, b: str) -> int:
    """The category of two different readings, both not empty. O(length), but for near readings up to `LONG`."""
    if _has_line_end_hyphen(a) != _has_line_end_hyphen(b) and undivided(a) == undivided(b):
        return DIVISION
    for step, ignore in enumerate(_LADDER):
        x, y = fold(a, ignore), fold(b, ignore)
        if x == y:
            return step if x else PUNCTUATION if step > QUOTATION else step
    if not x or not y:  # marks on one side, words on the other
        return SUBSTITUTION
    if numerals(x) == numerals(y):
        return NUMBER
    x, y = _letters(x), _letters(y)
    if x and x == y:
        return DIVISION
    return ORTHOGRAPHIC if near(x, y) else SUBSTITUTION


def near(x: str, y: str) -> bool:
    """Near by letters: two folded readings without blanks, at least one of them with a letter."""
    if not x or not y or max(len(x), len(y)) > LONG or (x.isnumeric() and y.isnumeric()):
        return False
    return OSA.normalized_similarity(x, y, score_cutoff=NEAR) > 0


def one_sided(text: str, word: bool, dropped: bool) -> int:
    """The category of a reading that the other side lacks; `word`: it holds a word; `dropped`: b lacks it."""
    if word:
        return OMISSION if dropped else ADDITION
    for step, ignore in enumerate(_LADDER[:PUNCTUATION]):
        if not fold(text, ignore).strip():
            return step
    return PUNCTUATION


def is_ignored(a: str, b: str, options: Options) -> bool:
    """Whether the profile folds the difference between two readings away (either may be empty)."""
    return bool(options.ignore) and (
        fold(a, options.ignore, options.rules).strip() == fold(b, options.ignore, options.rules).strip()
    )


def _has_line_end_hyphen(text: str) -> bool:
    return "-\n" in text or "\N{SOFT HYPHEN}\n" in text or "‐\n" in text


def undivided(text: str) -> str:
    """The letters and digits of a reading, folded: equal for words that were only joined or divided."""
    return _letters(fold(text, _LADDER[ACCENT]))


@lru_cache(maxsize=65536)
def _letters(text: str) -> str:
    """The letters and digits alone, as the division of words does not see blanks, hyphens and marks."""
    return "".join(letter for letter in text if letter.isalnum())
