"""A person's own list of comparisons, and the notice that a long one is ready."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from comparisons.pairs.models import Comparison, Visit, VisitQuerySet
from corpus.access.models import User
from corpus.access.policy import Person
from jobs.models import Job

LONGEST = 2000


def visited(person: Person, comparison: Comparison, address: str) -> None:
    """Put it on the person's list, and take its notice away: they see it."""
    if isinstance(person, User):
        defaults = {"address": address[:LONGEST], "told": True}
        Visit.objects.update_or_create(user=person, comparison=comparison, defaults=defaults)


def waits(person: Person, comparison: Comparison, address: str) -> None:
    """They wait for it: tell them when it is ready."""
    if isinstance(person, User):
        defaults = {"address": address[:LONGEST], "told": False}
        Visit.objects.update_or_create(user=person, comparison=comparison, defaults=defaults)


def listed(person: Person) -> VisitQuerySet:
    """The person's comparisons, the latest first, with all that a list shows; `over` where one could not be made, or was
    called off. One query."""
    over = Job.objects.over_without_result().filter(pk=OuterRef("comparison__job"))
    return (
        Visit.objects.of(person)
        .annotate(over=Exists(over))
        .select_related(
            "comparison__a__edition__work",
            "comparison__b__edition__work",
            "comparison__given_a",
            "comparison__given_b",
        )
        .defer(
            "comparison__a__text",
            "comparison__b__text",
            "comparison__given_a__text",
            "comparison__given_b__text",
            "comparison__guide",
        )
    )
