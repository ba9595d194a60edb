"""N, the reading text: E with its spelling and punctuation modernised, and nothing else.

Every change is one that a comparison can be told to ignore (case, accents, punctuation, the three rules), so that N
and E are equal under that profile and differ without it.
"""

from __future__ import annotations

import re
from typing import Any

from seeds.making import emended

RULES = (("U.S.S.R.", "USSR"), ("manoeuvers", "maneuvers"), ("Czarist", "Tsarist"))

# What stands in E, what N has for it, how often it stands there.
WORDS = (
    *((original, regular, 4 if original == "U.S.S.R." else 1) for original, regular in RULES),
    ("protege", "protégé", 1),
    ("Chinese revolution", "Chinese Revolution", 1),
    ("Russian revolution", "Russian Revolution", 1),
    ("October revolution", "October Revolution", 1),
    ("German communist party", "German Communist Party", 1),
    ("1914-1918", "1914–1918", 1),
    ("1917-1920", "1917–1920", 1),
    # The commas of the doubts Q1 to Q3.
    ("Soviet masses on the other hand", "Soviet masses, on the other hand", 1),
    ("Soviet people by its ferocious", "Soviet people, by its ferocious", 1),
    ("frequently in this hour", "frequently, in this hour", 1),
    (" – ", "—", 3),
)


def changes() -> list[tuple[int, int, str]]:
    """Every change as begin and end in E, and what N has there; in order, not overlapping."""
    text, found = emended.text(), []
    for original, regular, times in WORDS:
        places = [match.span() for match in re.finditer(re.escape(original), text)]
        if len(places) != times:
            raise ValueError(f"“{original}” stands {len(places)} times in E, not {times}.")
        found += [(*_narrowed(begin, end, original, regular),) for begin, end in places]
    marks = [match.start() for match in re.finditer('"', text)]
    found += [(place, place + 1, "”" if number % 2 else "“") for number, place in enumerate(marks)]
    return sorted(found)


def _narrowed(begin: int, end: int, original: str, regular: str) -> tuple[int, int, str]:
    """The span without the whole words that both have at its edges."""
    old, new = original.split(" "), regular.split(" ")
    while len(old) > 1 and len(new) > 1 and old[0] == new[0]:
        begin += len(old.pop(0)) + 1
        new.pop(0)
    while len(old) > 1 and len(new) > 1 and old[-1] == new[-1]:
        end -= len(old.pop()) + 1
        new.pop()
    return begin, end, " ".join(new)


def text() -> str:
    return _changed()[0]


def _changed() -> tuple[str, list[dict[str, Any]]]:
    base, parts, rows, done, length = emended.text(), [], [], 0, 0
    for begin, end, new in changes():
        parts += [base[done:begin], new]
        length += begin - done + len(new)
        rows.append(
            {"before": base[begin:end], "after": new, "E": [begin, end], "N": [length - len(new), length]},
        )
        done = end
    return "".join(parts) + base[done:], rows


def truth() -> dict[str, Any]:
    """All the changes, with their places in both."""
    return {"a": "E", "b": "N", "rules": [list(rule) for rule in RULES], "changes": _changed()[1]}
