"""The head of the comparison page and its ruler, made ready for their templates: counts, chips, switches, exports."""

from __future__ import annotations

from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from comparisons.engine.options import SWITCHES
from comparisons.engine.version import VERSION
from comparisons.pairs import points as alignment
from comparisons.pairs import unmarked as nothing_marked
from comparisons.pairs.addresses import View, address, path
from comparisons.pairs.exports import FORMATS
from comparisons.pairs.finding import Found
from comparisons.pairs.marking import WORDS
from comparisons.pairs.models import End
from comparisons.pairs.rows import KINDS
from comparisons.pairs.store import Opened

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
    places = sorted({round(1000 * opened.row_of(hit) / max(1, opened.row_count)) for hit in found.hits})
    return [{"y": f"{place / 10:.1f}%"} for place in places]


assert set(SWITCH_WORDS) == set(SWITCHES)
