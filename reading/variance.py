"""How near editions are, from the comparisons that are stored: nothing is computed here."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from comparisons.pairs.addresses import path as comparison_address
from comparisons.pairs.models import Comparison
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

    @property
    def short(self) -> str:
        """What fits over a square: longer sigla are cut, and told in full where one points."""
        return self.text if len(self.text) <= FITS else self.text[: FITS - 1] + "…"


@dataclass(frozen=True)
class Variance:
    """The figures of a work's page."""

    cells: list[Cell]
    labels: list[Label]
    size: int
    nearest: dict[int, tuple[Revision, float]]
    shown: int
    left_out: int

    @property
    def known(self) -> bool:
        return any(cell.similarity is not None for cell in self.cells)


STEP, SQUARE, MARGIN = 44, 41, 40
FITS = 4  # letters of a siglum over a square
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
        labels.append(Label(a.edition.siglum, MARGIN // 2, MARGIN + row * STEP + 25))
        labels.append(Label(a.edition.siglum, MARGIN + row * STEP + 20, 28))
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
    return Variance(cells, labels, MARGIN + max(len(shown), 1) * STEP, nearest, len(shown), len(revisions) - len(shown))


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
