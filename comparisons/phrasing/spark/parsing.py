"""Lines of JSON read on the machines of a cluster, and passages of texts quoted from there: stages as in `stages`."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from comparisons.phrasing.documents import Unreadable
from comparisons.phrasing.documents.jsonlines import BOM, beside, document, read_line
from comparisons.phrasing.spark.stages import DOCUMENTS, decoded, encoded, schema

LINES = "path binary, start long, line long, content binary"  # line: −1 where it must be counted
READ = f"path binary, start long, line long, at long, error binary, {DOCUMENTS}, fields binary"
WITH_FIELDS = f"{DOCUMENTS}, fields binary"
QUOTED = "name binary, begin long, text binary"
Block = tuple[bytes, int]  # a file, and where in it a stretch begins that one machine reads


def parsed(apart: str, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """READ of LINES, in their order: `at` counts the documents of a block; a blank line has neither name nor error."""
    block: Block | None = None
    line = at = -1
    for batch in batches:
        rows = []
        for path, start, given, content in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            if block != (path, start):
                block, line, at = (path, start), -1, -1
            line = line + 1 if given < 0 else given
            row: tuple[object, ...] = (None,) * 6
            if content.strip():
                try:
                    record = read_line(content.removeprefix(BOM) if start == line == 0 else content)
                except Unreadable as error:
                    row = (encoded(str(error)), *[None] * 5)
                else:
                    at += 1
                    one = document(record, apart)
                    fields = json.dumps(beside(record), ensure_ascii=False)
                    row = (None, at, *map(encoded, (one.id, one.text, one.group, fields)))
            rows.append((path, start, line, at, *row))
        columns = list(zip(*rows, strict=True)) or [()] * 10
        yield _batch(READ, columns)


def numbered(
    offsets: Mapping[Block, int], without: list[int], batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """WITH_FIELDS of READ, the documents numbered through all blocks; those at `without`, ascending, are left out."""
    for batch in batches:
        rows = []
        columns = (
            batch.column(name).to_pylist() for name in ("path", "start", "at", "name", "text", "group", "fields")
        )
        for path, start, at, name, *rest in zip(*columns, strict=True):
            if name is None:
                continue
            number = offsets[path, start] + at
            before = bisect_left(without, number)
            if without[before : before + 1] != [number]:
                rows.append((number - before, name, *rest))
        yield _batch(WITH_FIELDS, list(zip(*rows, strict=True)) or [()] * 5)


def quoted(spans: Mapping[bytes, list[tuple[int, int]]], batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """QUOTED: what stands at these spans of the documents of these names."""
    for batch in batches:
        rows = []
        for name, text in zip(*(batch.column(name).to_pylist() for name in ("name", "text")), strict=True):
            if name in spans:
                whole = decoded(text)
                rows += [(name, begin, encoded(whole[begin:end])) for begin, end in spans[name]]
        yield _batch(QUOTED, list(zip(*rows, strict=True)) or [()] * 3)


def _batch(columns: str, values: list[tuple[object, ...]]) -> pa.RecordBatch:
    fields = schema(columns)
    arrays = [pa.array(value, field.type) for value, field in zip(values, fields, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=fields)
