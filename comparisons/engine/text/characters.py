"""What kind a character is for the tokeniser, as small numbers that NumPy can compare."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.text import unicode_properties

Byte = NDArray[np.uint8]
Points = NDArray[np.uint32]

# What a token is made of. The order matters: from APOSTROPHE to DASH they may join two word characters, from LETTER to
# DIGIT they are word characters, from MARK on they belong to the character before them.
SPACE, OTHER, SOLO, PREPEND, REGIONAL = 0, 1, 2, 3, 4
APOSTROPHE, HYPHEN, DOT, COMMA, DASH = 5, 6, 7, 8, 9
LETTER, UPPER, DIGIT = 10, 11, 12
MARK, JOINER, FORMAT = 13, 14, 15

JOINING = {
    # Middle dot (Catalan), geresh and gershayim (Hebrew), the Armenian apostrophe and the low line join like apostrophes.
    APOSTROPHE: "'’‘ʼ＇·‧·״׳՚_",
    HYPHEN: "-‐‑⸗¬",  # the last two stand at line ends in old prints and in transcriptions of them
    DOT: ".",
    COMMA: ",",
    DASH: "–",
}

# Scripts written without blanks between words: a token a character (a grapheme cluster). Their digits make numbers.
UNSPACED = """\
E01-E3A E40-E4E E81-EDF 1000-109F 1780-17DC 1950-1974 1980-19DF 1A20-1AAD 1B05-1B4C A980-A9C0 A9E0-A9FE AA60-AAC2
2E80-2FDF 3005-3007 3021-3029 3031-3035 3038-303B 3041-3096 309D-309F 30A1-30FA 30FC-312F 31A0-31BF 31F0-31FF
3400-4DBF 4E00-A48C F900-FAFF FF66-FF9F 13000-1342F 16FE4-18DFF 1AFF0-1B2FF 20000-3FFFD"""

ZERO_WIDTH_JOINER, SOFT_HYPHEN = 0x200D, 0xAD


def ranges(table: str) -> NDArray[np.int64]:
    """int64[2k]: first, and one past the last, of each range of a table of `unicode_properties`, ascending."""
    edges: list[int] = []
    for part in table.split():
        first, _, last = part.partition("-")
        edges += int(first, 16), int(last or first, 16) + 1
    return np.array(edges, np.int64)


_edges = cache(ranges)


def within(points: NDArray[np.generic], table: str) -> NDArray[np.bool_]:
    """bool[n]: which code points the table of ranges holds."""
    inside: NDArray[np.bool_] = (np.searchsorted(_edges(table), points, "right") & 1).astype(np.bool_)
    return inside


_known = np.zeros(0x110000, np.uint8)  # of each code point that was asked for its kind, and one


def kinds(points: Points) -> Byte:
    """uint8[n]: the kind of each code point; worked out once for each that occurs."""
    found = _known[points]
    fresh = points[found == 0]
    if len(fresh):
        _known[fresh] = _kinds(fresh) + np.uint8(1)
        found = _known[points]
    return found - np.uint8(1)


def _kinds(points: Points) -> Byte:
    """uint8[n]: the kind of each code point. O(n log of the number of ranges)."""
    sound = np.where((points >= 0xD800) & (points < 0xE000) | (points == 0), 0x21, points).astype(np.uint32)
    characters = sound.view("U1")
    kind = np.full(len(points), OTHER, np.uint8)
    kind[np.strings.isspace(characters)] = SPACE
    letter = np.strings.isalpha(characters)
    kind[letter] = LETTER
    kind[np.strings.isupper(characters) & letter] = UPPER
    kind[np.strings.isalnum(characters) & ~letter] = DIGIT
    kind[(letter | (kind == OTHER)) & within(points, UNSPACED) & np.strings.isalnum(characters)] = SOLO
    for joining, members in JOINING.items():
        kind[np.isin(points, [ord(member) for member in members])] = joining
    control = within(points, unicode_properties.CONTROL)
    kind[control & (kind != SPACE) & (points > 0x9F)] = FORMAT
    kind[within(points, unicode_properties.EXTEND) | within(points, unicode_properties.SPACING)] = MARK
    kind[points == ZERO_WIDTH_JOINER] = JOINER
    kind[within(points, unicode_properties.PREPEND)] = PREPEND
    kind[(points >= 0x1F1E6) & (points <= 0x1F1FF)] = REGIONAL
    return kind


@cache
def ascii_kinds() -> bytes:
    """256 bytes for `bytes.translate`: the kind of each ASCII character; what is no ASCII counts as OTHER."""
    table = np.full(256, OTHER, np.uint8)
    table[:128] = kinds(np.arange(128, dtype=np.uint32))
    return table.tobytes()
