"""Which passages are shown, in which order, and how many each filter would leave: the same for page, API and exports.

A choice is the query of an address. Filters of one kind widen each other (this work or that one), filters of several
kinds narrow each other; a count beside a filter is taken under all the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol
from urllib.parse import urlencode

from django.db.models import BooleanField, Case, Count, Q, Value, When

from comparisons.pairs.finding import folded
from comparisons.phrasing.dating import interval, interval_of
from comparisons.phrasing.models import Passage, PassageQuerySet
from corpus.texts.finding import NotFound, parse
from corpus.works.models import Edition, Work

ORDERS: dict[str, tuple[str, ...]] = {
    "score": ("-score", "key", "id"),
    "words": ("-words", "-score", "id"),
    "identity": ("-identity", "-score", "id"),
    "date": ("when", "-score", "id"),
    "text": ("a_id", "a_begin", "id"),
}
DIRECTIONS = {
    "known": "the order in time is known",
    "unknown": "the order in time is not known",
    "gives": "the chosen documents are the earlier",
    "takes": "the chosen documents are the later",
}
LONGEST = 200  # characters of the words that are looked for
MOST = 200  # values of one filter
WORDS = (5, 8, 12, 20, 40)  # steps of `min_words` that are counted
LIKENESS = (0.6, 0.7, 0.8, 0.9, 1.0)  # … and of `min_identity`
SCORES = (30, 50, 80, 120, 200)  # … and of `min_score`
BOILERPLATE = ("shown", "hidden", "only")


class BadChoice(ValueError):
    """A filter has a value that means nothing; `field` is its name."""

    def __init__(self, field: str, message: str) -> None:
        self.field = field
        super().__init__(message)


class Query(Protocol):
    """What a choice is read from, such as Django's `QueryDict`."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Choice:
    """Nothing chosen means everything. `of` and `other` hold WORK or WORK/SIGLUM."""

    of: frozenset[str] = frozenset()  # a side is one of these …
    other: frozenset[str] = frozenset()  # … and the other side one of these
    languages: frozenset[str] = frozenset()  # of either side
    since: str = ""  # EDTF: one side may have been written then or later …
    until: str = ""  # … and then or earlier
    min_words: int = 0
    min_identity: float = 0.0
    min_score: float = 0.0
    min_bits: float = 0.0
    kinds: frozenset[str] = frozenset()
    boilerplate: str = "shown"
    direction: str = ""
    words: str = ""  # that stand in it, on either side
    family: str = ""  # key of a family
    also: bool = False  # the weaker places, too, that stand under a better passage
    order: str = "score"

    @classmethod
    def read(cls, query: Query) -> Choice:
        """Raises `BadChoice`. What is no filter is passed over."""
        choice = cls(
            of=_names(query, "work") | _names(query, "edition"),
            other=_names(query, "other"),
            languages=frozenset(_several(query, "language")),
            since=_date(query, "since"),
            until=_date(query, "until"),
            min_words=int(_number(query, "min_words", whole=True)),
            min_identity=_number(query, "min_identity", most=1.0),
            min_score=_number(query, "min_score"),
            min_bits=_number(query, "min_bits"),
            kinds=frozenset(_several(query, "kind", Passage.Kind.values)),
            boilerplate=_one(query, "boilerplate", BOILERPLATE) or "shown",
            direction=_one(query, "direction", tuple(DIRECTIONS)),
            words=_text(query, "q"),
            family=_text(query, "family"),
            also=_one(query, "also", ("yes", "no")) == "yes",
            order=_one(query, "ordering", tuple(ORDERS)) or "score",
        )
        if choice.direction in {"gives", "takes"} and not choice.of:
            raise BadChoice("direction", f"“{choice.direction}” needs a work or an edition: which documents?")
        return choice

    def query(self, **changed: object) -> str:
        """As part of an address, `changed` applied; without what is the default."""
        here = replace(self, **changed)  # type: ignore[arg-type]
        pairs = [("edition" if "/" in name else "work", name) for name in sorted(here.of)]
        pairs += [("other", name) for name in sorted(here.other)]
        pairs += [("language", name) for name in sorted(here.languages)]
        pairs += [("kind", name) for name in sorted(here.kinds)]
        single = {
            "since": here.since,
            "until": here.until,
            "min_words": here.min_words or "",
            "min_identity": here.min_identity or "",
            "min_score": here.min_score or "",
            "min_bits": here.min_bits or "",
            "boilerplate": "" if here.boilerplate == "shown" else here.boilerplate,
            "direction": here.direction,
            "q": here.words,
            "family": here.family,
            "also": "yes" if here.also else "",
            "ordering": "" if here.order == "score" else here.order,
        }
        pairs += [(name, str(value)) for name, value in single.items() if value != ""]
        return urlencode(pairs, safe="/")

    @property
    def everything(self) -> bool:
        return replace(self, order="score") == Choice()


