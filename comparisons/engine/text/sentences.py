"""Sentences of a paragraph, for the alignment of translations: from marks, capitals and a list of abbreviations."""

from __future__ import annotations

import re

# A mark that ends a sentence, the quotation marks and brackets that close with it (French ones after a blank), a blank.
END = re.compile(r"[.!?…]+(?:[ \u00a0\u202f]?[»!?…]|[\"'”’“)\]])*\s+|[。！？]+[」』”）]*\s*")
ABBREVIATION = re.compile(r"(?:^|[\s(\[«“\"'’])([^\W\d_]+|\d+)\.\Z")
# Of English, French, German, Spanish and Latin apparatus: words that a full stop follows inside a sentence.
ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "sr",
        "jr",
        "mme",
        "mlle",
        "mm",
        "me",
        "ste",
        "nr",
        "no",
        "nos",
        "vol",
        "vols",
        "p",
        "pp",
        "cf",
        "vgl",
        "bzw",
        "usw",
        "etc",
        "ca",
        "bd",
        "hrsg",
        "ed",
        "eds",
        "al",
        "ch",
        "chap",
        "art",
        "fig",
        "tab",
        "sp",
        "col",
        "cap",
        "fol",
        "f",
        "ff",
        "s",
        "v",
        "vs",
        "ib",
        "ibid",
        "op",
        "cit",
        "d",
        "h",
        "z",
        "b",
        "u",
        "a",
        "i",
        "e",
        "g",
        "jan",
        "feb",
        "febr",
        "mar",
        "apr",
        "aug",
        "sept",
        "sep",
        "oct",
        "okt",
        "nov",
        "dec",
        "dez",
        "jul",
        "jun",
        "gen",
        "col",
        "capt",
        "lt",
        "rev",
        "hon",
        "dept",
        "co",
        "inc",
        "ltd",
        "av",
        "bl",
        "num",
        "núm",
        "sra",
        "srta",
        "dn",
        "núms",
    ]
)


def sentences(text: str, begin: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Begin and end of each sentence of text[begin:end], without the blanks between them. O(length)."""
    stop = len(text) if end is None else end
    found: list[tuple[int, int]] = []
    at = begin
    for mark in END.finditer(text, begin, stop):
        if mark.end() < stop and _ends(text, at, mark):
            found.append((at, mark.start() + len(mark.group().rstrip())))
            at = mark.end()
    if text[at:stop].strip():
        found.append((at, stop))
    return found


def _ends(text: str, at: int, mark: re.Match[str]) -> bool:
    """Whether a sentence ends at this mark."""
    after = text[mark.end()]
    if after.islower():
        return False
    if not mark.group().startswith(".") or set(mark.group()) & set("!?…") or mark.group().startswith(".."):
        return True
    word = ABBREVIATION.search(text, max(at, mark.start() - 12), mark.start() + 1)
    if not word:
        return True
    if word[1].isdigit():  # an ordinal number, as in German dates
        return len(word[1]) > 2 or not after.isalpha()
    if len(word[1]) == 1:
        return not word[1].isupper()
    return word[1].lower() not in ABBREVIATIONS
