"""Comparing two texts that are not stored: the same rows as of stored ones, all on one page, and nothing is kept."""

from __future__ import annotations

from typing import Any

from comparisons.engine.comparison import compare
from comparisons.engine.options import Options
from comparisons.pairs import presenting, rows
from comparisons.pairs.addresses import View
from comparisons.pairs.guide import Guide
from comparisons.pairs.marking import Painter

MOST = 200_000  # characters of each text
BYTES = 4 * MOST


class TooLong(ValueError):
    """One of the texts is longer than `MOST`."""


def shown(text_a: str, text_b: str, view: View) -> dict[str, Any]:
    """What the page shows of the comparison. Raises `TooLong`."""
    for name, text in (("left", text_a), ("right", text_b)):
        if len(text) > MOST:
            raise TooLong(
                f"The {name} text has {len(text):,} characters; here each may have {MOST:,}. "
                "Longer texts can be added as editions of a work and compared there."
            )
    result = compare(text_a, text_b, Options(view.ignore))
    laid = rows.lay(result, text_a, text_b)
    guide = Guide.of(laid.found, laid.block)
    sides = [
        presenting.SideShown(None, name, title, 0, 0, "", "auto", "", "", letter)
        for name, title, letter in (("A", "left text", "a"), ("B", "right text", "b"))
    ]
    painter = Painter("#", total=len(laid.found), plain=True)
    summary = {"counts": result.counts, "ignored": result.ignored}
    return {
        "sides": sides,
        "stretches": presenting.stretches(laid.rows, painter, view, sides),
        "similarity": f"{100 * result.similarity:.1f} %",
        "counts": presenting.counted(summary),
        "ignored_words": presenting.ignored_words(summary),
        "total": len(guide),
        "notes_of_result": result.notes,
    }
