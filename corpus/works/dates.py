"""EDTF dates in words: 1941-08 → August 1941, 1941-10~ → about October 1941, 1939/1945 → 1939 to 1945."""

import re

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
PLAIN = re.compile(r"(-?\d{4})(?:-(\d{2})(?:-(\d{2}))?)?([?~%]?)")
QUALIFIED = {"": "", "?": "perhaps ", "~": "about ", "%": "perhaps about "}


def in_words(value: str) -> str:
    """The date as a reader says it; what has no plain words stays as it is written."""
    if "/" in value and not value.startswith(("{", "[")):
        begin, _, end = value.partition("/")
        if begin in {"", ".."}:
            return f"until {in_words(end)}"
        if end in {"", ".."}:
            return f"from {in_words(begin)}"
        return f"{in_words(begin)} to {in_words(end)}"
    match = PLAIN.fullmatch(value)
    if not match:
        return value
    year, month, day, sign = match.groups()
    said, year = QUALIFIED[sign], _year(int(year))
    if month is None:
        return said + year
    if month in SEASONS:
        return f"{said}{SEASONS[month]} {year}"
    if not 1 <= int(month) <= 12:
        return value
    name = f"{MONTHS[int(month) - 1]} {year}"
    return f"{said}{int(day)} {name}" if day else said + name


def _year(number: int) -> str:
    """EDTF counts a year 0, which is 1 BC."""
    if number <= 0:
        return f"{1 - number} BC"
    return str(number) if number > 99 else f"AD {number}"
