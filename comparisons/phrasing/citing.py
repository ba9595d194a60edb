"""Citations of passages: what was cited is kept as it was, under its key."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from comparisons.phrasing import faults
from comparisons.phrasing.models import CitedPassage, Passage, Readership
from comparisons.phrasing.records import Absolute
from comparisons.phrasing.records import passage as record
from corpus.access.policy import Person


def cite(passage: Passage, absolute: Absolute) -> CitedPassage:
    """Keep this passage for ever; taken twice, it is kept once. The passage came `light`, `in_context`, `with_also`."""
    kept = record(passage, absolute)
    kept.pop("also")  # other places are no part of what is cited, and not everybody may see them
    with transaction.atomic():
        cited, _ = CitedPassage.objects.get_or_create(
            key=passage.key,
            a=passage.a,
            b=passage.b,
            defaults={"record": kept, "readership": passage.survey.readership},
        )
        if passage.survey.readership == Readership.EVERYBODY and cited.readership != Readership.EVERYBODY:
            cited.readership, cited.record = Readership.EVERYBODY, kept
            cited.save(update_fields=["readership", "record"])
        faults.CITED.reached()
    return cited


def kept(key: str, person: Person) -> dict[str, Any] | None:
    """The record of a cited passage that the corpus no longer has; None where nobody cited one of this key."""
    found = CitedPassage.objects.visible_to(person).filter(key=key).first()
    return found.record if found else None
