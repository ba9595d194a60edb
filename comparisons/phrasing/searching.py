"""The search over stored documents: the engine's, without pairs of editions of one work."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from comparisons.engine import passages as engine
from comparisons.engine.passages import Frequencies, Passages
from comparisons.phrasing.standing import Document

Clock = Callable[[str], None]


def search(
    documents: Sequence[Document],
    texts: Mapping[int, str],
    table: Frequencies | None = None,
    clock: Clock = lambda step: None,
) -> Passages:
    """All passages of these documents, by the frequency table or, without one, by a table of their own."""
    given = [
        engine.Document(document.name, texts[document.revision], group=str(document.work)) for document in documents
    ]
    return engine.find(given, table=table, clock=clock)
