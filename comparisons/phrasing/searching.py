"""The search over stored documents: the engine's, without pairs of editions of one work, by the index that is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db.models import Sum

from comparisons.engine.passages import Document as Text
from comparisons.engine.passages import Frequencies, Passages
from comparisons.engine.passages.index import Index
from comparisons.phrasing.shelving import Stored
from comparisons.phrasing.standing import Document, texts
from corpus.texts.models import Revision

Clock = Callable[[str], None]
MANY = 4  # where one word in so many is new, all is computed anew


def search(
    documents: Sequence[Document], shelf: Stored, table: Frequencies | None = None, clock: Clock = lambda step: None
) -> Passages:
    """All passages of these documents, by the frequency table or, without one, by a table of their own.

    What the shelf has of them is used, and what it lacks put on it; the answer is the same whatever it has.
    Raises `Damaged` where it cannot be read.
    """
    wanted = {(document.revision, document.name, str(document.work)): document for document in documents}
    there = shelf.revisions()
    known = set(there.values())
    new = [document for key, document in wanted.items() if key not in known]
    if table is None or _words(new) * MANY > _words(documents):
        shelf.drop(list(there))
        return Index.of(_texts(documents), table, shelf=shelf, clock=clock).passages(clock)
    index = Index(table, shelf)
    index.remove(number for number, key in there.items() if key not in wanted)
    for document in new:
        index.add(_texts([document])[0])
        clock("document")
    return index.passages(clock)


def _words(documents: Sequence[Document]) -> int:
    found = Revision.objects.filter(pk__in=[document.revision for document in documents])
    return int(found.aggregate(words=Sum("words"))["words"] or 0)


def _texts(documents: Sequence[Document]) -> list[Text]:
    said = texts(document.revision for document in documents)
    return [Text(document.name, said[document.revision], group=str(document.work)) for document in documents]
