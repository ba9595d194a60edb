"""What is stored of shared phrasing against its digests, for `manage.py verify`."""

from __future__ import annotations

from collections.abc import Iterator

from comparisons.pairs.packing import Damaged, digest
from comparisons.phrasing.models import FrequencyTable, Indexed, KeptWords
from comparisons.phrasing.tables import opened
from corpus.keeping.results import Checked


def tables() -> Iterator[Checked]:
    """Every frequency table; one that was replaced keeps its number and its digest, and no counts."""
    for table in FrequencyTable.objects.defer("payload").order_by("pk"):
        retired = FrequencyTable.objects.filter(pk=table.pk, payload=b"").exists()
        yield Checked(f"{table.number} of {table.readership}", retired or _sound(table))


def index() -> Iterator[Checked]:
    """The words, the outline and the shared places of every document of the index, one at a time."""
    for pk in list(KeptWords.objects.order_by("pk").values_list("pk", flat=True)):
        for payload, known in KeptWords.objects.filter(pk=pk).values_list("payload", "digest"):
            yield Checked(f"words of revision {pk}", digest(bytes(payload)) == known)
    for pk in list(Indexed.objects.order_by("pk").values_list("pk", flat=True)):
        kept = Indexed.objects.filter(pk=pk).values_list("name", "outline", "outline_digest", "shared", "shared_digest")
        for name, outline, known, shared, known_shared in kept:
            sound = digest(bytes(outline)) == known and digest(bytes(shared)) == known_shared
            yield Checked(name, sound)


def _sound(table: FrequencyTable) -> bool:
    try:
        opened(table)
    except Damaged:
        return False
    return True
