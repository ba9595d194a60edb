"""The stretches of an alignment that are worth being passages: where what the matched words say outweighs what the
differences between them cost. Their ends are where the sharing ends.

One round finds the best stretch of every chain at once: prefix sums and a running minimum (Kadane's algorithm, as in
Bentley 1984, over segments); the next rounds find the best of what is left on both sides of it.
"""

from __future__ import annotations

import numpy as np

from comparisons.engine.passages.collection import Place
from comparisons.engine.passages.frequencies import UNIT
from comparisons.engine.passages.matches import Matches
from comparisons.engine.passages.options import Options
from comparisons.engine.passages.rows import COLUMNS

ROUNDS = 12  # passages that one chain may hold: a chain ends where a difference costs more than `tear`


def stretches(matches: Matches, weight: Place, options: Options, rounds: int = ROUNDS) -> tuple[Place, Place]:
    """Rows int64[r, COLUMNS], and the box of each. `weight`: sixteenths of a bit of each match. O(m) a round."""
    rows, owners = [np.empty((0, COLUMNS), np.int64)], [np.empty(0, np.int64)]
    if not len(matches):
        return rows[0], owners[0]
    i, j = matches.i, matches.j
    cost = _costs(i, j, options)
    new = np.append(True, np.diff(matches.box) != 0) | (cost > UNIT * options.tear)
    total = np.append(0, np.cumsum(weight))
    place = np.arange(len(i))  # index in the first arrays
    least = UNIT * options.part
    for _ in range(rounds):
        new[0] = True
        first = np.flatnonzero(new)
        piece = np.cumsum(new) - 1
        # Chains that cannot reach `part` end here.
        full = np.add.reduceat(weight, first) >= least
        if not full.all():
            keep = full[piece]
            weight, cost, new, place = weight[keep], cost[keep], new[keep], place[keep]
            if not len(weight):
                break
            first = np.flatnonzero(new)
            piece = np.cumsum(new) - 1
        after = np.cumsum(weight - np.where(new, 0, cost))
        after -= (after[first] - weight[first])[piece]
        before = after - weight
        lane = piece << 36
        lowest = np.minimum.accumulate(before - lane) + lane
        gain = after - lowest
        best = np.maximum.reduceat(gain, first)
        top = np.flatnonzero(gain == best[piece])
        last = top[np.append(True, np.diff(piece[top]) != 0)]
        begin = np.maximum.accumulate(np.where(before == lowest, np.arange(len(before)), 0))[last]
        good = best >= least
        begin, last, best = begin[good], last[good], best[good]
        if not len(begin):
            break
        x, y = place[begin], place[last]
        bits = total[y + 1] - total[x]
        matched = y - x + 1
        rows.append(np.stack((i[x], i[y] + 1, j[x], j[y] + 1, best, matched, bits, matched), 1))
        owners.append(matches.box[x])
        live = np.zeros(len(first), bool)
        live[piece[begin]] = True
        taken = np.zeros(len(weight) + 1, np.int32)
        taken[begin] += 1
        taken[last + 1] -= 1
        inside = np.cumsum(taken[:-1]) > 0
        new[1:] |= inside[:-1]
        keep = live[piece] & ~inside
        weight, cost, new, place = weight[keep], cost[keep], new[keep], place[keep]
        if not len(weight):
            break
    return np.concatenate(rows), np.concatenate(owners)


def _costs(i: Place, j: Place, options: Options) -> Place:
    """int64[m]: what the words between each match and the one before it cost, in sixteenths of a bit."""
    gap_a, gap_b = np.diff(i, prepend=0) - 1, np.diff(j, prepend=0) - 1
    changed, alone = np.minimum(gap_a, gap_b), np.abs(gap_a - gap_b)
    one_sided = np.minimum(UNIT * options.cap, UNIT * options.open + UNIT * options.extend * alone)
    cost: Place = np.rint(UNIT * options.change * changed + np.where(alone > 0, one_sided, 0)).astype(np.int64)
    return cost
