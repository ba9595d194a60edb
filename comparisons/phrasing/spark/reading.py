"""Documents that the machines of a cluster read themselves: JSON lines and Parquet, of any storage that Spark knows.

The same lines are refused with the same words as by `documents.jsonlines`, and the documents are numbered in the order
of their files and lines; a row of Parquet is read as the line of JSON that it would be.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from comparisons.engine.passages import Passages
from comparisons.phrasing.documents import Documents, Text, Unreadable
from comparisons.phrasing.documents.jsonlines import already_used, bad_line
from comparisons.phrasing.spark import parsing
from comparisons.phrasing.spark.naming import is_address, is_parquet
from comparisons.phrasing.spark.stages import decoded, encoded


@dataclass(frozen=True, kw_only=True)
class Read(Documents):
    """Documents that lie elsewhere: `frame` has the columns WITH_FIELDS."""

    frame: DataFrame
    found: Passages | None = None

    def texts(self) -> Mapping[str, Text]:
        """Of each document of a passage as much as its passages quote."""
        spans = {encoded(name): span for name, span in _spans(self.found).items()} if self.found else {}
        shared = self.frame.sparkSession.sparkContext.broadcast(spans)
        rows = self.frame.mapInArrow(lambda batches: parsing.quoted(shared.value, batches), parsing.QUOTED).toArrow()
        parts: dict[str, dict[int, str]] = defaultdict(dict)
        for name, begin, text in zip(*(column.to_pylist() for column in rows.columns), strict=True):
            parts[decoded(name)][begin] = decoded(text)
        return {name: Excerpts(part) for name, part in parts.items()}


class Excerpts:
    """Parts of a text, each by where it begins; a span that is asked for lies inside one of them."""

    def __init__(self, parts: dict[int, str]) -> None:
        self._parts = sorted(parts.items())

    def __getitem__(self, span: slice) -> str:
        for begin, text in self._parts:
            if begin <= span.start and span.stop <= begin + len(text):
                return text[span.start - begin : span.stop - begin]
        raise IndexError(f"Nothing was quoted at {span.start} to {span.stop}.")


def _spans(found: Passages) -> dict[str, list[tuple[int, int]]]:
    """The stretches of each document that passages cover, those that meet as one."""
    sides: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for side in ("a", "b"):
        document, begin, end = (getattr(found, side + what).tolist() for what in ("", "_begin", "_end"))
        for number, first, last in zip(document, begin, end, strict=True):
            sides[found.ids[number]].append((first, last))
    out: dict[str, list[tuple[int, int]]] = {}
    for name, spans in sides.items():
        spans.sort()
        joined = spans[:1]
        for begin, end in spans[1:]:
            if begin <= joined[-1][1]:
                joined[-1] = joined[-1][0], max(joined[-1][1], end)
            else:
                joined.append((begin, end))
        out[name] = joined
    return out


def read(session: SparkSession, name: str, *, apart: str = "", skip_bad: bool = False, fields: bool = False) -> Read:
    """The documents of a file, a folder of files or an address, Parquet where it is called so, else JSON lines.

    `fields`: also what the lines hold beside the text. Raises `Unreadable` with the number of the line, or passes such
    lines over and counts them where `skip_bad` says so.
    """
    try:
        rows = _lines(session, name).mapInArrow(lambda batches: parsing.parsed(apart, batches), parsing.READ)
        heads = rows.select("path", "start", "line", "at", "name", "error").toArrow()
    except PySparkException as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise Unreadable(f"{name} cannot be read: {reason}") from error
    offsets, without, skipped = _numbers(
        zip(*(column.to_pylist() for column in heads.columns), strict=True), name, skip_bad
    )
    frame = rows.mapInArrow(lambda batches: parsing.numbered(offsets, without, batches), parsing.WITH_FIELDS)
    known: dict[str, dict[str, Any]] = {}
    if fields:
        for one, content in zip(
            *(c.to_pylist() for c in frame.select("name", "fields").toArrow().columns), strict=True
        ):
            known[decoded(one)] = json.loads(decoded(content))
    return Read([], known, skipped, frame=frame)


def _lines(session: SparkSession, name: str) -> DataFrame:
    """LINES of what is named so."""
    place = name if is_address(name) else re.sub(r"([\[\]{}*?\\])", r"\\\1", str(Path(name).absolute()))
    path, start = F.col("_metadata.file_path").cast("binary"), F.col("_metadata.file_block_start")
    if is_parquet(name):
        frame = session.read.parquet(place)
        content = F.to_json(F.struct(*(F.col(f"`{column}`") for column in frame.columns)))
        line, start = F.col("_metadata.row_index"), F.lit(0).cast("long")
    else:
        frame = session.read.option("lineSep", "\n").text(place)
        content, line = F.col("value"), F.lit(-1).cast("long")
    return frame.select(
        path.alias("path"), start.alias("start"), line.alias("line"), content.cast("binary").alias("content")
    )


def _numbers(
    heads: Iterable[tuple[Any, ...]], name: str, skip_bad: bool
) -> tuple[dict[parsing.Block, int], list[int], int]:
    """The number of the first document of each block; the numbers of those whose name was already used; how many lines
    were passed over."""
    lines: dict[parsing.Block, int] = defaultdict(int)
    documents: dict[parsing.Block, int] = defaultdict(int)
    names, errors = [], []
    for path, start, line, at, document, error in heads:
        block = path, start
        lines[block] = max(lines[block], line + 1)
        if document is not None:
            documents[block] += 1
            names.append((path, start, at, line, document))
        elif error is not None:
            errors.append((path, start, line, decoded(error)))
    blocks = sorted(lines)
    offsets, before = dict.fromkeys(blocks[:1], 0), dict.fromkeys(blocks[:1], 0)
    for block, following in pairwise(blocks):
        offsets[following] = offsets[block] + documents[block]
        before[following] = before[block] + lines[block] if block[0] == following[0] else 0
    seen: set[bytes] = set()
    without = []
    for path, start, at, line, document in sorted(names):
        if document in seen:
            without.append(offsets[path, start] + at)
            errors.append((path, start, line, already_used(decoded(document))))
        seen.add(document)
    if errors and not skip_bad:
        path, start, line, reason = min(errors)
        several = len({path for path, _ in blocks}) > 1
        called = Path(unquote(path.decode("utf-8", "replace"))).name if several else name
        raise Unreadable(bad_line(before[path, start] + line + 1, called, reason))
    return offsets, without, len(errors)
