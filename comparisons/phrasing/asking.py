"""The search in a client's own few documents: nothing is stored, and what is taken is bounded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from comparisons.engine.passages import Document, Options, Passages, find
from comparisons.engine.version import VERSION

MOST_DOCUMENTS = 100


def answer(documents: Sequence[tuple[str, str]], *, within: bool = False, scans: bool = False) -> dict[str, Any]:
    """The passages of (name, text) documents, as JSON. Raises the engine's `SameName`."""
    options = replace(Options(), within=within)
    found = find([Document(name, text) for name, text in documents], options.for_scans() if scans else options)
    return {
        "engine": VERSION,
        "documents": len(found.ids),
        "empty": list(found.empty),
        "passages": [pair(found, head) | {"also": [pair(found, one) for one in also]} for head, also in found.heads()],
    }


def pair(found: Passages, k: int) -> dict[str, Any]:
    """Passage `k`, as `manage.py passages` writes it."""
    record: dict[str, Any] = {
        "a": {"id": found.ids[found.a[k]], "begin": int(found.a_begin[k]), "end": int(found.a_end[k])},
        "b": {"id": found.ids[found.b[k]], "begin": int(found.b_begin[k]), "end": int(found.b_end[k])},
        "score": round(float(found.score[k]), 4),
        "bits": round(float(found.bits[k]), 4),
        "words": int(max(found.a_words[k], found.b_words[k])),
        "matched": int(found.matched[k]),
        "identity": round(float(found.identity[k]), 6),
        "boilerplate": bool(found.boilerplate[k]),
    }
    return record | ({"family": int(found.family[k])} if found.family[k] >= 0 else {})
