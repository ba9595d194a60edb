"""What the comparison page shows, made ready for its templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from comparisons.engine.options import SWITCHES
from comparisons.engine.version import VERSION
from comparisons.pairs import ends
from comparisons.pairs import points as alignment
from comparisons.pairs import unmarked as nothing_marked
from comparisons.pairs.addresses import View, address, path
from comparisons.pairs.exports import FORMATS
from comparisons.pairs.finding import Found, Hit
from comparisons.pairs.languages import language_of
from comparisons.pairs.marking import WORDS, Painter
from comparisons.pairs.models import End
from comparisons.pairs.rows import KINDS, Piece, Row
from comparisons.pairs.store import Opened
from corpus.texts.models import Revision
from corpus.works.languages import direction_of
from corpus.works.models import Work

SWITCH_WORDS = {
    "case": "case",
    "quotation": "quotation marks and dashes",
    "punctuation": "punctuation (and quotation marks)",
    "whitespace": "white space",
    "accent": "accents",
    "encoding": "encoding",
    "letters": "historical letters (ſ, æ)",
    "hyphens": "hyphens at a line’s end",
    "rules": "the work’s regularisation rules",
}
FORMAT_WORDS = {
    "diff": "Unified diff",
    "json": "JSON, as the API gives it",
    "csv": "Changes as a table (CSV)",
    "html": "HTML, one file",
    "tei": "TEI P5 apparatus",
    "text": "Plain text",
}
CROWDED = 20  # changes at one place of the ruler, from which on places are shaded by their number
CHIPS = 6  # kinds of change in the head; where there are more than one more, the rest stand in a menu
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


ORDER = (
    "substitution",
    "omission",
    "addition",
    "move",
    *[name for name in reversed(KINDS) if name not in {"substitution", "omission", "addition", "move"}],
)


def counted(summary: dict[str, Any]) -> list[dict[str, Any]]:
    """Each category that is marked somewhere, with its count; what is ignored is said elsewhere."""
    found = []
    for name in ORDER:
        count = summary["counts"].get(name, 0) - summary["ignored"].get(name, 0)
        if count:
            found.append({"name": name, "words": WORDS[name], "count": count})
    return found


def chips(summary: dict[str, Any], view: View, base: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A switch for each category that is marked somewhere: those of the head, and the rest, for its menu."""
    every = [
        chip
        | {
            "on": chip["name"] not in view.off,
            "address": f"{base}?{view.query(off=view.off ^ {chip['name']}, part=-1)}",
        }
        for chip in counted(summary)
    ]
    shown = len(every) if len(every) <= CHIPS + 1 else CHIPS
    return every[:shown], every[shown:]


def ignored_words(summary: dict[str, Any]) -> str:
    """“214 places ignored: case 12, quotation marks 202”; empty where nothing is."""
    ignored = {name: count for name, count in summary["ignored"].items() if count}
    if not ignored:
        return ""
    total = sum(ignored.values())
    each = ", ".join(f"{WORDS[name]} {count:,}" for name, count in ignored.items())
    return f"{total:,} {'place' if total == 1 else 'places'} ignored: {each}"


def unmarked(summary: dict[str, Any], view: View, base: str) -> dict[str, str] | None:
    """Why nothing is marked, where nothing is, and the way to see what there is."""
    found = None if summary["translated"] else nothing_marked.unmarked(summary, view.off)
    if found is None:
        return None
    ways = {
        "ignored": ("Ignore nothing", view.query(ignore=frozenset(), change=0, part=-1, key="")),
        "off": ("Switch all kinds on", view.query(off=frozenset(), part=-1)),
    }
    words, query = ways.get(found.undo, ("", ""))
    return {"words": found.words, "undo": words, "address": base + (f"?{query}" if query else "")}


def ticks(opened: Opened, view: View, base: str) -> SafeString:
    """The marks of the ruler as SVG; places and sizes are attributes. Written here, since there may be hundreds."""
    query = view.query(change=0, part=-1)
    link = escape(f"{base}?{query}{'&' if query else ''}change=")
    made = []
    found = opened.guide.ruler(view.off, opened.row_count)
    most = max((tick["count"] for tick in found), default=1)
    for tick in found:
        kinds, number, y = tick["kinds"], tick["change"], f"{tick['place'] / 10:.1f}%"
        both = bool(kinds - {"addition", "omission", "move"})
        words = ", ".join(WORDS[kind] for kind in sorted(kinds))
        count = f" and {tick['count'] - 1} more" if tick["count"] > 1 else ""
        current = ' aria-current="true"' if number == view.change else ""
        # Where ticks touch all along, as in a long text, how many stand at a place is what tells places apart.
        faint = f' fill-opacity="{0.45 + 0.55 * tick["count"] / most:.2f}"' if most > CROWDED else ""
        shapes = ""
        if both or "omission" in kinds:
            shapes += f'<rect class="gone" x="12%" width="38%" y="{y}" height="4"{faint}/>'
        if both or "addition" in kinds:
            shapes += f'<rect class="come" x="50%" width="38%" y="{y}" height="4"{faint}/>'
        if "move" in kinds:
            shapes += f'<rect class="move" x="18%" width="64%" y="{y}" height="8"/>'
        made.append(
            f'<a href="{link}{number}#change-{number}" data-change="{number}" tabindex="-1"{current}'
            f' aria-label="Change {number}{count}, {words}">{shapes}</a>'
        )
    return mark_safe("".join(made))


