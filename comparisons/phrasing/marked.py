"""The words of a passage on both sides, marked as in a comparison: what is shared, and what each side has alone.

The marks come from the same alignment as a comparison of the two texts would give.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from comparisons.engine.categories.category import category
from comparisons.engine.categories.letters import Span
from comparisons.engine.categories.letters import letters as changed_letters
from comparisons.engine.changes import changes
from comparisons.engine.comparison import compare
from comparisons.engine.passages.readings import shared_words
from comparisons.engine.result import CATEGORIES
from comparisons.pairs.marking import BY_LETTERS, LIGHT

MOST = 60_000  # code points of both sides that are aligned for a card; longer ones are a comparison's work
LONGEST, HEAD, TAIL = 1_600, 1_000, 300  # of a side that are shown whole; of a longer one its begin and its end


@dataclass(frozen=True, slots=True)
class Mark:
    """What differs on one side: where, the category, and the letters in it that differ. Code points of that side."""

    begin: int
    end: int
    category: str
    letters: Sequence[Span] = ()


def marks(a: str, b: str) -> tuple[list[Mark], list[Mark]]:
    """What differs in each of two readings of one passage; of a move both its places, without what changed inside."""
    sides: tuple[list[Mark], list[Mark]] = ([], [])
    for change in changes(compare(a, b)):
        if change.move >= 0 and change.type != "move":
            continue
        letters: tuple[Sequence[Span], Sequence[Span]] = ((), ())
        if change.category in BY_LETTERS and change.a[0] < change.a[1] and change.b[0] < change.b[1]:
            letters = changed_letters(a[slice(*change.a)], b[slice(*change.b)])
        for side, span, inside in zip(sides, (change.a, change.b), letters, strict=True):
            if span[0] < span[1]:
                side.append(Mark(*span, change.category, inside))
    return sides[0], sorted(sides[1], key=lambda mark: mark.begin)


def marks_beside(one: str, others: Sequence[str]) -> list[list[Mark]]:
    """What differs in each of many readings from `one`, of their words alone: all are aligned at once, in the time that a
    comparison of two of them takes."""
    made = []
    for text, shared in zip(others, shared_words(one, others), strict=True):
        found: list[Mark] = []
        done = done_one = 0
        for begin_one, end_one, begin, end in [*shared.tolist(), [len(one), len(one), len(text), len(text)]]:
            if any(letter.isalnum() for letter in text[done:begin]):
                instead = any(letter.isalnum() for letter in one[done_one:begin_one])
                found.append(_trimmed(text, done, begin, "substitution" if instead else "addition"))
            a, b = one[begin_one:end_one], text[begin:end]
            if a != b:
                kind = CATEGORIES[category(a, b)]
                found.append(Mark(begin, end, kind, changed_letters(a, b)[1] if kind in BY_LETTERS else ()))
            done, done_one = end, end_one
        made.append(found)
    return made


def _trimmed(text: str, begin: int, end: int, kind: str) -> Mark:
    """The words in this stretch, without the marks and blanks on either side of them."""
    while not text[begin].isalnum():
        begin += 1
    while not text[end - 1].isalnum():
        end -= 1
    return Mark(begin, end, kind)


@lru_cache(maxsize=1024)
def sides(a: str, b: str) -> tuple[SafeString, SafeString]:
    """Both readings as HTML: shared words in `.shared`, others in `<del>` (a) and `<ins>` (b). O(n log n).

    Kept by the words themselves, so a page that is opened again does not align them again.
    """
    found = marks(a, b) if a != b and len(a) + len(b) <= MOST else ([], [])
    return written(a, found[0], "del"), written(b, found[1], "ins")


def written(text: str, found: Sequence[Mark], element: str) -> SafeString:
    """A reading with its marks; the middle of a very long one is left out, and it is said how much."""
    if len(text) <= LONGEST:
        return mark_safe(_stretch(text, found, element, 0, len(text)))
    head, tail = _blank(text, HEAD), _blank(text, len(text) - TAIL)
    cut = f' <span class="cut">… {tail - head:,} characters …</span> '
    return mark_safe(_stretch(text, found, element, 0, head) + cut + _stretch(text, found, element, tail, len(text)))


def _stretch(text: str, found: Sequence[Mark], element: str, begin: int, end: int) -> str:
    made, done = [], begin
    for mark in found:
        low, high = max(mark.begin, done), min(mark.end, end)
        if low >= high:
            continue
        made.append(_shared(text[done:low]))
        light = ' class="light"' if mark.category in LIGHT else ""
        inside = _lettered(text, mark, low, high)
        made.append(f'<{element} data-category="{mark.category}"{light}>{inside}</{element}>')
        done = high
    made.append(_shared(text[done:end]))
    return "".join(made)


def _shared(text: str) -> str:
    words = text.strip()
    if not words:
        return escape(text)
    at = text.index(words)
    return f'{escape(text[:at])}<span class="shared">{escape(words)}</span>{escape(text[at + len(words) :])}'


def _lettered(text: str, mark: Mark, low: int, high: int) -> str:
    made, done = [], low
    for first, last in mark.letters:
        begin, end = max(mark.begin + first, done), min(mark.begin + last, high)
        if begin < end:
            made.append(f"{escape(text[done:begin])}<mark>{escape(text[begin:end])}</mark>")
            done = end
    return "".join(made) + escape(text[done:high])


def _blank(text: str, near: int) -> int:
    """The blank after this place, or the place itself where no blank is near."""
    for at in range(near, min(near + 40, len(text))):
        if text[at].isspace():
            return at
    return near
