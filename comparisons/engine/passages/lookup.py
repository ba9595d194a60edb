"""Where else do these words stand? A look-up of a few words in many documents.

Every word of the documents is kept by its skeleton, so that old spelling is looked through, with the places where it
stands. The rarer words of a question say which windows of the documents are worth a look; these are aligned with the
question, all at once, by local alignment (Smith & Waterman, 1981), a match weighing what the word says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comparisons.engine.passages.collection import Document, Place, laid_out
from comparisons.engine.spans import Hash, Int

UNIT = 16  # parts of a bit
PLACES = 60_000  # places of a question that are looked at, of its rarest words first
WINDOWS, CELLS = 150, 8_000  # windows that are aligned, those first whose words say most; fewer of a long question
SLACK = 12  # words that a place may have more than the question
LONGEST = 400  # words of a question
UNKNOWN = 8.0  # bits of a word that stands nowhere
GAP, OTHER = 2.5, 4.0  # bits that a word on one side only costs, and another word in its stead
SHARE, ENOUGH, FEW = 0.55, 30.0, 3  # of what the question says; or so many bits of so many words
LOW = 24  # bits of a packed number that hold a column and a count


@dataclass(frozen=True, slots=True)
class Found:
    """A place: the document by its number, code points of its text, and bits that it shares with the question."""

    document: int
    begin: int
    end: int
    bits: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The places, the strongest first; `more` where there may be others that were not looked at."""

    found: list[Found]
    more: bool


