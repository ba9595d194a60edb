"""Shared passages as files: a module a format, each with `write(found, documents)` giving the lines of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from comparisons.engine.passages import Passages
from comparisons.phrasing.documents import Documents
from comparisons.phrasing.exports import csv, jsonlines, passim, tei

Writer = Callable[[Passages, Documents], Iterator[str]]

FORMATS: dict[str, Writer] = {
    "jsonl": jsonlines.write,
    "csv": csv.write,
    "tei": tei.write,
    "passim": passim.write,
}
