"""The panel for the chosen change: both readings in context, what it is and why, and its place on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from comparisons.pairs.marking import WORDS, Painter
from comparisons.pairs.rows import KINDS, Piece, Row, Run

CONTEXT = 70  # characters to the left and right

WHY = {
    "whitespace": "Only blanks or line breaks between the same words differ.",
    "encoding": "The letters are the same and only their coding differs: composed or not, invisible letters.",
    "quotation": "Without quotation marks, apostrophes and dashes both readings are the same.",
    "punctuation": "Without punctuation both readings are the same.",
    "case": "The readings differ in capital and small letters, and in no letter.",
    "accent": "Without accents both readings are the same.",
    "number": "Both readings are the same number, written in another way.",
    "division": "The same letters, joined to one word or divided into several.",
    "orthographic": "The words are near by their letters: a spelling, an error or its correction.",
    "substitution": "The readings are not near by their letters: one stands for the other.",
    "addition": "Words that stand only on the right.",
    "omission": "Words that stand only on the left.",
    "move": "The passage stands on both sides, at another place. What was revised in it is marked inside it.",
}


@dataclass(frozen=True, slots=True)
class Reading:
    before: str
    words: SafeString
    after: str
    paragraph: str
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen change, ready for the panel."""

    number: int
    category: str
    words: str
    why: str
    ignored: bool
    a: Reading
    b: Reading
    block: int


def chosen(row: Row, number: int) -> Chosen | None:
    """The change of that number, if it stands in the row."""
    run = next((run for run in row.changes if run.change == number), None)
    if run is None:
        return None
    category = KINDS[run.kind]
    return Chosen(
        number,
        category,
        WORDS[category],
        WHY[category],
        run.ignored,
        _reading(row.a, number, 0, run),
        _reading(row.b, number, 1, run),
        row.block,
    )


def _reading(pieces: Sequence[Piece], number: int, side: int, run: Run) -> Reading:
    """The change on one side with its context; where that side has nothing, the place alone."""
    for piece in pieces:
        text, place = "", None
        for one in _flat(piece.runs, side):
            own = own_text(one, side)
            if one.change == number and place is None:
                place = (len(text), len(text) + len(own), one)
            text += own
        if place is None:
            continue
        begin, end, one = place
        painter = Painter("")
        category = KINDS[one.kind]
        shown = ""
        if end > begin:
            inside = painter.text(text[begin:end], side, 0, category in {"whitespace", "encoding"})
            element = "ins" if side else "del"
            shown = f'<{element} data-category="{category}">{inside}</{element}>'
        name = f"¶ {piece.number}" if piece.number else "heading"
        return Reading(
            ("…" if begin > CONTEXT else "") + text[max(0, begin - CONTEXT) : begin],
            mark_safe(shown),
            text[end : end + CONTEXT] + ("…" if len(text) > end + CONTEXT else ""),
            name,
            piece.begin + begin,
            piece.begin + end,
        )
    at = run.place[side]
    paragraph = ""
    before = after = ""
    for piece in pieces:
        if piece.begin <= at <= piece.end:
            text = "".join(own_text(one, side) for one in _flat(piece.runs, side))
            begin = at - piece.begin
            before, after = text[max(0, begin - CONTEXT) : begin], text[begin : begin + CONTEXT]
            paragraph = f"¶ {piece.number}" if piece.number else "heading"
            break
    return Reading(before, mark_safe(""), after, paragraph, at, at)


def _flat(runs: Sequence[Run], side: int) -> list[Run]:
    """The runs with those of moves opened; what a move brings from the other side is left out."""
    found: list[Run] = []
    for run in runs:
        if run.inner and (side or not run.after):
            found.extend(_flat(run.inner, side))
        elif not run.inner:
            found.append(run)
    return found


def own_text(run: Run, side: int) -> str:
    if not run.change:
        return run.before
    if KINDS[run.kind] == "move" or run.end:
        return ""
    return run.after if side else run.before
