"""Correcting a text in a form: the whole of a short one, a stretch of paragraphs of a long one."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.texts.models import Revision, Segment

WHOLE = 200_000  # characters up to which a text is corrected as a whole
STRETCH = 40_000  # characters that are taken of a longer one, and always at least one paragraph


class NoSuchPlace(LookupError):
    """The revision has no such paragraph."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Code points [begin, end) of a revision, which begin with segment `first` and end with `last`."""

    revision: Revision
    begin: int
    end: int
    first: Segment | None = None
    last: Segment | None = None

    @property
    def whole(self) -> bool:
        return self.begin == 0 and self.end == len(self.revision.text)

    @property
    def text(self) -> str:
        return self.revision.text[self.begin : self.end]

    def corrected(self, text: str) -> str:
        """The revision's whole text with this stretch replaced."""
        whole = self.revision.text
        return whole[: self.begin] + text + whole[self.end :]


def stretch(revision: Revision, anchor: str = "") -> Stretch:
    """The stretch of `revision` that begins at the segment of that anchor; of a short text, all of it.

    Raises `NoSuchPlace`.
    """
    if len(revision.text) <= WHOLE:
        return Stretch(revision, 0, len(revision.text))
    segments = revision.segments.order_by("position")
    anchor = anchor.replace("\x00", "?")  # PostgreSQL cannot be asked for one
    first = segments.filter(anchor=anchor).first() if anchor else segments.first()
    if first is None:
        raise NoSuchPlace(f"There is no ¶{anchor} in {revision}. Choose another, or look it up in the text.")
    last = segments.filter(position__gte=first.position, end__lte=first.begin + STRETCH).last() or first
    return Stretch(revision, first.begin, last.end, first, last)


def same_stretch(revision: Revision, first: str, last: str) -> Stretch | None:
    """Where a stretch of an older revision, from anchor to anchor, stands in this one; None where it does not."""
    found = {segment.anchor: segment for segment in revision.segments.filter(anchor__in=[first, last])}
    if first not in found or last not in found or found[first].begin > found[last].begin:
        return None
    return Stretch(revision, found[first].begin, found[last].end, found[first], found[last])
