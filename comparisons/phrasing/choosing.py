"""The filters of a page, each with the number of passages that it would leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from comparisons.phrasing.filters import DIRECTIONS, LIKENESS, SCORES, WORDS, Choice, Counts, titles
from comparisons.phrasing.models import Passage
from corpus.works.languages import name_of

FEW = 8  # options of a group that are seen without opening it
ORDERS = {
    "score": "strongest first",
    "words": "longest first",
    "identity": "most alike first",
    "date": "earliest first",
    "text": "in the order of the texts",
}


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a filter. `count`: passages that it leaves, None where that is not known."""

    value: str
    words: str
    count: int | None
    on: bool
    siglum: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The options of one filter; `name` is its name in the address."""

    name: str
    words: str
    options: list[Option]
    rest: list[Option] = field(default_factory=list)  # behind a fold

    @property
    def any_on(self) -> bool:
        return any(option.on for option in (*self.options, *self.rest))


@dataclass(frozen=True, slots=True)
class Filters:
    """Everything that the form of filters shows."""

    ticked: list[Group]
    chosen: list[Group]
    choice: Choice
    kept: list[tuple[str, str]]  # what the form hands on unseen
    orders: list[tuple[str, str, bool]]


def filters(choice: Choice, counts: Counts) -> Filters:
    """One query for titles."""
    said = titles({**counts.works, **counts.editions})
    kinds = Group(
        "kind", "Kind", [Option(kind, kind, counts.kinds.get(kind, 0), kind in choice.kinds) for kind in Passage.Kind]
    )
    name, on = ("other", choice.other) if choice.of else ("work", choice.of)
    works = _group(name, "With" if choice.of else "Documents", counts.works, said, on)
    of_edition = "other" if choice.of else "edition"
    editions = _group(of_edition, "By edition", counts.editions, said, on)
    languages = Group(
        "language",
        "Language",
        [Option(tag, name_of(tag), number, tag in choice.languages) for tag, number in counts.languages.items()],
    )
    ticked = [kinds, works]
    if len(counts.editions) > len(counts.works):
        ticked.append(Group(editions.name, editions.words, [], editions.options + editions.rest))
    if len(languages.options) > 1 or choice.languages:
        ticked.append(languages)
    longest = _steps("min_words", "Words, at least", WORDS, counts.min_words, choice.min_words, "{:,}")
    alike = _steps("min_identity", "Alike, at least", LIKENESS, counts.min_identity, choice.min_identity, "{:.0%}")
    strong = _steps("min_score", "Score, at least", SCORES, counts.min_score, choice.min_score, "{:,g}")
    direction = Group(
        "direction",
        "In time",
        [
            Option("", "any", None, not choice.direction),
            *(
                Option(value, words, counts.directions[value], value == choice.direction)
                for value, words in DIRECTIONS.items()
                if value in counts.directions
            ),
        ],
    )
    boilerplate = Group(
        "boilerplate",
        "Boilerplate",
        [
            Option("", "shown", None, choice.boilerplate == "shown"),
            Option("hidden", "hidden", None, choice.boilerplate == "hidden"),
            Option("only", "only", counts.boilerplate, choice.boilerplate == "only"),
        ],
    )
    return Filters(
        ticked,
        [longest, alike, strong, direction, boilerplate],
        choice,
        _kept(choice),
        [(choice.query(order=order), words, order == choice.order) for order, words in ORDERS.items()],
    )


def _group(name: str, words: str, counts: Mapping[str, int], said: Mapping[str, str], on: Iterable[str]) -> Group:
    """By name of a work or an edition, those first that share most; what is chosen is always seen."""
    chosen = set(on)
    ranked = sorted(counts, key=lambda one: (one not in chosen, -counts[one], one))
    options = [Option(one, said.get(one, one), counts[one], one in chosen, one.partition("/")[2]) for one in ranked]
    return Group(name, words, options[:FEW], options[FEW:])


def _steps(name: str, words: str, steps: Iterable[float], counts: Mapping[Any, int], now: float, form: str) -> Group:
    values = sorted({*steps, *([now] if now else [])})
    return Group(
        name,
        words,
        [
            Option("", "any", None, not now),
            *(Option(f"{step:g}", form.format(step), counts.get(step), step == now) for step in values),
        ],
    )


def _kept(choice: Choice) -> list[tuple[str, str]]:
    """What is chosen elsewhere on the page: the documents in question, the family, the order."""
    found = [("edition" if "/" in name else "work", name) for name in sorted(choice.of)] if choice.of else []
    if choice.family:
        found.append(("family", choice.family))
    if choice.order != "score":
        found.append(("ordering", choice.order))
    return found
