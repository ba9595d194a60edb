"""The changes of a comparison as a table: a row a change, for a spreadsheet.

A spreadsheet takes a cell that begins with = + - or @, some also one that begins with a tab, a carriage return or one of
those letters in full width, for a formula. Such a cell gets an apostrophe before it; so does a cell that begins with
apostrophes before one of those, so that taking one apostrophe off gives the reading back.

A spreadsheet takes a file without a byte order mark for the letters of its own system, and a program takes the mark for a
part of the first column's name. So what a page sends to be opened has it (`for_spreadsheets`); the API and the command
line, which programs read, write none.
"""

from __future__ import annotations

import csv
import io
import re

from comparisons.engine.changes import changes
from comparisons.pairs.exports.sides import Compared, segment_numbers, segments_covered

COLUMNS = (
    "number",
    "type",
    "category",
    "ignored",
    "move",
    "segment_a",
    "segment_b",
    "begin_a",
    "end_a",
    "begin_b",
    "end_b",
    "reading_a",
    "reading_b",
    "before",
    "after",
)
CONTEXT = 40  # code points of context before and after, of side a; of side b where a has none
FORMULA = re.compile("'*[=+@\t\r＝＋－＠-]")
MARK = "\ufeff"


def guarded(cell: str) -> str:
    """The cell as no spreadsheet takes it for a formula; `unguarded` gives it back."""
    return f"'{cell}" if FORMULA.match(cell) else cell


def for_spreadsheets(table: str) -> str:
    """The table as a spreadsheet opens it with all its letters right."""
    return MARK + table


def unguarded(cell: str) -> str:
    """The reading of a guarded cell."""
    return cell[1:] if cell.startswith("'") and FORMULA.match(cell) else cell


def write(compared: Compared) -> str:
    """CSV as RFC 4180 has it: a head line, then a line a change, in the order of the texts.

    Of two languages, a change is a pair of paragraphs, or more of them: each is named in `segment_a` and `segment_b`.
    """
    result, (a, b) = compared.result, compared.witnesses
    found = list(changes(result))
    numbers = segments_covered if result.translated else segment_numbers
    segment_a = numbers(result.segments_a, [change.a for change in found])
    segment_b = numbers(result.segments_b, [change.b for change in found])
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for change, in_a, in_b in zip(found, segment_a, segment_b, strict=True):
        text, span = (a.text, change.a) if change.a[1] > change.a[0] else (b.text, change.b)
        table.writerow(
            [
                change.number,
                change.type,
                change.category,
                "yes" if change.ignored else "no",
                change.move + 1 if change.move >= 0 else "",
                in_a,
                in_b,
                *change.a,
                *change.b,
                guarded(a.text[slice(*change.a)]),
                guarded(b.text[slice(*change.b)]),
                guarded(text[max(0, span[0] - CONTEXT) : span[0]]),
                guarded(text[span[1] : span[1] + CONTEXT]),
            ]
        )
    return out.getvalue()
