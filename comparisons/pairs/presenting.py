"""The rows of the comparison page, made ready for its templates: what is folded, what is quiet, what each side is called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from comparisons.pairs import ends
from comparisons.pairs.addresses import View
from comparisons.pairs.languages import language_of
from comparisons.pairs.marking import Painter
from comparisons.pairs.models import End
from comparisons.pairs.rows import KINDS, Piece, Row
from corpus.texts.models import Revision
from corpus.works.languages import direction_of
from corpus.works.models import Work

LEAST_FOLD, CONTEXT = 4, 1  # unchanged rows in a stretch that folds, and how many stay open at either end


@dataclass(frozen=True, slots=True)
class ShownPiece:
    words: SafeString
    is_heading: bool
    number: int
    name: str  # "¶ 12"
    address: str  # of the paragraph in its own edition
    begin: int
    end: int
    goes_on: bool  # a later stretch of a long one


@dataclass(frozen=True, slots=True)
class ShownRow:
    block: int
    relation: str
    also: str
    a: list[ShownPiece]
    b: list[ShownPiece]
    relation_words: str
    partner: str  # where the other end of a move is shown
    elsewhere: int
    name: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows that are shown, or an unchanged stretch that is folded to one line."""

    rows: list[ShownRow]
    folded: bool
    words: str  # what the line of a fold says


def _fold_words(rows: Sequence[Row]) -> str:
    """“3 unchanged paragraphs”, or “3 paragraphs, in them 2 places ignored and 1 switched off”."""
    pieces = [piece for row in rows for piece in row.a or row.b]
    paragraphs = sum(1 for piece in pieces if piece.kind and not piece.part)
    headings = sum(1 for piece in pieces if not piece.kind)
    count, what = next(one for one in ((paragraphs, "paragraph"), (headings, "heading"), (len(rows), "part")) if one[0])
    what += ("" if count == 1 else "s") + (" of a paragraph" if what == "part" else "")
    hidden = {run.change: run for row in rows for run in row.changes}.values()  # one that goes over two is one
    if not hidden:
        return f"{count:,} unchanged {what}"
    ignored = sum(1 for run in hidden if run.ignored)
    parts = [(ignored, "ignored"), (len(hidden) - ignored, "switched off")]
    places = " and ".join(
        f"{number:,} {'place ' if number == 1 else 'places '}{how}" for number, how in parts if number
    )
    return f"{count:,} {what}, in {'it' if count == 1 else 'them'} {places}"


@dataclass(frozen=True, slots=True)
class SideShown:
    """One edition in the head."""

    work: Work | None  # None of a text that is no edition
    siglum: str
    title: str
    number: int
    words: int
    language: str
    direction: str
    address: str
    change_address: str
    letter: str
    notice: str = ""


def side(end: End, letter: str, choose: str) -> SideShown:
    return SideShown(
        ends.work(end),
        ends.siglum(end),
        end.edition.title if isinstance(end, Revision) else end.title,
        end.number if isinstance(end, Revision) else 0,
        end.words,
        language_of(end),
        direction_of(language_of(end)),
        end.get_absolute_url() if isinstance(end, Revision) else "",
        choose,
        letter,
        ends.notice(end),
    )


def stretches(
    rows: Sequence[Row], painter: Painter, view: View, sides: Sequence[SideShown], translated: bool = False
) -> list[Stretch]:
    """The rows of a part, unchanged stretches folded as the view asks; of a translation nothing folds."""
    quiet = [_is_quiet(row, view) for row in rows]
    chosen = [_shown(row, painter, sides) for row in rows]
    least, context = {"folded": (LEAST_FOLD, CONTEXT), "changes": (1, 0), "all": (len(rows) + 1, 0)}[
        "all" if translated else view.show
    ]
    made: list[Stretch] = []

    def add(low: int, high: int, folded: bool) -> None:
        if low < high:
            made.append(Stretch(chosen[low:high], folded, _fold_words(rows[low:high]) if folded else ""))

    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and quiet[end] == quiet[at]:
            end += 1
        if quiet[at] and end - at >= least:
            low = at + (context if at else 0)
            high = end - (context if end < len(rows) else 0)
            add(at, low, False)
            add(low, high, True)
            add(high, end, False)
        else:
            add(at, end, False)
        at = end
    return made


def _is_quiet(row: Row, view: View) -> bool:
    """Nothing is marked in it: unchanged, or changed only in what is ignored or switched off."""
    if row.relation in {"moved", "split", "merged"} or row.elsewhere >= 0:
        return False
    shown = [run for run in row.changes if not run.ignored and KINDS[run.kind] not in view.off]
    if any(run.change == view.change for run in row.changes):
        return False
    return not shown


RELATION_WORDS = {"same": "", "revised": "revised", "split": "split", "merged": "merged"}


def _shown(row: Row, painter: Painter, sides: Sequence[SideShown]) -> ShownRow:
    relation, partner = row.relation, ""
    words = RELATION_WORDS.get(relation, "")
    if relation == "deleted":
        words = f"only in {sides[0].siglum}"
    elif relation == "inserted":
        words = f"only in {sides[1].siglum}"
    elif relation == "moved":
        words = f"moved from {_name(row.a)} to {_name(row.b)}"
        partner = f"place-{row.block - row.part}"
    also = [name for name in row.also if name not in {"same", relation}]
    if row.part:
        also = ["goes on"]
    return ShownRow(
        row.block,
        relation,
        ", ".join(also),
        [_piece(piece, 0, painter, sides[0]) for piece in row.a],
        [_piece(piece, 1, painter, sides[1]) for piece in row.b],
        words,
        partner,
        row.elsewhere,
        row.name,
    )


def _name(pieces: Sequence[Piece]) -> str:
    numbers = [piece.number for piece in pieces if piece.number]
    if not numbers:
        return "the heading"
    return f"¶ {numbers[0]}" if len(numbers) == 1 else f"¶ {numbers[0]}–{numbers[-1]}"


def _piece(piece: Piece, which: int, painter: Painter, own: SideShown) -> ShownPiece:
    name = f"¶ {piece.number}" if piece.number else ""
    where = f"{own.address}#¶{piece.anchor}" if own.address and piece.anchor else ""
    if where and piece.part:
        where = f"{own.address}#c={piece.begin}-{piece.end}"
    words = painter.piece(piece, which)
    return ShownPiece(words, piece.kind == 0, piece.number, name, where, piece.begin, piece.end, bool(piece.part))
