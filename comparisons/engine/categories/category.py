"""What kind of difference a change is, and whether the profile folds it away.

The category is the first that, with those before it, makes the two readings equal: each step folds more than the
one before. What no folding makes equal is orthographic where the letters are near, else a substitution. One-sided
changes are quotation or punctuation where they are marks alone, else an addition or an omission.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from comparisons.engine.options import Options
from comparisons.engine.result import CATEGORIES, Byte
from comparisons.engine.text.folding import FOLDED
from comparisons.engine.text.numerals import numerals, perhaps_numbers
from comparisons.engine.text.profile import fold

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
    if a.isascii() and b.isascii() and a.lower() == b.lower():
        return CASE  # the commonest, without the ladder
    if _PLAIN.fullmatch(a) and _PLAIN.fullmatch(b):  # nor do the steps before CASE change these
        return DIVISION if undivided(a) == undivided(b) else _of_unlike(a, b)
    if _has_line_end_hyphen(a) != _has_line_end_hyphen(b) and undivided(a) == undivided(b):
        return DIVISION
    for step, ignore in enumerate(_LADDER):
        x, y = fold(a, ignore).strip(), fold(b, ignore).strip()
        if x == y:
            return step
    if x and y and undivided(x) == undivided(y):
        return DIVISION
    return _of_unlike(a, b)


_PLAIN = re.compile(r"[A-Za-z]+(?:[ -][A-Za-z]+)*")


def _of_unlike(a: str, b: str) -> int:
    return int(of_unequal([letters(a)], [letters(b)], lambda _: (a, b))[0])


def of_unequal(x: list[str], y: list[str], readings: Callable[[int], tuple[str, str]]) -> Byte:
    """uint8[n]: the category of pairs of readings that no folding makes equal: number, orthographic or substitution.

    `x`, `y`: the `letters` of each; `readings` gives a pair itself, which only numbers need.
    """
    scores = cpdist(x, y, scorer=OSA.normalized_similarity, score_cutoff=NEAR) if x else np.empty(0)
    found = np.where(scores > 0, np.uint8(ORTHOGRAPHIC), np.uint8(SUBSTITUTION))
    for at in perhaps_numbers(x, y):
        one, other = x[at], y[at]
        if one and other:
            a, b = readings(at)
            if numerals(a.casefold()) == numerals(b.casefold()):
                found[at] = NUMBER
                continue
        if not one or not other or (one + other).isnumeric():  # marks on one side
            found[at] = SUBSTITUTION
    for side in (x, y):
        if max(map(len, side), default=0) > LONG:
            for at, reading in enumerate(side):
                if len(reading) > LONG:  # too long to compare
                    found[at] = SUBSTITUTION
    return found


def letters(reading: str) -> str:
    """The letters and digits of a reading, folded; of one that is too long to compare its begin."""
    reading = reading[: LONG + 1]
    if reading.isascii():
        return ascii_letters(reading.encode()).replace("\0", "")
    return "".join(letter for letter in "".join(map(FOLDED.fold, reading)) if letter.isalnum())


def ascii_letters(content: bytes) -> str:
    """The letters and digits of ASCII text, folded, and its NULs."""
    return content.translate(_SMALL, _NO_LETTERS).decode()


_NO_LETTERS = bytes(code for code in range(1, 128) if not chr(code).isalnum())


def of_marks(text: str) -> int:
    """The category of a reading without words that the other side lacks."""
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
    """A reading folded, without blanks and hyphens: equal for words that were only joined or divided."""
    if text.isascii():
        plain = text.encode().translate(_SMALL, _DIVIDING).decode()
        if plain.isalnum():  # nothing else is left that folding changes
            return plain
    return _DIVIDER.sub("", fold(text, _LADDER[ACCENT]))


_SMALL = bytes(range(256)).lower()
_DIVIDING = b" \t\n\r\f\v-'`\""  # of ASCII: blanks, hyphens and quotation marks
_DIVIDER = re.compile(r"[\s\u00ad‐‑-]+")
