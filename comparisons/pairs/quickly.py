"""Comparing two texts that are not stored: the same rows as of stored ones, all on one page, and nothing is kept."""

from __future__ import annotations

from typing import Any

from comparisons.engine import comparison
from comparisons.engine.options import Options
from comparisons.engine.paragraphs import bilingual
from comparisons.engine.paragraphs.translation import languages_differ
from comparisons.pairs import heading, laying, presenting, unmarked
from comparisons.pairs.addresses import View
from comparisons.pairs.guide import Guide
from comparisons.pairs.marking import Painter
from corpus.works.languages import direction_of

MOST = 200_000  # characters of each text
BYTES = 4 * MOST


class TooLong(ValueError):
    """One of the texts is longer than `MOST`."""


def shown(text_a: str, text_b: str, view: View, languages: tuple[str, str] = ("", "")) -> dict[str, Any]:
    """What the page shows of the comparison; in two languages, of the alignment of paragraphs. Raises `TooLong`."""
    for name, text in (("left", text_a), ("right", text_b)):
        if len(text) > MOST:
            raise TooLong(
                f"The {name} text has {len(text):,} characters; here each may have {MOST:,}. "
                "Longer texts can be added as editions of a work and compared there."
            )
    translated = languages_differ(*languages)
    compare = bilingual.compare if translated else comparison.compare
    result = compare(text_a, text_b, Options(view.ignore))
    laid = laying.lay(result, text_a, text_b)
    guide = Guide.of(laid.found, laid.block)
    sides = [
        presenting.SideShown(
            None, name, title, 0, 0, language, direction_of(language) if language else "auto", "", "", letter
        )
        for name, title, letter, language in zip("AB", ("left text", "right text"), "ab", languages, strict=True)
    ]
    painter = Painter("#", total=len(laid.found), plain=True)
    summary = {"counts": result.counts, "ignored": result.ignored}
    return {
        "sides": sides,
        "stretches": presenting.stretches(laid.rows, painter, view, sides, translated),
        "translated": translated,
        "similarity": f"{100 * result.similarity:.1f} %",
        "counts": heading.counted(summary),
        "ignored_words": heading.ignored_words(summary),
        "unmarked": None if translated else unmarked.unmarked(summary),
        "total": len(guide),
        "notes_of_result": result.notes,
    }
