"""The forms in which a comparison is taken away: a module a format, each with `write(compared) -> str`."""

from __future__ import annotations

from collections.abc import Callable

from comparisons.pairs.exports import csv, html, json, plain, tei, unified
from comparisons.pairs.exports.sides import Compared

# The name on the command line and in addresses: what writes it, its media type, and the end of a file's name.
FORMATS: dict[str, tuple[Callable[[Compared], str], str, str]] = {
    "json": (json.write, "application/json", "json"),
    "text": (plain.write, "text/plain; charset=utf-8", "txt"),
    "html": (html.write, "text/html; charset=utf-8", "html"),
    "diff": (unified.write, "text/x-diff; charset=utf-8", "diff"),
    "tei": (tei.write, "application/tei+xml", "xml"),
    "csv": (csv.write, "text/csv; charset=utf-8", "csv"),
}


def write(compared: Compared, name: str) -> str:
    """The comparison in one of `FORMATS`. Raises `KeyError` for another name."""
    return FORMATS[name][0](compared)
