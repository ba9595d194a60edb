"""Spans of time in words."""

from django import template

register = template.Library()


@register.filter
def span(seconds: float | None) -> str:
    """`8 seconds`, `3 minutes`, `2 hours`: rounded to what an estimate is worth; nothing for None."""
    if seconds is None:
        return ""
    for size, name in ((3600, "hour"), (60, "minute")):
        if seconds >= 1.5 * size:
            return f"{round(seconds / size)} {name}s"
    whole = max(1, round(seconds))
    return "1 second" if whole == 1 else f"{whole} seconds"
