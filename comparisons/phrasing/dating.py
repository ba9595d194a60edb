"""Which of two witnesses is earlier, by intervals: where the order cannot be known, it is not told.

What is dated is the wording. An edition that hands down the words of its work (a print, a transcription, an emended
text) has the work's date, however late it was made itself; a translation has words of its own, and so its own date.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from corpus.works.models import Edition

OWN_WORDS = {Edition.Kind.TRANSLATION, Edition.Kind.DOCUMENT}
FIRST = (-(10**9), 1, 1)
LAST = (10**9, 12, 31)
Day = tuple[int, int, int]


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From the first day on which it may have been to the last, both included; open where a date is not known."""

    first: Day = FIRST
    last: Day = LAST

    def before(self, other: Interval) -> bool:
        """Is this certainly earlier?"""
        return self.last < other.first

    @property
    def known(self) -> bool:
        return self != Interval()


@lru_cache(maxsize=4096)
def interval(date: str) -> Interval:
    """The days that an EDTF date may mean, 1941~ with the years beside it; all days for an empty one."""
    from edtf import parse_edtf  # here, since importing it takes long
    from edtf.parser.edtf_exceptions import EDTFParseException

    if not date:
        return Interval()
    try:
        parsed = parse_edtf(date)
        return Interval(_day(parsed.lower_fuzzy(), FIRST), _day(parsed.upper_fuzzy(), LAST))
    except (EDTFParseException, ValueError, OverflowError, AttributeError, NotImplementedError):
        return Interval()


def _day(moment: Any, otherwise: Day) -> Day:
    return otherwise if isinstance(moment, float) else (moment[0], moment[1], moment[2])


def date_of(edition: Edition) -> str:
    """The date of an edition's wording, in EDTF; empty where it is not known."""
    return date_of_words(edition.kind, edition.date, edition.work.date)


def date_of_words(kind: str, date: str, of_work: str) -> str:
    """The same of an edition of this kind and date, and the date of its work."""
    return (date or of_work) if kind in OWN_WORDS else (of_work or date)


def interval_of(edition: Edition) -> Interval:
    return interval(date_of(edition))
