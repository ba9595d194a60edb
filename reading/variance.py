"""How near editions are and where they vary, from the comparisons that are stored: nothing is computed here."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.db.models import F, Q

from comparisons.engine.result import EQUAL, Int
from comparisons.pairs import packing
from comparisons.pairs.addresses import path as comparison_address
from comparisons.pairs.models import Comparison, Whole
from corpus.access.policy import Person
from corpus.texts.models import Revision


@dataclass(frozen=True)
class Cell:
    """Two editions in the matrix: where it stands in the figure, and its similarity, None where it is not known."""

    x: int
    y: int
    a: Revision
    b: Revision
    similarity: float | None
    address: str

    @property
    def per_cent(self) -> str:
        return "" if self.similarity is None else f"{self.similarity * 100:.1f}"

    @property
    def level(self) -> int:
        if self.similarity is None:
            return 0
        return 3 if self.similarity >= 0.95 else 2 if self.similarity >= 0.7 else 1


@dataclass(frozen=True)
class Label:
    text: str
    x: int
    y: int


@dataclass(frozen=True)
class Variance:
    """The figures of a work's page."""

    cells: list[Cell]
    labels: list[Label]
    size: int
    nearest: dict[int, tuple[Revision, float]]

    @property
    def known(self) -> bool:
        return any(cell.similarity is not None for cell in self.cells)


STEP, SQUARE, MARGIN = 44, 41, 26
MOST = 12  # editions in the matrix: more cannot be read beside a table


def between(revisions: list[Revision], person: Person) -> dict[tuple[int, int], float]:
    """Similarity of each stored comparison of two of these revisions with nothing ignored, both ways."""
    ids = [revision.pk for revision in revisions]
    rows = (
        Comparison.objects.visible_to(person)
        .filter(a__in=ids, b__in=ids, state=Comparison.State.READY, options={"ignore": []}, summary__translated=False)
        .order_by("created_at")
        .values_list("a", "b", "summary__similarity")
    )
    found: dict[tuple[int, int], float] = {}
    for a, b, similarity in rows:
        if similarity is not None:
            found[a, b] = found[b, a] = float(similarity)
    return found


def variance(revisions: list[Revision], person: Person) -> Variance:
    """The matrix of the editions' newest revisions, and the nearest relative of each. One query."""
    known = between(revisions, person)
    shown = revisions[:MOST]
    cells, labels = [], []
    for row, a in enumerate(shown):
        labels.append(Label(a.edition.siglum, 12, MARGIN + row * STEP + 25))
        labels.append(Label(a.edition.siglum, MARGIN + row * STEP + 20, 14))
        for column, b in enumerate(shown):
            if row != column:
                x, y = MARGIN + column * STEP, MARGIN + row * STEP
                cells.append(Cell(x, y, a, b, known.get((a.pk, b.pk)), comparison_address(a, b)))
    nearest: dict[int, tuple[Revision, float]] = {}
    for a in revisions:
        found = [(known[a.pk, b.pk], b) for b in revisions if (a.pk, b.pk) in known]
        if found:
            similarity, b = max(found, key=lambda pair: pair[0])
            nearest[a.edition_id] = (b, similarity)
    return Variance(cells, labels, MARGIN + max(len(shown), 1) * STEP, nearest)


LARGE = 2_000_000  # characters of both texts: beyond it a page does not open a whole comparison for a figure


@dataclass(frozen=True)
class Differing:
    """Where another edition differs from a revision: int32[n], code points of the revision, in order."""

    siglum: str
    address: str
    at: Int


def differing(revision: Revision, others: list[Revision], person: Person) -> list[Differing]:
    """Where each of `others` differs from `revision`, as far as their comparison is stored. Two queries."""
    ids = {other.pk: other for other in others}
    rows = (
        Comparison.objects.visible_to(person)
        .filter(Q(a=revision.pk, b__in=ids) | Q(b=revision.pk, a__in=ids), state=Comparison.State.READY)
        .filter(options={"ignore": []}, summary__translated=False)
        .annotate(size=F("a__characters") + F("b__characters"))
        .filter(size__lte=LARGE)
        .order_by("created_at")
        .values_list("pk", "a", "b")
    )
    newest = {(b if a == revision.pk else a): (pk, a == revision.pk) for pk, a, b in rows}
    payloads = {
        comparison: bytes(payload)
        for comparison, payload, digest in Whole.objects.filter(
            comparison__in=[pk for pk, _ in newest.values()]
        ).values_list("comparison", "payload", "digest")
        if packing.digest(bytes(payload)) == digest
    }
    found = []
    for other in (pk for pk in ids if pk in newest):
        pk, is_a = newest[other]
        if pk not in payloads:
            continue
        operations = packing.opened(payloads[pk]).operations
        changed = (operations.type != EQUAL) & ~operations.ignored
        begins = (operations.a if is_a else operations.b)[changed, 0]
        sides = (revision, ids[other]) if is_a else (ids[other], revision)
        found.append(Differing(ids[other].edition.siglum, comparison_address(*sides), begins))
    return found


@dataclass(frozen=True)
class Bar:
    """A bar of the strip that shows where a text varies: per cent and pixels."""

    x: float
    y: int
    height: int
    level: int


@dataclass(frozen=True)
class Strip:
    base: Revision
    bars: list[Bar]
    places: int
    editions: int


BARS, TALL = 75, 54


def strip(revisions: list[Revision], person: Person) -> Strip | None:
    """Where a work varies, along the edition that is compared with the most others; None where nothing is known."""
    known = between(revisions, person)
    if not known:
        return None
    base = max(revisions, key=lambda one: (sum(a == one.pk for a, _ in known), -revisions.index(one)))
    found = differing(base, [one for one in revisions if one is not base], person)
    if not found or not base.characters:
        return None
    count = np.zeros(BARS, np.int64)
    for one in found:
        count += np.bincount(np.minimum(one.at * BARS // base.characters, BARS - 1), minlength=BARS)
    most = int(count.max())
    bars = []
    for index, value in enumerate(count.tolist()):
        if value:
            level = max(1, -(-4 * value // most))
            height = 10 + (TALL - 10) * value // most
            bars.append(Bar(round(index * 100 / BARS, 2), TALL - height, height, level))
    return Strip(base, bars, int(count.sum()), len(found) + 1)


@dataclass(frozen=True)
class Recent:
    comparison: Comparison
    address: str
    similarity: str


def recent(person: Person, most: int = 8) -> list[Recent]:
    """The newest comparisons that `person` may see."""
    rows = (
        Comparison.objects.visible_to(person)
        .filter(Q(state=Comparison.State.READY), a__isnull=False, b__isnull=False)
        .select_related("a__edition__work", "b__edition__work")
        .defer("a__text", "b__text")
        .order_by("-created_at")[:most]
    )
    return [
        Recent(
            row,
            comparison_address(*row.ends),
            # Words of two languages are not alike or unlike: such texts stand paragraph beside paragraph.
            "" if row.summary.get("translated") else f"{row.summary.get('similarity', 0) * 100:.1f}",
        )
        for row in rows
    ]
