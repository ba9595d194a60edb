"""What a search for shared passages answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.passages.frequencies import Frequencies
from comparisons.engine.passages.options import Options

Int = NDArray[np.int32]
Place = NDArray[np.int64]
Real = NDArray[np.float64]
Bool = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Passages:
    """n passages that two places share, in the order of the names of their documents and of their places.

    Side a is the document whose contents come first in an order of their own, whatever the order of the input; in a
    pair inside one document, the earlier place. Offsets are code points, half open, and are those of tokens.

    `score`: what the matched words say together less what the differences between them cost, in bits: 10 bits more is
    a thousand times less likely to be chance. `bits`: what the matched words say (rarity). `matched`: how many words
    of a have a partner in b; `identity`: this as a share of the longer side. `ordered`: how many of them keep their
    order. `also`: the number of the passage under which this one stands ("also at"), -1 where it stands for itself;
    never one that has an `also` of its own. `family`: passages of one number are the same text; -1 under another.
    """

    ids: tuple[str, ...]  # the documents, sorted by name
    a: Int  # int32[n]: index into `ids`
    b: Int
    a_begin: Int
    a_end: Int
    b_begin: Int
    b_end: Int
    a_words: Int  # int32[n]: length of each side in words
    b_words: Int
    matched: Int
    ordered: Int
    bits: Real
    score: Real
    identity: Real
    also: Int
    family: Int
    boilerplate: Bool  # bool[n]: a header, an imprint or a notice that many documents have
    table: Frequencies = field(repr=False)
    empty: tuple[str, ...] = ()  # documents without a single word
    scans: bool = False  # whether they were sought as in damaged texts

    def __len__(self) -> int:
        return len(self.a)

    def heads(self) -> Iterator[tuple[int, list[int]]]:
        """Each passage that stands for itself, with the numbers of its other places."""
        under: dict[int, list[int]] = {}
        for place in np.flatnonzero(self.also >= 0).tolist():
            under.setdefault(int(self.also[place]), []).append(place)
        for head in np.flatnonzero(self.also < 0).tolist():
            yield head, under.get(head, [])

    def crowded(self) -> tuple[int, int]:
        """In how many families not every two documents are a pair, and how many documents the largest of them has.

        A text that very many documents have is found in all of them, but each is paired with some of the others only
        (see `joining`): every pair of 200,000 copies would be 2 * 10**10.
        """
        head = np.flatnonzero(self.also < 0)
        family, a, b = self.family[head].astype(np.int64), self.a[head], self.b[head]
        number = int(family.max(initial=-1)) + 1
        documents = np.bincount(np.unique(np.concatenate((family << 32 | a, family << 32 | b))) >> 32, minlength=number)
        pairs = np.unique(np.stack((family, a, b), 1), axis=0)
        listed = np.bincount(pairs[:, 0], minlength=number)
        large = (documents > Options().most) & (listed < documents * (documents - 1) // 2)
        return int(large.sum()), int(documents[large].max(initial=0))
