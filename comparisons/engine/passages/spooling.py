"""Links on their way from the seeds to the judging, in bounded memory.

Every pair of documents is judged on its own, so links may be judged in any shares that keep the links of a pair
together. What memory does not hold waits in files, one for each of many sets of document pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from comparisons.engine.passages.collection import Place
from comparisons.engine.passages.joining import Links
from comparisons.engine.passages.shares import shares
from comparisons.engine.spans import Int

SETS = 256  # of document pairs: the largest part of what is judged at once, and files at most


class Spool(AbstractContextManager["Spool"]):
    """Takes links, and gives them back in shares of about `most`, all links of two documents in one of them."""

    def __init__(self, home: Int, most: int) -> None:
        """`home`: the document of each position."""
        self._home, self._most = home, max(most, 1)
        self._held: list[Links] = []
        self._number = 0  # of links held
        self._files = np.zeros(SETS, np.int64)  # links in each file
        self._folder: TemporaryDirectory[str] | None = None

    def add(self, links: Links) -> None:
        self._held.append(links)
        self._number += len(links.a)
        if self._number > self._most:
            self._write()

    def shares(self) -> Iterator[Links]:
        """One share at least, and all of what was added."""
        if self._folder is None:
            yield self._taken()
            return
        self._write()
        for low, high in shares(self._files, self._most):
            yield _links([np.fromfile(self._file(number), np.int32).reshape(-1, 2) for number in range(low, high)])

    def __exit__(self, *error: object) -> None:
        if self._folder is not None:
            self._folder.cleanup()

    def _taken(self) -> Links:
        made = _links([np.stack((links.a, links.b), 1) for links in self._held])
        self._held, self._number = [], 0
        return made

    def _write(self) -> None:
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="passages-")
            for number in range(SETS):
                self._file(number).touch()
        links = self._taken()
        chosen = self._set_of(links)
        order = np.argsort(chosen, kind="stable")
        both = np.stack((links.a[order], links.b[order]), 1)
        count = np.bincount(chosen, minlength=SETS)
        self._files += count
        end = np.cumsum(count)
        for number in np.flatnonzero(count).tolist():
            with self._file(number).open("ab") as file:
                both[end[number] - count[number] : end[number]].tofile(file)

    def _set_of(self, links: Links) -> Place:
        """int64[p]: which set the two documents of each link are in."""
        pair = self._home[links.a].astype(np.uint64) << np.uint64(32) | self._home[links.b].astype(np.uint64)
        return ((pair * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(56)).astype(np.int64)

    def _file(self, number: int) -> Path:
        assert self._folder is not None
        return Path(self._folder.name) / str(number)


def _links(parts: list[Int]) -> Links:
    both = np.concatenate([np.empty((0, 2), np.int32), *parts])
    return Links(both[:, 0], both[:, 1])