def chosen(passages: PassageQuerySet, choice: Choice) -> PassageQuerySet:
    """Those of `passages` that `choice` leaves, in its order. The caller has seen to it that the person may see them."""
    found = passages if choice.also else passages.standing()
    found = found.filter(
        words__gte=choice.min_words,
        identity__gte=choice.min_identity - 1e-9,
        score__gte=choice.min_score,
        bits__gte=choice.min_bits,
    )
    found = found.filter(_sides(choice))
    if choice.languages:
        found = found.filter(_language("a", choice.languages) | _language("b", choice.languages))
    if choice.since or choice.until:
        then = _then(choice)
        found = found.filter(Q(a__edition__in=then) | Q(b__edition__in=then))
    if choice.kinds:
        found = found.filter(kind__in=choice.kinds)
    if choice.boilerplate != "shown":
        hidden = Q(kind=Passage.Kind.BOILERPLATE)
        found = found.filter(hidden if choice.boilerplate == "only" else ~hidden)
    if choice.direction in {"known", "unknown"}:
        found = found.filter(ordered=choice.direction == "known")
    for word in folded(choice.words).split():
        found = found.filter(said__contains=word)
    if choice.family:
        found = found.filter(family__key=choice.family)
    return found.order_by(*ORDERS[choice.order])


@dataclass(frozen=True, slots=True)
class Counts:
    """How many passages there would be with each value of a filter instead of what is chosen there."""

    total: int  # of the choice itself
    kinds: dict[str, int]
    works: dict[str, int]  # slug → passages with a side in it; of `other` where `of` is chosen
    editions: dict[str, int]  # WORK/SIGLUM → the same
    languages: dict[str, int]
    directions: dict[str, int]
    min_words: dict[int, int]
    min_identity: dict[float, int]
    min_score: dict[int, int]
    boilerplate: int  # passages that are, among what the other filters leave


def counts(passages: PassageQuerySet, choice: Choice) -> Counts:
    """Some ten counting queries."""
    kinds = _plain(chosen(passages, replace(choice, kinds=frozenset(), boilerplate="shown"))).values("kind")
    by_kind: dict[str, int] = dict(kinds.annotate(n=Count("pk")).values_list("kind", "n"))
    editions = _editions(passages, choice)
    works: Counter[str] = Counter()
    for name, number in _works(passages, choice).items():
        works[name] += number
    languages: Counter[str] = Counter()
    anyone = _plain(chosen(passages, replace(choice, languages=frozenset())))
    names = [f"{side}__edition__{path}" for side in "ab" for path in ("language", "work__language")]
    for a, of_a, b, of_b, number in anyone.values(*names).annotate(n=Count("pk")).values_list(*names, "n"):
        for language in {a or of_a, b or of_b} - {""}:
            languages[language] += number
    directions = {
        name: chosen(passages, replace(choice, direction=name)).count()
        for name in DIRECTIONS
        if choice.of or name in {"known", "unknown"}
    }
    return Counts(
        total=chosen(passages, choice).count(),
        kinds={name: by_kind.get(name, 0) for name in Passage.Kind.values},
        works=dict(works),
        editions=editions,
        languages=dict(sorted(languages.items())),
        directions=directions,
        min_words={step: chosen(passages, replace(choice, min_words=step)).count() for step in WORDS},
        min_identity={step: chosen(passages, replace(choice, min_identity=step)).count() for step in LIKENESS},
        min_score={step: chosen(passages, replace(choice, min_score=step)).count() for step in SCORES},
        boilerplate=by_kind.get(Passage.Kind.BOILERPLATE, 0),
    )


def _plain(passages: PassageQuerySet) -> PassageQuerySet:
    return passages.order_by()


def _editions(passages: PassageQuerySet, choice: Choice) -> dict[str, int]:
    pairs = _ends(passages, choice, "edition__work__slug", "edition__siglum")
    return {f"{slug}/{siglum}": number for (slug, siglum), number in sorted(pairs.items())}


def _works(passages: PassageQuerySet, choice: Choice) -> dict[str, int]:
    return {slug: number for (slug,), number in sorted(_ends(passages, choice, "edition__work__slug").items())}


def _ends(passages: PassageQuerySet, choice: Choice, *paths: str) -> Counter[tuple[str, ...]]:
    """Passages by what stands at the end that can still be chosen: the other one, where `of` is; else either, once."""
    nothing: frozenset[str] = frozenset()
    free = _plain(chosen(passages, replace(choice, other=nothing) if choice.of else replace(choice, of=nothing)))
    names = [f"{side}__{path}" for side in "ab" for path in paths]
    flags = {"in_a": _in("a", choice.of), "in_b": _in("b", choice.of)} if choice.of else {}
    if flags:
        free = free.annotate(
            **{
                name: Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())
                for name, condition in flags.items()
            }
        )
    found: Counter[tuple[str, ...]] = Counter()
    half = len(paths)
    for row in free.values(*names, *flags).annotate(n=Count("pk")).values_list(*names, *flags, "n"):
        a, b, number = tuple(row[:half]), tuple(row[half : 2 * half]), row[-1]
        ends = {a, b} if not flags else {*([b] if row[-3] else []), *([a] if row[-2] else [])}
        for end in ends:
            found[end] += number
    return found


