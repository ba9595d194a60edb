"""The comparison of a text with its translation: paragraphs side by side, no word marked."""

from __future__ import annotations

import hashlib

import numpy as np

from comparisons.engine.options import Options
from comparisons.engine.paragraphs import translation
from comparisons.engine.paragraphs.tiling import tiling
from comparisons.engine.paragraphs.translation import Bead
from comparisons.engine.progress import Tell, silent
from comparisons.engine.result import EQUAL, TWO_LANGUAGES, Comparison, Int, Side, counted
from comparisons.engine.text.segments import segment
from comparisons.engine.text.tokens import tokenise
from comparisons.engine.version import VERSION


def compare(
    text_a: str,
    text_b: str,
    options: Options = Options(),  # noqa: B008 - frozen
    tell: Tell = silent,
) -> Comparison:
    """As `comparison.compare`, for two languages: a block and an operation for paragraphs that belong together.

    What is equal or ignored, of similarity and coverage too, is whole paragraphs. Of the options the points are kept,
    as part of the result's key; they cannot be applied where no words are compared. `compare(b, a)` is `compare(a, b)`
    with the sides exchanged.
    """
    turned = (len(text_a), text_a) > (len(text_b), text_b)
    found = translation.align(*((text_b, text_a) if turned else (text_a, text_b)), tell)
    if turned:
        found = [Bead(bead.b, bead.a, bead.score) for bead in found]
    segments_a, segments_b = segment(text_a), segment(text_b)
    operations = tiling(text_a, text_b, segments_a, segments_b, found, options)
    alike = (operations.type == EQUAL) | operations.ignored
    tokens_a, matched_a = _matched(text_a, operations.a[alike])
    tokens_b, matched_b = _matched(text_b, operations.b[alike])
    tokens = tokens_a + tokens_b
    return Comparison(
        a=_side(text_a, tokens_a, matched_a),
        b=_side(text_b, tokens_b, matched_b),
        engine=VERSION,
        options=options.as_json(),
        similarity=(matched_a + matched_b) / tokens if tokens else 1.0,
        counts=counted([operations], False),
        ignored=counted([operations], True),
        operations=operations,
        moves=(),
        segments_a=segments_a,
        segments_b=segments_b,
        blocks=translation.blocks(found),
        notes=(TWO_LANGUAGES,),
    )


def _matched(text: str, spans: Int) -> tuple[int, int]:
    """How many tokens a text has, and how many of them stand in these spans."""
    begin = tokenise(text).begin
    inside = np.searchsorted(begin, spans)
    return len(begin), int((inside[:, 1] - inside[:, 0]).sum())


def _side(text: str, tokens: int, matched: int) -> Side:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Side(len(text), tokens, digest, matched / tokens if tokens else 1.0)
