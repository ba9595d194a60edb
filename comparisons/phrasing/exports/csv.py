"""Passages as a table for a spreadsheet: a passage a line; an other place names the passage that it stands under."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from comparisons.engine.passages import Passages
from comparisons.pairs.exports.csv import guarded
from comparisons.phrasing.documents import Documents

COLUMNS = (
    "passage",
    "under",
    "family",
    "boilerplate",
    "a",
    "a_begin",
    "a_end",
    "a_words",
    "b",
    "b_begin",
    "b_end",
    "b_words",
    "matched",
    "identity",
    "ordered",
    "bits",
    "score",
    "a_text",
    "b_text",
)


def write(found: Passages, documents: Documents) -> Iterator[str]:
    """CSV as RFC 4180 has it; passages are numbered from 1, `under` is empty for what stands for itself."""
    texts = documents.texts()
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    yield out.getvalue()
    for head, others in found.heads():
        out.seek(0)
        out.truncate()
        for at in (head, *others):
            a, b = found.ids[found.a[at]], found.ids[found.b[at]]
            a_span = int(found.a_begin[at]), int(found.a_end[at])
            b_span = int(found.b_begin[at]), int(found.b_end[at])
            table.writerow(
                [
                    at + 1,
                    head + 1 if at != head else "",
                    int(found.family[head]),
                    "yes" if found.boilerplate[head] else "no",
                    guarded(a),
                    *a_span,
                    int(found.a_words[at]),
                    guarded(b),
                    *b_span,
                    int(found.b_words[at]),
                    int(found.matched[at]),
                    round(float(found.identity[at]), 3),
                    int(found.ordered[at]),
                    round(float(found.bits[at]), 1),
                    round(float(found.score[at]), 1),
                    guarded(texts[a][slice(*a_span)]),
                    guarded(texts[b][slice(*b_span)]),
                ]
            )
        yield out.getvalue()
