"""Readings under a profile: what is left of a short text when some differences are folded away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from comparisons.engine.options import Rule

_DASH = re.compile(r"\s*(?:—|–(?!\d)|(?<=\s)-(?=\s))\s*")
_QUOTES = re.compile("[\"“”„‟‘’‚‛'«»‹›`´]")
_MARKS = re.compile(r"(?<!\w)[^\w\s]|[^\w\s](?!\w)")
_LINE_END = re.compile(r"[-\u00ad‐][ \t]*(?:\r\n|[\r\n])\s*")
_LETTERS = str.maketrans({"ſ": "s", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ß": "ss", "ﬁ": "fi", "ﬂ": "fl"})


def fold(text: str, ignore: frozenset[str], rules: Sequence[Rule] = ()) -> str:
    """The reading without what `ignore` names: equal readings differ in nothing else. O(length)."""
    if "encoding" in ignore:
        text = unicodedata.normalize("NFC", "".join(c for c in text if unicodedata.category(c) != "Cf"))
    if "rules" in ignore:
        for rule in rules:
            text = text.replace(rule.original, rule.regular)
    if "hyphens" in ignore:
        text = _LINE_END.sub("", text)
    if "quotation" in ignore:
        text = _QUOTES.sub("", _DASH.sub(" ", text).replace("–", "-"))
    if "punctuation" in ignore:
        text = _MARKS.sub(" ", text)
    if "whitespace" in ignore:
        text = " ".join(text.split())
    if "letters" in ignore:
        text = text.translate(_LETTERS)
    if "case" in ignore:
        text = text.casefold()
    if "accent" in ignore:
        bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
        text = unicodedata.normalize("NFC", bare)
    return text
