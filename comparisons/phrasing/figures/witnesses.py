"""The documents of a figure, and the short names that stand for them in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

MOST = 200  # characters of a title


@dataclass(frozen=True, slots=True)
class Witness:
    """A document, or all editions of a work together."""

    name: str  # WORK/SIGLUM, or WORK
    siglum: str  # empty for a work
    title: str
    date: str  # as a reader says it; empty where it is not known
    year: str = ""  # the first in which it may have been written
    characters: int = 0
    address: str = ""
    label: str = ""

    @property
    def said(self) -> str:
        """“Study Guide 2026”."""
        return " ".join(part for part in (self.title[:MOST], self.siglum) if part)


def labelled(witnesses: Sequence[Witness]) -> list[Witness]:
    """The same with labels that are short and differ: sigla where they do, else made of the titles.

    *For Defense of the Soviet Union* W → FDSU·W, *Study Guide* → SG, *Commentary* → Com. O(n).
    """
    sigla = Counter(witness.siglum for witness in witnesses)
    if "" not in sigla and all(number == 1 for number in sigla.values()):
        return [replace(witness, label=witness.siglum) for witness in witnesses]
    works = Counter(_work(witness) for witness in witnesses)
    short: dict[str, str] = {}
    for witness in witnesses:
        if _work(witness) not in short:
            short[_work(witness)] = _unlike(initials(witness.title), set(short.values()))
    return [
        replace(
            witness,
            label=short[_work(witness)]
            + (f"·{witness.siglum}" if works[_work(witness)] > 1 and witness.siglum else ""),
        )
        for witness in witnesses
    ]


def initials(title: str) -> str:
    """The capitals of a title's words; of a single word its first letters."""
    words = re.findall(r"[^\W_]+", title)
    capitals = [word[0] for word in words if not word[0].islower()][:4]
    if len(capitals) > 1:
        return "".join(capitals)
    return (words[0][:3] if words else title[:3]) or "?"


def _work(witness: Witness) -> str:
    return witness.name.partition("/")[0]


def _unlike(label: str, taken: set[str]) -> str:
    if label not in taken:
        return label
    return next(made for number in range(2, len(taken) + 3) if (made := f"{label}{number}") not in taken)
