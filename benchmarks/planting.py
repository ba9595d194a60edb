"""Quotations planted in prose, with the truth of each, and how well they were found again."""

from __future__ import annotations

import random
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log2

from comparisons.engine.passages import Passages

LENGTHS = (20, 35, 60)  # words of a quotation
DAMAGES = ("clean", "20 % words", "5 % characters", "10 % characters", "15 % characters")
SHARES = {"5 % characters": 0.05, "10 % characters": 0.10, "15 % characters": 0.15}
STRIDE = 500  # words between the places where quotations may be set in …
EDGE = 120  # … and from there to where they may be taken from
LETTERS = "abcdefghijklmnopqrstuvwxyz"

Span = tuple[int, int, int]  # document, begin and end in code points


@dataclass(frozen=True)
class Planted:
    """Two places that share a quotation."""

    damage: str
    words: int
    taken: Span
    set_in: Span


def planted(documents: list[str], number: int, seed: int = 1) -> tuple[list[str], list[Planted]]:
    """The documents with about `number` quotations from one another set in, every damage and length as often."""
    dice = random.Random(seed)
    words = [document.split() for document in documents]
    slots = [(d, at) for d, text in enumerate(words) for at in range(STRIDE, len(text) - STRIDE, STRIDE)]
    number = min(number, len(slots) // 2)
    homes, sources = dice.sample(slots, number), dice.sample(slots, number)
    set_in: dict[int, dict[int, list[str]]] = {}
    plan = []
    for k, (home, (d, at)) in enumerate(zip(homes, sources, strict=True)):
        if home[0] == d:
            continue
        damage, length = DAMAGES[k % len(DAMAGES)], LENGTHS[k // len(DAMAGES) % len(LENGTHS)]
        begin = at + EDGE + dice.randrange(STRIDE - 2 * EDGE - max(LENGTHS))
        quoted = words[d][begin : begin + length]
        set_in.setdefault(home[0], {})[home[1]] = damaged(quoted, damage, words[dice.randrange(len(words))], dice)
        plan.append((damage, length, (d, begin), home))
    laid = [_laid(text, set_in.get(d, {})) for d, text in enumerate(words)]
    truth = []
    for damage, length, (d, begin), home in plan:
        _, begins, _ = laid[d]
        taken = d, begins[begin], begins[begin + length - 1] + len(words[d][begin + length - 1])
        _, _, places = laid[home[0]]
        truth.append(Planted(damage, length, taken, (home[0], *places[home[1]])))
    return [text for text, _, _ in laid], truth


def _laid(words: list[str], set_in: dict[int, list[str]]) -> tuple[str, list[int], dict[int, tuple[int, int]]]:
    """A text with quotations set in before these words; where each of its own words begins, and where they stand."""
    out, begins, here = [], [], 0
    places: dict[int, tuple[int, int]] = {}
    for at, word in enumerate(words):
        if at in set_in:
            quoted = " ".join(set_in[at])
            places[at] = here, here + len(quoted)
            out.append(quoted)
            here += len(quoted) + 1
        begins.append(here)
        out.append(word)
        here += len(word) + 1
    return " ".join(out), begins, places


def damaged(words: list[str], damage: str, others: list[str], dice: random.Random) -> list[str]:
    """The words as a reworker or a scanner leaves them."""
    if damage == "clean":
        return words
    if damage == "20 % words":
        return [dice.choice(others) if dice.random() < 0.2 else word for word in words]
    return ["".join(_scanned(word, SHARES[damage], dice)) or dice.choice(LETTERS) for word in words]


def _scanned(word: str, share: float, dice: random.Random) -> Iterator[str]:
    """Each character is damaged with this chance: replaced three times of five, left out, or one put beside it."""
    for letter in word:
        if dice.random() >= share:
            yield letter
            continue
        way = dice.randrange(5)
        if way < 3:
            yield dice.choice(LETTERS)
        elif way == 3:
            yield letter + dice.choice(LETTERS)


Found = tuple[Span, Span]


def heads(found: Passages) -> list[Found]:
    """The passages that stand for themselves; the names of the documents are their numbers."""
    return _sides(found, [k for k, _ in found.heads()])


def others(found: Passages) -> list[Found]:
    """The other places of these ("also at"): of a source that says the same twice nobody knows which was quoted."""
    return _sides(found, [k for _, also in found.heads() for k in also])


def _sides(found: Passages, numbers: list[int]) -> list[Found]:
    ids = [int(name) for name in found.ids]
    return [
        (
            (ids[int(found.a[k])], int(found.a_begin[k]), int(found.a_end[k])),
            (ids[int(found.b[k])], int(found.b_begin[k]), int(found.b_end[k])),
        )
        for k in numbers
    ]


def recall(truth: list[Planted], found: Iterable[Found]) -> dict[str, float]:
    """The share of the quotations of each damage that a passage touches on both sides."""
    places = _Places(found)
    hit: dict[str, list[bool]] = {damage: [] for damage in DAMAGES}
    for one in truth:
        hit[one.damage].append(any(True for _ in places.touching(one)))
    return {damage: sum(values) / len(values) for damage, values in hit.items() if values}


def plagdet(truth: list[Planted], found: list[Found]) -> float:
    """After Potthast et al. 2010: F1 over macro precision and recall in characters, over log2(1 + granularity)."""
    places = _Places(found)
    recalls, grains, covered = [], [], dict.fromkeys(range(len(found)), 0)
    for one in truth:
        hits = list(places.touching(one))
        left = sum(_common(one.taken, side) for _, side, _ in hits)
        right = sum(_common(one.set_in, side) for _, _, side in hits)
        recalls.append(min(1.0, (left + right) / (_size(one.taken) + _size(one.set_in))))
        if hits:
            grains.append(len(hits))
        for number, a, b in hits:
            covered[number] += _common(one.taken, a) + _common(one.set_in, b)
    precisions = [min(1.0, covered[k] / (_size(a) + _size(b))) for k, (a, b) in enumerate(found)]
    if not precisions or not grains:
        return 0.0
    p, r = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return 2 * p * r / (p + r) / log2(1 + sum(grains) / len(grains)) if p + r else 0.0


class _Places:
    """Passages by their pair of documents, in order of their place in the first."""

    def __init__(self, found: Iterable[Found]) -> None:
        self.of: dict[tuple[int, int], list[tuple[int, int, Span, Span]]] = {}
        for number, (a, b) in enumerate(found):
            for x, y in ((a, b), (b, a)):
                self.of.setdefault((x[0], y[0]), []).append((x[1], number, x, y))
        for places in self.of.values():
            places.sort()

    def touching(self, one: Planted) -> Iterator[tuple[int, Span, Span]]:
        """The passages that overlap a quotation on both sides: number, side of its source, side where it is set in."""
        places = self.of.get((one.taken[0], one.set_in[0]), [])
        for at in range(bisect_left(places, (one.taken[2],)) - 1, -1, -1):
            _, number, a, b = places[at]
            if _common(one.taken, a) > 0 and _common(one.set_in, b) > 0:
                yield number, a, b


def _common(one: Span, other: Span) -> int:
    return max(0, min(one[2], other[2]) - max(one[1], other[1]))


def _size(one: Span) -> int:
    return one[2] - one[1]
