"""The comparison of a text with its translation: paragraphs side by side, no word marked."""

from __future__ import annotations

import hashlib

import numpy as np

from comparisons.engine.options import Options
from comparisons.engine.paragraphs import translation
from comparisons.engine.progress import Tell, silent
from comparisons.engine.result import Comparison, Operations, Segments, Side
from comparisons.engine.text.segments import segment
from comparisons.engine.text.tokens import tokenise
from comparisons.engine.version import VERSION

NOTE = (
    "Two languages: paragraphs are aligned by length, numbers, names and marks (after Gale and Church, 1993); "
    "words are not compared."
)


def compare(
    text_a: str,
    text_b: str,
    options: Options = Options(),  # noqa: B008 - frozen
    tell: Tell = silent,
) -> Comparison:
    """As `comparison.compare`, for two languages: blocks, but no operations, no categories and no similarity (0).

    The coverage of a side is the share of its tokens in paragraphs that have a partner. The options are kept, as part
    of the result's key; nothing of them can be applied where no words are compared.
    """
    found = translation.align(text_a, text_b, tell)
    segments_a, segments_b = segment(text_a), segment(text_b)
    with_partner = [bead for bead in found if bead.a and bead.b]
    none = np.empty((0, 2), np.int32)
    return Comparison(
        a=_side(text_a, segments_a, [i for bead in with_partner for i in bead.a]),
        b=_side(text_b, segments_b, [j for bead in with_partner for j in bead.b]),
        engine=VERSION,
        options=options.as_json(),
        similarity=0.0,
        counts={},
        ignored={},
        operations=Operations(
            np.empty(0, np.uint8), none, none, np.empty(0, np.uint8), np.empty(0, np.bool_), np.empty(0, np.int32)
        ),
        moves=(),
        segments_a=segments_a,
        segments_b=segments_b,
        blocks=translation.blocks(found),
        notes=(NOTE,),
    )


def _side(text: str, segments: Segments, matched: list[int]) -> Side:
    begin = tokenise(text).begin
    inside = np.searchsorted(begin, segments.span[matched]) if matched else np.zeros((0, 2), np.int64)
    covered = int((inside[:, 1] - inside[:, 0]).sum())
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Side(len(text), len(begin), digest, covered / len(begin) if len(begin) else 1.0)
