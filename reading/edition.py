"""What an edition's page shows of a text: a stretch of its segments, with their numbers, notes and neighbours.

A long text is shown in stretches of some 60,000 characters, cut between segments; the address says which.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db.models.functions import Substr

from comparisons.phrasing.margin import Share, beside
from corpus.access.policy import Person, may_edit
from corpus.notes.models import Note, Target
from corpus.texts.models import Revision, Segment
from reading.places import Differing

STRETCH = 60_000  # code points


@dataclass(frozen=True)
class Piece:
    """Part of a segment's text, with the notes whose targets end here."""

    text: str
    notes: tuple[Note, ...] = ()
    marked: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A segment with its text."""

    segment: Segment
    text: str
    pieces: list[Piece] = field(default_factory=list)
    differing: list[Differing] = field(default_factory=list)  # the editions that differ here
    shares: list[Share] = field(default_factory=list)  # the works that share words of it

    @property
    def notes(self) -> list[Note]:
        """Each note on this segment once, however many of its words it speaks of."""
        return list(dict.fromkeys(note for piece in self.pieces for note in piece.notes))

    @property
    def is_heading(self) -> bool:
        return self.segment.kind == Segment.Kind.HEADING


@dataclass(frozen=True)
class Stretch:
    """The part of the text on this page."""

    paragraphs: list[Paragraph]
    number: int
    total: int
    headings: list[Segment]
    cuts: list[int]  # position of the first segment of each stretch

    @property
    def span(self) -> tuple[int, int]:
        """Code points of the text."""
        if not self.paragraphs:
            return 0, 0
        return self.paragraphs[0].segment.begin, self.paragraphs[-1].segment.end

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.total else None


def cuts(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """First and last+1 index of the segments of each stretch; a segment longer than a stretch stands alone."""
    found: list[tuple[int, int]] = []
    first = 0
    for index in range(1, len(spans) + 1):
        if index == len(spans) or spans[index][1] - spans[first][0] > STRETCH:
            found.append((first, index))
            first = index
    return found


def stretch(revision: Revision, person: Person, number: int = 1, place: str = "") -> Stretch:
    """Stretch `number` (from 1), or the one that holds `place`: `12` or `¶12` the segment of that anchor,
    `c=120-140` code points. A fixed number of queries, whatever the text's length."""
    rows = list(revision.segments.values_list("position", "begin", "end", "anchor"))
    bounds = cuts([(begin, end) for _, begin, end, _ in rows])
    if place:
        index = _find(rows, place)
        number = next((n for n, (first, last) in enumerate(bounds, 1) if first <= index < last), 1)
    number = min(max(number, 1), max(len(bounds), 1))
    headings = list(revision.segments.filter(kind=Segment.Kind.HEADING)[:200])
    if not rows:
        return Stretch([], 1, 1, [], [])
    first, last = bounds[number - 1]
    begin, end = rows[first][1], rows[last - 1][2]
    text = (
        Revision.objects.filter(pk=revision.pk)
        .values_list(Substr("text", begin + 1, max(end - begin, 1)), flat=True)
        .get()
    )
    segments = list(revision.segments.filter(position__gte=rows[first][0], position__lte=rows[last - 1][0]))
    notes = _notes(revision, person, begin, end)
    paragraphs = []
    for segment in segments:
        own = text[segment.begin - begin : segment.end - begin]
        here = [target for target in notes if segment.begin <= target.begin and target.end <= segment.end]
        paragraphs.append(Paragraph(segment, own, _pieces(own, segment.begin, here)))
    return Stretch(paragraphs, number, len(bounds), headings, [rows[first][0] for first, _ in bounds])


def _find(rows: list[tuple[int, int, int, str]], place: str) -> int:
    wanted = place.removeprefix("¶").strip()
    if wanted.startswith("c="):
        begin = wanted[2:].partition("-")[0]
        at = int(begin) if begin.isascii() and begin.isdigit() else 0
        return max((index for index, row in enumerate(rows) if row[1] <= at), default=0)
    for index, row in enumerate(rows):
        if wanted == row[3]:
            return index
    return 0


def _notes(revision: Revision, person: Person, begin: int, end: int) -> list[Target]:
    """Targets on this stretch whose notes `person` may see; to editors, error reports that nobody has closed are some."""
    seen = Note.objects.visible_to(person)
    seen = (
        seen.exclude(kind=Note.Kind.REPORT, resolved_at__isnull=False)
        if may_edit(person)
        else seen.exclude(kind=Note.Kind.REPORT)
    )
    return list(
        Target.objects.filter(revision=revision, begin__gte=begin, end__lte=end, note__in=seen)
        .select_related("note")
        .order_by("begin", "end", "pk")
    )


def _pieces(text: str, offset: int, targets: list[Target]) -> list[Piece]:
    """The text cut at its notes' targets, each marked stretch followed by its notes."""
    pieces: list[Piece] = []
    at = 0
    for target in targets:
        begin, end = target.begin - offset, target.end - offset
        if begin < at:  # overlaps the one before: its words are marked already, its note still shows
            pieces.append(Piece("", (target.note,)))
            continue
        pieces.append(Piece(text[at:begin]))
        pieces.append(Piece(text[begin:end], (target.note,), marked=end > begin))
        at = end
    pieces.append(Piece(text[at:]))
    return [piece for piece in pieces if piece.text or piece.notes]


def mark(stretch: Stretch, others: list[Differing]) -> None:
    """Tell each paragraph of the stretch which other editions differ in it."""
    for other in others:
        for paragraph in stretch.paragraphs:
            first = int(np.searchsorted(other.paragraphs, paragraph.segment.begin))
            if first < len(other.paragraphs) and other.paragraphs[first] < max(
                paragraph.segment.end, paragraph.segment.begin + 1
            ):
                paragraph.differing.append(other)


def share(stretch: Stretch, found: list[Share]) -> None:
    """Tell each paragraph of the stretch which works share its words."""
    for paragraph in stretch.paragraphs:
        paragraph.shares.extend(beside(found, paragraph.segment.begin, paragraph.segment.end))


@dataclass(frozen=True)
class Entry:
    """A heading in the table of contents."""

    text: str
    level: int
    address: str


def contents(revision: Revision, stretch: Stretch) -> list[Entry]:
    """The headings with the address of each, on this page or another. One query."""
    if not stretch.headings:
        return []
    cut = {
        f"h{n}": Substr("text", heading.begin + 1, min(heading.end - heading.begin, 200))
        for n, heading in enumerate(stretch.headings)
    }
    texts: dict[str, Any] = dict(Revision.objects.filter(pk=revision.pk).values(**cut).get())
    entries = []
    for n, heading in enumerate(stretch.headings):
        part = bisect_right(stretch.cuts, heading.position)
        page = "" if part == stretch.number else f"?part={part}"
        entries.append(Entry(texts[f"h{n}"].lstrip("# "), heading.level, f"{page}#¶{heading.anchor}"))
    return entries
