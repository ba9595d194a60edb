"""A text as segments: headings, paragraphs and lines, found from line breaks alone.

A **block** is a run of lines without a blank line between them. Its segments:

* **Heading**: a line marked `#` to `######` as in Markdown; or a short line (at most 80 characters, begins with a
  capital or a digit, does not end like a sentence or a clause) in one of these places: at the head of a block, directly
  above a line much longer than itself or a wrapped paragraph; alone in its block, with a longer line after it and without
  a mark of exclamation or question; or in a block of up to three lines that are all like that (title and subtitle).
* **Paragraph**: a *wrapped* block is one. It has three lines or more, all but the last near one width of 30 characters
  or more: the first word of the next line would not have fitted. Lines that all begin with a capital are verse and
  not wrapped. Where a line ends short of the width *and* ends a sentence, a new paragraph begins. In a text with wrapped
  blocks a block of two lines that goes on with a small letter at the same width is a paragraph too.
* **Line**: any other line. It counts as a paragraph where it is alone in its block or longer than 120 characters.

A line is never parted from the one that a line-end hyphen joins it to. Line breaks are LF, CR, CRLF, form feed,
NEL, U+2028 and U+2029; form feed and U+2029 end a block as a blank line does.
"""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.result import Segments
from comparisons.engine.text.coded_text import CodedText

KINDS = ("heading", "paragraph", "line")
HEADING, PARAGRAPH, LINE = range(3)

LONGEST_HEADING, LONGEST_LINE = 80, 120
LEAST_WIDTH, MOST_WIDTH = 30, 200
MARKED = re.compile(r"(#{1,6})[ \t]+\S")
HYPHENS = "-\u00ad‐‑⸗¬"
BREAKS = (0x85, 0x2028, 0x2029)  # line breaks beyond ASCII
HYPHENATED = re.compile(rf"[^\W\d_][{HYPHENS}]\Z")
SENTENCE_END = re.compile(r"[.!?…:;。！？؟।][\"'”’»)\]]*\Z")
NO_HEADING_END = re.compile(r"[.,;:…\-–—。，、][\"'”’»)\]]*\Z")
CLOSERS = frozenset(".!?…:;。！？؟।,-–—，、")  # what no line ends with that is alone in its block and a heading
Line = tuple[int, int]  # begin and end, without the blanks at its edges
Segment = tuple[int, int, int, int]  # begin, end, kind, level


