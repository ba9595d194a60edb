"""The job that makes a long comparison."""

from __future__ import annotations

from typing import Any

from comparisons.pairs import store
from comparisons.pairs.addresses import address_of
from comparisons.pairs.models import Comparison
from jobs.registry import Context, Failure, register


@register("compare")
def compare(context: Context, *, comparison: int) -> dict[str, Any]:
    """Make and store one comparison; done already, it says only where it is."""
    found = Comparison.objects.light().filter(pk=comparison).first()
    if found is None:
        raise Failure("The comparison was thrown away before it was made. Open its page again to ask for it.")
    if found.state != Comparison.State.READY:
        store.make(found, context.progress)
    return {"address": address_of(found)}
