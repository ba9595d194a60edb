"""Forms of one character: what is left of it when case, accents, old letters … are looked through.

Everything here maps a single character, so that a text of any length is folded in linear time: CPython's own
`unicodedata.normalize` is quadratic on long runs of combining marks (gh-149079) and never sees more than one character.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache, cached_property, lru_cache

import numpy as np

from comparisons.engine.text import unicode_properties
from comparisons.engine.text.characters import within

APOSTROPHES = "'’‘ʼ‛＇՚´`"
QUOTATION_MARKS = '"“”„‟«»‹›‚″‶〝〞〟＂「」『』'
DASHES = "–—―‒−‐‑⸗﹘﹣－"

# Historical letter forms and ligatures. Not u/v and i/j: those are spelling.
LETTERS = {
    "ſ": "s", "ẛ": "ṡ", "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ꝛ": "r", "Ꝛ": "R",
    "ꜳ": "aa", "Ꜳ": "AA", "ꜵ": "ao", "Ꜵ": "AO", "ꜹ": "av", "Ꜹ": "AV", "ꜽ": "ay", "Ꜽ": "AY", "ꝏ": "oo", "Ꝏ": "OO",
    "ĳ": "ij", "Ĳ": "IJ", "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
    "ꞩ": "s", "ƿ": "w", "Ƿ": "W", "ϲ": "σ", "Ϲ": "Σ", "ϐ": "β", "ϑ": "θ", "ϕ": "φ", "ϖ": "π", "ϱ": "ρ", "ϰ": "κ",
}  # fmt: skip
# Letters with a stroke, which Unicode does not decompose.
STROKES = dict(zip("øØłŁđĐħĦŧŦƀɨıȷ", "oOlLdDhHtTbiij", strict=True))


def lower(character: str) -> str:
    """Small letters; a final sigma is a sigma."""
    return "σ" if character == "ς" else character.lower()


def letters(character: str) -> str:
    return LETTERS.get(character, character)


@cache
def invisible(character: str) -> bool:
    """Soft hyphen, zero width and bidi marks, variation selectors: what no reader sees."""
    point = ord(character)
    if unicodedata.category(character) == "Cf":
        return not bool(within(np.array([point]), unicode_properties.PREPEND)[0])
    return point in {0x34F, 0x17B4, 0x17B5} or 0xFE00 <= point <= 0xFE0F or 0xE0100 <= point <= 0xE01EF


def is_accent(mark: str) -> bool:
    """A diacritic that leaves the letter what it is: not a vowel sign, a virama, a nukta or a kana's voicing."""
    order = unicodedata.combining(mark)
    return order == 1 or 10 <= order <= 36 or order >= 200


def encoded(character: str) -> str:
    """Canonical and compatibility decomposition, nothing that is invisible; the long s stays a letter of its own."""
    if invisible(character):
        return ""
    if character == "ſ":
        return character
    whole = unicodedata.normalize("NFKD", character)
    return character if " " in whole and not character.isspace() else whole


def without_accents(text: str) -> str:
    """For what one character decomposes to."""
    bare = []
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        kept = "".join(part for part in parts if not is_accent(part))
        bare.append(character if kept == parts else unicodedata.normalize("NFC", kept))
    return "".join(STROKES.get(character, character) for character in bare)


def _each(function: Callable[[str], str], text: str) -> str:
    return "".join(map(function, text))


def looked_through(character: str) -> str:
    """The form by which matching takes two words for the same."""
    if character in APOSTROPHES:
        return "'"
    if character in QUOTATION_MARKS:
        return '"'
    if character in DASHES:
        return "-"
    form = _each(encoded, lower(character))
    form = _each(lower, _each(letters, without_accents(_each(letters, form))))
    return "".join(part for part in unicodedata.normalize("NFD", form) if not is_accent(part))


class Form:
    """One way to fold characters, with what the tokeniser's hashes need of it: bytes of UTF-8 for each character."""

    def __init__(self, fold: Callable[[str], str]) -> None:
        self.fold = lru_cache(maxsize=1 << 16)(fold)

    def of(self, character: str) -> bytes:
        """The UTF-8 of the character's form; of a lone surrogate too."""
        return self.fold(character).encode("utf-8", "surrogatepass")

    def text(self, text: str) -> str:
        """The form of each character, one after the other."""
        if text.isascii() and self._plain:
            return text.encode().translate(self.ascii, self._gone).decode()
        return "".join(map(self.fold, text))

    @cached_property
    def _gone(self) -> bytes:
        return bytes(code for code in self.uneven if not self.of(chr(code)))

    @cached_property
    def _plain(self) -> bool:
        """Whether each ASCII character has a form of one ASCII character or none at all."""
        return len(self._gone) == len(self.uneven) and max(self.ascii.translate(None, b"\xff")) < 128

    @cached_property
    def ascii(self) -> bytes:
        """For `bytes.translate`: the form of each ASCII character that is one byte; else the byte 255."""
        forms = [self.of(chr(code)) for code in range(128)]
        return bytes(form[0] if len(form) == 1 else 0xFF for form in forms) + b"\xff" * 128

    @cached_property
    def uneven(self) -> list[int]:
        """The ASCII characters whose form is not one byte."""
        return [code for code in range(128) if len(self.of(chr(code))) != 1]


EXACT = Form(str)
FOLDED = Form(looked_through)
