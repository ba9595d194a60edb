"""Words that a rule makes equal, several with one or with several: *to day* and *today*, *Soviet Union* and *USSR*."""

from __future__ import annotations

import numpy as np

from comparisons.engine.operations.alignment import Boxes, Items
from comparisons.engine.result import Bool, Int
from comparisons.engine.text.regular import Regular

I32 = np.int32


def with_rules(
    a: Items, b: Items, boxes: Boxes, regular_a: Regular, regular_b: Regular, taken_a: Bool, taken_b: Bool
) -> Boxes:
    """Widen each pair of words that a rule made equal to all the words that the rule is of; what lies in it goes.

    `taken_a`, `taken_b`: bool[items], what a move covers, is left alone. Linear in the boxes and the places.
    """
    size_a, size_b = _sizes(a, regular_a, taken_a), _sizes(b, regular_b, taken_b)
    first_a, first_b = boxes.box[:, 0], boxes.box[:, 2]
    single = (boxes.box[:, 1] - first_a == 1) & (boxes.box[:, 3] - first_b == 1) & (a.token[first_a] >= 0)
    wide = single & ((size_a[first_a] > 1) | (size_b[first_b] > 1))
    wide[wide] = regular_a.fold[a.token[first_a[wide]]] == regular_b.fold[b.token[first_b[wide]]]
    found: list[tuple[int, int, int, int]] = []
    gone = np.zeros(len(boxes.box), bool)
    for number in np.flatnonzero(wide).tolist():
        a0, b0 = int(first_a[number]), int(first_b[number])
        a1, b1 = a0 + int(size_a[a0]), b0 + int(size_b[b0])
        if found and (a0 < found[-1][1] or b0 < found[-1][3]):
            continue
        if a1 - a0 == b1 - b0 and np.array_equal(a.exact[a0:a1], b.exact[b0:b1]):
            continue  # the same words on both sides
        last = number + 1
        while last < len(gone) and (first_a[last] < a1 or first_b[last] < b1):
            last += 1
        gone[number:last] = True
        found.append((a0, a1, b0, b1))
    if not found:
        return boxes
    box: Int = np.concatenate((boxes.box[~gone], np.array(found, I32)))
    exact = np.concatenate((boxes.exact[~gone], np.zeros(len(found), bool)))
    order = np.argsort(box[:, 0], kind="stable")
    return Boxes(box[order], exact[order])


def _sizes(items: Items, regular: Regular, taken: Bool) -> Int:
    """int32[items]: how many items the place has that begins there; 1 where none does, or not all of it is free."""
    size = np.ones(len(items), I32)
    span = regular.span[regular.span[:, 1] - regular.span[:, 0] > 1]
    first, last = items.place[span[:, 0]], items.place[span[:, 1] - 1]
    length = span[:, 1] - span[:, 0]
    before = np.concatenate(([0], np.cumsum(taken)))
    inside = (first >= 0) & (last - first == length - 1)
    inside &= before[last + 1] == before[first]
    size[first[inside]] = length[inside]
    return size
