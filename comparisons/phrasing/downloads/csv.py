"""A table for a spreadsheet: a line a passage, and a line for each of its other places, which name it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from comparisons.pairs.exports.csv import guarded
from comparisons.phrasing.models import Passage
from comparisons.phrasing.records import Absolute
from comparisons.phrasing.records import passage as record

SIDE = ("revision", "date", "language", "anchor", "begin", "end", "before", "text", "after", "address")
COLUMNS = (
    *("key", "under", "kind", "family", "ordered", "words", "matched", "identity", "bits", "score", "table", "engine"),
    *(f"{name}_{side}" for side in "ab" for name in SIDE),
)


def write(passages: Iterable[Passage], absolute: Absolute) -> Iterator[str]:
    """As RFC 4180 has it, a head line first; cells that a spreadsheet would take for a formula begin with an apostrophe."""
    yield _line(COLUMNS)
    for passage in passages:
        whole = record(passage, absolute)
        whole["table"] = (whole["table"] or {}).get("number", "")
        yield _line(_cells(whole))
        for other in whole["also"]:
            yield _line(_cells({"under": whole["key"], "family": whole["family"], **other}))


def _cells(one: dict[str, Any]) -> list[Any]:
    sides = [one[side].get(name, "") for side in "ab" for name in SIDE]
    first = [one.get(name, "") for name in COLUMNS[: -len(sides)]]
    return [_cell(value) for value in (*first, *sides)]


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return ""
    return guarded(value) if isinstance(value, str) else value


def _line(cells: Iterable[Any]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    return out.getvalue()
