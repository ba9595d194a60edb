"""The steps of the search as they run on the machines of a cluster: Arrow tables in, the engine's functions, tables out.

Nothing here knows Spark or Django; a stage is a pure function of the rows of its partition and of what all share. A
document is known by its number, a place by the number of its document and of the word in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from comparisons.engine.passages.collection import Collection, Document, Place, laid_out
from comparisons.engine.passages.copies import closed
from comparisons.engine.passages.finding import LINKS as LINKS_AT_ONCE
from comparisons.engine.passages.finding import offsets_of
from comparisons.engine.passages.frequencies import (
    Frequencies,
    content_words,
    contexts,
    firsts,
    neighbours,
    sketch_size,
    slot,
    weigh,
)
from comparisons.engine.passages.joining import Links, compared, grouped, linked_in_parts, thinned, turned
from comparisons.engine.passages.judging import Judged, judged
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.rows import A0, A1, B0, B1, COLUMNS, Rows
from comparisons.engine.passages.seeds import keys, places, seeds, whole_keys
from comparisons.engine.passages.spooling import Spool
from comparisons.engine.spans import U64, Hash
from comparisons.phrasing.spark.shelf import Shelf

CHUNK = 1 << 22  # characters that are read in one go
DOCUMENTS = "number long, name binary, text binary, group binary"  # text as UTF-8, surrogates passed
FACTS = "word boolean, number long, name binary, group binary, count long, rank binary"
CONTEXTS = "key long, number int, place int, hash long, pair long"
COUNTS = "kind int, key long, count long"
SEEDS = "key long, number int, place int"
LINKS = "cell int, a int, b int, i long, j long"  # of a cell; where it is COMMON, i is a seed and j its places
FOUND = (
    "cell int, number int, kept boolean, a int, b int, a0 long, a1 long, b0 long, b1 long, score long, matched long, "
    "bits long, ordered long, a_begin int, a_end int, b_begin int, b_end int"
)
BOXES = "cell int, number int, a int, b int, a0 long, a1 long, b0 long, b1 long"
WORD, FIRST, SECOND = range(3)  # kinds of counts: of a word, and of the slots of both tables of pairs
COMMON = -1


@dataclass(frozen=True, eq=False)
class Shared:
    """What every machine is told."""

    shelf: Shelf
    table: Frequencies
    options: Options
    block: NDArray[np.int32]  # int32[d]: the block of each document


def chunks(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[Place, list[Document]]]:
    """The documents of a partition some at a time, in the order of their numbers: int64[d], and d documents."""
    waiting: list[tuple[int, Document]] = []
    size = 0
    for batch in batches:
        for one in _documents(batch):
            waiting.append(one)
            size += len(one[1].text)
            if size >= CHUNK:
                yield _in_order(waiting)
                waiting, size = [], 0
    if waiting:
        yield _in_order(waiting)


def facts(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """FACTS: of each document its name and words; of each distinct word, its skeleton and how often it stands there."""
    for numbers, documents in chunks(batches):
        collection = laid_out(documents)
        vocabulary = collection.vocabulary
        v, none = len(vocabulary.hash), [None] * len(documents)
        yield _batch(
            FACTS,
            np.zeros(len(documents), bool),
            numbers,
            [encoded(document.id) for document in documents],
            [encoded(document.group) for document in documents],
            np.diff(collection.bounds),
            [document.rank for document in documents],
        )
        none = [None] * v
        yield _batch(
            FACTS,
            np.ones(v, bool),
            signed(vocabulary.hash),
            [encoded(word) for word in vocabulary.strings(np.arange(v))],
            none,
            np.bincount(collection.word, minlength=v),
            none,
        )


def counted(words: int, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """CONTEXTS: the places that may be counted in a corpus of so many words, those that are one place once."""
    for numbers, documents in chunks(batches):
        collection = laid_out(documents)
        key, at = np.unique(contexts(collection, words), return_index=True)
        home = collection.home[at]
        pair = neighbours(collection.hash, firsts(collection.bounds))[at]
        place = at - collection.bounds[home]
        yield from _batches(CONTEXTS, signed(key), numbers[home], place, signed(collection.hash[at]), signed(pair))


def summed(words: int, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """COUNTS of CONTEXTS, of which all with one key are in this partition: the first of each counts."""
    key, number, place, hashes, pair = _columns(CONTEXTS, batches)
    if not len(key):
        return
    order = np.lexsort((place, number, key))
    first = order[np.append(True, np.diff(key[order]) != 0)]
    size = sketch_size(words)
    for kind, value in (
        (WORD, hashes[first]),
        (FIRST, slot(pair[first].view(U64), size, 0)),
        (SECOND, slot(pair[first].view(U64), size, 1)),
    ):
        value, count = np.unique(value, return_counts=True)
        yield from _batches(COUNTS, np.full(len(value), kind), value, count)


def seeded(shared: Shared, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """SEEDS of the documents of a partition, at most `Options.most` of one key in one document."""
    for numbers, documents in chunks(batches):
        collection = laid_out(documents)
        weigh(collection, shared.table, shared.options)
        content = content_words(collection, shared.table, shared.options)
        home = collection.home[content]
        for part, (packed, bits) in enumerate(seeds(collection, content, shared.table, shared.options)):
            packed = thinned(packed, bits, home, shared.options)
            at = places(packed, bits)
            key = whole_keys(keys(packed, bits), bits, part)
            place = content[at] - collection.bounds[home[at]]
            yield from _batches(SEEDS, signed(key), numbers[home[at]], place)


def joined(shared: Shared, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """LINKS of SEEDS, of which all with one key are in this partition; and the seeds that are common."""
    options, shelf = shared.options, shared.shelf
    key, number, place = _columns(SEEDS, batches)
    if not len(key):
        return
    order = np.lexsort((place, number, key))
    key, number, place = key[order], number[order], place[order]
    new = np.append(True, np.diff(key) != 0)
    # Key and row in one word, as `grouped` wants them: the keys by their order.
    bits = len(key).bit_length()
    packed: Hash = (np.cumsum(new) - 1).astype(U64) << U64(bits) | np.arange(len(key), dtype=U64)
    groups = grouped(packed, bits, number, options)
    counts = groups.counts(options)
    many = counts > 0
    full = key[new][groups.key.astype(np.int64)]
    yield from _batches(LINKS, *(np.full(np.count_nonzero(many), COMMON) for _ in range(3)), full[many], counts[many])
    for i, j in linked_in_parts(groups, counts, shelf.circle[number[groups.place]], options):
        fine = compared(shelf, number[i], number[j], place[i], place[j], options)
        i, j = i[fine], j[fine]
        swap = turned(shelf, number[i], number[j], place[i], place[j])
        i, j = np.where(swap, j, i), np.where(swap, i, j)
        a, b = number[i], number[j]
        yield from _batches(LINKS, cells(shared.block, a, b), a, b, place[i], place[j])


def cells(block: NDArray[np.int32], a: Place, b: Place) -> Place:
    """int64[n]: the cell in which each pair of documents is judged: the blocks of both."""
    low, high = np.minimum(block[a], block[b]).astype(np.int64), np.maximum(block[a], block[b])
    cell: Place = high * (high + 1) // 2 + low
    return cell


def judged_in_cell(shared: Shared, texts: pa.Table, links: pa.Table) -> pa.Table:
    """FOUND between the documents of a cell, those of one pair in the order of the engine."""
    numbers, documents = _in_order(_documents(texts))
    collection = _weighed(shared, documents)
    cell, a, b, i, j = (_array(column) for column in links.columns)
    a_at, b_at = np.searchsorted(numbers, a), np.searchsorted(numbers, b)
    i, j = collection.bounds[a_at] + i, collection.bounds[b_at] + j
    with Spool(collection.home, LINKS_AT_ONCE) as spool:
        spool.add(Links(i.astype(np.int32), j.astype(np.int32)))
        found = Judged.joined(judged(collection, links, shared.options) for links in spool.shares())
    n = len(found.rows)
    return _found(collection, numbers, found.rows, np.full(n, cell[0]), np.arange(n), found.kept)


def closed_in_cell(shared: Shared, texts: pa.Table, boxes: pa.Table) -> pa.Table:
    """FOUND in the BOXES of a cell, each with the number of its box."""
    numbers, documents = _in_order(_documents(texts))
    collection = _weighed(shared, documents)
    cell, number, a, b, *edges = (_array(column) for column in boxes.columns)
    a_at, b_at = np.searchsorted(numbers, a), np.searchsorted(numbers, b)
    at = np.stack(edges, 1) + collection.bounds[np.stack((a_at, a_at, b_at, b_at), 1)]
    rows, box = closed(collection, at, a_at << 32 | b_at, shared.options)
    n = len(rows)
    return _found(collection, numbers, rows, np.full(n, cell[0]), number[box], np.ones(n, bool))


def _weighed(shared: Shared, documents: list[Document]) -> Collection:
    collection = laid_out(documents)
    weigh(collection, shared.table, shared.options)
    return collection


def _found(
    collection: Collection, numbers: Place, rows: Rows, cell: Place, number: Place, kept: NDArray[np.bool_]
) -> pa.Table:
    """Rows by the places in their documents, with their offsets."""
    of = rows.of
    a, b = collection.bounds[rows.a], collection.bounds[rows.b]
    sides = (of[:, A0] - a, of[:, A1] - a, of[:, B0] - b, of[:, B1] - b)
    offsets = offsets_of(collection, rows).T
    rest = (of[:, column] for column in range(B1 + 1, COLUMNS))
    return pa.Table.from_batches(
        [_batch(FOUND, cell, number, kept, numbers[rows.a], numbers[rows.b], *sides, *rest, *offsets)]
    )


TYPES = {"long": pa.int64(), "int": pa.int32(), "binary": pa.binary(), "boolean": pa.bool_()}
ROWS = 1 << 16  # of a batch that leaves a stage


def schema(columns: str) -> pa.Schema:
    """The Arrow schema of columns as Spark writes them."""
    return pa.schema([(name, TYPES[kind]) for name, kind in (column.split() for column in columns.split(", "))])


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def decoded(content: bytes) -> str:
    return content.decode("utf-8", "surrogatepass")


def signed(hashes: Hash) -> Place:
    """The same bits as int64: Spark has no other whole numbers of 64 bits."""
    return hashes.view(np.int64)


def _batch(columns: str, *values: object) -> pa.RecordBatch:
    fields = schema(columns)
    arrays = [pa.array(value, field.type) for value, field in zip(values, fields, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=fields)


def _batches(columns: str, *values: NDArray[np.generic]) -> Iterator[pa.RecordBatch]:
    for low in range(0, len(values[0]), ROWS):
        yield _batch(columns, *(value[low : low + ROWS] for value in values))


def _columns(columns: str, batches: Iterable[pa.RecordBatch]) -> list[Place]:
    """The columns of a whole partition."""
    return [_array(column) for column in pa.Table.from_batches(batches, schema(columns)).columns]


def _array(column: pa.ChunkedArray) -> Place:
    array: Place = column.to_numpy()
    return array


def _documents(rows: pa.RecordBatch | pa.Table) -> list[tuple[int, Document]]:
    columns = (rows.column(name).to_pylist() for name in ("number", "name", "text", "group"))
    return [
        (number, Document(decoded(name), decoded(text), decoded(group)))
        for number, name, text, group in zip(*columns, strict=True)
    ]


def _in_order(documents: list[tuple[int, Document]]) -> tuple[Place, list[Document]]:
    documents = sorted(documents, key=lambda one: one[0])
    return np.array([number for number, _ in documents], np.int64), [document for _, document in documents]
