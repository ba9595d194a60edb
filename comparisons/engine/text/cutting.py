"""Where a long text may be cut to be shown in parts: at the end of a word, never inside what a reader sees as a character."""

from __future__ import annotations

from comparisons.engine.text.graphemes import code_points, inside

LOOK = 24  # characters on either side that tell whether a place lies inside a cluster


def word_end(text: str, begin: int, at: int) -> int:
    """The last place in (begin, at] before which a blank stands; without blanks the last one between two characters as
    a reader sees them. `at` itself where there is none."""
    blank = text.rfind(" ", begin, at)
    if blank >= 0 and blank + 1 > begin and whole(text, blank + 1):
        return blank + 1
    for place in range(at, begin, -1):
        if whole(text, place):
            return place
    return at


def whole(text: str, place: int) -> bool:
    """Whether no character, as a reader sees it, goes over the place."""
    begin = max(0, place - LOOK)
    joined = inside(code_points(text[begin : place + LOOK]))
    return place - begin >= len(joined) or not joined[place - begin]
