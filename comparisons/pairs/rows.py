"""A comparison as rows of aligned blocks, each with the words that stand in it: what a page shows, and how it is kept.

A part, some neighbouring rows, is read alone: it holds the texts of its blocks, so a page of a long comparison needs
no more than one part. `laying` makes the rows.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from comparisons.engine.result import CATEGORIES, RELATIONS
from comparisons.pairs.packing import Damaged

KINDS = (*CATEGORIES, "move")


@dataclass(slots=True)
class Run:
    """A stretch of one side's text: unchanged (`change` 0), or what a change takes away and brings."""

    before: str = ""  # unchanged: the text; else what stands in a
    after: str = ""  # what stands in b
    change: int = 0  # number of the change, from 1
    kind: int = 0  # index into KINDS
    ignored: bool = False
    end: bool = False  # stands between two segments, shown at the end of the first
    more: bool = False  # goes on from a segment before
    inner: list[Run] = field(default_factory=list)  # of a move: its own runs
    place: tuple[int, int] = (0, 0)  # where it begins in a and in b

    def packed(self) -> Any:
        if not self.change:
            return self.before
        value = [self.change, self.kind, self.ignored + 2 * self.end + 4 * self.more, self.before, self.after]
        value += self.place
        return [*value, [run.packed() for run in self.inner]] if self.inner else value

    @classmethod
    def of(cls, value: Any) -> Run:
        if isinstance(value, str):
            return cls(value)
        number, kind, flags, before, after, a, b, *rest = value
        inner = [cls.of(run) for run in rest[0]] if rest else []
        return cls(before, after, number, kind, bool(flags & 1), bool(flags & 2), bool(flags & 4), inner, (a, b))


@dataclass(slots=True)
class Piece:
    """A segment in a block: heading, paragraph or line."""

    begin: int
    end: int
    kind: int
    level: int
    number: int  # ¶ number from 1; 0 of a heading
    anchor: str  # its name in the edition; empty for a text that is not stored
    runs: list[Run]
    part: int = 0  # of a long one that goes over several rows: which stretch of it, from 0

    def packed(self) -> Any:
        value = [self.begin, self.end, self.kind, self.level, self.number, self.anchor]
        value.append([run.packed() for run in self.runs])
        return [*value, self.part] if self.part else value

    @classmethod
    def of(cls, value: Any) -> Piece:
        begin, end, kind, level, number, anchor, runs, *part = value
        return cls(begin, end, kind, level, number, anchor, [Run.of(run) for run in runs], *part)


@dataclass(slots=True)
class Row:
    """A block, or a part of a long one, with its number; or, with `elsewhere`, the place in b of a moved block that stands with its partner in another row."""

    block: int
    relation: str
    also: list[str]
    a: list[Piece]
    b: list[Piece]
    elsewhere: int = -1  # the moved block that belongs here in b
    name: str = ""  # of an elsewhere row: the paragraph that stands there
    part: int = 0  # of a block that is divided: which part, from 0

    def packed(self) -> Any:
        also = sum(1 << RELATIONS.index(name) for name in self.also)
        sides = [[piece.packed() for piece in side] for side in (self.a, self.b)]
        value = [self.block, RELATIONS.index(self.relation), also, *sides, self.elsewhere, self.name]
        return [*value, self.part] if self.part else value

    @classmethod
    def of(cls, value: Any) -> Row:
        block, relation, also, a, b, elsewhere, name, *part = value
        others = [name for bit, name in enumerate(RELATIONS) if also >> bit & 1]
        sides = [[Piece.of(piece) for piece in side] for side in (a, b)]
        return cls(block, RELATIONS[relation], others, sides[0], sides[1], elsewhere, name, *part)

    @property
    def changes(self) -> list[Run]:
        """The changes that stand in it, each once."""
        found: dict[int, Run] = {}
        for piece in (*self.a, *self.b):
            for run in piece.runs:
                for one in (run, *run.inner):
                    if one.change:
                        found.setdefault(one.change, one)
        return list(found.values())


def packed(rows: Sequence[Row]) -> bytes:
    value = [row.packed() for row in rows]
    return zlib.compress(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode("utf-8", "surrogatepass"))


def unpacked(payload: bytes) -> list[Row]:
    """Raises `Damaged`."""
    try:
        return [Row.of(value) for value in json.loads(zlib.decompress(payload).decode("utf-8", "surrogatepass"))]
    except (zlib.error, ValueError, TypeError, IndexError) as error:
        raise Damaged("A stored comparison cannot be read.") from error
