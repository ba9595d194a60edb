"""Every address of the site, read from the resolver and filled in, so that a new page cannot be forgotten by a test.

A pattern with a part of a new name makes `addresses` fail until `Shelf.value` says what may stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from comparisons.engine.options import Options
from comparisons.pairs import giving, store
from comparisons.pairs.models import Comparison, GivenText
from comparisons.phrasing import store as phrasing
from comparisons.phrasing.models import Family, Passage
from corpus.notes.models import Note, Target
from corpus.texts import storing
from corpus.texts.models import Deposit, Revision
from corpus.works.models import Rule, Work
from jobs import queue
from jobs.models import Job
from tests.jobs import kinds  # noqa: F401
from tests.pairs.conftest import LEFT, RIGHT
from tests.phrasing.conftest import LEAFLETS

QUERIES = {
    "choose": "?edition=L&edition=R",
    "choose-text": "?side=a",
    "others": "?change=1",
    "report-error": "?at=1",
    "where-else": "?text=workers+of+this+valley",
}
FORMS = {
    "comparison-export": "html",
    "inventory-chart": "svg",
    "api-passage-export": "csv",
    "phrasing-export": "csv",
    "phrasing-figure": "svg",
}


@dataclass(frozen=True)
class Shelf:
    """A small site in which every address finds something."""

    a: Revision
    b: Revision
    comparison: Comparison
    given: GivenText
    other: GivenText
    job: Job
    note: Note
    rule: Rule

    def value(self, name: str, part: str) -> object:
        """What stands at `part` of an address of this name."""
        if part in {"pk", "id", "key"}:
            return self._key(name)
        if part == "siglum" and name in {"handed-in", "discard-text"}:
            return "H"
        return {
            "slug": "a-work",
            "work_a": "a-work",
            "work_b": "a-work",
            "siglum": "L",
            "siglum_a": "L",
            "siglum_b": "R",
            "number": 1,
            "number_a": 1,
            "number_b": 1,
            "given_a": self.given.pk,
            "given_b": self.other.pk,
            "form": FORMS.get(name),
            "name": "matrix",
            "format": "json",
        }[part]

    def _key(self, name: str) -> object:
        for of, key in (
            ("api-revision", self.a.pk),
            ("api-edition", self.a.edition_id),
            ("api-segment", self.a.segments.first().pk),
            ("api-source", self.a.source_id),
            ("api-rule", self.rule.pk),
            ("api-comparison", self.comparison.token),
            ("phrasing-family", Family.objects.values_list("key", flat=True).first()),
            ("passage", Passage.objects.values_list("key", flat=True).first()),
            ("cite-passage", Passage.objects.values_list("key", flat=True).first()),
            ("api-family", Family.objects.values_list("key", flat=True).first()),
            ("api-passage", Passage.objects.values_list("key", flat=True).first()),
        ):
            if name.startswith(of):
                return key
        if "job" in name:
            return self.job.pk
        if "note" in name or "report" in name:
            return self.note.pk
        raise KeyError(f"Say in {__name__} which object “{name}” is asked for.")


def shelf() -> Shelf:
    work = Work.objects.create(slug="a-work", title="A work", language="en", notice="A notice.")
    for siglum, text in (("L", LEFT), ("R", RIGHT)):
        storing.add_edition(
            work, siglum=siglum, title=f"Edition {siglum}", text=text, content=text.encode(), language="en"
        )
    a, b = Revision.objects.select_related("edition__work").filter(edition__work=work).order_by("edition__siglum")
    for slug, (date, text) in LEAFLETS.items():
        other = Work.objects.create(slug=slug, title=slug.title(), language="en", date=date)
        storing.add_edition(other, siglum="A", title="A leaflet", text=text)
    phrasing.update()
    storing.add_edition(work, siglum="H", title="Handed in")
    Deposit.objects.create(edition=work.editions.get(siglum="H"), text=LEFT)
    note = Note.objects.create(kind=Note.Kind.REPORT, body="A letter is wrong.")
    Target.objects.create(note=note, revision=a, begin=0, end=3)
    visitor = AnonymousUser()
    return Shelf(
        a,
        b,
        store.ask(a, b, Options()),
        giving.keep(LEFT, visitor),
        giving.keep(RIGHT, visitor),
        queue.enqueue("tests.add", {"a": 1, "b": 1}, title="One and one"),
        note,
        Rule.objects.create(work=work, original="olde", regular="old"),
    )


def patterns() -> list[tuple[str, tuple[str, ...]]]:
    """The name of every address, with the names of its parts."""
    return sorted({(str(pattern.name), parts) for pattern, parts in _walked(get_resolver(), ())})


def _walked(resolver: URLResolver, before: tuple[str, ...]) -> Iterator[tuple[URLPattern, tuple[str, ...]]]:
    for one in resolver.url_patterns:
        parts = before + tuple(re.findall(r"<(?:\w+:)?(\w+)>", str(one.pattern)))
        if isinstance(one, URLPattern):
            yield one, parts
        else:
            yield from _walked(one, parts)


def address(here: Shelf, name: str, parts: tuple[str, ...]) -> str:
    return reverse(name, kwargs={part: here.value(name, part) for part in parts}) + QUERIES.get(name, "")