def segment(text: str, coded: CodedText | None = None) -> Segments:
    """The segments of any text, in order; what is between them is white space. O(n), some 15 ms for 4 MB.

    `coded`: the same text, where it is at hand as arrays.
    """
    begin, end, block, simple = lines(text, coded or CodedText(text))
    length = end - begin
    edges = np.flatnonzero(np.diff(block, prepend=-1, append=-1))
    plain = _plain_paragraphs(text, begin, end, edges, simple)
    at = edges[:-1][plain]
    tables = [np.column_stack((begin[at], end[at], np.full_like(at, PARAGRAPH), np.zeros_like(at)))]
    found: list[Segment] = []
    couples: list[int] = []  # where blocks of two lines stand in `found`
    widths: list[int] = []  # of wrapped blocks
    starts, stops = begin.tolist(), end.tolist()
    many = False
    for index in np.flatnonzero(~plain).tolist():
        first, last = int(edges[index]), int(edges[index + 1])
        own = list(zip(starts[first : first + 4], stops[first : first + 4], strict=True))
        if last - first > 3 and simple[first:last].all() and length[first + 1 : last].max() > MOST_WIDTH:
            # A line a segment, however many there are: only the first can be a heading.
            found += _piece(text, own[:2], False)[:1]
            rest = length[first + 1 : last]
            kind = np.where(rest > LONGEST_LINE, PARAGRAPH, LINE)
            if found[-1][2] == PARAGRAPH and length[first] <= LONGEST_LINE:
                found[-1] = (*own[0], LINE, 0)
            tables.append(np.column_stack((begin[first + 1 : last], end[first + 1 : last], kind, np.zeros_like(rest))))
            many = True
            continue
        below = stops[last] - starts[last] if last < len(starts) else 0
        own = list(zip(starts[first:last], stops[first:last], strict=True))
        added = _block(text, own, index == 0, below)
        if len(own) == 2 and [segment[2] for segment in added] == [LINE, LINE]:
            couples.append(len(found))
        elif 2 < len(own) > len(added):
            widths.append(int(length[first:last].max()))
        found += added
    if widths and couples and not many:
        found = _paired(text, found, couples, sorted(widths)[len(widths) // 2])
    table = np.concatenate((*tables, np.array(found, np.int64).reshape(-1, 4)))
    table = table[np.argsort(table[:, 0], kind="stable")]
    return Segments(table[:, :2].astype(np.int32), table[:, 2].astype(np.uint8), table[:, 3].astype(np.uint8))


def _plain_paragraphs(
    text: str, begin: NDArray[np.int64], end: NDArray[np.int64], edges: NDArray[np.int64], simple: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which blocks are one line that is surely a paragraph, seen by its length and its last character: most of a long
    text, whose blocks one by one would take seconds."""
    first, count = edges[:-1], np.diff(edges)
    length = end - begin
    below = np.append(length, 0)[first + count]
    ends = np.fromiter((text[at] in CLOSERS for at in (end[first] - 1).tolist()), np.bool_, len(first))
    never = ends | (length[first] > LONGEST_HEADING) | (below <= length[first])
    plain: NDArray[np.bool_] = (count == 1) & ((length[first] > LONGEST_LINE) | (simple[first] & never))
    return plain


Lines = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]


def lines(text: str, coded: CodedText) -> Lines:
    """The lines with something on them, without the blanks at their edges; the number of the block of each; and
    whether it is simple: neither marked as a heading nor joined to the next by a hyphen."""
    none = np.empty(0, np.int64)
    if not text:
        return none, none, none, none.astype(np.bool_)
    raw = np.frombuffer(coded.raw, np.uint8, coded.length)
    breaks = np.flatnonzero(raw <= 13)
    breaks = breaks[raw.take(breaks) >= 10]
    beyond = np.isin(coded.distinct, BREAKS)
    if beyond.any():
        breaks = np.sort(np.concatenate((breaks, coded.far[beyond[coded.rank]])))
    mark = coded.points(breaks)
    begin = np.concatenate(([0], breaks + 1))
    end = np.append(breaks, coded.length)
    # Between CR and LF there is no line; form feed and U+2029 end a block by themselves.
    line = np.ones(len(begin), np.bool_)
    line[1:-1] = ~((mark[:-1] == 13) & (mark[1:] == 10) & (np.diff(breaks) == 1))
    closing = np.concatenate(([False], (mark == 12) | (mark == 0x2029)))
    edged = np.flatnonzero((end > begin) & (_blank(coded, begin) | _blank(coded, end - 1)))
    for i in edged.tolist():
        content = text[begin[i] : end[i]]
        bare = content.lstrip()
        begin[i] = end[i] - len(bare)
        end[i] = begin[i] + len(bare.rstrip())
    full = end > begin
    block = np.cumsum((line & ~full) | closing, dtype=np.int64)
    begin, end = begin[full], end[full]
    before = coded.points(np.maximum(end - 2, 0))
    hyphenated = np.isin(coded.points(end - 1), [ord(hyphen) for hyphen in HYPHENS]) & (before > 64)
    simple = (coded.points(begin) != ord("#")) & ~hyphenated
    return begin, end, block[full], simple


def _blank(coded: CodedText, at: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether the character there may be white space."""
    point = coded.points(np.clip(at, 0, coded.length - 1))
    blank: NDArray[np.bool_] = (
        (point <= 32)
        | (point == 0xA0)
        | (point == 0x1680)
        | ((point >= 0x2000) & (point <= 0x205F))
        | (point == 0x3000)
    )
    return blank


def _block(text: str, own: list[Line], opening: bool, below: int) -> list[Segment]:
    """The segments of one block; `opening`: it is the text's first; `below`: length of the line after it, or 0."""
    if (
        len(own) <= 3
        and below > max(end - begin for begin, end in own)
        and all(_like_heading(text, line, closed=True) and (opening or _titled(text, line)) for line in own)
    ):
        return [(*line, HEADING, min(number, 2) if opening else 2) for number, line in enumerate(own, 1)]
    found: list[Segment] = []
    piece: list[Line] = []
    for line in own:
        marked = MARKED.match(text, *line) if text[line[0]] == "#" else None
        if marked:
            found += _piece(text, piece, False)
            found.append((*line, HEADING, len(marked[1])))
            piece = []
        else:
            piece.append(line)
    return found + _piece(text, piece, len(own) == 1 and below > own[0][1] - own[0][0])


def _piece(text: str, own: list[Line], alone: bool) -> list[Segment]:
    """The segments of lines of one block between marked headings; `alone`: a single line with a longer one after it."""
    if not own:
        return []
    if len(own) == 1:
        if alone and _like_heading(text, own[0], closed=True):
            return [(*own[0], HEADING, 2)]
        return [(*own[0], PARAGRAPH, 0)]
    first, rest = own[0], own[1:]
    if _like_heading(text, first, closed=False) and not text[rest[0][0]].islower():
        length, below = first[1] - first[0], rest[0][1] - rest[0][0]
        if below > LONGEST_HEADING and below * 2 > length * 3:
            return [(*first, HEADING, 2), *_body(text, rest)]
        paragraphs = _wrapped(text, rest)
        if paragraphs is not None and (_titled(text, first) or length < 0.8 * max(end - begin for begin, end in rest)):
            return [(*first, HEADING, 2), *_body(text, rest)]
    return _body(text, own)


def _body(text: str, own: list[Line]) -> list[Segment]:
    """Lines that are no headings: the paragraphs of a wrapped block, or one segment a line."""
    paragraphs = _wrapped(text, own)
    if paragraphs is not None:
        return [(begin, end, PARAGRAPH, 0) for begin, end in paragraphs]
    found: list[Segment] = []
    for number, (begin, end) in enumerate(own):
        if number and _hyphenated(text, own[number - 1], begin):
            begin, kind = found.pop()[0], PARAGRAPH
        else:
            kind = PARAGRAPH if len(own) == 1 or end - begin > LONGEST_LINE else LINE
        found.append((begin, end, kind, 0))
    return found


def _wrapped(text: str, own: list[Line]) -> list[Line] | None:
    """The paragraphs of a wrapped block, or nothing where it is none."""
    if len(own) < 3:
        return None
    width = max(end - begin for begin, end in own)
    if not LEAST_WIDTH <= width <= MOST_WIDTH:
        return None
    if len(own) > 3 and all(not text[begin].islower() and text[begin].isalpha() for begin, _ in own):
        return None
    paragraphs: list[Line] = []
    opened, height, tallest = own[0][0], 0, 0
    for number, (begin, end) in enumerate(own):
        height += 1
        if number + 1 < len(own):
            follower = own[number + 1]
            word = len(text[follower[0] : min(follower[1], follower[0] + width)].split(maxsplit=1)[0])
            near = end - begin >= 0.85 * width or (
                end - begin >= 0.5 * width and end - begin + word >= width - width // 12
            )
            if near or _hyphenated(text, (begin, end), follower[0]):
                continue
            if not SENTENCE_END.search(text, max(begin, end - 4), end):
                return None
        paragraphs.append((opened, end))
        tallest, height = max(tallest, height), 0
        opened = own[number + 1][0] if number + 1 < len(own) else end
    return paragraphs if tallest >= 3 else None


def _paired(text: str, found: list[Segment], couples: list[int], width: int) -> list[Segment]:
    """Blocks of two lines as paragraphs where the other blocks are wrapped at `width` and these go on like them."""
    out, done = [], 0
    for at in couples:
        (begin, end, _, _), (follower, last, _, _) = found[at : at + 2]
        word = len(text[follower : min(last, follower + width)].split(maxsplit=1)[0])
        if text[follower].islower() and 0.5 * width <= end - begin and end - begin + word >= width - width // 12:
            out += [*found[done:at], (begin, last, PARAGRAPH, 0)]
            done = at + 2
    return out + found[done:]


def _hyphenated(text: str, line: Line, following: int) -> bool:
    """Whether the tokeniser joins the last word of the line to the next line."""
    begin, end = line
    if not HYPHENATED.search(text, max(begin, end - 2), end):
        return False
    first = text[following]
    return first.isalpha() and not first.isupper()


def _like_heading(text: str, line: Line, *, closed: bool) -> bool:
    """Short, beginning like a title and not ending like a sentence; `closed`: nor with an exclamation or a question."""
    begin, end = line
    first = text[begin]
    if end - begin > LONGEST_HEADING or not first.isalnum() or first.islower():
        return False
    if NO_HEADING_END.search(text, max(begin, end - 4), end):
        return False
    return not (closed and SENTENCE_END.search(text, max(begin, end - 4), end)) and any(
        map(str.isalpha, text[begin:end])
    )


def _titled(text: str, line: Line) -> bool:
    """Whether its longer words are capitalised, as in an English title."""
    long = [word for word in text[line[0] : line[1]].split() if len(word) > 3]
    return bool(long) and sum(word[0].isupper() for word in long) * 4 >= len(long) * 3
