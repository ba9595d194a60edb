"""Whether two texts are of one language: then their words can be compared."""

from __future__ import annotations

from comparisons.engine.paragraphs.translation import languages_differ
from comparisons.pairs.models import End
from corpus.texts.models import Revision


def language_of(end: End) -> str:
    """The edition's language, else the work's; of a text that was given, as it was said; empty where nobody says."""
    if isinstance(end, Revision):
        return end.edition.language or end.edition.work.language
    return end.language


def two_languages(a: End, b: End) -> bool:
    """Do both say their language, and another one?"""
    return languages_differ(language_of(a), language_of(b))
