"""What an editor sees before anything is stored: the segments, what was left out, and the figures."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from comparisons.engine.text import segments as engine_segments
from comparisons.engine.text.tokens import tokenise
from corpus.extraction import Dropped, Extraction
from corpus.extraction.encoding import name_of

FIRST, LAST = 40, 6  # segments that are shown of a long text, at its beginning and at its end
CHARACTERS = 700  # of a segment


@dataclass(frozen=True, slots=True)
class Row:
    """One segment as it will be read: `label` is its ¶ number or its kind."""

    label: str
    text: str
    heading: bool
    more: int  # characters of it that are not shown


@dataclass(frozen=True, slots=True)
class Part:
    """Lines that are left out or were put back, with the rest of what a row says."""

    dropped: Dropped
    kept: bool

    @property
    def lines(self) -> list[str]:
        return [line for line in self.dropped.text.split("\n") if line.strip()]

    @property
    def count(self) -> int:
        return self.dropped.end_line - self.dropped.begin_line + 1


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that the preview of one text shows."""

    extraction: Extraction
    parts: list[Part]
    head: list[Row]
    tail: list[Row]
    skipped: int  # segments between head and tail
    segments: int
    headings: int
    words: int
    characters: int
    dropped_lines: int
    dropped_words: int
    encoding: str
    percent: int  # how sure the encoding is
    size: int | None  # bytes of the file; None for pasted text
    text_sha256: str  # of the text that would be stored
    sha256: str  # of the file, or of the pasted text in UTF-8
    filename: str

    @property
    def paragraphs(self) -> int:
        return self.segments - self.headings

    @property
    def short_digest(self) -> str:
        return f"{self.sha256[:8]}…{self.sha256[-6:]}"


def preview(extraction: Extraction, content: bytes | None = None, filename: str = "") -> Preview:
    """What storing this extraction would store. `content`: the bytes it came from, where it was a file."""
    text = extraction.text
    found = engine_segments.segment(text)
    headings = int(np.count_nonzero(found.kind == engine_segments.KINDS.index("heading")))
    count = len(found)
    whole = count <= FIRST + LAST + 1
    rows = list(
        _rows(text, found.span.tolist(), found.kind.tolist(), range(0) if whole else range(FIRST, count - LAST))
    )
    return Preview(
        extraction=extraction,
        parts=[
            *(Part(part, kept=False) for part in extraction.dropped),
            *(Part(part, kept=True) for part in extraction.put_back),
        ],
        head=[row for at, row in rows if whole or at < FIRST],
        tail=[row for at, row in rows if not whole and at >= FIRST],
        skipped=0 if whole else count - FIRST - LAST,
        segments=count,
        headings=headings,
        words=int(np.count_nonzero(tokenise(text).word)),
        characters=len(text),
        dropped_lines=sum(part.end_line - part.begin_line + 1 for part in extraction.dropped),
        dropped_words=sum(len(part.text.split()) for part in extraction.dropped),
        encoding=name_of(extraction.encoding),
        percent=round(100 * extraction.sure),
        size=None if content is None else len(content),
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        sha256=hashlib.sha256(text.encode() if content is None else content).hexdigest(),
        filename=filename,
    )


def _rows(text: str, spans: list[list[int]], kinds: list[int], hidden: range) -> Iterator[tuple[int, Row]]:
    number = 0
    for at, ((begin, end), kind) in enumerate(zip(spans, kinds, strict=True)):
        heading = engine_segments.KINDS[kind] == "heading"
        number += not heading
        if at not in hidden:
            said = text[begin : min(end, begin + CHARACTERS)]
            yield at, Row("heading" if heading else f"¶ {number}", said, heading, max(0, end - begin - CHARACTERS))
