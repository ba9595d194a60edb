"""From what the engine found to what is stored: sides in the order of time, kinds, families with their members.

Pure: the same documents, texts and findings give the same rows, in the same order.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from comparisons.engine.passages import Passages
from comparisons.engine.version import VERSION
from comparisons.pairs.finding import folded
from comparisons.phrasing.models import Passage
from comparisons.phrasing.partners import under_better_editions
from comparisons.phrasing.standing import Document

SAID = 4_000  # code points of a side that can be searched for words
SEVERAL = 3  # works that have a header or a notice before it is boilerplate: editions of one work share theirs
SHORT = 12  # words up to which a passage can be a formula …
COMMON = 4  # … where so many works have it
FAMILIAR = 4.5  # … or its words carry fewer bits each than this
MOST_BITS = 15.0  # what one word can carry: a full bar
Place = tuple[int, int, int]  # revision, begin, end


@dataclass(slots=True)
class PassageRow:
    """A passage as it is stored; `under` and `family` are indices of rows, -1 for none."""

    key: str
    a: Place
    b: Place
    ordered: bool
    when: int
    words: int
    matched: int
    identity: float
    bits: float
    score: float
    kind: str
    reasons: dict[str, Any]
    said: str
    family: int
    under: int

    def fields(self) -> dict[str, Any]:
        """What a stored passage of the same key may still differ in."""
        names = ("ordered", "when", "words", "matched", "identity", "bits", "score", "kind", "reasons", "said")
        return {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class FamilyRow:
    """A family with its members in the order of date."""

    key: str
    words: int
    score: float
    members: list[Place]

    @property
    def digest(self) -> str:
        """SHA-256 of all that is stored of it."""
        return _digest([self.words, self.score, self.members])


@dataclass(slots=True)
class Shaped:
    passages: list[PassageRow] = field(default_factory=list)
    families: list[FamilyRow] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """SHA-256 over all that is stored of it, the ids of rows aside."""
        passages = [[row.key, row.a, row.b, self.of_passage(row)] for row in self.passages]
        return _digest([passages, [[row.key, row.digest] for row in self.families], self.empty])

    def of_passage(self, row: PassageRow) -> str:
        """SHA-256 of all that is stored of a passage."""
        top = self.passages[row.under] if row.under >= 0 else None
        family = self.families[row.family].key
        return _digest([row.fields(), family, [top.key, top.a, top.b] if top else None])


def shaped(
    documents: Sequence[Document],
    texts: Mapping[int, str],
    found: Passages,
    table: str,
    tick: Callable[[], None] = lambda: None,
) -> Shaped:
    """The rows to be stored. `table`: digest of the frequency table. O(n log n) in the passages."""
    by_name = {document.name: document for document in documents}
    by_revision = {document.revision: document for document in documents}
    own = [by_name[name] for name in found.ids]
    rows: list[PassageRow] = []
    for k, (a, b) in enumerate(zip(found.a.tolist(), found.b.tolist(), strict=True)):
        if k % 1000 == 0:
            tick()
        rows.append(_row(found, k, own[a], own[b], texts, table))
    for k, (row, under) in enumerate(zip(rows, found.also.tolist(), strict=True)):
        row.under = under
        row.family = int(found.family[under if under >= 0 else k])
    under_better_editions(rows, by_revision)
    for row in rows:
        row.family = rows[row.under].family if row.under >= 0 else row.family
    families = _families(rows, by_revision)
    order = sorted(range(len(rows)), key=lambda at: (rows[at].key, rows[at].a, rows[at].b))
    place = {at: new for new, at in enumerate(order)}
    for row in rows:
        row.under = place.get(row.under, -1)
    return Shaped([rows[at] for at in order], families, sorted(found.empty))


def _row(found: Passages, k: int, a: Document, b: Document, texts: Mapping[int, str], table: str) -> PassageRow:
    one = (a.revision, int(found.a_begin[k]), int(found.a_end[k]))
    two = (b.revision, int(found.b_begin[k]), int(found.b_end[k]))
    if b.before(a) or (not a.before(b) and (b.place, two) < (a.place, one)):
        a, b, one, two = b, a, two, one
    ends = [(a.sha256, *one[1:]), (b.sha256, *two[1:])]
    if a.sha256 != b.sha256:  # in two equal texts that repeat themselves the order is all that tells x ~ y from y ~ x
        ends.sort()
    matched, words = int(found.matched[k]), int(max(found.a_words[k], found.b_words[k]))
    kept, bits = int(found.ordered[k]), float(found.bits[k])
    identity = round(float(found.identity[k]), 6)
    said = [folded(texts[revision][begin : min(end, begin + SAID)]) for revision, begin, end in (one, two)]
    return PassageRow(
        key=_digest([*ends, table, VERSION]),
        a=one,
        b=two,
        ordered=a.before(b),
        when=_day(a),
        words=words,
        matched=matched,
        identity=identity,
        bits=round(bits, 4),
        score=round(float(found.score[k]), 4),
        kind=Passage.Kind.BOILERPLATE.value if bool(found.boilerplate[k]) else "",
        reasons={
            "matched": {"count": matched, "of": words, "share": identity},
            "rarity": {
                "bits": round(bits, 1),
                "each": round(bits / max(matched, 1), 1),
                "share": round(min(1.0, bits / max(matched, 1) / MOST_BITS), 4),
            },
            "order": {"count": kept, "of": matched, "share": round(kept / max(matched, 1), 4)},
        },
        said="\n".join(said),
        family=-1,
        under=-1,
    )


def _day(document: Document) -> int:
    year, month, day = document.rank[0]
    return year * 10_000 + month * 100 + day


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _families(rows: list[PassageRow], documents: Mapping[int, Document]) -> list[FamilyRow]:
    """The families of the rows, whose `family` becomes an index into them. A formula is told by how many have it."""
    of: dict[int, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        of[row.family].append(at)
    made: dict[str, FamilyRow] = {}
    belongs: dict[int, str] = {}
    for number, inside in of.items():
        members = _members([place for at in inside for place in (rows[at].a, rows[at].b)], documents)
        key = _digest(sorted((documents[revision].sha256, begin, end) for revision, begin, end in members))
        words = max(rows[at].words for at in inside)
        score = max(rows[at].score for at in inside)
        made[key] = FamilyRow(key, words, score, members)
        belongs[number] = key
        works = {documents[revision].work for revision, _, _ in members}
        for at in inside:
            rows[at].kind = _kind(rows[at], len(works), words)
    families = sorted(made.values(), key=lambda family: family.key)
    place = {family.key: at for at, family in enumerate(families)}
    for row in rows:
        row.family = place[belongs[row.family]]
    return families


def _kind(row: PassageRow, works: int, longest: int) -> str:
    """What kind of sharing a passage is, in a family of so many works whose longest passage has so many words."""
    if row.kind == Passage.Kind.BOILERPLATE and works >= SEVERAL:
        return Passage.Kind.BOILERPLATE.value
    if longest <= SHORT and (works >= COMMON or row.bits < FAMILIAR * row.matched):
        return Passage.Kind.FORMULA.value
    word_for_word = row.matched == row.words == row.reasons["order"]["count"]
    return (Passage.Kind.VERBATIM if word_for_word else Passage.Kind.REWORKED).value


def _members(places: list[Place], documents: Mapping[int, Document]) -> list[Place]:
    """Each place of the family once: places of one document that overlap are one. In the order of date."""
    joined: list[Place] = []
    for revision, begin, end in sorted(set(places)):
        if joined and joined[-1][0] == revision and begin < joined[-1][2]:
            joined[-1] = (revision, joined[-1][1], max(end, joined[-1][2]))
        else:
            joined.append((revision, begin, end))
    return sorted(joined, key=lambda place: (documents[place[0]].rank, place[1:]))
