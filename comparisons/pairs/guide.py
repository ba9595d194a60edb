"""What a page must know of all changes while it shows only some: their categories and places, a few bytes each."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.changes import Change
from comparisons.pairs.packing import pack, unpack
from comparisons.pairs.rows import KINDS

BINS = 240  # places of the ruler


@dataclass(frozen=True, slots=True)
class Guide:
    """n changes; change k has the number k + 1."""

    kind: NDArray[np.uint8]  # uint8[n]: index into KINDS
    ignored: NDArray[np.bool_]  # bool[n]
    block: NDArray[np.int32]  # int32[n]

    def __len__(self) -> int:
        return len(self.kind)

    @classmethod
    def of(cls, found: Sequence[Change], block: Sequence[int]) -> Guide:
        kind = np.array([KINDS.index(change.category) for change in found], np.uint8)
        ignored = np.array([change.ignored for change in found], bool)
        return cls(kind, ignored, np.array(block, np.int32))

    def packed(self) -> bytes:
        return pack({"kind": self.kind, "ignored": self.ignored, "block": self.block})

    @classmethod
    def unpacked(cls, payload: bytes) -> Guide:
        return cls(**unpack(payload)[0])

    def shown(self, off: AbstractSet[str]) -> NDArray[np.bool_]:
        """bool[n]: neither folded away by the profile nor of a category that is switched off."""
        hidden = np.array([name in off for name in KINDS], bool)
        shown: NDArray[np.bool_] = ~self.ignored & ~hidden[self.kind]
        return shown

    def beside(self, number: int, off: AbstractSet[str]) -> tuple[int, int, int]:
        """The shown changes before and after the change `number` (0 where there is none), and its place among all
        shown ones, from 1; `number` 0 is the begin of the texts."""
        shown = np.flatnonzero(self.shown(off)) + 1
        before, after = np.searchsorted(shown, number, "left"), np.searchsorted(shown, number, "right")
        previous = int(shown[before - 1]) if before else 0
        following = int(shown[after]) if after < len(shown) else 0
        return previous, following, int(after)

    def ruler(self, off: AbstractSet[str], blocks: int) -> list[dict[str, Any]]:
        """At most `BINS` ticks: place in thousandths, the first change there, how many, and their kinds."""
        numbers = np.flatnonzero(self.shown(off))
        if not len(numbers):
            return []
        bins = np.minimum(self.block[numbers] * BINS // max(1, blocks), BINS - 1)
        ticks = []
        edges = np.flatnonzero(np.diff(bins, prepend=-1, append=BINS))
        for begin, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
            kinds = {KINDS[kind] for kind in np.unique(self.kind[numbers[begin:end]]).tolist()}
            first = int(numbers[begin])
            place = round(1000 * int(self.block[first]) / max(1, blocks))
            ticks.append({"place": place, "change": first + 1, "count": end - begin, "kinds": kinds})
        return ticks
