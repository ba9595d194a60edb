"""The forms in which passages are taken away: a module a format, each with `write(passages, absolute)`, piece by piece."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from comparisons.phrasing.downloads import bibtex, csv, lines, tei
from comparisons.phrasing.models import Passage, PassageQuerySet
from comparisons.phrasing.records import Absolute
from corpus.access.policy import Person

Write = Callable[[Iterable[Passage], Absolute], Iterator[str]]

# The name in addresses: what writes it, its media type, and the end of a file's name.
FORMATS: dict[str, tuple[Write, str, str]] = {
    "csv": (csv.write, "text/csv; charset=utf-8", "csv"),
    "jsonl": (lines.write, "application/jsonl; charset=utf-8", "jsonl"),
    "tei": (tei.write, "application/tei+xml", "xml"),
    "bibtex": (bibtex.write, "application/x-bibtex; charset=utf-8", "bib"),
}
CHUNK = 500  # passages that are read at once


def write(chosen: PassageQuerySet, person: Person, name: str, absolute: Absolute) -> Iterator[str]:
    """The chosen passages in one of `FORMATS`, without holding all of them. Raises `KeyError` for another name."""
    found = chosen.light().in_context().with_also(person)
    return FORMATS[name][0](found.iterator(chunk_size=CHUNK), absolute)
