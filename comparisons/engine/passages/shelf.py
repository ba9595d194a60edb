"""Where an index keeps its documents: in memory here; in a database elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from comparisons.engine.passages.kept import Head

BATCH = 256  # outlines in one go


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as it is kept, as bytes that `Kept`, `outlines` and `Shared` give."""

    head: Head
    words: bytes
    outline: bytes
    shared: bytes  # what it shares with those that were there before it


class Shelf(Protocol):
    """Documents by their numbers (`Head.number`)."""

    def heads(self) -> Mapping[int, Head]: ...
    def outlines(self) -> Iterator[tuple[list[int], list[bytes]]]:
        """The outlines of all, some at a time, each with the number of its document."""
        ...

    def words(self, numbers: Sequence[int]) -> Mapping[int, bytes]: ...
    def shared(self) -> Mapping[int, bytes]: ...
    def put(self, entry: Entry) -> None: ...
    def put_shared(self, number: int, shared: bytes) -> None: ...
    def drop(self, numbers: Iterable[int]) -> None: ...


class Memory:
    """A shelf in memory: some thirty bytes a word."""

    def __init__(self) -> None:
        self._entries: dict[int, Entry] = {}

    def heads(self) -> Mapping[int, Head]:
        return {number: entry.head for number, entry in self._entries.items()}

    def outlines(self) -> Iterator[tuple[list[int], list[bytes]]]:
        every = list(self._entries.items())
        for low in range(0, len(every), BATCH):
            some = every[low : low + BATCH]
            yield [number for number, _ in some], [entry.outline for _, entry in some]

    def words(self, numbers: Sequence[int]) -> Mapping[int, bytes]:
        return {number: self._entries[number].words for number in numbers}

    def shared(self) -> Mapping[int, bytes]:
        return {number: entry.shared for number, entry in self._entries.items()}

    def put(self, entry: Entry) -> None:
        self._entries[entry.head.number] = entry

    def put_shared(self, number: int, shared: bytes) -> None:
        self._entries[number] = replace(self._entries[number], shared=shared)

    def drop(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            del self._entries[number]
