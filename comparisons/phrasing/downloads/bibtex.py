"""BibTeX: the documents that the chosen passages stand in, each once."""

from __future__ import annotations

import hashlib
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
# BibTeX counts braces before it looks at what stands before them, so those that do not pair cannot be written as such.
UNPAIRED = SPECIAL | str.maketrans({"{": r"\textbraceleft{}", "}": r"\textbraceright{}"})
DATE = re.compile(r"[0-9XYE./~?%-]+")  # EDTF as far as biblatex reads it: no sets, no seasons in words


def write(passages: Iterable[Passage], absolute: Absolute) -> Iterator[str]:
    """An entry a revision, in the order in which the passages bring them."""
    known: set[int] = set()
    taken: set[str] = set()
    for passage in passages:
        for revision in (passage.a, passage.b):
            if revision.pk not in known:
                known.add(revision.pk)
                yield entry(revision, _key(revision, taken), absolute)


def _key(revision: Revision, taken: set[str]) -> str:
    """What the entry is cited by, in letters that every program takes; unlike all `taken`, as BibTeX ignores case."""
    whole = f"{revision.edition.work.slug}-{revision.edition.siglum}-{revision.number}"
    key = re.sub(r"[^A-Za-z0-9.-]+", "-", whole)
    if key != whole or key.casefold() in taken:
        key += f"-{hashlib.sha256(str(revision).encode()).hexdigest()[:8]}"
    taken.add(key.casefold())
    return key


def entry(revision: Revision, key: str, absolute: Absolute) -> str:
    """A revision as `@misc`, in the fields of biblatex."""
    edition = revision.edition
    work = edition.work
    date = edition.date or work.date
    fields = {
        "author": _names(edition.creator or work.creator),
        "title": _text(work.title + (f": {work.subtitle}" if work.subtitle else "")),
        "titleaddon": _text(f"{edition.siglum}, revision {revision.number}: {edition.title}"),
        "date": date if DATE.fullmatch(date) else "",
        "organization": _text(edition.publisher),
        "location": _text(edition.place),
        "language": _text(edition.language or work.language),
        "url": absolute(revision.get_absolute_url()),
        "note": _text(edition.notice),
        "addendum": ("" if DATE.fullmatch(date) or not date else f"dated {_text(date)}, ")
        + f"SHA-256 {revision.sha256}",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@misc{{{key},\n{lines}}}\n\n"


def _text(value: str) -> str:
    return " ".join(value.split()).translate(SPECIAL if _paired(value) else UNPAIRED)


def _paired(value: str) -> bool:
    depth = 0
    for letter in value:
        depth += (letter == "{") - (letter == "}")
        if depth < 0:
            return False
    return depth == 0


def _names(value: str) -> str:
    """A creator is one name, as it is signed: in braces of its own, so that BibTeX does not take it apart."""
    return f"{{{_text(value)}}}" if value else ""
