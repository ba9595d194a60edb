"""The index of shared phrasing in the database: of each text its words, and for each readership, under its frequency
table, the outline of its seeds and what it shares with those that were there before it.

What is private stands under the table of the editors alone. Every payload has a digest, checked when it is read.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import Exists, OuterRef, QuerySet

from comparisons.engine.passages.collection import Document as Text
from comparisons.engine.passages.collection import laid_out
from comparisons.engine.passages.kept import Head, Kept
from comparisons.engine.passages.shelf import Entry
from comparisons.engine.version import VERSION
from comparisons.pairs.packing import Damaged, digest
from comparisons.phrasing.models import FrequencyTable, Indexed, KeptWords
from comparisons.phrasing.standing import Document, texts

BATCH = 256  # rows in one go
LEVEL = 1  # of compression


class Moved(Exception):
    """What is stored has gone on since the search began."""


class Stored:
    """The shelf of a table, or an empty one for a table to come. What changes is held back until `write`."""

    def __init__(self, table: FrequencyTable | None, documents: Sequence[Document]) -> None:
        self._revisions = {document.name: document.revision for document in documents}
        self._table = table
        self._rows: dict[int, tuple[int, int, Head]] = {}  # by number: id of the row, revision, head
        self._put: dict[int, Entry] = {}
        self._shared: dict[int, bytes] = {}
        self._gone: list[int] = []  # ids of rows
        if table is not None:
            rows = Indexed.objects.filter(table=table).values_list("pk", "revision", "name", "rank", "group", "words")
            for pk, revision, name, rank, group, words in rows.iterator(BATCH):
                head = Head(name, bytes(rank), group, words)
                self._rows[head.number] = pk, revision, head

    def revisions(self) -> dict[int, tuple[int, str, str]]:
        """Of each document that is there its revision, name and group: while they stay, so does all that is kept."""
        return {number: (revision, head.id, head.group) for number, (_, revision, head) in self._rows.items()}

    def heads(self) -> Mapping[int, Head]:
        there = {number: head for number, (_, _, head) in self._rows.items()}
        return there | {number: entry.head for number, entry in self._put.items()}

    def outlines(self) -> Iterator[tuple[list[int], list[bytes]]]:
        numbers = {pk: number for number, (pk, _, _) in self._rows.items()}
        for some in _batches(numbers):
            found = Indexed.objects.filter(pk__in=some).values_list("pk", "outline", "outline_digest")
            rows = [(numbers[pk], _sound(bytes(outline), known)) for pk, outline, known in found]
            yield [number for number, _ in rows], [outline for _, outline in rows]
        new = list(self._put.items())
        yield [number for number, _ in new], [entry.outline for _, entry in new]

    def words(self, numbers: Sequence[int]) -> Mapping[int, bytes]:
        """Those that cannot be read, or are of another engine, are made of the text again."""
        wanted = {self._rows[number][1]: number for number in numbers if number in self._rows}
        found = {number: self._put[number].words for number in numbers if number in self._put}
        for revision, words in kept(wanted):
            found[wanted[revision]] = words
        return found

    def shared(self) -> Mapping[int, bytes]:
        numbers = {pk: number for number, (pk, _, _) in self._rows.items() if number not in self._shared}
        found = dict(self._shared)
        for some in _batches(numbers):
            for pk, shared, known in Indexed.objects.filter(pk__in=some).values_list("pk", "shared", "shared_digest"):
                found[numbers[pk]] = _sound(bytes(shared), known)
        return found | {number: entry.shared for number, entry in self._put.items()}

    def put(self, entry: Entry) -> None:
        self._put[entry.head.number] = entry

    def put_shared(self, number: int, shared: bytes) -> None:
        if number in self._put:
            entry = self._put[number]
            self._put[number] = Entry(entry.head, entry.words, entry.outline, shared)
        else:
            self._shared[number] = shared

    def drop(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self._put.pop(number, None)
            self._shared.pop(number, None)
            if (row := self._rows.pop(number, None)) is not None:
                self._gone.append(row[0])

    def write(self, table: FrequencyTable) -> None:
        """Store what has changed, under this table. To be called inside a transaction. Raises `Moved` where others have
        written since this shelf was read."""
        fresh = table != self._table
        if not fresh:
            mine = {pk for pk, _, _ in self._rows.values()} | set(self._gone)
            if set(Indexed.objects.filter(table=table).values_list("pk", flat=True)) != mine:
                raise Moved
        for some in _batches(self._gone):
            Indexed.objects.filter(pk__in=some).delete()
        if fresh:
            Indexed.objects.filter(table__readership=table.readership).delete()
        changed = [
            Indexed(pk=self._rows[number][0], shared=shared, shared_digest=digest(shared))
            for number, shared in self._shared.items()
        ]
        Indexed.objects.bulk_update(changed, ["shared", "shared_digest"], batch_size=BATCH)
        keep((self._revisions[entry.head.id], entry.words) for entry in self._put.values())
        Indexed.objects.bulk_create(
            [
                Indexed(
                    table=table,
                    revision_id=self._revisions[entry.head.id],
                    name=entry.head.id,
                    group=entry.head.group,
                    rank=entry.head.rank,
                    words=entry.head.words,
                    outline=entry.outline,
                    outline_digest=digest(entry.outline),
                    shared=entry.shared,
                    shared_digest=digest(entry.shared),
                )
                for entry in self._put.values()
            ],
            batch_size=BATCH,
        )
        KeptWords.objects.exclude(Exists(Indexed.objects.filter(revision=OuterRef("revision")))).delete()


def kept(revisions: Iterable[int]) -> Iterator[tuple[int, bytes]]:
    """The words of each revision, as `Kept.stored` gives them; made of its text where they are not there or damaged."""
    wanted = list(revisions)
    for some in _batches(wanted):
        found: dict[int, bytes] = {}
        there: QuerySet[KeptWords] = KeptWords.objects.filter(revision__in=some, engine=VERSION)
        for revision, payload, known in there.values_list("revision", "payload", "digest"):
            try:
                found[revision] = zlib.decompress(_sound(bytes(payload), known))
            except (Damaged, zlib.error):
                continue
        missing = [revision for revision in some if revision not in found]
        for revision, text in texts(missing).items() if missing else ():
            found[revision] = words_of(text)
        yield from ((revision, found[revision]) for revision in some if revision in found)


def words_of(text: str) -> bytes:
    return Kept.of(laid_out([Text("", text)]), 0).stored()


def keep(words: Iterable[tuple[int, bytes]]) -> None:
    """Store the words of these revisions, of which those that are there stay."""
    given = dict(words)
    for some in _batches(given):
        KeptWords.objects.filter(revision__in=some).exclude(engine=VERSION).delete()
        rows = []
        for revision in some:
            payload = zlib.compress(given[revision], LEVEL)
            rows.append(KeptWords(revision_id=revision, engine=VERSION, payload=payload, digest=digest(payload)))
        KeptWords.objects.bulk_create(rows, ignore_conflicts=True)


def _sound(payload: bytes, known: str) -> bytes:
    if digest(payload) != known:
        raise Damaged("A part of the index of shared phrasing is not what was stored.")
    return payload


def _batches(items: Iterable[int]) -> Iterator[list[int]]:
    every = list(items)
    for low in range(0, len(every), BATCH):
        yield every[low : low + BATCH]
