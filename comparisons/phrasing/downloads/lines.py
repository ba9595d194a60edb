"""JSON lines: a passage a line, as the API gives it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from comparisons.phrasing.exports.jsonlines import line
from comparisons.phrasing.models import Passage
from comparisons.phrasing.records import Absolute
from comparisons.phrasing.records import passage as record


def write(passages: Iterable[Passage], absolute: Absolute) -> Iterator[str]:
    for passage in passages:
        yield line(record(passage, absolute))
