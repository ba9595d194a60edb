"""R, the leaflet order: paragraphs of E in another order, some split, some merged, most left out.

No word is changed, so all that there is to find is the arrangement; the truth file says what it is.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from seeds.making import emended
from seeds.making.capture import lines

# The order of the leaflet: each entry a list of E's paragraphs that become one or several of R's.
ORDER = (
    ("P31",),
    ("P1",),
    ("P2",),
    ("P20", "P21"),
    ("P22",),
    ("P23",),
    ("P24", "P25"),
    ("P4",),
    ("P5",),
    ("P17",),
    ("P29",),
    ("P30",),
    ("P32",),
)
# Where a paragraph is split: each part but the first begins with these words.
SPLIT = {
    "P23": ("His example",),
    "P5": ("The Soviet Union suffered a defeat when the", "The Soviet Union suffered a defeat when Stalin"),
}
# What no longer stands in E's order. The slogan P31 has six words: too few for a move to be claimed.
MOVED = ("P4", "P5", "P17")
MOVED_BUT_SHORT = ("P31",)


def _pieces() -> list[dict[str, Any]]:
    """R's paragraphs group by group, each with its spans in E and, from 0 on, in R."""
    base, named = emended.text(), lines(emended.text())
    rows: list[dict[str, Any]] = []
    place = 0
    for names in ORDER:
        spans = [(named[name].begin, named[name].end) for name in names]
        cuts = [base.index(words, spans[0][0] + 1) for words in SPLIT.get(names[0], ())]
        edges = [spans[0][0], *cuts, spans[0][1] + 1]
        here = []
        if cuts:  # parts of one paragraph, the blank between two of them left out
            texts = [base[begin : end - 1] for begin, end in pairwise(edges)]
        else:
            texts = [" ".join(base[begin:end] for begin, end in spans)]
        for text in texts:
            here.append([place, place + len(text)])
            place += len(text) + 2
        rows.append({"paragraphs": list(names), "E": [list(span) for span in spans], "R": here, "texts": texts})
    return rows


def text() -> str:
    return "\n\n".join(text for row in _pieces() for text in row["texts"])


def truth() -> dict[str, Any]:
    """What became of each paragraph of E: kept in order, moved, split, merged, or absent."""
    named, used, blocks = lines(emended.text()), set(), []
    for row in _pieces():
        names = row["paragraphs"]
        used.update(names)
        relation = "split" if len(row["R"]) > 1 else "merged" if len(row["E"]) > 1 else "same"
        entry = {"paragraphs": names, "relation": relation, "moved": names[0] in MOVED}
        if names[0] in MOVED_BUT_SHORT:
            entry["moved but short"] = True
        blocks.append({**entry, "E": row["E"], "R": row["R"]})
    absent = [{"name": line.name, "E": [line.begin, line.end]} for line in named.values() if line.name not in used]
    return {"a": "E", "b": "R", "blocks": blocks, "absent": absent}
