"""The numbered frequency tables: which one counts now, and when a new one is due.

A table is due where there is none by this engine, where the corpus has grown by a tenth since it was counted, and where
a text that it counted may no longer be seen by its readership: not even a count is to tell of it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace

from django.db.models import Max, Sum

from comparisons.engine.passages import Frequencies
from comparisons.engine.version import VERSION
from comparisons.pairs.packing import Damaged, digest
from comparisons.phrasing.models import FrequencyTable
from comparisons.phrasing.standing import Document
from corpus.texts.models import Revision
from corpus.works.models import Edition

GROWTH = 1.1
LEVEL = 1  # of compression: most of the counts are nought


def current(readership: str, documents: Sequence[Document]) -> FrequencyTable | None:
    """The table by which these documents are measured; None where a new one is due. The counts are not loaded."""
    newest = FrequencyTable.objects.filter(readership=readership).order_by("-number").defer("payload").first()
    if newest is None or newest.engine != VERSION or words_of(documents) >= GROWTH * max(newest.words, 1):
        return None
    return None if _hidden(newest, documents) else newest


def words_of(documents: Sequence[Document]) -> int:
    found = Revision.objects.filter(pk__in=[document.revision for document in documents])
    return int(found.aggregate(words=Sum("words"))["words"] or 0)


def _hidden(table: FrequencyTable, documents: Sequence[Document]) -> bool:
    """Does it count an edition that its readership does not see any more, though it stands?"""
    gone = set(table.counted) - {document.edition for document in documents}
    return Edition.objects.filter(pk__in=gone, withdrawn_at=None).exists()


def opened(table: FrequencyTable) -> Frequencies:
    """The counts of a table. Raises `Damaged`: then a new one is due."""
    row = FrequencyTable.objects.values_list("payload", "digest").get(pk=table.pk)
    try:
        content = zlib.decompress(bytes(row[0]))
    except zlib.error as error:
        raise Damaged(f"Frequency {table} cannot be read.") from error
    if digest(content) != row[1]:
        raise Damaged(f"Frequency {table} is not what was stored.")
    return Frequencies.restored(content)


def unsaved(readership: str, counts: Frequencies, documents: Sequence[Document]) -> FrequencyTable:
    """The next table of a readership, still to be saved."""
    last = FrequencyTable.objects.filter(readership=readership).aggregate(last=Max("number"))["last"] or 0
    content = replace(counts, number=last + 1).stored()
    return FrequencyTable(
        readership=readership,
        number=last + 1,
        engine=VERSION,
        documents=len(documents),
        words=words_of(documents),
        counted=sorted(document.edition for document in documents),
        payload=zlib.compress(content, LEVEL),
        digest=digest(content),
    )


def retire(readership: str, number: int) -> None:
    """Let the counts of the tables before this one go; that there were such tables stays on record."""
    FrequencyTable.objects.filter(readership=readership, number__lt=number).exclude(payload=b"").update(payload=b"")
