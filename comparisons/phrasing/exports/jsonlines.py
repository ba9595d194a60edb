"""Passages as JSON lines: a passage a line, its other places under `also`.

`{"a": {"id", "begin", "end", "words"}, "b": {…}, "score", "bits", "matched", "identity", "ordered", "family",
"boilerplate", "table", "also": [{"a", "b", "score", …}, …]}`; offsets are code points, half open.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from comparisons.engine.passages import Passages
from comparisons.phrasing.documents import Documents

SEPARATORS = re.compile("[\x85\u2028\u2029\ud800-\udfff]")


def line(record: dict[str, Any]) -> str:
    """A record on a line that is one line for every reader, and UTF-8: JSON leaves other line ends, and halves of
    characters, as they are."""
    written = json.dumps(record, ensure_ascii=False)
    return SEPARATORS.sub(lambda found: f"\\u{ord(found.group()):04x}", written) + "\n"


def write(found: Passages, documents: Documents) -> Iterator[str]:
    for head, others in found.heads():
        yield line(record(found, head, others))


def record(found: Passages, head: int, others: list[int]) -> dict[str, Any]:
    """A passage that stands for itself, with its other places."""
    said = passage(found, head)
    said["family"] = int(found.family[head])
    said["boilerplate"] = bool(found.boilerplate[head])
    said["table"] = found.table.number
    if others:
        said["also"] = [passage(found, other) for other in others]
    return said


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
