"""Gaps that no anchor opens since all that both sides share is repeated: abab against baba.

Such a gap gets its longest common subsequence from rapidfuzz (bit-parallel, Hyyrö 2004), as far as a budget goes;
beyond that it stays one replacement. Prose that has nothing to do with other prose shares frequent words in order,
too: unless most of the shorter side is found, nothing is.
"""

from __future__ import annotations

import numpy as np
from rapidfuzz.distance import Indel

from comparisons.engine.matching.runs import Runs, in_order
from comparisons.engine.spans import Hash, where

LEAST = 256  # cells (pairs of words) of a gap: smaller ones are left to near words
LARGEST = 400_000_000  # cells of a gap, and of all gaps of a comparison together: 20,000 words against 20,000
MOST = 0.6  # share of the shorter side that must be found


def filled(runs: Runs, words_a: Hash, words_b: Hash) -> Runs:
    """The runs, and what is in order in the large gaps between them where most of it is. O(LARGEST / 64) time at most."""
    budget = LARGEST
    a0, a1, b0, b1, _ = runs.gaps(len(words_a), len(words_b))
    area = (a1 - a0) * (b1 - b0)
    large = where((area >= LEAST) & (np.minimum(a1 - a0, b1 - b0) >= 4))
    found: list[tuple[int, int, int]] = []
    for gap in large[area[large].argsort(kind="stable")].tolist():
        budget -= int(area[gap])
        if budget < 0:
            break
        side_a, side_b = words_a[a0[gap] : a1[gap]], words_b[b0[gap] : b1[gap]]
        kinds, number = np.unique(np.concatenate((side_a, side_b)), return_inverse=True)
        if len(kinds) > min(len(number) * (1 - MOST / 2), 1_000_000):  # too few words occur twice to be most of a side
            continue
        codes = number.astype(np.uint32) + np.uint32(0x10000)
        text_a, text_b = (part.tobytes().decode("utf-32-le") for part in np.split(codes, [len(side_a)]))
        equal = [code for code in Indel.opcodes(text_a, text_b) if code.tag == "equal"]
        if sum(code.src_end - code.src_start for code in equal) < MOST * min(len(side_a), len(side_b)):
            continue
        begin = int(a0[gap]), int(b0[gap])
        found += [
            (begin[0] + code.src_start, begin[1] + code.dest_start, code.src_end - code.src_start) for code in equal
        ]
    return in_order(runs, Runs(*np.array(found, np.int64).T)) if found else runs
