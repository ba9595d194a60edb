"""Where else do these words stand? Every other place of the corpus that shares the words that a reader marked.

The words of the documents are held by the process, for each readership those that it may see, and read again when the
corpus has changed since.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

from comparisons.engine.passages.gathering import laid_again
from comparisons.engine.passages.kept import Head, Kept
from comparisons.engine.passages.lookup import LONGEST, Lookup
from comparisons.engine.passages.lookup import Found as Hit
from comparisons.phrasing.cards import Place, Side, following, leading, place
from comparisons.phrasing.figured import revisions
from comparisons.phrasing.marked import Mark, marks_beside, written
from comparisons.phrasing.models import CONTEXT, Readership
from comparisons.phrasing.shelving import kept
from comparisons.phrasing.standing import Document, Row, documents, state
from corpus.access.policy import Person, may_edit
from corpus.texts.cutting import Stretch, cut_out
from corpus.texts.models import Revision

CHARACTERS = 4_000  # of a question
SHOWN = 60  # places on a page


class BadQuestion(ValueError):
    """There is nothing to look for, or too much."""


@dataclass(frozen=True, slots=True)
class Here:
    """The place that the words were marked in, which is no answer."""

    revision: Revision
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Found:
    """A place that shares the words: code points of the revision's text, and the words in and around it."""

    document: Document
    revision: Revision
    begin: int
    end: int
    anchor: str | None
    before: str
    text: str
    after: str
    bits: float  # that it shares with the question


@dataclass(frozen=True, slots=True)
class Told:
    """The places, of how many documents, and whether there may be more."""

    found: list[Found]
    documents: int
    more: bool


@dataclass(slots=True)
class Spot:
    """A place with its words, and the places in other editions of the work that have the very same."""

    side: Side
    again: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The other places, those in other works apart from those in other editions of the same work."""

    words: str
    here: Place | None
    others: list[Spot]
    editions: list[Spot]
    documents: int
    more: bool


@dataclass(frozen=True)
class Index:
    """What a readership may see, and the state of the corpus that it was read in."""

    state: list[Row]
    there: list[Document]
    lookup: Lookup


_indices: dict[str, Index] = {}
_lock = Lock()


def index(person: Person) -> Index:
    """The words of what this person may see; read anew where the corpus has changed since. One query where it has not.

    One index for each readership that there is, held by the process: some sixteen bytes a word. Where several ask at
    once for one that is to be made, one makes it and the others wait.
    """
    now = state()
    readership = Readership.EDITORS if may_edit(person) else Readership.EVERYBODY
    with _lock:
        if not any(held.state == now for held in _indices.values()):
            _indices.clear()  # what is not so any more is not kept beside what is
        held = _indices.get(readership)
        if held is None:
            there = documents(readership)
            if not there and readership == Readership.EDITORS:  # nothing is private: they read what everybody reads
                held = _indices.get(Readership.EVERYBODY)
                there = documents(Readership.EVERYBODY)
                held = _indices[Readership.EVERYBODY] = held or Index(now, there, _lookup(there))
            else:
                held = Index(now, there, _lookup(there))
            _indices[readership] = held
        return held


def _lookup(there: list[Document]) -> Lookup:
    """Of the words that are kept; those of texts that no job has read yet are read now."""
    words = {revision: Kept.restored(content) for revision, content in kept(document.revision for document in there)}
    parts = [words[document.revision] for document in there]
    heads = [Head(document.name, b"", "", len(part.word)) for document, part in zip(there, parts, strict=True)]
    return Lookup.over(laid_again(heads, parts))


def ask(words: str, person: Person, here: Here | None = None) -> Elsewhere:
    """The places that share these words, as a page shows them. Raises `BadQuestion`. Three queries at most."""
    told = tell(words, person, here)
    own = here.revision.edition.work_id if here else None
    marks = marks_beside(words, [one.text for one in told.found])
    shown = [(one.document, _side(one, found)) for one, found in zip(told.found, marks, strict=True)]
    return Elsewhere(
        " ".join(words.split()),
        place(here.revision, here.begin, here.end) if here else None,
        _spots((document, side) for document, side in shown if document.work != own),
        _spots((document, side) for document, side in shown if document.work == own),
        told.documents,
        told.more,
    )


def tell(words: str, person: Person, here: Here | None = None) -> Told:
    """The places that share these words, the strongest first. Raises `BadQuestion`. Three queries at most."""
    if not any(letter.isalnum() for letter in words):
        raise BadQuestion("Mark or write some words to look for.")
    if len(words) > CHARACTERS:
        raise BadQuestion(
            f"These are {len(words):,} characters; at most {CHARACTERS:,} can be looked for at once. "
            "To see all that two texts share, compare them."
        )
    held = index(person)
    answer = held.lookup.find(words)
    found = [(held.there[one.document], one) for one in answer.found]
    if here is not None:
        found = [(document, one) for document, one in found if not _same(document, one, here)]
    more = answer.more or len(found) > SHOWN or len(words.split()) > LONGEST
    return Told(_in_context(found[:SHOWN]), len(held.there), more)


def _spots(found: Iterable[tuple[Document, Side]]) -> list[Spot]:
    """The places, those of one work that read the same together."""
    spots: dict[tuple[int, str], Spot] = {}
    for document, side in found:
        known = spots.get((document.work, side.words))
        if known is None:
            spots[document.work, side.words] = Spot(side)
        else:
            known.again.append(side.place)
    return list(spots.values())


def _side(one: Found, found: list[Mark]) -> Side:
    """A place, with what differs from the question marked."""
    return Side(
        place(one.revision, one.begin, one.end, one.anchor),
        leading(one.before),
        written(one.text, found, "ins"),
        following(one.after),
    )


def _same(document: Document, found: Hit, here: Here) -> bool:
    return document.revision == here.revision.pk and found.begin < here.end and here.begin < found.end


def _in_context(found: list[tuple[Document, Hit]]) -> list[Found]:
    """The places with the words around them. Two queries, however many texts: the database cuts the words out."""
    if not found:
        return []
    known = revisions(document.revision for document, _ in found)
    starts = [max(0, one.begin - CONTEXT) for _, one in found]
    said = cut_out(
        [
            Stretch(document.revision, start, one.end + CONTEXT, one.begin)
            for (document, one), start in zip(found, starts, strict=True)
        ]
    )
    made = []
    for (document, one), start, cut in zip(found, starts, said, strict=True):
        if cut is None:  # taken away since the words were read
            continue
        text, anchor = cut
        begin, end = one.begin - start, one.end - start
        around = text[:begin], text[begin:end], text[end:]
        made.append(Found(document, known[document.revision], one.begin, one.end, anchor, *around, one.bits))
    return made
