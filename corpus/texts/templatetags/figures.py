"""Figures and names as a person reads them: `grouped`, 16,556; `encoding_name`, Windows-1252."""

from django import template

from corpus.extraction.encoding import name_of

register = template.Library()
register.filter("encoding_name", name_of)


@register.filter
def grouped(value: int) -> str:
    """A whole number with its thousands apart."""
    return f"{value:,}"