def _in(side: str, names: Iterable[str]) -> Q:
    """That a side is of one of these works or editions."""
    condition = Q()
    works = [name for name in names if "/" not in name]
    if works:
        condition |= Q(**{f"{side}__edition__work__slug__in": works})
    for name in names:
        slug, slash, siglum = name.partition("/")
        if slash:
            condition |= Q(**{f"{side}__edition__work__slug": slug, f"{side}__edition__siglum": siglum})
    return condition


def _sides(choice: Choice) -> Q:
    """Which documents, and which of them is the earlier."""
    forth = _in("a", choice.of) & _in("b", choice.other)
    back = _in("b", choice.of) & _in("a", choice.other)
    if choice.direction == "gives":
        return forth & Q(ordered=True)
    if choice.direction == "takes":
        return back & Q(ordered=True)
    return forth | back if choice.of or choice.other else Q()


def _language(side: str, languages: Iterable[str]) -> Q:
    own, works = f"{side}__edition__language", f"{side}__edition__work__language"
    return Q(**{f"{own}__in": languages}) | Q(**{own: "", f"{works}__in": languages})


def _then(choice: Choice) -> list[int]:
    """The ids of the editions whose wording may be of the chosen time. One query, a row an edition."""
    begin, end = interval(choice.since), interval(choice.until)
    found = Edition.objects.select_related("work").only("date", "kind", "work__date")
    when = ((edition.pk, interval_of(edition)) for edition in found)
    return [
        key
        for key, then in when
        if then.known
        and (not choice.since or then.last >= begin.first)
        and (not choice.until or then.first <= end.last)
    ]


def _several(query: Query, field: str, allowed: Iterable[str] = ()) -> list[str]:
    values = [value for given in query.getlist(field) for value in given.split(",") if value]
    if len(values) > MOST:
        raise BadChoice(field, f"At most {MOST} values can be chosen at once.")
    for value in values:
        _sound(field, value)
        if allowed and value not in allowed:
            raise BadChoice(field, f"“{value}” is none of {', '.join(allowed)}.")
    return values


def _names(query: Query, field: str) -> frozenset[str]:
    found = set()
    for name in _several(query, field):
        if "/" in name:
            try:
                parsed = parse(name)
            except NotFound as error:
                raise BadChoice(field, str(error)) from error
            name = f"{parsed.slug}/{parsed.siglum}"
        elif field == "edition":
            raise BadChoice(field, f"“{name}” is no edition. Write WORK/SIGLUM.")
        found.add(name)
    return frozenset(found)


def _one(query: Query, field: str, allowed: tuple[str, ...]) -> str:
    value = _text(query, field)
    if value and value not in allowed:
        raise BadChoice(field, f"“{value}” is none of {', '.join(allowed)}.")
    return value


def _text(query: Query, field: str) -> str:
    value = (query.getlist(field) or [""])[-1].strip()
    _sound(field, value)
    if len(value) > LONGEST:
        raise BadChoice(field, f"At most {LONGEST} characters.")
    return value


def _sound(field: str, value: str) -> None:
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        raise BadChoice(field, "There is a character in it that no text has.")


def _date(query: Query, field: str) -> str:
    value = _text(query, field)
    if value and not interval(value).known:
        raise BadChoice(field, f"“{value}” is not a date in EDTF. Write 1941, 1941-08 or 1941-08-15.")
    return value


def _number(query: Query, field: str, *, whole: bool = False, most: float = 1e9) -> float:
    value = _text(query, field)
    if not value:
        return 0.0
    try:
        number = float(int(value) if whole else float(value))
    except ValueError:
        number = -1.0
    if not 0 <= number <= most:
        kind = "whole number" if whole else "number"
        raise BadChoice(field, f"“{value}” is not a {kind} from 0 to {most:g}.")
    return number


def titles(names: Mapping[str, int]) -> dict[str, str]:
    """The titles of works and editions by their names, for showing counts."""
    slugs = {name.partition("/")[0] for name in names}
    editions: dict[str, Any] = {
        str(edition): edition.title for edition in Edition.objects.filter(work__slug__in=slugs).select_related("work")
    }
    works = {work.slug: work.title for work in Work.objects.filter(slug__in=slugs)}
    return {name: editions.get(name) or works.get(name, name) for name in names}