@dataclass(frozen=True, eq=False)
class Lookup:
    """The words of d documents, n together, v of them distinct."""

    ids: tuple[str, ...]
    bounds: Place  # int64[d + 1]
    begin: Int  # int32[n]: code points
    end: Int
    word: Int  # int32[n]: number of each word
    vocabulary: Hash  # uint64[v], ascending
    first: Place  # int64[v + 1]: where the places of each word begin in `at`
    at: Int  # int32[n]: places, by word and then in order

    @classmethod
    def of(cls, documents: Sequence[Document]) -> Lookup:
        """O(n log n) time; 16 bytes a word are kept."""
        laid = laid_out(documents)
        at = np.argsort(laid.word, kind="stable").astype(np.int32)
        first = np.searchsorted(laid.word[at], np.arange(len(laid.vocabulary.hash) + 1))
        return cls(tuple(laid.ids), laid.bounds, laid.begin, laid.end, laid.word, laid.vocabulary.hash, first, at)

    def find(self, text: str) -> Answer:
        """The places that share these words. O(m · w) for m words in w windows, whatever the number of documents."""
        asked = laid_out([Document("", text)])
        hashes = asked.hash[:LONGEST]
        if not len(self.vocabulary) or not len(hashes):
            return Answer([], False)
        number = np.minimum(np.searchsorted(self.vocabulary, hashes), len(self.vocabulary) - 1)
        known = self.vocabulary[number] == hashes
        count = np.where(known, self.first[number + 1] - self.first[number], 1)
        bits = np.where(known, np.log2((len(self.at) + 1) / count), UNKNOWN)
        weight = np.maximum(1, np.rint(UNIT * bits)).astype(np.int64)
        question = np.where(known, number, -1)
        if not known.any():
            return Answer([], False)
        low, high, home, more = self._windows(question, weight)
        return Answer(self._aligned(question, weight, low, high, home), more)

    def _windows(self, question: Place, weight: Place) -> tuple[Place, Place, Place, bool]:
        """Windows worth a look: first position and last + 1, and the document; and whether there are more of them."""
        words, of = np.unique(question[question >= 0], return_inverse=True)
        says = np.zeros(len(words), np.int64)
        says[of] = weight[question >= 0]
        order = np.argsort(-says, kind="stable")
        counts = self.first[words[order] + 1] - self.first[words[order]]
        within = np.cumsum(counts) <= PLACES
        within[0] = True
        looked = order[within]
        places = [self.at[self.first[k] : self.first[k + 1]][:PLACES] for k in words[looked].tolist()]
        place = np.concatenate(places).astype(np.int64)
        which = np.repeat(looked, [len(one) for one in places])
        home = np.searchsorted(self.bounds, place, "right") - 1
        size = len(question) + SLACK
        # Windows of twice that size, each beginning in the middle of the one before: one holds any place as a whole.
        step = (place - self.bounds[home]) // size
        lane = (home << 32) + step + 1
        lane, which = np.concatenate((lane, lane - 1)), np.concatenate((which, which))
        pairs = np.unique((lane << 10) | which)
        window, first = np.unique(pairs >> 10, return_index=True)
        said = np.add.reduceat(says[pairs & 1023], first)
        most = min(WINDOWS, max(20, CELLS // len(question)))
        best = np.argsort(-said, kind="stable")[:most]
        document = window[best] >> 32
        low = self.bounds[document] + ((window[best] & 0xFFFFFFFF) - 1) * size
        high = np.minimum(low + 2 * size, self.bounds[document + 1])
        more = len(window) > most or bool((~within).any()) or any(len(one) == PLACES for one in places)
        return np.maximum(low, self.bounds[document]), high, document, more

    def _aligned(self, question: Place, weight: Place, low: Place, high: Place, home: Place) -> list[Found]:
        """The best stretch of each window that shares enough of the question, each place once."""
        columns = low[:, None] + np.arange(int((high - low).max()))
        inside = columns < high[:, None]
        words = np.where(inside, self.word[np.minimum(columns, len(self.word) - 1)], -2)
        score, begin, end, matched = _local(question, weight, words)
        total = int(weight.sum())
        enough = (score >= SHARE * total) | ((score >= ENOUGH * UNIT) & (matched >= FEW))
        found = []
        ends: list[tuple[int, int, int]] = []
        for k in np.flatnonzero(enough)[np.argsort(-score[enough], kind="stable")].tolist():
            first, last, document = int(low[k] + begin[k]), int(low[k] + end[k]), int(home[k])
            if any(one == document and first <= until and since <= last for one, since, until in ends):
                continue
            ends.append((document, first, last))
            found.append(Found(document, int(self.begin[first]), int(self.end[last]), float(score[k]) / UNIT))
        return sorted(found, key=lambda one: (-one.bits, one.document, one.begin))


def _local(question: Place, weight: Place, words: Place) -> tuple[Place, Place, Place, Place]:
    """The best local alignment of the question with each row of `words`, int64[w, c].

    Score in sixteenths of a bit, first and last column, and words that match; int64[w] each. Score, number of matches
    and first column are packed into one number, so that one maximum decides all three.
    """
    rows, width = words.shape
    half = LOW // 2
    gap, other = int(GAP * UNIT) << LOW, int(OTHER * UNIT) << LOW
    slope = gap * np.arange(width)
    fresh = np.broadcast_to(np.arange(width - 1, -1, -1, dtype=np.int64) & ((1 << half) - 1), (rows, width))
    best = np.zeros(rows, np.int64)
    at = np.zeros(rows, np.int64)
    before = np.zeros((rows, width), np.int64)
    for word, says in zip(question.tolist(), weight.tolist(), strict=True):
        lead = np.empty((rows, width), np.int64)
        lead[:, 0] = fresh[:, 0]
        lead[:, 1:] = np.where(before[:, :-1] >> LOW > 0, before[:, :-1], fresh[:, 1:])
        same = words == word
        now = np.where(same, lead + (says << LOW) + (1 << half), lead - other)
        np.maximum(now, before - gap, out=now)
        now = np.maximum.accumulate(now + slope, axis=1) - slope
        now[now >> LOW <= 0] = 0
        top = np.where(same, now, 0)  # a stretch ends with a word of the question
        column = top.argmax(axis=1)
        value = top[np.arange(rows), column]
        better = value > best
        best[better], at[better] = value[better], column[better]
        before = now
    mask = (1 << half) - 1
    return best >> LOW, (width - 1) - (best & mask), at, (best >> half) & mask
