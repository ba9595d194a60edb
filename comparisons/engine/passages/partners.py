"""Which passages stand for themselves, and which are the other places ("also at") of a better one."""

from __future__ import annotations

import numpy as np

from comparisons.engine.passages.collection import Place
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.overlapping import overlaps
from comparisons.engine.passages.rows import A0, A1, B0, B1, SCORE, Bool, Rows
from comparisons.engine.text.hashing import spans


def best_partners(rows: Rows, cover: float, apart: float | None = None, first: Bool | None = None) -> Place:
    """int64[n]: the better passage of the same two documents that covers a share `cover` of this one on either side,
    or -1 where there is none. Decided best first, so that what is displaced displaces nothing.

    `apart`: only where the two have no more than this share of the other side in common: repetitions. `first`: those
    that no other displaces, however good: what two documents share does not change by what is found through a third.
    """
    n, of = len(rows), rows.of
    also = np.full(n, -1, np.int64)
    weak, strong = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    rank = np.empty(n, np.int64)
    later = np.zeros(n, bool) if first is None else ~first
    rank[np.lexsort((of[:, B1], of[:, B0], of[:, A1], of[:, A0], rows.pair, -of[:, SCORE], later))] = np.arange(n)
    lane = np.unique(rows.pair, return_inverse=True)[1]
    for side, other in ((A0, B0), (B0, A0)):
        for x, y in overlaps(of[:, side], of[:, side + 1], lane):
            common = np.minimum(of[x, side + 1], of[y, side + 1]) - np.maximum(of[x, side], of[y, side])
            w, s = np.where(rank[x] < rank[y], y, x), np.where(rank[x] < rank[y], x, y)
            enough = common >= cover * (of[w, side + 1] - of[w, side])
            if apart is not None:
                both = np.minimum(of[x, other + 1], of[y, other + 1]) - np.maximum(of[x, other], of[y, other])
                enough &= both <= apart * (of[w, other + 1] - of[w, other])
            weak.append(w[enough])
            strong.append(s[enough])
    w, s = np.concatenate(weak), np.concatenate(strong)
    order = np.lexsort((-rank[s], w))  # of several better ones the best is the last written, and stays
    w, s = w[order], s[order]
    kept, displaced = np.zeros(n, bool), np.zeros(n, bool)
    while len(w):
        bad = kept[s]
        displaced[w[bad]] = True
        also[w[bad]] = s[bad]
        live = ~displaced[w] & ~displaced[s]
        w, s = w[live], s[live]
        waits = np.zeros(n, bool)
        waits[w] = True
        kept |= ~waits & ~displaced
    return also


def explained(rows: Rows, also: Place, options: Options, most: int = 32) -> Place:
    """int64[n]: as `also`, with what a source that repeats itself brings about.

    Where both places of a passage have partners `explain` times better at two different places of one third document,
    and at no common place of it, the passage is only their other place: two quotations of a formula's two places.
    """
    kept = np.flatnonzero(also < 0)
    if len(kept) < 3:
        return also
    of, n = rows.of[kept], len(kept)
    a, b = rows.a[kept], rows.b[kept]
    here = np.concatenate((of[:, [A0, A1]], of[:, [B0, B1]]))
    there = np.concatenate((of[:, [B0, B1]], of[:, [A0, A1]]))
    at, other = np.concatenate((a, b)), np.concatenate((b, a))
    score = np.concatenate((of[:, SCORE], of[:, SCORE]))
    xs, ys = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for one, two in overlaps(here[:, 0], here[:, 1], at, most):
        for x, y in ((one, two), (two, one)):  # y covers half of x and is better
            common = np.minimum(here[x, 1], here[y, 1]) - np.maximum(here[x, 0], here[y, 0])
            fine = (score[y] >= options.explain * score[x]) & (common >= options.cover * (here[x, 1] - here[x, 0]))
            fine &= (other[x] != other[y]) & (other[x] != at[x]) & (other[y] != at[y])
            xs.append(x[fine])
            ys.append(y[fine])
    x, y = np.concatenate(xs), np.concatenate(ys)
    left, right = x < n, x >= n
    left_x, left_y, right_x, right_y = x[left], y[left], x[right] - n, y[right]
    order = np.lexsort((right_y, right_x))
    right_x, right_y = right_x[order], right_y[order]
    start, stop = np.searchsorted(right_x, left_x, "left"), np.searchsorted(right_x, left_x, "right")
    place, own = spans(start, stop - start)
    one, two, who = left_y[own], right_y[place], left_x[own]
    same = other[one] == other[two]
    one, two, who = one[same], two[same], who[same]
    meet = np.maximum(there[one, 0], there[two, 0]) < np.minimum(there[one, 1], there[two, 1])
    away, stays = np.zeros(n, bool), np.zeros(n, bool)
    away[who] = True
    stays[who[meet]] = True
    better = np.full(n, -1, np.int64)
    order = np.argsort(score[one], kind="stable")
    better[who[order]] = one[order] % n
    gone = away & ~stays
    out = also.copy()
    out[kept[gone]] = kept[better[gone]]
    return out


def roots(also: Place) -> Place:
    """int64[n]: the passage that stands for itself under which each is named; itself where it does."""
    top = np.where(also < 0, np.arange(len(also)), also)
    while True:
        upper = top[top]
        if np.array_equal(upper, top):
            return top
        top = upper
