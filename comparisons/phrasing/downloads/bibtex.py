"""BibTeX: the documents that the chosen passages stand in, each once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from comparisons.phrasing.models import Passage
from comparisons.phrasing.records import Absolute
from corpus.texts.models import Revision

SPECIAL = str.maketrans(
    {
        **{letter: f"\\{letter}" for letter in "&%$#_{}"},
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)


def write(passages: Iterable[Passage], absolute: Absolute) -> Iterator[str]:
    """An entry a revision, in the order in which the passages bring them."""
    known: set[int] = set()
    for passage in passages:
        for revision in (passage.a, passage.b):
            if revision.pk not in known:
                known.add(revision.pk)
                yield entry(revision, absolute)


def entry(revision: Revision, absolute: Absolute) -> str:
    """A revision as `@misc`, in the fields of biblatex."""
    edition = revision.edition
    work = edition.work
    fields = {
        "author": _names(edition.creator or work.creator),
        "title": _text(work.title + (f": {work.subtitle}" if work.subtitle else "")),
        "titleaddon": _text(f"{edition.siglum}, revision {revision.number}: {edition.title}"),
        "date": _text(edition.date or work.date),
        "publisher": _text(edition.publisher),
        "location": _text(edition.place),
        "language": _text(edition.language or work.language),
        "url": absolute(revision.get_absolute_url()),
        "note": _text(edition.notice),
        "addendum": f"SHA-256 {revision.sha256}",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", f"{work.slug}-{edition.siglum}-{revision.number}")
    return f"@misc{{{name},\n{lines}}}\n\n"


def _text(value: str) -> str:
    return " ".join(value.split()).translate(SPECIAL)


def _names(value: str) -> str:
    """A creator is one name, as it is signed: in braces of its own, so that BibTeX does not take it apart."""
    return f"{{{_text(value)}}}" if value else ""
