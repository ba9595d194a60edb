"""Passages as JSON lines: a passage a line, its other places under `also`.

`{"a": {"id", "begin", "end", "words"}, "b": {…}, "score", "bits", "matched", "identity", "ordered", "family",
"boilerplate", "table", "also": [{"a", "b", "score", …}, …]}`; offsets are code points, half open.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from comparisons.engine.passages import Passages
from comparisons.phrasing.documents import Documents


def write(found: Passages, documents: Documents) -> Iterator[str]:
    for head, others in found.heads():
        record = passage(found, head)
        record["family"] = int(found.family[head])
        record["boilerplate"] = bool(found.boilerplate[head])
        record["table"] = found.table.number
        if others:
            record["also"] = [passage(found, other) for other in others]
        yield json.dumps(record, ensure_ascii=False) + "\n"


def passage(found: Passages, at: int) -> dict[str, Any]:
    """Both places of a passage, and what it rests on."""
    return {
        "a": {
            "id": found.ids[found.a[at]],
            "begin": int(found.a_begin[at]),
            "end": int(found.a_end[at]),
            "words": int(found.a_words[at]),
        },
        "b": {
            "id": found.ids[found.b[at]],
            "begin": int(found.b_begin[at]),
            "end": int(found.b_end[at]),
            "words": int(found.b_words[at]),
        },
        "score": round(float(found.score[at]), 1),
        "bits": round(float(found.bits[at]), 1),
        "matched": int(found.matched[at]),
        "identity": round(float(found.identity[at]), 3),
        "ordered": int(found.ordered[at]),
    }
