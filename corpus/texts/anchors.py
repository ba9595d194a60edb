"""Anchors: the names of segments, which later revisions keep. docs/anchors.md says it in words.

A new revision's segments are matched with the previous one's: equal text in order, then near text in order, then equal
text that has moved. What is matched inherits the name; what is new gets the next number that the edition never used.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from django.db.models import IntegerField, Max
from django.db.models.functions import Cast, Substr
from numpy.typing import NDArray

from comparisons.engine.result import Segments
from comparisons.engine.text.segments import KINDS
from comparisons.engine.text.tokens import tokenise
from corpus.texts.models import Revision, Segment

NEAR = 0.5  # shared words of both, over all words of both: below it, two segments are no more the same
RARE = 12  # a word in more segments of a gap than this tells none of them from the others
SMALL = 400  # pairs of segments in a gap up to which every pair is looked at

Pairs = list[tuple[int, int]]


def names(text: str, found: Segments, previous: Revision | None) -> list[str]:
    """An anchor for each segment of `found` in `text`, all different; reads the anchors of the edition so far."""
    spans = found.span.tolist()
    inherited: dict[int, str] = {}
    free = {"": 0, "h": 0}
    if previous is not None:
        old = list(previous.segments.order_by("position").values_list("begin", "end", "anchor"))
        mate = match(
            previous.text, [(begin, end) for begin, end, _ in old], text, [(begin, end) for begin, end in spans]
        )
        inherited = {b: old[a][2] for a, b in mate}
        used = Segment.objects.filter(revision__edition=previous.edition_id)
        numbered, headings = used.exclude(anchor__startswith="h"), used.filter(anchor__startswith="h")
        free[""] = numbered.aggregate(last=Max(Cast("anchor", IntegerField())))["last"] or 0
        free["h"] = headings.aggregate(last=Max(Cast(Substr("anchor", 2), IntegerField())))["last"] or 0
    result = []
    for position, kind in enumerate(found.kind.tolist()):
        if position in inherited:
            result.append(inherited[position])
        else:
            series = "h" if KINDS[kind] == "heading" else ""
            free[series] += 1
            result.append(f"{series}{free[series]}")
    return result


def match(text_a: str, spans_a: Sequence[tuple[int, int]], text_b: str, spans_b: Sequence[tuple[int, int]]) -> Pairs:
    """Which segment of a (the older text) lives on in which of b: pairs of indices, each index at most once.

    About O(n log n) in the segments and words. Equal segments in order after Cohen's patience diff (2005).
    """
    a = [text_a[begin:end] for begin, end in spans_a]
    b = [text_b[begin:end] for begin, end in spans_b]
    pairs = _equal_in_order(a, b)
    gaps = [
        (a0 + 1, a1, b0 + 1, b1)
        for (a0, b0), (a1, b1) in pairwise([(-1, -1), *pairs, (len(a), len(b))])
        if a1 - a0 > 1 and b1 - b0 > 1
    ]
    words_a = _words(text_a, spans_a, [(a0, a1) for a0, a1, _, _ in gaps])
    words_b = _words(text_b, spans_b, [(b0, b1) for _, _, b0, b1 in gaps])
    near: Pairs = []
    for (a0, _, b0, _), of_a, of_b in zip(gaps, words_a, words_b, strict=True):
        near += [(a0 + i, b0 + j) for i, j in _near_in_order(of_a, of_b)]
    pairs += near
    taken_a, taken_b = {i for i, _ in pairs}, {j for _, j in pairs}
    left_a = _once(a, [i for i in range(len(a)) if i not in taken_a])
    left_b = _once(b, [j for j in range(len(b)) if j not in taken_b])
    moved = [(left_a[said], left_b[said]) for said in left_a.keys() & left_b.keys()]
    return sorted(pairs + moved)


def _once(said: Sequence[str], among: Sequence[int]) -> dict[str, int]:
    """The texts that stand only once among those indices, each with its index."""
    count = Counter(said[i] for i in among)
    return {said[i]: i for i in among if count[said[i]] == 1}


def _equal_in_order(a: Sequence[str], b: Sequence[str]) -> Pairs:
    """Equal segments: at both ends, then those that are unique on both sides, then the same between these."""
    pairs: Pairs = []
    gaps = [(0, len(a), 0, len(b))]
    while gaps:
        a0, a1, b0, b1 = gaps.pop()
        while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
            pairs.append((a0, b0))
            a0, b0 = a0 + 1, b0 + 1
        while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
            a1, b1 = a1 - 1, b1 - 1
            pairs.append((a1, b1))
        if a0 == a1 or b0 == b1:
            continue
        once_a, once_b = _once(a, range(a0, a1)), _once(b, range(b0, b1))
        anchors = _in_order(sorted((once_a[said], once_b[said]) for said in once_a.keys() & once_b.keys()))
        if anchors:
            pairs += anchors
            ends = [(a0 - 1, b0 - 1), *anchors, (a1, b1)]
            gaps += [(i + 1, k, j + 1, m) for (i, j), (k, m) in pairwise(ends) if k - i > 1 and m - j > 1]
    return sorted(pairs)


def _in_order(pairs: Pairs) -> Pairs:
    """The longest part of `pairs` (rising in a) that rises in b as well. O(n log n)."""
    tails: list[int] = []
    ends: list[int] = []
    before = [-1] * len(pairs)
    for index, (_, j) in enumerate(pairs):
        at = bisect_left(tails, j)
        before[index] = ends[at - 1] if at else -1
        tails[at : at + 1] = [j]
        ends[at : at + 1] = [index]
    chosen: Pairs = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chosen.append(pairs[index])
        index = before[index]
    return chosen[::-1]


Words = tuple[NDArray[np.uint64], NDArray[np.int64]]  # the folded words of a segment, sorted, and how often each stands


PARTING = "\n\n"  # no token goes over a blank line


def _words(text: str, spans: Sequence[tuple[int, int]], gaps: Sequence[tuple[int, int]]) -> list[list[Words]]:
    """For each gap, some neighbouring segments (first, last + 1), the words of each of them.

    Only the gaps are looked at, and all of them at once, since there may be thousands of a few words each.
    """
    stretches = [(spans[first][0], spans[last - 1][1]) for first, last in gaps]
    tokens = tokenise(PARTING.join(text[begin:end] for begin, end in stretches))
    begin, shift = tokens.word_spans[0], 0
    edges: list[tuple[int, int]] = []
    for (first, last), (low, high) in zip(gaps, stretches, strict=True):
        edges += [(opens - low + shift, closes - low + shift) for opens, closes in spans[first:last]]
        shift += high - low + len(PARTING)
    bounds = np.searchsorted(begin, np.array(edges, np.int64).reshape(-1, 2)).tolist()
    fold, at, found = tokens.word_fold, 0, []
    for first, last in gaps:
        found.append([_counted(fold[low:high]) for low, high in bounds[at : at + last - first]])
        at += last - first
    return found


def _counted(fold: NDArray[np.uint64]) -> Words:
    distinct, count = np.unique(fold, return_counts=True)
    return distinct, count.astype(np.int64)


def _likeness(one: Words, other: Words) -> float:
    """Shared words of both sides over all words of both: 0 to 1 (Dice)."""
    total = int(one[1].sum() + other[1].sum())
    _, in_one, in_other = np.intersect1d(one[0], other[0], assume_unique=True, return_indices=True)
    shared = int(np.minimum(one[1][in_one], other[1][in_other]).sum())
    return 2 * shared / total if total else 0.0


def _near_in_order(words_a: list[Words], words_b: list[Words]) -> Pairs:
    """The pairs of a gap that say nearly the same, in order: each segment of b with the likest of a."""
    candidates: dict[int, set[int]] = defaultdict(set)
    if len(words_a) * len(words_b) <= SMALL:
        for j in range(len(words_b)):
            candidates[j].update(range(len(words_a)))
    else:
        where: dict[int, list[int]] = defaultdict(list)
        for i, (fold, _) in enumerate(words_a):
            for word in fold.tolist():
                where[word].append(i)
        for j, (fold, _) in enumerate(words_b):
            for word in fold.tolist():
                if len(where.get(word, ())) <= RARE:
                    candidates[j].update(where.get(word, ()))
    best: dict[int, tuple[float, int]] = {}
    for j, several in sorted(candidates.items()):
        for i in several:
            likeness = _likeness(words_a[i], words_b[j])
            if likeness >= NEAR and likeness > best.get(i, (0.0, 0))[0]:
                best[i] = (likeness, j)
    likest: dict[int, tuple[float, int]] = {}
    for i, (likeness, j) in sorted(best.items()):
        if likeness > likest.get(j, (0.0, 0))[0]:
            likest[j] = (likeness, i)
    return _in_order(sorted((i, j) for j, (_, i) in likest.items()))
