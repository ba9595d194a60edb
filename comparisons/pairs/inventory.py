"""The inventory of changes: every change of a comparison by its number, in context, and counted.

The numbers are those of the comparison page and of every export, for all of them come from `comparisons.engine.changes`.
What a profile folds away is an entry like any other, and is counted beside what is marked: ignored is never hidden.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import numpy as np

from comparisons.engine.changes import Change, changes
from comparisons.engine.result import Comparison, Segments
from comparisons.engine.text.segments import HEADING
from comparisons.engine.text.tokens import tokenise
from comparisons.pairs.rows import KINDS

CONTEXT = 48  # code points before and after a reading, at most
LONGEST_TITLE = 80
ORDERS = ("category", "text")


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading of side a, up to the next one. `number` 0: before the first heading."""

    number: int  # from 1 in the order of the text
    title: str
    words: int  # word tokens, those of the heading included


@dataclass(frozen=True, slots=True)
class Tally:
    """How many changes, how many of them ignored, among how many words of side a."""

    count: int
    ignored: int
    words: int

    @property
    def marked(self) -> int:
        return self.count - self.ignored

    @property
    def rate(self) -> float | None:
        """Changes for 1,000 words, the ignored ones included; None where there is no word."""
        return 1000 * self.count / self.words if self.words else None


@dataclass(frozen=True, slots=True)
class Inventory:
    """n changes; `section[k]` is the index in `sections` of the one that change k + 1 stands in."""

    changes: list[Change]
    section: list[int]
    sections: list[Section]
    total: Tally
    by_category: list[tuple[str, Tally]]  # the most frequent first
    by_section: list[tuple[Section, Tally]]  # in the order of the text; sections without a change, too
    cells: list[tuple[Section, str, Tally]]  # category in section, where there is one


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of the changes are listed, and in which order: the query of the page's address."""

    categories: frozenset[str] = frozenset()  # none: all
    section: int = -1  # number of a section; -1: all
    ignored: bool | None = None  # only the ignored, only the marked; None: both
    order: str = "category"

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Choice:
        """What is no name of a category, section or order is passed over: it would only change what is listed."""
        section, order = query.get("section", ""), query.get("order", "")
        return cls(
            frozenset(query.get("category", "").split(",")) & frozenset(KINDS),
            int(section) if section.isascii() and section.isdigit() and len(section) < 10 else -1,
            {"yes": True, "no": False}.get(query.get("ignored", "")),
            order if order in ORDERS else "category",
        )

    @property
    def everything(self) -> bool:
        return not self.categories and self.section < 0 and self.ignored is None

    def query(self, **changed: object) -> str:
        """As part of an address, `changed` applied; without what is the default."""
        here = replace(self, **changed)  # type: ignore[arg-type]
        pairs = (
            ("category", ",".join(name for name in KINDS if name in here.categories)),
            ("section", str(here.section) if here.section >= 0 else ""),
            ("ignored", "" if here.ignored is None else "yes" if here.ignored else "no"),
            ("order", "" if here.order == "category" else here.order),
        )
        return urlencode([(name, value) for name, value in pairs if value], safe=",")

    def of(self, inventory: Inventory) -> list[Change]:
        """The chosen changes: by category, the most frequent first, or in the order of the texts."""
        found = [
            change
            for change, section in zip(inventory.changes, inventory.section, strict=True)
            if (not self.categories or change.category in self.categories)
            and (self.section < 0 or inventory.sections[section].number == self.section)
            and (self.ignored is None or change.ignored == self.ignored)
        ]
        if self.order == "category":
            rank = {name: place for place, (name, _) in enumerate(inventory.by_category)}
            found.sort(key=lambda change: rank[change.category])
        return found


def inventory(result: Comparison, text_a: str) -> Inventory:
    """All changes of a comparison, with the section each stands in, counted. Linear in the text and the changes."""
    found = [] if result.translated else list(changes(result))  # a paragraph beside its translation is no entry
    sections, begins = _sections(text_a, result.segments_a)
    of = [bisect_right(begins, change.a[0]) for change in found]
    if len(sections) > 1 and sections[0].words == 0 and 0 not in of:
        sections, of = sections[1:], [place - 1 for place in of]
    words = sum(section.words for section in sections)
    categories = Counter(change.category for change in found)
    ignored = Counter(change.category for change in found if change.ignored)
    cells = Counter((section, change.category) for section, change in zip(of, found, strict=True))
    hidden = Counter((section, change.category) for section, change in zip(of, found, strict=True) if change.ignored)
    in_section = Counter(of)
    hidden_in = Counter(section for section, change in zip(of, found, strict=True) if change.ignored)
    ranked = sorted(categories, key=lambda name: (-categories[name], KINDS.index(name)))
    return Inventory(
        found,
        of,
        sections,
        Tally(len(found), sum(ignored.values()), words),
        [(name, Tally(categories[name], ignored[name], words)) for name in ranked],
        [
            (section, Tally(in_section[place], hidden_in[place], section.words))
            for place, section in enumerate(sections)
        ],
        [
            (section, name, Tally(cells[place, name], hidden[place, name], section.words))
            for place, section in enumerate(sections)
            for name in ranked
            if cells[place, name]
        ],
    )


