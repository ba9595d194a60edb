"""The job that stores a long text."""

from __future__ import annotations

from typing import Any

from corpus.extraction.base import Refused
from corpus.texts import depositing, storing
from corpus.works.models import Edition
from jobs.registry import Context, Failure, register


@register("store-text")
def store_text(context: Context, *, deposit: int, edition: int) -> dict[str, Any]:
    """Store one text that was handed in; done already, it says only where it is."""
    found = Edition.objects.select_related("work").filter(pk=edition).first()
    if found is None:
        raise Failure("The edition was thrown away before its text was stored.")
    try:
        revision = depositing.store(deposit, context.progress)
    except depositing.Gone:
        newest = found.revisions.without_text().order_by("-number").first()
        if newest is None:
            raise Failure("The text was thrown away before it was stored. Hand it in again.") from None
        revision = newest
    except (storing.OutOfDate, storing.NothingChanged, storing.Withdrawn, Refused) as error:
        raise Failure(str(error)) from error
    return {"address": found.get_absolute_url(), "revision": revision.pk}
