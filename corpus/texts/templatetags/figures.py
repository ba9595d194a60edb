"""Figures as a person reads them: `grouped`, 16,556."""

from django import template

register = template.Library()


@register.filter
def grouped(value: int) -> str:
    """A whole number with its thousands apart."""
    return f"{value:,}"
