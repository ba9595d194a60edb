"""What a comparison ignores and where it is told to cut: one frozen value, with one JSON form for the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

SWITCHES = ("case", "quotation", "punctuation", "whitespace", "accent", "encoding", "letters", "hyphens", "rules")


@dataclass(frozen=True, slots=True)
class Rule:
    """A regularisation rule: the words `original` count as `regular` where `rules` are ignored."""

    original: str
    regular: str


@dataclass(frozen=True, slots=True)
class Point:
    """An alignment point set by a person. Spans are code points, half open; `a` lies in side a, `b` in side b.

    `together`: what begins at `a` belongs with what begins at `b` (the engine cuts both texts there).
    `apart`: nothing inside `a` may be matched with anything inside `b`.
    `only`: nothing outside `a` and `b` is compared: the rest of both texts is one-sided.
    """

    kind: Literal["together", "apart", "only"]
    a: tuple[int, int]
    b: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a pairwise comparison.

    `ignore`: a subset of `SWITCHES`; `punctuation` takes `quotation` with it. `rules`: used where `ignore` has
    "rules". `points`: alignment points. Equal options have equal JSON (`as_json`), whatever order they were given in.
    """

    ignore: frozenset[str] = frozenset()
    rules: tuple[Rule, ...] = ()
    points: tuple[Point, ...] = ()

    def __post_init__(self) -> None:
        unknown = sorted(self.ignore - set(SWITCHES))
        if unknown:
            raise UnknownSwitch(f"“{unknown[0]}” is nothing that can be ignored. Choose from {', '.join(SWITCHES)}.")
        if "punctuation" in self.ignore:
            object.__setattr__(self, "ignore", self.ignore | {"quotation"})
        if "rules" not in self.ignore:
            object.__setattr__(self, "rules", ())

    @classmethod
    def from_json(cls, value: Mapping[str, Any], rules: Sequence[Rule] = ()) -> Options:
        """`{"ignore": [switch, …], "rules": [[from, to], …], "points": [{"kind", "a": [b, e], "b": [b, e]}, …]}`.

        Raises `BadOptions` with a sentence for the person where the value is of another shape.
        """
        try:
            ignore = frozenset(str(name) for name in value.get("ignore", ()))
            points = tuple(
                Point(point["kind"], (int(point["a"][0]), int(point["a"][1])), (int(point["b"][0]), int(point["b"][1])))
                for point in value.get("points", ())
            )
            own = tuple(Rule(str(rule[0]), str(rule[1])) for rule in value.get("rules", ())) or tuple(rules)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise BadOptions(
                "The options are not of the form "
                '{"ignore": ["case", …], "points": [{"kind": "together", "a": [12, 40], "b": [10, 38]}]}.'
            ) from error
        if any(point.kind not in {"together", "apart", "only"} for point in points):
            raise BadOptions("An alignment point is of the kind together, apart or only.")
        if any(not 0 <= span[0] <= span[1] for point in points for span in (point.a, point.b)):
            raise BadOptions("An alignment point needs a span [begin, end] on each side, begin not after end.")
        return cls(ignore, own, points)

    def as_json(self) -> dict[str, Any]:
        """The canonical form: sorted, and without what is empty but `ignore`."""
        value: dict[str, Any] = {"ignore": sorted(self.ignore)}
        if self.rules:
            value["rules"] = sorted([rule.original, rule.regular] for rule in self.rules)
        if self.points:
            value["points"] = sorted(
                ({"kind": point.kind, "a": list(point.a), "b": list(point.b)} for point in self.points),
                key=lambda point: (point["kind"], point["a"], point["b"]),
            )
        return value


class BadOptions(ValueError):
    """The options cannot be used; the message says why."""


class UnknownSwitch(BadOptions):
    """`ignore` names a switch that there is not."""
