"""What is said of a comparison in which nothing is marked: the texts are identical, or all is ignored or switched off."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from comparisons.pairs.marking import WORDS


@dataclass(frozen=True, slots=True)
class Unmarked:
    """Why no change is marked, and what there is to undo: `ignored`, `off`, or nothing of identical texts."""

    words: str
    undo: str = ""


def unmarked(summary: Mapping[str, Any], off: AbstractSet[str] = frozenset()) -> Unmarked | None:
    """None where a change is marked. `off`: the categories that are switched off."""
    counts, ignored = summary["counts"], summary["ignored"]
    left = {name: count - ignored.get(name, 0) for name, count in counts.items() if count > ignored.get(name, 0)}
    if any(name not in off for name in left):
        return None
    if not sum(counts.values()):
        return Unmarked("The two texts are identical.")
    if not left:
        return Unmarked(f"Every difference is ignored by this profile: {listed(ignored)}.", "ignored")
    return Unmarked(f"Every kind of change that could be marked is switched off: {listed(left)}.", "off")


def listed(counts: Mapping[str, int]) -> str:
    """“214 places (case 12, quotation marks 202)”."""
    total = sum(counts.values())
    each = ", ".join(f"{WORDS[name]} {count:,}" for name, count in counts.items() if count)
    return f"{total:,} {'place' if total == 1 else 'places'} ({each})"
