"""All passages that a number of documents share, found on the machines of a Spark cluster.

The answer is that of `comparisons.engine.passages.find`, for the stages are its functions on parts of the corpus:

1. every partition of documents is cut into words and says how many each document has;
2. the places that count go by the hash of their context to where they are counted; the counts make the frequency table;
3. every partition of documents makes its seeds, which go by their keys to where equal ones meet and are linked;
4. the links go by cells of document pairs to where the texts of a cell are aligned and judged;
5. what is found, some hundred bytes a passage, comes together on the driver for partners, families and boilerplate;
   the texts of copies of one place that were not yet compared go out once more, by cells.

The driver holds the names of the documents, the frequency table and the passages, never the texts or the words.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from comparisons.engine.passages import Document, Frequencies, Options, Passages, SameName
from comparisons.engine.passages.collection import Place, Vocabulary
from comparisons.engine.passages.copies import looked_for
from comparisons.engine.passages.finding import Clock, Noise, in_order_of_names, seen_together
from comparisons.engine.passages.frequencies import sketch_size
from comparisons.engine.passages.noise import too_damaged
from comparisons.engine.passages.rows import Rows
from comparisons.engine.passages.skeletons import Skeletons
from comparisons.engine.spans import U64
from comparisons.phrasing.spark import stages
from comparisons.phrasing.spark.shelf import Shelf
from comparisons.phrasing.spark.stages import DOCUMENTS, Shared, decoded, encoded, schema

PART = 1 << 20  # words of a partition …
BLOCK = 1 << 21  # … and of a block of documents; a cell holds two blocks
OFTEN = 3  # cells for each core, at least, so that the cores end at about one time


def given(session: SparkSession, documents: Sequence[Document]) -> DataFrame:
    """Documents of this process as a DataFrame of the columns `DOCUMENTS`."""
    columns = (
        range(len(documents)),
        [encoded(document.id) for document in documents],
        [encoded(document.text) for document in documents],
        [encoded(document.group) for document in documents],
    )
    fields = schema(DOCUMENTS)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, fields, strict=True)]
    return session.createDataFrame(pa.Table.from_arrays(arrays, schema=fields), DOCUMENTS)


def find(
    session: SparkSession,
    documents: DataFrame,
    options: Options = Options(),  # noqa: B008 - frozen
    noise: Noise = "none",
    clock: Clock = lambda step: None,
    *,
    parts: int = 0,
    blocks: int = 0,
) -> Passages:
    """The passages that any two of the documents share, as `engine.passages.find` gives them; `documents` has the
    columns `DOCUMENTS`, the numbers from 0 on without a gap.

    `parts`, `blocks`: in how many partitions and blocks of documents the work is shared out; by the words of the
    corpus and the cores of the cluster where they are 0. Whatever they are, the answer is the same. Raises `SameName`.
    """
    with ExitStack() as held:

        def keep(frame: DataFrame) -> DataFrame:
            frame = frame.persist()
            held.callback(frame.unpersist)
            return frame

        cores = session.sparkContext.defaultParallelism
        documents = keep(documents.repartition(parts or cores, "number"))
        facts = keep(documents.mapInArrow(stages.facts, stages.FACTS))
        shelf = _shelf(facts)
        clock("tokenise")
        scans = noise == "ocr" or (noise == "auto" and _damaged(facts))
        if scans:
            options = options.for_scans()
        clock("words")
        parts = parts or max(cores, -(-shelf.words // PART))
        table = _frequencies(documents, shelf.words, parts)
        clock("information")
        block = shelf.blocks(blocks or max(-(-shelf.words // BLOCK), int((2 * OFTEN * cores) ** 0.5)))
        shared = session.sparkContext.broadcast(Shared(shelf.nameless(), table, options, block))
        held.callback(shared.unpersist)
        seeds = documents.mapInArrow(lambda rows: stages.seeded(shared.value, rows), stages.SEEDS)
        links = keep(
            seeds.repartition(parts, "key").mapInArrow(lambda rows: stages.joined(shared.value, rows), stages.LINKS)
        )
        table = _with_common(table, links)
        links = links.filter(F.col("cell") != stages.COMMON)
        clock("seeds")

        def in_cells(stage: Callable[..., pa.Table], rows: DataFrame) -> _Found:
            sides = [
                rows.select(F.col("cell").alias("at"), F.col(side).cast("long").alias("number")) for side in ("a", "b")
            ]
            texts = sides[0].union(sides[1]).distinct().join(documents, "number")
            one = texts.repartition(parts, "at").groupBy("at")
            found = one.cogroup(rows.repartition(parts, "cell").groupBy("cell")).applyInArrow(
                lambda a, b: stage(shared.value, a, b), stages.FOUND
            )
            return _Found(found.toArrow(), shelf)

        judged = in_cells(stages.judged_in_cell, links)
        clock("align")
        first = judged.taken(judged.kept)
        first = first.taken(in_order_of_names(shelf, first.rows))
        boxes, pair = looked_for(shelf, first.rows)
        everything = [first, judged.taken(~judged.kept)]
        if len(boxes):
            everything.append(in_cells(stages.closed_in_cell, _boxes(session, shelf, block, boxes, pair)))
        rows = Rows.joined(*(part.rows for part in everything))
        offsets = np.concatenate([part.offsets for part in everything])
        own = np.arange(len(rows)) < len(judged.rows)
        clock("copies")
        found = seen_together(shelf, rows, own, offsets, table, options, clock)
        return replace(found, scans=scans)


class _Found:
    """What the cells gave, in an order of its own: rows by the positions of the whole corpus, and their offsets."""

    def __init__(self, table: pa.Table, shelf: Shelf) -> None:
        cell, number, kept, a, b, *rest = _columns(table)
        order = np.lexsort((number, cell))
        a, b = a[order].astype(np.int64), b[order].astype(np.int64)
        of = np.stack([column[order] for column in rest[:8]], 1).astype(np.int64)
        of[:, :2] += shelf.bounds[a][:, None]
        of[:, 2:4] += shelf.bounds[b][:, None]
        self.rows = Rows(of, a << 32 | b)
        self.kept: NDArray[np.bool_] = kept[order]
        self.offsets: NDArray[np.int32] = np.stack([column[order] for column in rest[8:]], 1)

    def taken(self, at: NDArray[Any]) -> _Found:
        one = object.__new__(_Found)
        one.rows, one.kept, one.offsets = self.rows.taken(at), self.kept[at], self.offsets[at]
        return one


def _columns(table: pa.Table) -> list[NDArray[Any]]:
    return [column.to_numpy() for column in table.columns]


def _shelf(facts: DataFrame) -> Shelf:
    """What the documents are called and how many words they have. Raises `SameName`."""
    rows = facts.filter(~F.col("word")).drop("word").toArrow().sort_by("number")
    _, names, groups, words, ranks = (rows.column(name) for name in rows.column_names)
    ids = [decoded(name) for name in names.to_pylist()]
    if len(set(ids)) < len(ids):
        seen: set[str] = set()
        twice = next(name for name in ids if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise SameName(f"Two documents are called “{twice}”. Give each a name of its own.")
    return Shelf.of(ids, words.to_numpy(), ranks.to_pylist(), [decoded(group) for group in groups.to_pylist()])


def _damaged(facts: DataFrame) -> bool:
    """Whether the words of all documents look like those of scans."""
    words = facts.filter("word").groupBy("number").agg(F.first("name").alias("name"), F.sum("count").alias("count"))
    rows = words.toArrow()
    hashes = rows.column("number").to_numpy().view(U64)
    order = np.argsort(hashes)
    letters = [decoded(name) for name in rows.column("name").to_pylist()]
    found = Skeletons.of([letters[at] for at in order.tolist()])
    vocabulary = Vocabulary(hashes[order], found.letter_sets(), found, np.arange(len(order)))
    return too_damaged(vocabulary, rows.column("count").to_numpy()[order])


def _frequencies(documents: DataFrame, words: int, parts: int) -> Frequencies:
    """The frequency table of the corpus, its common seeds left out."""
    places = documents.mapInArrow(lambda rows: stages.counted(words, rows), stages.CONTEXTS).repartition(parts, "key")
    counts = places.mapInArrow(lambda rows: stages.summed(words, rows), stages.COUNTS)
    rows = counts.groupBy("kind", "key").agg(F.sum("count").alias("count")).toArrow()
    kind, key, count = _columns(rows)
    pairs = np.zeros((2, sketch_size(words)), np.int64)
    for which in (0, 1):
        here = kind == (stages.FIRST, stages.SECOND)[which]
        pairs[which, key[here]] = count[here]
    here = kind == stages.WORD
    hashes, count = key[here].view(U64), count[here]
    order = np.argsort(hashes)
    return Frequencies.of_counts(hashes[order], count[order], pairs)


def _with_common(table: Frequencies, links: DataFrame) -> Frequencies:
    rows = links.filter(F.col("cell") == stages.COMMON).select("i", "j").toArrow()
    key, count = _columns(rows)
    order = np.argsort(key)
    return table.with_seeds(key[order].view(U64), count[order])


def _boxes(session: SparkSession, shelf: Shelf, block: NDArray[np.int32], boxes: Place, pair: Place) -> DataFrame:
    """BOXES by the places in their documents."""
    a, b = pair >> 32, pair & 0xFFFFFFFF
    edges = boxes - shelf.bounds[np.stack((a, a, b, b), 1)]
    columns = (stages.cells(block, a, b), np.arange(len(a)), a, b, *edges.T)
    fields = schema(stages.BOXES)
    arrays = [pa.array(column, field.type) for column, field in zip(columns, fields, strict=True)]
    return session.createDataFrame(pa.Table.from_arrays(arrays, schema=fields), stages.BOXES)
