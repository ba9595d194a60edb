"""Passages as Parquet, in a file of this machine or where Spark can write; and lines in the latter place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa
import pyarrow.parquet
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from comparisons.engine.passages import Passages
from comparisons.phrasing.exports import jsonlines

PLACE = pa.struct([("id", pa.string()), ("begin", pa.int64()), ("end", pa.int64()), ("words", pa.int64())])
PASSAGE = [
    ("a", PLACE),
    ("b", PLACE),
    ("score", pa.float64()),
    ("bits", pa.float64()),
    ("matched", pa.int64()),
    ("identity", pa.float64()),
    ("ordered", pa.int64()),
]
SCHEMA = pa.schema(
    [
        *PASSAGE,
        ("family", pa.int64()),
        ("boilerplate", pa.bool_()),
        ("table", pa.int64()),
        ("also", pa.list_(pa.struct(PASSAGE))),
    ]
)


class NotWritten(OSError):
    """An answer could not be written; the message says where and why."""


def table(found: Passages) -> pa.Table:
    """A passage a row, in the columns of `exports.jsonlines`."""
    rows = [jsonlines.record(found, head, others) for head, others in found.heads()]
    for row in rows:
        for one in (row, *row.get("also", ())):
            for side in ("a", "b"):
                one[side]["id"] = one[side]["id"].encode("utf-8", "replace").decode("utf-8")
    return pa.Table.from_pylist(rows, SCHEMA)


def write_parquet(session: SparkSession, found: Passages, place: str, *, here: bool) -> None:
    """One file of this machine, or a folder where Spark writes. Raises `NotWritten`."""
    if here:
        pyarrow.parquet.write_table(table(found), place)
    else:
        _written(session.createDataFrame(table(found)).write.parquet, place)


def write_lines(session: SparkSession, lines: Iterable[str], place: str) -> None:
    """A folder where Spark writes. Raises `NotWritten`."""
    content = [line.removesuffix("\n").encode("utf-8", "surrogatepass") for line in lines]
    frame = session.createDataFrame(pa.table({"value": pa.array(content, pa.binary())}))
    _written(frame.selectExpr("cast(value AS string)").write.text, place)


def _written(write: Any, place: str) -> None:
    try:
        write(place)
    except PySparkException as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise NotWritten(f"{place} cannot be written: {reason}") from error
