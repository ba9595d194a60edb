"""The related documents: prose of our own that quotes E, and the list of every quotation with its two places.

`related/SLUG.txt` is a document with marks in double braces, which become text:

- `{{quote P9|WORDS}}`: E's words in quotation marks, and their paragraph: “WORDS” (¶9)
- `{{lemma P9|WORDS}}`: the head of an entry: ¶9. “WORDS”
- `{{emended E2|WORDS}}`: E's words in quotation marks, where the paragraph has been named
- `{{capture E2|WORDS}}`: the words of W round an emendation, in quotation marks
- `{{paraphrase P9|WORDS|OURS}}`: OURS, which says what E's WORDS say and keeps most of them
- `{{passage NAME}}`: a passage of ours from `related/passages.txt`, which two documents share

WORDS must stand exactly once in the paragraph; “begin ... end” is everything from the one to the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from seeds.making import emended
from seeds.making.capture import BODY, body, lines

RELATED = Path(__file__).resolve().parent / "related"
DOCUMENTS = ("study-guide", "commentary", "chronology", "glossary", "transmission", "reading-a-diff")
MARK = re.compile(r"\{\{([a-z]+) ([^|{}]+)(?:\|([^|{}]+))?(?:\|([^|{}]+))?\}\}")


class Unquotable(ValueError):
    """A mark that cannot be filled: its words are not in the paragraph it names, or stand there more than once."""


@dataclass(slots=True)
class Document:
    """A document as it is read, with what it quotes. Spans are code points of `text` and of E."""

    slug: str
    text: str = ""
    quotations: list[dict[str, Any]] = field(default_factory=list)
    passages: dict[str, list[int]] = field(default_factory=dict)


@cache
def documents() -> tuple[Document, ...]:
    return tuple(_document(slug) for slug in DOCUMENTS)


def truth() -> dict[str, Any]:
    """Every quotation of E in every document, and every passage that two documents share."""
    passages: dict[str, list[dict[str, Any]]] = {}
    for document in documents():
        for name, span in document.passages.items():
            passages.setdefault(name, []).append({"document": document.slug, "span": span})
    return {
        "of": "E",
        "quotations": [quotation for document in documents() for quotation in document.quotations],
        "passages": [{"name": name, "places": places} for name, places in sorted(passages.items())],
    }


def _document(slug: str) -> Document:
    template = (RELATED / f"{slug}.txt").read_text(encoding="utf-8").rstrip("\n")
    document, done = Document(slug), 0
    for mark in MARK.finditer(template):
        document.text += template[done : mark.start()]
        try:
            _fill(document, *mark.groups(default=""))
        except Unquotable as reason:
            raise Unquotable(f"{slug}.txt, “{mark[0]}”: {reason}") from None
        done = mark.end()
    document.text += template[done:]
    if "{{" in document.text or "}}" in document.text:
        raise Unquotable(f"{slug}.txt: a mark in double braces is not closed or not known.")
    return document


def _fill(document: Document, kind: str, where: str, words: str, ours: str) -> None:
    """Append what a mark stands for to the document's text, and note it."""
    if kind == "passage":
        document.passages[where] = _append(document, _passages()[where])
        return
    name = where if where.startswith("P") else _paragraph_of(where)
    before, after, source = "“", "”", emended.text()
    match kind:
        case "quote":
            after = f"” (¶{name[1:]})"
        case "lemma":
            before = f"¶{name[1:]}. “"
        case "emended":
            pass
        case "capture":
            source = body()
        case "paraphrase":
            before = after = ""
        case _:
            raise Unquotable(f"“{kind}” is no kind of quotation.")
    begin, end = _find(words, source, name)
    if kind == "capture":
        words, (begin, end) = source[begin:end], _in_emended(begin, end)
    else:
        words = ours or source[begin:end]
    document.text += before
    span = _append(document, words)
    document.text += after
    document.quotations.append(
        {
            "document": document.slug,
            "kind": kind,
            "paragraph": name,
            "relation": "exact" if words == emended.text()[begin:end] else "altered",
            "span": span,
            "E": [begin, end],
        }
    )


def _append(document: Document, words: str) -> list[int]:
    begin = len(document.text)
    document.text += words
    return [begin, len(document.text)]


def _find(words: str, text: str, name: str) -> tuple[int, int]:
    """The one place of `words` in the paragraph `name` of `text`."""
    line = lines(text)[name]
    first, _, last = words.partition(" ... ")
    paragraph = text[line.begin : line.end]
    if paragraph.count(first) != 1:
        raise Unquotable(f"“{first}” stands {paragraph.count(first)} times in {name}.")
    begin = end = paragraph.index(first)
    end += len(first)
    if last:
        if paragraph.count(last, end) != 1:
            raise Unquotable(f"“{last}” stands {paragraph.count(last, end)} times after it in {name}.")
        end = paragraph.index(last, end) + len(last)
    return line.begin + begin, line.begin + end


def _in_emended(begin: int, end: int) -> tuple[int, int]:
    """A span of W's body as a span of E."""
    begin, end = begin + BODY[0], end + BODY[0]
    return emended.in_emended(begin, begin)[0], emended.in_emended(end, end)[0]


def _paragraph_of(emendation: str) -> str:
    for place in emended.truth()["emendations"]:
        if place["name"] == emendation:
            return str(place["paragraph"])
    raise Unquotable(f"{emendation} is no emendation.")


def _passages() -> dict[str, str]:
    rows = (RELATED / "passages.txt").read_text(encoding="utf-8").splitlines()
    return dict(row.split(": ", 1) for row in rows if row)


def files() -> Iterator[tuple[str, str]]:
    """Each document's path in the project, and its text."""
    for document in documents():
        yield f"seeds/texts/{document.slug}.txt", document.text
