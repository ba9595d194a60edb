"""The address of a comparison: which two texts, under which options, shown how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse

from comparisons.engine.options import SWITCHES, BadOptions, Options, Point
from comparisons.pairs import points as alignment
from comparisons.pairs import store
from comparisons.pairs.models import Comparison, End
from comparisons.pairs.rows import KINDS
from corpus.texts.models import Revision

VIEWS = ("auto", "sides", "inline")
SHOWN = ("folded", "changes", "all")


@dataclass(frozen=True, slots=True)
class View:
    """Everything of an address but the two revisions. The defaults stand for what is left out of it."""

    ignore: frozenset[str] = frozenset()
    points: tuple[Point, ...] = ()
    view: str = "auto"
    show: str = "folded"
    off: frozenset[str] = frozenset()
    find: str = ""
    signs: bool = False  # show invisible letters
    change: int = 0
    part: int = -1
    key: str = ""  # of a cited result
    block: int = -1  # asks for the part in which this block stands

    @classmethod
    def read(cls, query: Mapping[str, str]) -> View:
        """Unknown names are refused where they would change the result, and passed over where they only change
        what is shown. Raises `BadOptions`."""
        ignore = frozenset(name for name in words(query, "ignore") if name)
        Options(ignore)
        chosen = alignment.read(query.get("points", ""))
        view, show = query.get("view", ""), query.get("show", "")
        return cls(
            ignore=ignore,
            points=chosen,
            view=view if view in VIEWS else "auto",
            show=show if show in SHOWN else "folded",
            off=frozenset(words(query, "off")) & frozenset(KINDS),
            find=query.get("q", "").strip()[:200],
            signs=query.get("signs") == "1",
            change=number(query.get("change", ""), 0),
            part=number(query.get("part", ""), -1),
            key=query.get("key", "")[:64],
            block=number(query.get("block", ""), -1),
        )

    def options(self, a: End, b: End) -> Options:
        """The engine's options. Raises `BadOptions` where a point lies outside the texts."""
        for point in self.points:
            if point.a[1] > a.characters or point.b[1] > b.characters:
                raise BadOptions(
                    f"The alignment point {alignment.write([point])} lies outside the texts, which have "
                    f"{a.characters:,} and {b.characters:,} characters. Take it out of the address."
                )
        rules = store.rules_of(a, b) if "rules" in self.ignore else ()
        return Options(self.ignore, rules, self.points)

    def query(self, **changes: object) -> str:
        """The query of an address, `changes` applied; without what is the default, always in one order."""
        here = replace(self, **changes)  # type: ignore[arg-type]
        pairs = [
            ("ignore", ",".join(name for name in SWITCHES if name in here.ignore)),
            ("points", alignment.write(here.points)),
            ("view", "" if here.view == "auto" else here.view),
            ("show", "" if here.show == "folded" else here.show),
            ("off", ",".join(name for name in KINDS if name in here.off)),
            ("signs", "1" if here.signs else ""),
            ("q", here.find),
            ("change", str(here.change) if here.change else ""),
            ("part", str(here.part) if here.part >= 0 else ""),
            ("key", here.key),
        ]
        return urlencode([(name, value) for name, value in pairs if value], safe=",:")

    def mirrored(self) -> View:
        """For the comparison with the sides exchanged; a change has another number there."""
        return replace(self, points=alignment.mirrored(self.points), change=0, part=-1, key="")


def words(query: Mapping[str, str], name: str) -> list[str]:
    """A comma list, or, as a form without script sends it, several fields of that name."""
    values = query.getlist(name) if hasattr(query, "getlist") else [query.get(name, "")]
    return [word.strip() for value in values for word in value.split(",") if word.strip()]


def number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def path(a: End, b: End, name: str = "comparison") -> str:
    """The path of a comparison's page, or of a page below it."""
    return reverse(name, args=[*end(a), *end(b)])


def end(text: End) -> tuple[object, ...]:
    """What stands in an address for it: work, siglum and number, or the id of a text that was given."""
    if isinstance(text, Revision):
        return text.edition.work.slug, text.edition.siglum, text.number
    return (text.pk,)


def address(a: End, b: End, view: View, **changes: object) -> str:
    """Path and query, and the fragment of the change that is to be seen."""
    query = view.query(**changes)
    change = changes.get("change", view.change)
    return path(a, b) + (f"?{query}" if query else "") + (f"#change-{change}" if change else "")


def address_of(comparison: Comparison) -> str:
    """The address under which a stored comparison is shown."""
    options = Options.from_json(comparison.options)
    return address(*comparison.ends, View(ignore=options.ignore, points=options.points))
