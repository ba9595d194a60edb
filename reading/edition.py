"""What an edition's page shows of a text: a stretch of its segments, with their numbers, notes and neighbours.

A long text is shown in stretches of some 60,000 characters, cut between segments, and inside a segment that is longer;
the address says which.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from django.db.models.functions import Substr

from comparisons.engine.text.cutting import LOOK, word_end
from comparisons.phrasing.margin import Share, beside
from corpus.access.policy import Person, may_edit
from corpus.notes.models import Note, Target
from corpus.texts.models import Revision, Segment
from reading.places import Differing

STRETCH = 60_000  # code points
REACH = 300  # code points before a cut inside a segment, in which the end of a word is looked for


@dataclass(frozen=True)
class Piece:
    """Part of a segment's text, with the notes whose targets end here."""

    text: str
    notes: tuple[Note, ...] = ()
    marked: bool = False


@dataclass(frozen=True)
class Paragraph:
    """A segment with its text, or of a long one what stands in this stretch, from the code point `begin` on."""

    segment: Segment
    text: str
    begin: int
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

    @property
    def end(self) -> int:
        return self.begin + len(self.text)

    @property
    def goes_on(self) -> bool:
        """Whether its segment began in an earlier stretch."""
        return self.begin > self.segment.begin


@dataclass(frozen=True)
class Bound:
    """A stretch of a text: the indices of its segments, last excluded, and its code points."""

    first: int
    last: int
    begin: int
    end: int
    opens_inside: bool = False  # the place is moved back to the end of a word when the text is read
    ends_inside: bool = False


@dataclass(frozen=True)
class Stretch:
    """The part of the text on this page."""

    paragraphs: list[Paragraph]
    number: int
    total: int
    headings: list[Segment]
    begins: list[int]  # where each stretch begins, in code points

    @property
    def span(self) -> tuple[int, int]:
        """Code points of the text."""
        if not self.paragraphs:
            return 0, 0
        return self.paragraphs[0].begin, self.paragraphs[-1].end

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.total else None


def cuts(spans: list[tuple[int, int]]) -> list[Bound]:
    """The stretches of a text with these segments. One that is longer than a stretch is divided evenly, together with
    the little that stands before it, so that no page holds a heading alone."""
    found: list[Bound] = []
    first = 0
    for index in range(1, len(spans) + 1):
        if index < len(spans):
            size, long = spans[index][1] - spans[first][0], spans[index][1] - spans[index][0] > STRETCH
            if size <= STRETCH or (long and spans[index][0] - spans[first][0] < STRETCH // 4):
                continue
        begin, end = spans[first][0], spans[index - 1][1]
        parts = max(1, -(-(end - begin) // STRETCH))
        edges = [begin + (end - begin) * part // parts for part in range(parts + 1)]
        found += [
            Bound(first, index, *edge, opens_inside=part > 0, ends_inside=part < parts - 1)
            for part, edge in enumerate(pairwise(edges))
        ]
        first = index
    return found


def stretch(revision: Revision, person: Person, number: int = 1, place: str = "") -> Stretch:
    """Stretch `number` (from 1), or the one that holds `place`: `12` or `¶12` the segment of that anchor,
    `c=120-140` code points. A fixed number of queries, whatever the text's length."""
    rows = list(revision.segments.values_list("position", "begin", "end", "anchor"))
    bounds = cuts([(begin, end) for _, begin, end, _ in rows])
    headings = list(revision.segments.filter(kind=Segment.Kind.HEADING)[:200])
    if not rows:
        return Stretch([], 1, 1, [], [])
    begins = [bound.begin for bound in bounds]
    wanted = _find(rows, place) if place else -1
    if wanted >= 0:
        number = bisect_right(begins, wanted)
    number = min(max(number, 1), len(bounds))
    begin, end, text = _read(revision, bounds[number - 1])
    if wanted >= end and number < len(bounds):  # between the end of the last word and where it would be cut evenly
        number += 1
        begin, end, text = _read(revision, bounds[number - 1])
    bound = bounds[number - 1]
    positions = {"position__gte": rows[bound.first][0], "position__lte": rows[bound.last - 1][0]}
    notes = _notes(revision, person, begin, end)
    paragraphs = []
    for segment in revision.segments.filter(**positions):
        low, high = max(segment.begin, begin), min(segment.end, end)
        if low > high or (low == high and segment.begin < segment.end):
            continue  # on another page
        here = [
            target
            for target in notes
            if segment.begin <= target.begin
            and target.end <= segment.end
            and target.begin <= high
            and low <= target.end
        ]
        own = text[low - begin : high - begin]
        paragraphs.append(Paragraph(segment, own, low, _pieces(own, low, here)))
    return Stretch(paragraphs, number, len(bounds), headings, begins)


def _read(revision: Revision, bound: Bound) -> tuple[int, int, str]:
    """The text of a stretch, and where it really begins and ends. One query."""
    low = bound.begin - (REACH if bound.opens_inside else 0)
    high = bound.end + (LOOK if bound.ends_inside else 0)
    part = Substr("text", low + 1, max(high - low, 1))
    text: str = Revision.objects.filter(pk=revision.pk).values_list(part, flat=True).get()
    begin, end = bound.begin - low, bound.end - low
    if bound.opens_inside:
        begin = word_end(text, begin - REACH, begin)
    if bound.ends_inside:
        end = word_end(text, end - REACH, end)
    return low + begin, low + end, text[begin:end]


def _find(rows: list[tuple[int, int, int, str]], place: str) -> int:
    """The code point that is asked for."""
    wanted = place.removeprefix("¶").strip()
    if wanted.startswith("c="):
        begin = wanted[2:].partition("-")[0]
        return int(begin) if begin.isascii() and begin.isdigit() and len(begin) < 10 else 0
    return next((row[1] for row in rows if wanted == row[3]), 0)


def _notes(revision: Revision, person: Person, begin: int, end: int) -> list[Target]:
    """Targets on this stretch whose notes `person` may see; to editors, error reports that nobody has closed are some."""
    seen = Note.objects.visible_to(person)
    seen = (
        seen.exclude(kind=Note.Kind.REPORT, resolved_at__isnull=False)
        if may_edit(person)
        else seen.exclude(kind=Note.Kind.REPORT)
    )
    return list(
        Target.objects.filter(revision=revision, begin__lte=end, end__gte=begin, note__in=seen)
        .select_related("note")
        .order_by("begin", "end", "pk")
    )


def _pieces(text: str, offset: int, targets: list[Target]) -> list[Piece]:
    """The text cut at its notes' targets, each marked stretch followed by its notes."""
    pieces: list[Piece] = []
    at = 0
    for target in targets:
        begin, end = max(0, target.begin - offset), min(len(text), target.end - offset)
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
        paragraph.shares.extend(beside(found, paragraph.begin, paragraph.end))


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
        part = bisect_right(stretch.begins, heading.begin)
        page = "" if part == stretch.number else f"?part={part}"
        entries.append(Entry(texts[f"h{n}"].lstrip("# "), heading.level, f"{page}#¶{heading.anchor}"))
    return entries
