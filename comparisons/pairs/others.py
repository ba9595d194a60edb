"""The same place in the work's other editions, found through comparisons of them with one of the two sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from comparisons.engine.options import Options
from comparisons.engine.result import EQUAL, Comparison, Int
from comparisons.pairs import ends, panel, store
from comparisons.pairs.addresses import path
from comparisons.pairs.languages import language_of, two_languages
from comparisons.pairs.models import Comparison as Stored
from comparisons.pairs.models import End
from corpus.access.policy import Person
from corpus.texts.models import Revision

MOST = 12  # editions that are asked
CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Other:
    """One edition there: `as_` names the side whose reading it has, if it has one of them."""

    siglum: str
    title: str
    language: str
    as_: str
    before: str
    words: str
    after: str
    address: str
    missing: str  # why there is nothing to show, in words


@dataclass(frozen=True, slots=True)
class Gathered:
    """Editions that read alike there, in their order, and what the first of them shows."""

    editions: list[Other]
    first: Other


def gathered(found: Sequence[Other]) -> list[Gathered]:
    """The editions by what they have there, so that a reading that many share is said once."""
    groups: dict[tuple[str, ...], list[Other]] = {}
    for other in found:
        groups.setdefault((other.as_, other.missing, *([] if other.as_ else other.words.split())), []).append(other)
    return [Gathered(group, group[0]) for group in groups.values()]


def others(a: End, b: End, chosen: panel.Chosen, person: Person) -> list[Other]:
    """The place of the chosen change in the newest revision of every other edition of both works that `person` may see.

    Short comparisons are made and stored, so that they are there the next time; long ones only looked up.
    """
    own = [end for end in (a, b) if isinstance(end, Revision)]
    works = {end.edition.work_id for end in own}
    seen = Revision.objects.visible_to(person).current().filter(edition__work__in=works, edition__withdrawn_at=None)
    seen = seen.exclude(edition__in=[end.edition_id for end in own]).select_related("edition__work")
    found = []
    text_a, text_b = ends.texts(a, b)
    readings = {
        ends.siglum(a): text_a[chosen.a.begin : chosen.a.end],
        ends.siglum(b): text_b[chosen.b.begin : chosen.b.end],
    }
    guides = [(end, reading) for end, reading in ((a, chosen.a), (b, chosen.b)) if isinstance(end, Revision)]
    # The side that has words there is the better guide; where both have, the right one, which is often the later.
    guides.sort(key=lambda guide: guide[1].end > guide[1].begin)
    for revision in seen.order_by("edition__position", "edition__siglum")[:MOST]:
        anchor, reading = guides[-1]
        if two_languages(anchor, revision):
            continue
        found.append(_other(anchor, (reading.begin, reading.end), revision, readings))
    return found


def _other(anchor: Revision, span: tuple[int, int], revision: Revision, readings: dict[str, str]) -> Other:
    edition = revision.edition
    where = path(anchor, revision)
    nothing = {"before": "", "words": "", "after": "", "as_": ""}
    named = {"siglum": edition.siglum, "title": edition.title, "language": language_of(revision), "address": where}
    known = Stored.objects.ready().of(anchor, revision).filter(key=store.key_of(anchor, revision, Options()))
    comparison = known.first()
    if comparison is None:
        if anchor.characters + revision.characters > store.AT_ONCE:
            return Other(**named, **nothing, missing="not compared yet")
        comparison = store.ask(anchor, revision, Options())
    begin, end = place(store.whole(comparison), span)
    words = revision.text[begin:end]
    if not words.strip() and span[1] > span[0] and all(reading.strip() for reading in readings.values()):
        return Other(**named, **nothing, missing="has nothing here")
    same = next((siglum for siglum, reading in readings.items() if reading.split() == words.split()), "")
    before = ("…" if begin > CONTEXT else "") + revision.text[max(0, begin - CONTEXT) : begin]
    after = revision.text[end : end + CONTEXT] + ("…" if end + CONTEXT < len(revision.text) else "")
    return Other(**named, as_=same, before=before, words=words, after=after, missing="")


def place(result: Comparison, span: tuple[int, int]) -> tuple[int, int]:
    """Where a span of a stands in b: through equal text a character for a character, through a change to its other side.

    A span inside a moved passage is looked for in the passage's own operations.
    """
    for move in result.moves:
        if move.a[0] <= span[0] and span[1] <= move.a[1]:
            return _through(move.operations.a, move.operations.b, move.operations.type == EQUAL, span)
    return _through(result.operations.a, result.operations.b, result.operations.type == EQUAL, span)


def _through(a: Int, b: Int, equal: np.ndarray, span: tuple[int, int]) -> tuple[int, int]:
    if not len(a):
        return 0, 0
    last = len(a) - 1
    first = min(int(np.searchsorted(a[:, 1], span[0], "right")), last)
    if span[0] == span[1]:
        at = int(b[first, 0]) + (span[0] - int(a[first, 0]) if equal[first] else 0)
        return at, at
    final = min(max(first, int(np.searchsorted(a[:, 0], span[1], "left")) - 1), last)
    begin = int(b[first, 0]) + (span[0] - int(a[first, 0]) if equal[first] else 0)
    end = int(b[final, 1]) - (int(a[final, 1]) - span[1] if equal[final] else 0)
    return begin, max(begin, end)