def head(a: End, b: End, view: View, opened: Opened) -> dict[str, Any]:
    """Everything of the page but its rows and its panel."""
    base = path(a, b)
    summary = opened.summary
    previous, following, place = opened.guide.beside(view.change, view.off)
    shown = int(opened.guide.shown(view.off).sum())
    turned = view.mirrored()
    shown_chips, more_chips = chips(summary, view, base)
    return {
        "view": view,
        "base": base,
        "summary": summary,
        "rows": opened.row_count,
        "similarity": f"{100 * summary['similarity']:.1f} %",
        "translated": summary["translated"],
        "notes_of_result": [] if summary["translated"] else summary["notes"],
        "chips": shown_chips,
        "more_chips": more_chips,
        "ignored_words": ignored_words(summary),
        "unmarked": unmarked(summary, view, base),
        "switches": [{"name": name, "words": words, "on": name in view.ignore} for name, words in SWITCH_WORDS.items()],
        "views": [
            {"words": words, "on": view.view == name, "name": name, "address": f"{base}?{view.query(view=name)}"}
            for name, words in (("auto", "Auto"), ("sides", "Side by side"), ("inline", "Inline"))
        ],
        "shows": [
            {"words": words, "on": view.show == name, "address": f"{base}?{view.query(show=name, part=-1)}"}
            for name, words in (("folded", "Unchanged folded"), ("changes", "Changes only"), ("all", "All of it"))
        ],
        "signs_address": f"{base}?{view.query(signs=not view.signs)}",
        "swap_address": address(b, a, turned),
        "exports": [
            {"words": FORMAT_WORDS.get(name, name), "address": f"{base}/export/{name}?{view.query(change=0, part=-1)}"}
            for name in FORMATS
        ],
        "inventory_address": f"{path(a, b, 'inventory')}?{view.query(change=0, part=-1, find='')}",
        "cite_address": path(a, b, "cite"),
        "stepper": stepper(view, base, previous, following, place, shown),
        "points": [
            {
                "words": alignment.NAMES[point.kind],
                "a": point.a,
                "b": point.b,
                "address": f"{base}?{view.query(points=tuple(p for p in view.points if p != point), change=0, part=-1)}",
            }
            for point in view.points
        ],
        "points_address": path(a, b, "points"),
        "kept": [(name, value) for name, value in _fields(view) if name != "points"],
        "older": opened.comparison.engine != VERSION,
        "newest_address": f"{base}?{view.query(key='')}",
    }


def stepper(view: View, base: str, previous: int, following: int, place: int, shown: int) -> dict[str, Any]:
    def to(number: int) -> str:
        return f"{base}?{view.query(change=number, part=-1)}#change-{number}" if number else ""

    return {
        "previous": to(previous),
        "next": to(following),
        "previous_number": previous,
        "next_number": following,
        "place": place if view.change else 0,
        "shown": shown,
        "change": view.change,
    }


def _fields(view: View) -> list[tuple[str, str]]:
    """The view as the hidden fields of a form."""
    from urllib.parse import parse_qsl

    return parse_qsl(view.query(change=0, part=-1, key=""))


def ignore_form(view: View) -> list[tuple[str, str]]:
    return [(name, value) for name, value in _fields(view) if name != "ignore"]


def hits_on_ruler(found: Found | None, opened: Opened) -> list[dict[str, Any]]:
    if found is None:
        return []
    places = sorted({round(1000 * row_of_hit(hit, opened) / max(1, opened.row_count)) for hit in found.hits})
    return [{"y": f"{place / 10:.1f}%"} for place in places]


def row_of_hit(hit: Hit, opened: Opened) -> int:
    return opened.row_of(hit.block, hit.side, hit.begin)


assert set(SWITCH_WORDS) == set(SWITCHES)
