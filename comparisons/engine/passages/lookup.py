"""Where else do these words stand? A look-up of a few words in many documents.

Every word of the documents is kept by its skeleton, so that old spelling is looked through, with the places where it
stands. The rarer words of a question, and words near to the most telling of them (faults of a scanner), say which
stretches of the documents are worth a look: those where they stand on about one diagonal, in the question's order.
These are aligned with the question, all at once, by local alignment (Smith & Waterman, 1981), a match weighing what the
word says and a near word a part of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comparisons.engine.passages.collection import Collection, Document, Place, Vocabulary, laid_out
from comparisons.engine.passages.local_alignment import aligned
from comparisons.engine.passages.near_words import likeness, perhaps_near
from comparisons.engine.spans import Int
from comparisons.engine.text.hashing import spans

UNIT = 16  # parts of a bit
PLACES = 30_000  # places of a question's words that are looked at, of the rarest first
WORK = 400_000  # cells that are aligned: words of the question by words of a stretch
WINDOWS, FEWEST = 160, 12  # stretches that are aligned, at most and in any case: those that share most
SLACK, PART, LOOSE = 12, 4, 48  # words that a place may sway beside its lane: so many and one in four; at most
STEP = 16  # half of the diagonals of a lane
LONGEST = 400  # words of a question
APART = LONGEST + 4 * STEP  # words between two documents, so that no lane is of both
ROOM = 10  # bits of a packed number that hold a word of the question, or what it says
UNKNOWN = 8.0  # bits of a word that stands nowhere
GAP, OTHER = 2.5, 4.0  # bits that a word on one side only costs, and another word in its stead
NEAR, ALIKE = 0.6, 60  # share of its bits that a near word carries; likeness of 100 that makes words near …
SHORT, TELLING, EDITS = 9, 3, 10  # of a question of so many words, so many are sought with an edit in so many letters
LETTERS = 4  # of a word that has near ones
SELDOM = 200  # occurrences up to which a word may be a damaged one
SHARE, ENOUGH, FEW = 0.55, 30.0, 3  # of what the question says; or so many bits of so many words


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
class _Question:
    """n words, m of them distinct."""

    word: Place  # int64[n]: which of the distinct ones each is
    known: Place  # int64[m]: its number among the words of the documents, -1 for none
    says: Place  # int64[m]: sixteenths of a bit
    vocabulary: Vocabulary

    @property
    def total(self) -> int:
        return int(self.says[self.word].sum())

    @property
    def side(self) -> int:
        """Words on either side of a lane that are aligned too."""
        return min(SLACK + len(self.word) // PART, LOOSE)

    @property
    def band(self) -> int:
        return 2 * (STEP + self.side)


@dataclass(frozen=True, eq=False)
class Lookup:
    """The words of d documents, n together, v of them distinct."""

    ids: tuple[str, ...]
    bounds: Place  # int64[d + 1]
    begin: Int  # int32[n]: code points
    end: Int
    word: Int  # int32[n]: number of each word
    vocabulary: Vocabulary
    first: Place  # int64[v + 1]: where the places of each word begin in `at`
    at: Int  # int32[n]: places, by word and then in order

    @classmethod
    def of(cls, documents: Sequence[Document]) -> Lookup:
        """O(n log n) time; 16 bytes a word are kept."""
        return cls.over(laid_out(documents))

    @classmethod
    def over(cls, laid: Collection) -> Lookup:
        """Of documents whose words are laid out already. O(n)."""
        at = np.argsort(laid.word, kind="stable").astype(np.int32)
        count = np.bincount(laid.word, minlength=len(laid.vocabulary.hash))
        first = np.append(0, np.cumsum(count))
        return cls(tuple(laid.ids), laid.bounds, laid.begin, laid.end, laid.word, laid.vocabulary, first, at)

    def find(self, text: str) -> Answer:
        """The places that share these words. O(v) for near words, and O(m · w) for m words in w of the documents, whose
        number is bounded."""
        question = self._asked(text)
        if not len(question.word) or not len(self.word):
            return Answer([], False)
        low, home, more = self._windows(question)
        return Answer(self._aligned(question, low, home) if len(low) else [], more)

    def _asked(self, text: str) -> _Question:
        asked = laid_out([Document("", text)])
        distinct, word = np.unique(asked.word[:LONGEST], return_inverse=True)
        hashes, known = asked.vocabulary.hash[distinct], self.vocabulary.hash
        number = np.minimum(np.searchsorted(known, hashes), max(len(known) - 1, 0))
        there = known[number] == hashes if len(known) else np.zeros(len(hashes), bool)
        count = np.where(there, self.first[number + 1] - self.first[number], 1) if len(known) else np.ones(len(hashes))
        bits = np.where(there, np.log2((len(self.at) + 1) / count), UNKNOWN)
        says = np.maximum(1, np.rint(UNIT * bits)).astype(np.int64)
        of = asked.vocabulary
        own = Vocabulary(hashes, of.sets[distinct], of.skeletons, of.at[distinct])
        return _Question(word, np.where(there, number, -1), says, own)

    def _near(self, question: _Question) -> tuple[Place, Place]:
        """Words of the documents near to the most telling ones of a short question, and which of its words each is near
        to. A longer one has other words to be found by."""
        words, which = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        sets, length = self.vocabulary.sets, self.vocabulary.length
        long = np.flatnonzero(question.vocabulary.length >= LETTERS)
        if len(question.word) > SHORT:
            long = long[:0]
        for one in long[np.argsort(-question.says[long], kind="stable")[:TELLING]].tolist():
            size = int(question.vocabulary.length[one])
            edits = 1 + size // EDITS
            near = np.flatnonzero(np.bitwise_count(sets ^ question.vocabulary.sets[one]) <= 2 * edits)
            near = near[(np.abs(length[near] - size) <= edits) & (near != question.known[one])]
            near = near[self.first[near + 1] - self.first[near] <= SELDOM]
            near = near[likeness(question.vocabulary, np.full(len(near), one), self.vocabulary, near, ALIKE) > 0]
            words.append(near)
            which.append(np.full(len(near), one))
        return np.concatenate(words), np.concatenate(which)

    def _windows(self, question: _Question) -> tuple[Place, Place, bool]:
        """Stretches worth a look: the first position, which may lie before its document, and the document; and whether
        there are more of them."""
        near, near_to = self._near(question)
        equal = np.flatnonzero(question.known >= 0)
        word = np.concatenate((question.known[equal], near))
        which = np.concatenate((equal, near_to))
        says = question.says[which] * np.where(np.arange(len(which)) < len(equal), 1.0, NEAR)
        order = np.argsort(-says, kind="stable")
        word, which, says = word[order], which[order], says[order]
        counts = self.first[word + 1] - self.first[word]
        within = np.cumsum(counts) <= PLACES
        within[:1] = True
        looked = np.flatnonzero(within)
        at, own = spans(self.first[word[looked]], np.minimum(counts[looked], PLACES))
        place, own = self.at[at].astype(np.int64), looked[own]
        # Each with each place of that word in the question.
        order = np.argsort(question.word, kind="stable")
        edge = np.searchsorted(question.word[order], np.arange(len(question.says) + 1))
        start, size = edge[which[own]], np.diff(edge)[which[own]]
        index, hit = spans(start, np.minimum(size, FEW))
        row, place, own = order[index], place[hit], own[hit]
        home = np.searchsorted(self.bounds, place, "right") - 1
        lane, said = _lanes(place - row + (home + 1) * APART, row, says[own])
        enough = min(SHARE * float(question.says[which[within]].sum()), ENOUGH * UNIT) / 2
        best = np.argsort(-said, kind="stable")
        best = best[said[best] >= enough]
        most = min(WINDOWS, max(FEWEST, WORK // (len(question.word) * question.band)))
        chosen = best[_apart(lane[best], most + 1)]
        first = lane[chosen[:most]] * STEP
        document = np.searchsorted(self.bounds[:-1] + np.arange(len(self.bounds) - 1) * APART, first, "right") - 1
        more = len(chosen) > most or not bool(within.all()) or bool((counts[looked] > PLACES).any())
        return first - (document + 1) * APART - question.side, document, more

    def _aligned(self, question: _Question, low: Place, home: Place) -> list[Found]:
        """The best stretch of each window that shares enough of the question, each place once."""
        columns = low[:, None] + np.arange(len(question.word) + question.band - 1)
        inside = (columns >= self.bounds[home, None]) & (columns < self.bounds[home + 1, None])
        words, cell = np.unique(self.word[np.clip(columns, 0, len(self.word) - 1)], return_inverse=True)
        cell = np.where(inside, cell.reshape(columns.shape) + 1, 0)
        gain = self._gains(question, words)
        score, begin, end, matched = aligned(question.word, gain, cell, int(GAP * UNIT))
        enough = (score >= SHARE * question.total) | ((score >= ENOUGH * UNIT) & (matched >= FEW))
        found = []
        ends: list[tuple[int, int, int]] = []
        for k in np.flatnonzero(enough)[np.argsort(-score[enough], kind="stable")].tolist():
            first, last, document = int(low[k] + begin[k]), int(low[k] + end[k]), int(home[k])
            if any(one == document and first <= until and since <= last for one, since, until in ends):
                continue
            ends.append((document, first, last))
            found.append(Found(document, int(self.begin[first]), int(self.end[last]), float(score[k]) / UNIT))
        return sorted(found, key=lambda one: (-one.bits, one.document, one.begin))

    def _gains(self, question: _Question, words: Int) -> Place:
        """int64[m, k + 1]: what each distinct word of the question gains on each of these words, or costs; on the first
        column, where there is no word, it costs more than it can be worth."""
        gain = np.full((len(question.says), len(words) + 1), -int(OTHER * UNIT), np.int64)
        gain[:, 0] = -(1 << 30)
        seldom = np.flatnonzero(self.first[words + 1] - self.first[words] <= SELDOM)
        seldom = seldom[self.vocabulary.length[words[seldom]] >= LETTERS]
        long = np.flatnonzero(question.vocabulary.length >= LETTERS)
        row, column = perhaps_near(question.vocabulary, long, self.vocabulary, words[seldom], ALIKE)
        row, column = long[row], seldom[column]
        near = likeness(question.vocabulary, row, self.vocabulary, words[column], ALIKE) > 0
        gain[row[near], column[near] + 1] = np.rint(NEAR * question.says[row[near]]).astype(np.int64)
        place = np.searchsorted(words, question.known)
        there = (question.known >= 0) & (place < len(words))
        there &= words[np.minimum(place, len(words) - 1)] == question.known
        gain[np.flatnonzero(there), place[there] + 1] = question.says[there]
        return gain


def _lanes(diagonal: Place, row: Place, says: Place) -> tuple[Place, Place]:
    """Lanes of 2 · STEP diagonals, each overlapping the next by half, and what all words of the question say that have a
    place in it, each once. A word says less than 2**ROOM sixteenths of a bit. O(n log n)."""
    lane = np.concatenate((diagonal // STEP, diagonal // STEP - 1))
    # All in one number, the word that says most first of its row, so that a plain sort does it.
    rest = (1 << ROOM) - 1 - np.minimum(says, (1 << ROOM) - 1).astype(np.int64)
    packed = lane << 2 * ROOM | np.tile(row << ROOM | rest, 2)
    packed.sort()
    packed = packed[np.append(True, np.diff(packed >> ROOM) != 0)[: len(packed)]]
    lane = packed >> 2 * ROOM
    first = np.flatnonzero(np.append(True, np.diff(lane) != 0)[: len(lane)])
    worth = (1 << ROOM) - 1 - (packed & (1 << ROOM) - 1)
    return lane[first], np.add.reduceat(worth, first) if len(first) else worth


def _apart(lane: Place, most: int) -> Place:
    """Which of the lanes, best first, do not overlap a better one; so many at most."""
    taken: set[int] = set()
    kept: list[int] = []
    for k, one in enumerate(lane.tolist()):
        if len(kept) == most:
            break
        if not taken & {one - 1, one, one + 1}:
            taken.add(one)
            kept.append(k)
    return np.array(kept, np.int64)
