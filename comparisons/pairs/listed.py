"""What the page of the inventory shows, made ready for its template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.core.paginator import Page
from django.utils.safestring import SafeString, mark_safe

from comparisons.engine.categories.letters import letters as changed_letters
from comparisons.engine.changes import Change
from comparisons.pairs.inventory import Choice, Entry, Listing, Place, Section, Tally, grouped
from comparisons.pairs.marking import BY_LETTERS, LIGHT, SIGNS, WORDS

LONGEST = 240  # code points of a reading that are shown whole
HEAD, TAIL = 160, 50  # of a longer one
PLAIN = {"whitespace", "encoding"}  # categories whose readings look the same unless they are spelt out
BLANKS = SIGNS | {" ": ("space", "␣"), "\r": ("carriage return", "↵")}


@dataclass(frozen=True, slots=True)
class Address:
    """The address of the inventory: its path, what of the query makes the result, and what is chosen of it."""

    path: str
    result: str
    choice: Choice

    def of(self, page: int = 1, below: str = "", **changed: object) -> str:
        """With another choice, another page, or of what stands `below` it."""
        parts = [self.result, self.choice.query(**changed), f"page={page}" if page > 1 else ""]
        query = "&".join(part for part in parts if part)
        return self.path + below + (f"?{query}" if query else "")

    def chart(self, form: str, theme: str = "") -> str:
        query = "&".join(part for part in (self.result, f"theme={theme}" if theme else "") if part)
        return f"{self.path}/chart.{form}" + (f"?{query}" if query else "")


@dataclass(frozen=True, slots=True)
class Counted:
    """A line of a table of counts, or an option to choose by."""

    value: str
    words: str
    tally: Tally
    address: str
    chosen: bool

    @property
    def rate(self) -> str:
        return "–" if self.tally.rate is None else f"{self.tally.rate:,.2f}"


@dataclass(frozen=True, slots=True)
class Shown:
    """One change, both sides of it written as HTML."""

    number: int
    category: str
    words: str
    ignored: bool
    inside: int  # number of the move it lies in, or 0
    address: str
    section: Section
    paragraphs: tuple[int, int]
    a: SafeString
    b: SafeString


def listed(listing: Listing, choice: Choice, page: Page[Change], where: Address, link: str) -> dict[str, Any]:
    """The context of the page. `link` is the address of the comparison up to the number of a change."""
    inventory = listing.inventory
    everything = Choice()
    entries = listing.entries(page.object_list)
    by_category = [
        Counted(
            name,
            WORDS[name],
            tally,
            where.of(categories=frozenset({name}), section=-1, ignored=None),
            name in choice.categories,
        )
        for name, tally in inventory.by_category
    ]
    by_section = [
        Counted(
            str(section.number),
            section.title or "before the first heading",
            tally,
            where.of(categories=frozenset(), section=section.number, ignored=None),
            section.number == choice.section,
        )
        for section, tally in inventory.by_section
    ]
    return {
        "inventory": inventory,
        "total": Counted("", "all", inventory.total, where.of(categories=frozenset(), section=-1, ignored=None), False),
        "by_category": by_category,
        "by_section": by_section,
        "choice": choice,
        "several": [one.words for one in by_category if one.chosen] if len(choice.categories) > 1 else [],
        "chosen_words": _words(choice, by_section),
        "page": page,
        "groups": _groups(entries, choice, dict(inventory.by_category), link),
        "path": where.path,
        "all_address": where.of(categories=frozenset(), section=-1, ignored=None),
        "ignored_address": where.of(categories=frozenset(), section=-1, ignored=True),
        "ignored_words": ignored_words(inventory.by_category),
        "earlier": where.of(page.number - 1) if page.has_previous() else "",
        "further": where.of(page.number + 1) if page.has_next() else "",
        "first": where.of(1) if page.number > 2 else "",
        "last": where.of(page.paginator.num_pages) if page.number < page.paginator.num_pages - 1 else "",
        "orders": [
            (words, where.of(order=name), choice.order == name)
            for name, words in (("category", "By category"), ("text", "In the order of the texts"))
        ],
        "table_address": where.of(below="/changes.csv"),
        "counts_address": Address(where.path, where.result, everything).of(below="/counts.csv"),
        "svg": where.chart("svg"),
        "svg_light": where.chart("svg", "light"),
        "svg_dark": where.chart("svg", "dark"),
        "png": where.chart("png"),
        "specification": where.chart("json"),
    }


def ignored_words(by_category: Sequence[tuple[str, Tally]]) -> str:
    """“214 places ignored: case 12, quotation marks 202”; empty where nothing is."""
    hidden = [(WORDS[name], tally.ignored) for name, tally in by_category if tally.ignored]
    total = sum(count for _, count in hidden)
    each = ", ".join(f"{name} {count:,}" for name, count in hidden)
    return f"{total:,} {'place' if total == 1 else 'places'} ignored: {each}" if hidden else ""


def _groups(
    entries: Sequence[Entry], choice: Choice, tallies: Mapping[str, Tally], link: str
) -> list[tuple[str, int, list[Shown]]]:
    """The entries under the words of their category, with how many it has in all; or all together under none."""
    if choice.order == "text":
        return [("", 0, [shown(entry, link) for entry in entries])] if entries else []
    return [
        (WORDS[name], tallies[name].count, [shown(entry, link) for entry in group]) for name, group in grouped(entries)
    ]


def _words(choice: Choice, by_section: Sequence[Counted]) -> str:
    """What is chosen: “spelling, case; in “Peace!”; ignored”."""
    parts = []
    if choice.categories:
        parts.append(", ".join(words for name, words in WORDS.items() if name in choice.categories))
    if choice.section >= 0:
        parts += [f"in “{section.words}”" for section in by_section if section.chosen] or [
            "in no section of that number"
        ]
    if choice.ignored is not None:
        parts.append("ignored" if choice.ignored else "not ignored")
    return "; ".join(parts)


def shown(entry: Entry, link: str) -> Shown:
    """Both sides of a change as HTML: the context, and the reading with the letters that differ."""
    change, a, b = entry.change, entry.a, entry.b
    letters: tuple[Sequence[tuple[int, int]], Sequence[tuple[int, int]]] = ((), ())
    if a.reading and b.reading and change.category in BY_LETTERS:
        letters = changed_letters(a.reading, b.reading)
    return Shown(
        change.number,
        change.category,
        WORDS[change.category],
        change.ignored,
        change.move + 1 if change.move >= 0 and change.type != "move" else 0,
        f"{link}{change.number}#change-{change.number}",
        entry.section,
        (a.paragraph, b.paragraph),
        _side(change, a, letters[0], "del"),
        _side(change, b, letters[1], "ins"),
    )


def _side(change: Change, place: Place, letters: Sequence[tuple[int, int]], element: str) -> SafeString:
    if place.reading:
        spelt = change.category in PLAIN or not place.reading.strip()
        light = ' class="light"' if change.category in LIGHT else ""
        reading = _reading(place.reading, letters, spelt)
        inside = f'<{element} data-category="{change.category}"{light}>{reading}</{element}>'
    else:
        inside = '<span class="nothing"><span class="unseen">nothing</span></span>'
    return mark_safe(f"{escape(place.before)}{inside}{escape(place.after)}")


def _reading(reading: str, letters: Sequence[tuple[int, int]], spelt: bool) -> str:
    if len(reading) > LONGEST:
        head, tail = reading[:HEAD], reading[-TAIL:]
        head = head.rsplit(None, 1)[0] if " " in head else head  # not within a word, where there are blanks
        tail = tail.split(None, 1)[-1] if " " in tail else tail
        left = len(reading) - len(head) - len(tail)
        cut = f'<span class="cut">… {left:,} characters …</span>'
        return f"{_words_of(head, spelt)} {cut} {_words_of(tail, spelt)}"
    made, done = [], 0
    for begin, end in letters:
        made.append(_words_of(reading[done:begin], spelt))
        made.append(f"<mark>{_words_of(reading[begin:end], spelt)}</mark>")
        done = end
    return "".join(made) + _words_of(reading[done:], spelt)


def _words_of(text: str, spelt: bool) -> str:
    """Escaped; invisible letters spelt out, or else line breaks alone, which would break the line of the list."""
    signs = BLANKS.keys() if spelt else {"\n"}
    return "".join(_sign(letter) if letter in signs else escape(letter) for letter in text)


def _sign(letter: str) -> str:
    name, sign = BLANKS[letter]
    return f'<span class="spelt" aria-hidden="true" title="{name}">{sign}</span><span class="unseen">{name} </span>'
