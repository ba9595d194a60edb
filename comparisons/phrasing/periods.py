"""The time that an EDTF date may mean, as its first and last day."""

from __future__ import annotations

from time import struct_time
from typing import Any

from edtf import parse_edtf

Day = tuple[float, ...]  # year, month, day; an end that is open or unknown is (-inf,) or (inf,)
Period = tuple[Day, Day]
BEFORE, AFTER = (float("-inf"),), (float("inf"),)


class NoDate(ValueError):
    """It is no date in EDTF."""


def period(value: str) -> Period:
    """First and last day of an EDTF date. Raises `NoDate`."""
    try:
        date = parse_edtf(value)
        return _day(date.lower_strict(), BEFORE), _day(date.upper_strict(), AFTER)
    except Exception as error:  # the library raises what its grammar raises
        raise NoDate(f"“{value}” is no date in EDTF. Write 1941, 1941-08 or 1939/1945.") from error


def meet(one: Period, two: Period) -> bool:
    """Whether two periods may have a day in common."""
    return one[0] <= two[1] and two[0] <= one[1]


def _day(value: Any, open_end: Day) -> Day:
    return tuple(value[:3]) if isinstance(value, struct_time) else open_end
