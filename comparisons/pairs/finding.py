"""Finding words in both texts of a comparison: the page holds only a part of them, so the server answers.

The search looks through case, accents, and the shape of quotation marks, dashes and white space.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

from comparisons.engine.result import Comparison

MOST = 2_000  # places that are found; beyond, the page says so
CONTEXT = 36
SAME = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»‹›″", '"'),
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("‐‑‒–—―", "-"),
        "ſ": "s",
    }
)


@dataclass(frozen=True, slots=True)
class Hit:
    side: int
    begin: int
    end: int
    block: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Found:
    query: str
    hits: list[Hit]  # in reading order, the left side first
    more: bool  # there were more than `MOST`

    def spans(self, side: int) -> list[tuple[int, int]]:
        return sorted((hit.begin, hit.end) for hit in self.hits if hit.side == side)


def find(query: str, result: Comparison, text_a: str, text_b: str) -> Found:
    """Every place of `query` in both texts. Linear in the texts."""
    pattern = re.compile(r"\s+".join(re.escape(word) for word in folded(query).split()))
    hits: list[Hit] = []
    more = False
    if not pattern.pattern:
        return Found(query, [], False)
    blocks = result.blocks
    for side, text, segments, first, members in (
        (0, text_a, result.segments_a, blocks.first_a, blocks.segment_a),
        (1, text_b, result.segments_b, blocks.first_b, blocks.segment_b),
    ):
        begins = segments.span[:, 0].tolist()
        of: dict[int, int] = {}
        edges, chosen = first.tolist(), members.tolist()
        for block in range(len(blocks)):
            for segment in chosen[edges[block] : edges[block + 1]]:
                of[segment] = block
        for count, place in enumerate(pattern.finditer(folded(text))):
            if count == MOST:
                more = True
                break
            begin, end = place.span()
            block = of.get(max(0, bisect_right(begins, begin) - 1), 0)
            hits.append(
                Hit(
                    side,
                    begin,
                    end,
                    block,
                    text[max(0, begin - CONTEXT) : begin],
                    text[begin:end],
                    text[end : end + CONTEXT],
                )
            )
    hits.sort(key=lambda hit: (hit.block, hit.side, hit.begin))
    return Found(query, hits, more)


def folded(text: str) -> str:
    """The text a character for a character, so that places stay: small letters without accents."""
    table = {ord(letter): _base(letter) for letter in set(text)}
    return text.translate(table)


def _base(letter: str) -> str:
    plain = letter.translate(SAME)
    base = unicodedata.normalize("NFD", plain)[:1].lower()
    return base if len(base) == 1 else plain