def _sections(text: str, segments: Segments) -> tuple[list[Section], list[int]]:
    """The sections of a text, what is before the first heading first; and where each heading begins."""
    headings = segments.span[segments.kind == HEADING].tolist()
    begins = [begin for begin, _ in headings]
    tokens = tokenise(text)
    edges = np.searchsorted(tokens.begin[tokens.word], [0, *begins, len(text) + 1])
    words = np.diff(edges).tolist()
    titles = ["", *(" ".join(text[begin:end].split()).lstrip("# ") for begin, end in headings)]
    return [
        Section(number, title[:LONGEST_TITLE], count)
        for number, (title, count) in enumerate(zip(titles, words, strict=True))
    ], begins


@dataclass(frozen=True, slots=True)
class Place:
    """A change as it stands on one side. `reading` is the text itself; in the context white space is one blank."""

    begin: int
    end: int
    paragraph: int  # as the comparison page numbers them; 0 in a heading, or before the first paragraph
    before: str
    reading: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One change in the list."""

    change: Change
    section: Section
    a: Place
    b: Place


class Listing:
    """Makes entries of changes: only of those that are asked for, as a comparison may have very many."""

    def __init__(self, inventory: Inventory, result: Comparison, text_a: str, text_b: str) -> None:
        self.inventory = inventory
        self._a, self._b = _Text(text_a, result.segments_a), _Text(text_b, result.segments_b)

    def entries(self, chosen: Iterable[Change]) -> list[Entry]:
        return [
            Entry(
                change,
                self.inventory.sections[self.inventory.section[change.number - 1]],
                self._a.place(*change.a),
                self._b.place(*change.b),
            )
            for change in chosen
        ]


class _Text:
    """One side, to look up places in."""

    def __init__(self, text: str, segments: Segments) -> None:
        self.text = text
        self._begin: list[int] = segments.span[:, 0].tolist()
        heading = segments.kind == HEADING
        self._number: list[int] = np.where(heading, 0, np.cumsum(~heading)).tolist()

    def place(self, begin: int, end: int) -> Place:
        at = bisect_right(self._begin, begin) - 1
        return Place(
            begin,
            end,
            self._number[at] if at >= 0 else 0,
            before(self.text, begin),
            self.text[begin:end],
            after(self.text, end),
        )


def before(text: str, end: int) -> str:
    """The words before a place, at most `CONTEXT` code points; no word is cut where there are blanks."""
    begin = max(0, end - CONTEXT)
    context = text[begin:end]
    if begin and not text[begin - 1].isspace():
        head, blank, rest = _parted(context)
        context = rest if blank and rest.strip() else _whole_letters(head + blank + rest)
    return re.sub(r"\s+", " ", context)


def after(text: str, begin: int) -> str:
    """The words after a place, likewise."""
    end = min(len(text), begin + CONTEXT)
    context = text[begin:end]
    if end < len(text) and not text[end].isspace():
        head = re.match(r"(?s)(.*\S)\s+\S*\Z", context)
        context = head[1] if head else context
        while not head and end < len(text) and _belongs(text[end]):
            context, end = context + text[end], end + 1
    return re.sub(r"\s+", " ", context)


def _parted(context: str) -> tuple[str, str, str]:
    found = re.match(r"(\S*)(\s+)", context)
    return (found[1], found[2], context[found.end() :]) if found else (context, "", "")


def _whole_letters(text: str) -> str:
    """Without what belongs to a letter that was cut off."""
    at = 0
    while at < len(text) and _belongs(text[at]):
        at += 1
    return text[at:]


def _belongs(character: str) -> bool:
    """Is it a mark, or a joiner: part of the letter before it?"""
    return unicodedata.category(character) in {"Mn", "Mc", "Me"} or character == "\u200d"


def grouped(entries: Sequence[Entry]) -> list[tuple[str, list[Entry]]]:
    """Runs of entries of one category, in their order."""
    groups: list[tuple[str, list[Entry]]] = []
    for entry in entries:
        if not groups or groups[-1][0] != entry.change.category:
            groups.append((entry.change.category, []))
        groups[-1][1].append(entry)
    return groups
