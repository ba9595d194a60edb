"""Whether two texts are of one language: then their words can be compared."""

from __future__ import annotations

from comparisons.engine.paragraphs.translation import languages_differ
from corpus.texts.models import Revision


def language_of(revision: Revision) -> str:
    """The edition's language, else the work's; empty where neither says."""
    return revision.edition.language or revision.edition.work.language


def two_languages(a: Revision, b: Revision) -> bool:
    """Do both say their language, and another one?"""
    return languages_differ(language_of(a), language_of(b))
