"""English Bibles as texts with a truth: a word of one is rightly matched to a word of the same verse of the other.

The texts come with the `pythonbible-*` packages, which only `make bench` installs.
"""

from __future__ import annotations

import importlib
import re
from dataclasses import dataclass

import numpy as np

from comparisons.engine.spans import Int

KING_JAMES = "kjv"
OTHERS = {"rwebster": "Revised Webster", "asv": "American Standard", "ylt": "Young's Literal"}
WHOLE = 790_000


@dataclass(frozen=True)
class Bible:
    """A text, and where its verses begin in it: `begin` int32[v] in code points, `verse` int32[v] their numbers."""

    text: str
    begin: Int
    verse: Int

    def verses_of(self, begin: Int) -> Int:
        """The number of the verse that each of these places is in."""
        return self.verse[np.searchsorted(self.begin, begin, side="right") - 1]


def bible(name: str, words: int = WHOLE) -> Bible:
    """The first verses of the Bible `name` of the packages, up to about `words` words, a verse a line."""
    source = importlib.import_module(f"pythonbible_{name}.plain_text_readers_bible").bible
    lines, begin, numbers, at, count = [], [], [], 0, 0
    for number in sorted(source.verse_start_indices):
        line = source.scripture_content[source.verse_start_indices[number] : source.verse_end_indices[number]].strip()
        count += len(line.split())
        if count > words and words < WHOLE:
            break
        lines.append(line)
        begin.append(at)
        numbers.append(number)
        at += len(line) + 1
    return Bible("\n".join(lines), np.array(begin, np.int32), np.array(numbers, np.int32))


def folded_words(text: str) -> list[str]:
    """The words as the peers get them: case folded, no punctuation."""
    return re.findall(r"\w+", text.casefold())
