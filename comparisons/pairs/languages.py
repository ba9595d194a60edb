"""Whether two texts are of one language: then their words can be compared."""

from __future__ import annotations

from comparisons.engine.translation import languages_differ
from corpus.texts.models import Revision


def primary(tag: str) -> str:
    """The first subtag of a language tag after BCP 47, in small letters: `de-1901` gives `de`."""
    return tag.partition("-")[0].lower()


def language_of(revision: Revision) -> str:
    """The edition's language, else the work's; empty where neither says."""
    return revision.edition.language or revision.edition.work.language


def two_languages(a: Revision, b: Revision) -> bool:
    """Do both say their language, and another one?"""
    return languages_differ(language_of(a), language_of(b))


RIGHT_TO_LEFT = {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "ps", "sd", "syr", "ug", "ur", "yi"}


def direction(tag: str) -> str:
    """`rtl`, `ltr`, or `auto` where the language is not said."""
    return ("rtl" if primary(tag) in RIGHT_TO_LEFT else "ltr") if tag else "auto"
