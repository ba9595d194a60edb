"""Keeping a text that a client gave to be compared, within bounds; and throwing such texts away again.

Everybody may give one. Those of visitors are kept together within a day's bound, as nothing tells visitors apart, and
so are those of each person with an account; editors, who may add editions of any number, are not bounded.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from comparisons.engine.text.tokens import tokenise
from comparisons.pairs import faults
from comparisons.pairs.models import Comparison, GivenText
from corpus.access.models import User
from corpus.access.policy import Person, may_edit

DAY = timedelta(days=1)
OF_A_VISITOR = timedelta(days=7)  # how long what a visitor gave is kept without being opened


class TooMuchGiven(RuntimeError):
    """The day's characters are used up."""


def keep(text: str, person: Person, language: str = "") -> GivenText:
    """The row of this text: the one that the person gave before, or a new one. Raises `TooMuchGiven`."""
    user = person if isinstance(person, User) else None
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    known = GivenText.objects.filter(sha256=sha256, language=language, created_by=user).defer("text").first()
    if known is not None:
        return known
    if not may_edit(person):
        since = GivenText.objects.filter(created_by=user, created_at__gt=timezone.now() - DAY)
        given = since.aggregate(all=Sum("characters"))["all"] or 0
        bound = settings.LIMIT_GIVEN_CHARACTERS
        if given + len(text) > bound:
            raise TooMuchGiven(
                f"Texts of {bound:,} characters together are kept a day{'' if user else ' for all visitors'}, and this one "
                "would be above that. Use POST align/, which keeps nothing, or come again tomorrow"
                + ("." if user else ", or sign in.")
            )
    made = GivenText.objects.create(
        text=text,
        sha256=sha256,
        characters=len(text),
        words=int(np.count_nonzero(tokenise(text).word)),
        language=language,
        created_by=user,
    )
    faults.GIVEN.reached()
    return made


class NotTheGiver(PermissionError):
    """The person gave neither of the two texts, and is no editor."""


class Cited(ValueError):
    """The result is cited, and kept for ever."""


def forget(comparison: Comparison, person: Person) -> None:
    """Throw away a comparison of a text that `person` gave (or anybody's, for an editor; a visitor's, for whoever has
    its address), and the text with the last comparison of it. Raises `NotTheGiver` or `Cited`."""
    given = comparison.given
    makers = {text.created_by_id for text in given}
    if not given or not (may_edit(person) or makers <= {None, person.pk}):
        raise NotTheGiver
    with transaction.atomic():
        if not Comparison.objects.uncited().filter(pk=comparison.pk).delete()[0]:
            raise Cited
        unused(GivenText.objects.filter(pk__in=[text.pk for text in given])).delete()


def unused(texts: QuerySet[GivenText]) -> QuerySet[GivenText]:
    """Those that no comparison is of any more."""
    used = Comparison.objects.filter(Q(given_a=OuterRef("pk")) | Q(given_b=OuterRef("pk")))
    return texts.filter(~Exists(used))


def left_over(now: datetime) -> Q:
    """The condition of comparisons of a visitor's text that nobody opened for a week."""
    late = now - OF_A_VISITOR
    of_visitor = Q(given_a__isnull=False, given_a__created_by=None) | Q(given_b__isnull=False, given_b__created_by=None)
    return of_visitor & Q(created_at__lt=late) & (Q(read_at=None) | Q(read_at__lt=late))


def sweep(now: datetime) -> int:
    """Throw away the texts that no comparison is of any more, and say how many."""
    return unused(GivenText.objects.filter(created_at__lt=now - DAY)).delete()[0]
