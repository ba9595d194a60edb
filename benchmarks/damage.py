"""A text damaged on purpose, with the truth of every word: which spelling variants and moved words are found again."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comparisons.engine.spans import I32, Int

LETTERS = "abcdefghijklmnopqrstuvwxyz"
PARAGRAPH = (15, 90)  # words of a paragraph, from and to


@dataclass(frozen=True)
class Noise:
    """Shares of the words (and, from `moved` on, of the paragraphs) that are damaged in each way."""

    substituted: float
    spelled: float
    inserted: float
    deleted: float
    moved: float
    dropped: float
    foreign: float


LIGHT = Noise(0.01, 0.02, 0.005, 0.005, 0.02, 0.01, 0.01)
HEAVY = Noise(0.10, 0.10, 0.05, 0.05, 0.05, 0.03, 0.03)
OCR = Noise(0.0, 0.35, 0.01, 0.01, 0.05, 0.0, 0.0)

SAME, SPELLED, SUBSTITUTED, NEW = range(4)


@dataclass(frozen=True)
class Damaged:
    """`words`: the damaged text; of each word its `origin` int32[n] (or -1), its `kind`, and whether it `moved`."""

    words: list[str]
    origin: Int
    kind: Int
    moved: Int


def damage(words: Sequence[str], noise: Noise, foreign: Sequence[str], seed: int = 1) -> Damaged:
    """Damage `words` by `noise`; what is inserted or substituted is drawn from them, foreign paragraphs from `foreign`."""
    dice = random.Random(seed)
    paragraphs: list[list[int]] = []
    at = 0
    while at < len(words):
        length = dice.randint(*PARAGRAPH)
        paragraphs.append(list(range(at, min(at + length, len(words)))))
        at += length
    order: list[tuple[list[int], bool]] = []
    away: list[list[int]] = []
    for paragraph in paragraphs:
        draw = dice.random()
        if draw < noise.moved:
            away.append(paragraph)
        elif draw < noise.moved + noise.dropped:
            continue
        else:
            order.append((paragraph, False))
    for paragraph in away:
        order.insert(dice.randrange(len(order) + 1), (paragraph, True))
    out: list[tuple[str, int, int, bool]] = []
    for paragraph, moved in order:
        if dice.random() < noise.foreign:
            begin = dice.randrange(max(1, len(foreign) - 60))
            out += [(word, -1, NEW, False) for word in foreign[begin : begin + dice.randint(*PARAGRAPH)]]
        for number in paragraph:
            draw = dice.random()
            if draw < noise.deleted:
                continue
            if draw < noise.deleted + noise.substituted:
                out.append((dice.choice(words), number, SUBSTITUTED, moved))
            elif draw < noise.deleted + noise.substituted + noise.spelled and len(words[number]) > 2:
                out.append((_misspelled(words[number], dice), number, SPELLED, moved))
            else:
                out.append((words[number], number, SAME, moved))
            if dice.random() < noise.inserted:
                out.append((dice.choice(words), -1, NEW, False))
    text, origin, kind, moves = zip(*out, strict=True)
    return Damaged(list(text), np.array(origin, I32), np.array(kind, I32), np.array(moves, I32))


def _misspelled(word: str, dice: random.Random) -> str:
    """`word` with one letter changed, added, left out or swapped with the next."""
    at = dice.randrange(len(word) - 1)
    way = dice.randrange(4)
    if way == 0:
        return word[:at] + dice.choice(LETTERS) + word[at + 1 :]
    if way == 1:
        return word[:at] + dice.choice(LETTERS) + word[at:]
    if way == 2:
        return word[:at] + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@dataclass(frozen=True)
class Score:
    """Shares of 1: of the pairs that are right; of the words that were found again, by what happened to them."""

    precision: float
    identical: float
    spelled: float
    long: float  # spelling variants of words of five letters and more
    moved: float


def score(truth: Damaged, a: Int, b: Int, moved_a: Int, moved_b: Int) -> Score:
    """Score pairs in order (a, b) and pairs that moved; words are numbered in the text and in the damaged text."""
    found = np.full(len(truth.words), -1, I32)
    found[moved_b] = moved_a
    elsewhere = found.copy()
    found[b] = a
    right = (found >= 0) & (found == truth.origin)
    stayed, moved = truth.moved == 0, (truth.moved == 1) & (truth.kind != SUBSTITUTED)

    def share(of: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
        return float(right[of].mean()) if of.any() else 1.0

    known = found >= 0
    long = np.array([len(word) > 4 for word in truth.words])
    return Score(
        float(right[known].mean()) if known.any() else 1.0,
        share(stayed & (truth.kind == SAME)),
        share(stayed & (truth.kind == SPELLED)),
        share(stayed & (truth.kind == SPELLED) & long),
        float((elsewhere == truth.origin)[moved].mean()) if moved.any() else 1.0,
    )
