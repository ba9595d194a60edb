"""The job that brings shared phrasing up to date with the corpus."""

from __future__ import annotations

from typing import Any

from comparisons.phrasing import store
from comparisons.phrasing.following import KIND
from jobs.registry import Context, register


@register(KIND)
def passages(context: Context) -> dict[str, Any]:
    """Search the corpus where it has changed since; where it has not, this ends at once."""
    store.update(context.progress)
    return {}
