"""A text and its translation, paragraph beside paragraph and sentence beside sentence.

After William A. Gale and Kenneth W. Church, "A Program for Aligning Sentences in Bilingual Corpora", Computational
Linguistics 19 (1993): long paragraphs become long paragraphs, and the cheapest sequence of *beads* (one paragraph for
one, one for two, …, none for one) is found by dynamic programming. To their lengths are added what else goes through a
translation unchanged: numbers, names and words of common origin (after Simard, Foster & Isabelle 1992), marks of
exclamation and question, and whether a paragraph is a heading. No word is compared with a word.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.progress import Tell, part, silent
from comparisons.engine.result import DELETED, INSERTED, MERGED, SAME, SPLIT, Blocks
from comparisons.engine.text.profile import fold
from comparisons.engine.text.segments import HEADING, segment
from comparisons.engine.text.sentences import sentences
from comparisons.engine.text.tokens import tokenise

Span = tuple[int, int]
Real = NDArray[np.float64]

# How often a bead has so many units of a and of b: Gale & Church's table 5, with room for threes and for one-sided ones.
BEADS = {
    (1, 1): 0.87, (1, 2): 0.045, (2, 1): 0.045, (2, 2): 0.008, (1, 3): 0.008, (3, 1): 0.008, (1, 0): 0.008, (0, 1): 0.008,
}  # fmt: skip
VARIANCE = 6.8  # of the length of a translation, for a character of the original (Gale & Church 1993, section 3)
FREEDOM = 6.0  # of Student's distribution, whose long tails forgive a paragraph that was shortened
SHARED, MARKS, KIND = 0.4, 0.8, 3.0  # weights of a shared rare word, of an unlike mark, of a heading beside none
COMMON = 60  # a word in more units than this says nothing
CELLS = 2_000_000  # units of a times units of b that are all looked at; beyond, only near the diagonal


class Bead(NamedTuple):
    """Units that belong together; `score` is 0 to 1: how well their lengths agree, 0 for one-sided ones."""

    a: tuple[int, ...]
    b: tuple[int, ...]
    score: float


class Unit(NamedTuple):
    """What of a paragraph or sentence goes through a translation."""

    length: int  # letters and digits
    words: Counter[str]  # numbers, names, words by the root that languages share
    marks: tuple[int, int]  # of exclamation, of question
    heading: bool


def languages_differ(a: str, b: str) -> bool:
    """Whether two BCP 47 tags name two languages (by the primary subtag), so that this alignment is the right one."""
    first, second = (re.split("[-_]", tag.strip().lower())[0] for tag in (a, b))
    return first != second and not {first, second} & {"", "und", "mul", "mis", "zxx"}


def align(text_a: str, text_b: str, tell: Tell = silent) -> list[Bead]:
    """Beads of segments (indices into `segment(text_a)` and `segment(text_b)`), in the order of both texts.

    About 1 s for a thousand paragraphs on each side; time grows with their product up to `CELLS`, then linearly.
    """
    own = []
    for share, text in ((0.0, text_a), (0.15, text_b)):
        tell(share, "reading the paragraphs")
        found = segment(text)
        own.append(units(text, [(begin, end) for begin, end in found.span.tolist()], (found.kind == HEADING).tolist()))
    return beads(own[0], own[1], part(tell, 0.3, 1.0))


def align_sentences(text_a: str, text_b: str) -> tuple[list[Span], list[Span], list[Bead]]:
    """Beads of sentences inside the paragraphs that belong together; the sentences of both texts come first."""
    every: list[list[Span]] = [[], []]
    ends: list[list[int]] = [[0], [0]]  # sentences up to the end of each bead of paragraphs
    spans = [segment(text).span.tolist() for text in (text_a, text_b)]
    for paragraphs in align(text_a, text_b):
        for side, (text, own) in enumerate(((text_a, paragraphs.a), (text_b, paragraphs.b))):
            for index in own:
                every[side] += sentences(text, *spans[side][index])
            ends[side].append(len(every[side]))
    all_a, all_b = (units(text, own) for text, own in zip((text_a, text_b), every, strict=True))
    found: list[Bead] = []
    for (a0, a1), (b0, b1) in zip(pairwise(ends[0]), pairwise(ends[1]), strict=True):
        found += [
            Bead(tuple(i + a0 for i in bead.a), tuple(j + b0 for j in bead.b), bead.score)
            for bead in beads(all_a[a0:a1], all_b[b0:b1])
        ]
    return every[0], every[1], found


def blocks(found: Sequence[Bead]) -> Blocks:
    """Beads as the blocks of a comparison: one for one is "same", whose words nobody compared."""
    relation, also = [], []
    for bead in found:
        holds = [
            which
            for which, true in (
                (INSERTED, not bead.a),
                (DELETED, not bead.b),
                (SPLIT, len(bead.b) > 1 and bead.a),
                (MERGED, len(bead.a) > 1 and bead.b),
            )
            if true
        ] or [SAME]
        relation.append(holds[0])
        also.append(sum(1 << which for which in holds[1:]))
    return Blocks(
        np.array(relation, np.uint8),
        np.array(also, np.uint16),
        np.cumsum([0, *(len(bead.a) for bead in found)]).astype(np.int32),
        np.array([i for bead in found for i in bead.a], np.int32),
        np.cumsum([0, *(len(bead.b) for bead in found)]).astype(np.int32),
        np.array([j for bead in found for j in bead.b], np.int32),
    )


def units(text: str, spans: Sequence[Span], headings: Sequence[bool] = ()) -> list[Unit]:
    """Paragraphs or sentences, given by ascending spans, as the alignment sees them. O(length of the text)."""
    tokens = tokenise(text)
    begins, ends, word = tokens.begin.tolist(), tokens.end.tolist(), tokens.word.tolist()
    first = np.searchsorted(tokens.begin, np.array(spans, np.int64).reshape(-1, 2)).tolist()
    found = []
    for number, ((begin, end), (low, high)) in enumerate(zip(spans, first, strict=True)):
        own = [text[begins[i] : ends[i]] for i in range(low, high) if word[i]]
        words = Counter(map(root, own))
        del words[""]
        marks = (
            text.count("!", begin, end) + text.count("！", begin, end),
            sum(text.count(mark, begin, end) for mark in "?？؟"),
        )
        found.append(Unit(sum(map(len, own)), words, marks, bool(headings) and headings[number]))
    return found


@lru_cache(maxsize=1 << 16)
def root(word: str) -> str:
    """A number as it stands; of a longer word the beginning, spelt alike in languages that borrowed it; else nothing."""
    if any(map(str.isdigit, word)):
        return re.sub(r"\D+", "-", word).strip("-")
    plain = fold(word, frozenset({"case", "accent", "encoding", "letters"}))
    plain = re.sub(r"[^\w]", "", plain[2:] if plain[1:2] in {"'", "’"} else plain)
    for spelling, sound in (("ph", "f"), ("th", "t"), ("qu", "k"), ("sch", "s"), ("ch", "k"), ("tz", "z")):
        plain = plain.replace(spelling, sound)
    plain = re.sub(r"(.)\1", r"\1", plain.translate(str.maketrans("cyzvw", "kisvv")))
    return plain[:4] if len(plain) >= 4 else ""


def beads(a: Sequence[Unit], b: Sequence[Unit], tell: Tell = silent) -> list[Bead]:
    """The cheapest sequence of beads. Deterministic; the same with sides exchanged but for ties."""
    n, m = len(a), len(b)
    if not n or not m:
        return [Bead((i,), (), 0.0) for i in range(n)] + [Bead((), (j,), 0.0) for j in range(m)]
    length_a, length_b = (np.array([one.length + 1.0 for one in side]) for side in (a, b))
    ratio = float(length_b.sum() / length_a.sum())
    total_a, total_b = (np.concatenate(([0.0], np.cumsum(side))) for side in (length_a * ratio, length_b))
    marks_a, marks_b = (
        np.concatenate((np.zeros((1, 2)), np.cumsum([one.marks for one in side], axis=0))) for side in (a, b)
    )
    heading_b = np.array([one.heading for one in b])
    likeness = _Likeness(a, b)
    prior = {shape: -math.log(share) for shape, share in BEADS.items()}
    reach = m if n * m <= CELLS else max(200, CELLS // n // 2)
    middle = np.searchsorted(total_b, total_a * (total_b[-1] / total_a[-1]))
    low = np.maximum(0, np.minimum(middle - reach, m))
    high = np.minimum(m, middle + reach)
    low[0], high[-1] = 0, m
    cost = [np.empty(0)] * (n + 1)
    choice: list[NDArray[np.int8]] = [np.empty(0, np.int8)] * (n + 1)
    shapes = [shape for shape in BEADS if shape[0]]
    alone = prior[0, 1]
    rows: list[Real] = []
    for i in range(n + 1):
        if i % 100 == 0:
            tell(i / (n + 1), "putting paragraphs beside paragraphs")
        first, last = int(low[i]), int(high[i])
        here = np.full(last - first + 1, np.inf)
        chosen = np.full(last - first + 1, -1, np.int8)
        if i == 0:
            here[0] = 0.0
        else:
            rows.append(likeness.row(i - 1))
        for number, (di, dj) in enumerate(shapes):
            if di > i:
                continue
            before, base = cost[i - di], int(low[i - di])
            # For j from `from_j` to `to_j`: the bead takes the units j - dj to j - 1 of b.
            from_j, to_j = max(first, base + dj), min(last, base + len(before) - 1 + dj)
            if from_j > to_j:
                continue
            j = np.arange(from_j, to_j + 1)
            price = before[j - dj - base] + prior[di, dj]
            if dj:
                price += _length_cost(total_a[i] - total_a[i - di], total_b[j] - total_b[j - dj])
                unlike = np.abs(marks_a[i] - marks_a[i - di] - marks_b[j] + marks_b[j - dj]).sum(axis=1)
                price += MARKS * np.minimum(unlike, 4)
                shared = sum((row[j] - row[j - dj] for row in rows[i - di : i]), np.zeros(len(j)))
                price -= (
                    shared / 2 if di == dj == 2 else shared
                )  # else neighbours with the same words would be one bead
                if (di, dj) == (1, 1):
                    price += KIND * (heading_b[j - 1] != a[i - 1].heading)
                elif a[i - 1].heading or any(one.heading for one in a[i - di : i - 1]):
                    price += KIND
            at = slice(from_j - first, to_j + 1 - first)
            better = price < here[at] - 1e-9
            here[at] = np.where(better, price, here[at])
            chosen[at] = np.where(better, number, chosen[at])
        # Units of b alone, any number of them.
        steps = np.arange(len(here)) * alone
        best = np.minimum.accumulate(here - steps)
        alone_cost = best + steps
        skipped = alone_cost < here - 1e-9
        here = np.where(skipped, alone_cost, here)
        chosen[skipped] = len(shapes)
        cost[i], choice[i] = here, chosen
        if i >= 3:
            rows[i - 3] = np.empty(0)
    return _trace(choice, low, [*shapes, (0, 1)], n, m, total_a, total_b)


def _trace(
    choice: list[NDArray[np.int8]],
    low: NDArray[np.int64],
    shapes: list[tuple[int, int]],
    n: int,
    m: int,
    total_a: Real,
    total_b: Real,
) -> list[Bead]:
    """The beads that were chosen, from the end back to the beginning."""
    found: list[Bead] = []
    i, j = n, m
    while i or j:
        di, dj = shapes[int(choice[i][j - int(low[i])])]
        score = 0.0
        if di and dj:
            price = _length_cost(total_a[i] - total_a[i - di], np.array([total_b[j] - total_b[j - dj]]))
            score = round(math.exp(-float(price[0]) / 2), 4)
        found.append(Bead(tuple(range(i - di, i)), tuple(range(j - dj, j)), score))
        i, j = i - di, j - dj
    return found[::-1]


def _length_cost(expected: float, actual: Real) -> Real:
    """What it costs that a translation is longer or shorter than expected."""
    spread = VARIANCE * (expected + actual) / 2
    return np.asarray((FREEDOM + 1) / 2 * np.log1p((actual - expected) ** 2 / spread / FREEDOM), np.float64)


class _Likeness:
    """How much each unit of a has in common with each of b: rare words count more, as the sum over the units of b."""

    def __init__(self, a: Sequence[Unit], b: Sequence[Unit]) -> None:
        self.a, self.size = a, len(b)
        self.held: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for j, one in enumerate(b):
            for word, count in one.words.items():
                self.held[word].append((j, count))
        self.spread = Counter(word for one in a for word in one.words)
        self.units = len(a) + len(b)

    def row(self, i: int) -> Real:
        """float64[size + 1]: what unit i of a shares with the units of b up to each, summed."""
        out = np.zeros(self.size + 1)
        for word, count in self.a[i].words.items():
            places = self.held.get(word)
            if not places or len(places) > COMMON:
                continue
            weight = SHARED * math.log(self.units / (len(places) + self.spread[word]))
            if word[:1].isdigit():
                weight *= 2
            for j, other in places:
                out[j + 1] += weight * min(count, other)
        return np.cumsum(out)
