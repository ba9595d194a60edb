"""Plain text: kept as it stands, but for the navigation that a copied web page begins with.

The rule, so that an editor can foresee it. Left out, listed, and put back at a click is a run of lines that
- begins the text (blank lines before it aside) and ends at a blank line,
- has `LINES` lines or more, all different, none longer than `CHARACTERS` characters or `WORDS` words,
- has no line that ends like a sentence or a verse (a full stop, comma, colon, dash … or a closing quotation mark),
- each beginning with a capital, a digit or a letter of a script without capitals,
- and is followed by at least `TIMES` times as much text, with a line longer than `PROSE` characters in it.
A title with its subtitle and author is shorter than that; a stanza has its commas, and no prose after it.
"""

from __future__ import annotations

from corpus.extraction.base import Dropped

LINES = 5
CHARACTERS = 40
WORDS = 5
TIMES = 4
PROSE = 120
ENDS = tuple(".,;:!?…-–—\"'”’»)]")

WHY = "short lines before the text, like the navigation of a web page"


def navigation(text: str) -> tuple[str, tuple[Dropped, ...]]:
    """`text` (lines ended by U+000A) without the navigation at its head, and what that was. Linear time."""
    lines, begin, end = _head(text)
    if end - begin < LINES or not _looks_like_navigation(lines[begin:end]):
        return text, ()
    blank = end
    while blank < len(lines) and not lines[blank].strip():
        blank += 1
    if blank == end or blank >= len(lines):
        return text, ()
    at = sum(len(line) + 1 for line in lines[:blank])
    rest = text[at:]
    said = "\n".join(lines[begin:end])
    if len(rest) < TIMES * len(said) or not any(len(line) > PROSE for line in rest.split("\n")):
        return text, ()
    return rest, (Dropped(begin + 1, end, said, WHY, blank_after=blank - end),)


def _head(text: str) -> tuple[list[str], int, int]:
    """The first lines of the text, and the run of those that are not blank that it begins with."""
    lines = text[:20_000].split("\n")[:-1] if len(text) > 20_000 else text.split("\n")
    begin = 0
    while begin < len(lines) and not lines[begin].strip():
        begin += 1
    end = begin
    while end < len(lines) and lines[end].strip():
        end += 1
    return lines, begin, end


def _looks_like_navigation(lines: list[str]) -> bool:
    said = [line.strip() for line in lines]
    return len(set(said)) == len(said) and all(
        len(line) <= CHARACTERS
        and len(line.split()) <= WORDS
        and not line.endswith(ENDS)
        and (line[0].isupper() or line[0].isdigit() or (line[0].isalpha() and not line[0].islower()))
        for line in said
    )
