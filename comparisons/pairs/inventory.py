"""The inventory of changes: every change numbered, with its context, counted by category, by section, by thousand words."""

from __future__ import annotations

import csv
import io
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from comparisons.engine.changes import Change, changes
from comparisons.engine.result import Comparison, Segments
from comparisons.pairs.exports.csv import guarded
from comparisons.pairs.marking import WORDS
from comparisons.pairs.rows import KINDS

CONTEXT = 40
BEFORE_HEADINGS = "before the first heading"


@dataclass(frozen=True, slots=True)
class Entry:
    """One change in the list."""

    number: int
    category: str
    words: str
    ignored: bool
    move: int
    section: str
    paragraph_a: int
    paragraph_b: int
    before: str
    reading_a: str
    reading_b: str
    after: str


@dataclass(frozen=True, slots=True)
class Count:
    """A row of a table of counts."""

    name: str
    words: str
    count: int
    ignored: int
    thousand: float  # shown and ignored together, for a thousand words of the left text


@dataclass(frozen=True, slots=True)
class Inventory:
    entries: list[Entry]
    by_category: list[Count]
    by_section: list[Count]
    words: int

    @property
    def total(self) -> int:
        return len(self.entries)

    @property
    def ignored(self) -> int:
        return sum(entry.ignored for entry in self.entries)


def inventory(result: Comparison, text_a: str, text_b: str, words: int) -> Inventory:
    """All changes of a comparison, in the order and with the numbers of the page and of every export. `words`: of side a."""
    a, b = _Places(text_a, result.segments_a), _Places(text_b, result.segments_b)
    entries = []
    for change in changes(result):
        one_sided = change.a[0] == change.a[1]
        text, (begin, end) = (text_b, change.b) if one_sided and change.b[1] > change.b[0] else (text_a, change.a)
        entries.append(
            Entry(
                change.number,
                change.category,
                WORDS[change.category],
                change.ignored,
                change.move,
                a.section(change.a[0]) or BEFORE_HEADINGS,
                a.paragraph(change.a[0]),
                b.paragraph(change.b[0]),
                _line(text[max(0, begin - CONTEXT) : begin]),
                _reading(text_a, change, 0),
                _reading(text_b, change, 1),
                _line(text[end : end + CONTEXT]),
            )
        )
    return Inventory(entries, _by_category(entries, words), _by_section(entries, a), words)


class _Places:
    """Which paragraph and which section a place lies in."""

    def __init__(self, text: str, segments: Segments) -> None:
        self.begin = segments.span[:, 0].tolist()
        self.numbers, self.sections, self.order = [], [], list[str]()
        self.words_of: Counter[str] = Counter()
        number, section = 0, ""
        for (begin, end), kind in zip(segments.span.tolist(), segments.kind.tolist(), strict=True):
            if kind == 0:
                section = _line(text[begin:end])
            else:
                number += 1
            self.words_of[section or BEFORE_HEADINGS] += len(text[begin:end].split())
            self.numbers.append(0 if kind == 0 else number)
            self.sections.append(section)

    def paragraph(self, place: int) -> int:
        at = bisect_right(self.begin, place) - 1
        return self.numbers[at] if at >= 0 else 0

    def section(self, place: int) -> str:
        at = bisect_right(self.begin, place) - 1
        return self.sections[at] if at >= 0 else ""


def _line(text: str) -> str:
    return " ".join(text.split()) if text.strip() else ""


def _reading(text: str, change: Change, side: int) -> str:
    begin, end = (change.a, change.b)[side]
    reading = text[begin:end]
    if change.category == "whitespace":
        return reading.replace("\n", "↵").replace("\t", "⇥").replace(" ", "␣")
    return reading


def _by_category(entries: Sequence[Entry], words: int) -> list[Count]:
    count = Counter(entry.category for entry in entries)
    ignored = Counter(entry.category for entry in entries if entry.ignored)
    return [
        Count(name, WORDS[name], count[name], ignored[name], 1000 * count[name] / max(1, words))
        for name in sorted(count, key=lambda name: (-count[name], KINDS.index(name)))
    ]


def _by_section(entries: Sequence[Entry], places: _Places) -> list[Count]:
    """In the order of the text; sections without a change are in it, too."""
    count = Counter(entry.section for entry in entries)
    ignored = Counter(entry.section for entry in entries if entry.ignored)
    return [
        Count(name, name, count[name], ignored[name], 1000 * count[name] / max(1, words))
        for name, words in places.words_of.items()
    ]


COLUMNS = [
    "number",
    "category",
    "ignored",
    "move",
    "section",
    "paragraph_a",
    "paragraph_b",
    "before",
    "reading_a",
    "reading_b",
    "after",
    "address",
]


def table(found: Inventory, addresses: Sequence[str]) -> str:
    """The list as CSV, a row a change; no cell is a formula."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for entry, address in zip(found.entries, addresses, strict=True):
        rows.writerow(
            [
                entry.number,
                entry.category,
                "yes" if entry.ignored else "no",
                entry.move + 1 if entry.move >= 0 else "",
                guarded(entry.section),
                entry.paragraph_a or "",
                entry.paragraph_b or "",
                guarded(entry.before),
                guarded(entry.reading_a),
                guarded(entry.reading_b),
                guarded(entry.after),
                address,
            ]
        )
    return out.getvalue()
