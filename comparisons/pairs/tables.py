"""The inventory of changes as tables for a spreadsheet: the list, and the counts. No cell is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from comparisons.pairs.exports.csv import guarded
from comparisons.pairs.inventory import Entry, Inventory, Section, Tally

LIST = (
    "number",
    "type",
    "category",
    "ignored",
    "move",
    "section_number",
    "section",
    "paragraph_a",
    "paragraph_b",
    "begin_a",
    "end_a",
    "begin_b",
    "end_b",
    "before_a",
    "reading_a",
    "after_a",
    "before_b",
    "reading_b",
    "after_b",
    "address",
)
COUNTS = (
    "section_number",
    "section",
    "category",
    "changes",
    "marked",
    "ignored",
    "words",
    "per_1000_words",
)


def changes_as_csv(entries: Sequence[Entry], addresses: Sequence[str]) -> str:
    """A line a change, after a head line; `addresses` where each is seen in the comparison."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(LIST)
    for entry, address in zip(entries, addresses, strict=True):
        change, a, b = entry.change, entry.a, entry.b
        table.writerow(
            [
                change.number,
                change.type,
                change.category,
                "yes" if change.ignored else "no",
                change.move + 1 if change.move >= 0 else "",
                entry.section.number,
                guarded(entry.section.title),
                a.paragraph or "",
                b.paragraph or "",
                a.begin,
                a.end,
                b.begin,
                b.end,
                *(guarded(text) for text in (a.before, a.reading, a.after, b.before, b.reading, b.after)),
                address,
            ]
        )
    return out.getvalue()


def counts_as_csv(inventory: Inventory) -> str:
    """A line a count: of everything, of each category, of each section, and of each category in each section.

    A line without a category counts all of them; one without a section, the whole text.
    """
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COUNTS)
    counted: list[tuple[Section | None, str, Tally]] = [(None, "", inventory.total)]
    counted += [(None, name, tally) for name, tally in inventory.by_category]
    counted += [(section, "", tally) for section, tally in inventory.by_section]
    counted += inventory.cells
    for section, name, tally in counted:
        table.writerow(
            [
                "" if section is None else section.number,
                "" if section is None else guarded(section.title),
                name,
                tally.count,
                tally.marked,
                tally.ignored,
                tally.words,
                "" if tally.rate is None else f"{tally.rate:.3f}",
            ]
        )
    return out.getvalue()
