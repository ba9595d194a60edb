"""Storing a text: an edition and its revisions with their segments and anchors, each in one transaction."""

from __future__ import annotations

import functools
import hashlib
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any, ParamSpec, TypeVar

import numpy as np
from django.db import OperationalError, connection, transaction

from comparisons.engine.progress import Tell, silent
from comparisons.engine.result import Segments
from comparisons.engine.text import segments as engine_segments
from comparisons.engine.text.tokens import tokenise
from corpus.access.models import User
from corpus.extraction.base import Extraction, Refused
from corpus.extraction.soundness import check
from corpus.texts import accessions, anchors, faults, followers
from corpus.texts.models import Revision, Segment, Source
from corpus.works.models import Edition, Work

TRIES = 6

P = ParamSpec("P")
R = TypeVar("R")


class NothingChanged(ValueError):
    """The new text is the one that the edition already has."""


class OutOfDate(ValueError):
    """Somebody stored another revision since the one that this was made from: `newest` is theirs."""

    def __init__(self, newest: Revision, based_on: int) -> None:
        self.newest = newest
        super().__init__(
            f"Your correction was made from revision {based_on}, but revision {newest.number} has been stored since. "
            "Nothing was overwritten: compare the two and correct the newest."
        )


class SiglumTaken(ValueError):
    """The work has an edition of that siglum."""


class Withdrawn(ValueError):
    """The edition was withdrawn and takes no further revision."""


def again(function: Callable[P, R]) -> Callable[P, R]:
    """Try `function` again where another writer was in the way: SQLite's lock held longer than its time-out, or a
    deadlock. Inside a transaction of the caller it is called once, since only the caller can begin again."""

    @functools.wraps(function)
    def wrapper(*arguments: P.args, **named: P.kwargs) -> R:
        if connection.in_atomic_block:
            return function(*arguments, **named)
        for attempt in range(TRIES):
            try:
                return function(*arguments, **named)
            except OperationalError as error:
                busy = any(word in str(error) for word in ("locked", "deadlock", "could not serialize"))
                if not busy or attempt == TRIES - 1:
                    raise
                time.sleep(random.uniform(0.05, 0.2) * 2**attempt)
        raise AssertionError("unreachable")

    return wrapper


def store_source(content: bytes, media_type: str, filename: str = "", user: User | None = None) -> Source:
    """The source row of these bytes: the one there is, or a new one."""
    with transaction.atomic():
        source, new = Source.objects.get_or_create(
            sha256=hashlib.sha256(content).hexdigest(),
            defaults={
                "size": len(content),
                "content": content,
                "media_type": media_type,
                "filename": filename[:255],
                "created_by": user,
            },
        )
        if new:
            accessions.enter_source(source)
    return source


@again
def add_edition(
    work: Work,
    *,
    siglum: str,
    title: str,
    text: str | None = None,
    content: bytes | None = None,
    filename: str = "",
    source_row: Source | None = None,
    extraction: Extraction | dict[str, Any] | None = None,
    reason: str = "",
    user: User | None = None,
    tell: Tell = silent,
    **described: Any,
) -> Edition:
    """Store a new edition of `work`, with `text` as its revision 1 (None: a record without text).

    `content` and `filename` are the bytes that the text came from, kept as they came. `described`: further fields of
    the model, `kind`, `date`, `source` (in words) … `tell` hears how far it is. Raises `ValidationError` for a field
    that is not as it should be, `SiglumTaken`, or `Refused` for a text that cannot be kept; then nothing is stored.
    """
    prepared = _prepare(text, None, tell) if text is not None else None
    edition = Edition(work=work, siglum=siglum, title=title, created_by=user, **described)
    edition.full_clean(validate_unique=False, validate_constraints=False)
    with transaction.atomic():
        work = Work.objects.select_for_update().get(pk=work.pk)
        # A siglum that another edition of the work had once still stands in citations of that one.
        if work.editions.filter(siglum=siglum).exists() or work.former_names.filter(siglum=siglum).exists():
            raise SiglumTaken(f"The siglum “{siglum}” is already used in “{work}”. Choose another.")
        edition.work = work
        edition.save()
        faults.EDITION.reached()
        if text is not None and prepared is not None:
            _store(edition, text, prepared, reason, content, filename, source_row, extraction, user)
            followers.changed()
    faults.STORED.reached()
    return edition


@again
def add_revision(
    edition: Edition,
    text: str,
    *,
    reason: str = "",
    content: bytes | None = None,
    filename: str = "",
    source_row: Source | None = None,
    extraction: Extraction | dict[str, Any] | None = None,
    user: User | None = None,
    based_on: int | None = None,
    tell: Tell = silent,
    within: Callable[[], object] | None = None,
) -> Revision:
    """Store `text` as the next revision of `edition`; numbers have no gaps, whoever else writes meanwhile.

    `based_on`: the number of the revision that the text was made from; raises `OutOfDate` where it is no longer the
    newest. `tell` hears how far it is; `within` is called first in the transaction. Raises `NothingChanged`,
    `Withdrawn`, or `Refused` for a text that cannot be kept; then nothing is stored.
    """
    prepared = _prepare(text, edition, tell)
    with transaction.atomic():
        # On PostgreSQL the row's lock makes writers of one edition queue up; SQLite's IMMEDIATE does for all of them.
        locked = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
        if within is not None:
            within()
        check_place(locked, text, based_on)
        revision = _store(locked, text, prepared, reason, content, filename, source_row, extraction, user)
        followers.changed()
    faults.STORED.reached()
    return revision


def check_text(text: str) -> None:
    """Raise `Refused` where the text cannot be kept."""
    check(text)
    if "\r" in text:
        raise Refused("The text has carriage returns; its lines must end with line feeds (U+000A) alone.")


def check_place(edition: Edition, text: str, based_on: int | None = None) -> None:
    """Raise `Withdrawn`, `OutOfDate` or `NothingChanged` where the text cannot become the edition's next revision."""
    if edition.withdrawn_at is not None:
        raise Withdrawn(f"{edition} was withdrawn; its text can be read but no longer corrected.")
    newest = edition.revisions.without_text().order_by("-number").first()
    if newest is None:
        return
    if based_on is not None and newest.number != based_on:
        raise OutOfDate(newest, based_on)
    if newest.sha256 == hashlib.sha256(text.encode()).hexdigest():
        raise NothingChanged(f"The text is the same as that of revision {newest.number}; nothing was stored.")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is computed of a text before the lock is taken. `names`: the anchors that it has after revision `newest`
    (its key, None where it is the first)."""

    segments: Segments
    words: int
    names: list[str]
    newest: int | None


def _prepare(text: str, edition: Edition | None, tell: Tell) -> Prepared:
    check_text(text)
    tell(0.0, "counting the words")
    tokens = tokenise(text)
    tell(0.1, "cutting the text into paragraphs")
    found = engine_segments.segment(text, tokens.coded)
    words = int(np.count_nonzero(tokens.word))
    del tokens
    tell(0.2, "finding the paragraphs of the revision before again")
    newest = edition.revisions.order_by("-number").first() if edition is not None else None
    names = anchors.names(text, found, newest)
    tell(0.5, "storing the paragraphs")
    faults.READ.reached()
    return Prepared(found, words, names, newest.pk if newest else None)


def _store(
    edition: Edition,
    text: str,
    prepared: Prepared,
    reason: str,
    content: bytes | None,
    filename: str,
    source: Source | None,
    extraction: Extraction | dict[str, Any] | None,
    user: User | None,
) -> Revision:
    newest = edition.revisions.without_text().order_by("-number").first()
    names = prepared.names
    if newest is not None and newest.pk != prepared.newest:  # somebody was quicker: their anchors are to be kept, too
        names = anchors.names(text, prepared.segments, newest)
    record = extraction.as_json() if isinstance(extraction, Extraction) else extraction or {}
    if content is not None:
        source = store_source(content, record.get("media_type", "text/plain"), filename, user)
        faults.SOURCE.reached()
    revision = Revision.objects.create(
        edition=edition,
        number=newest.number + 1 if newest else 1,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        characters=len(text),
        words=prepared.words,
        source=source,
        extraction=record,
        reason=reason,
        created_by=user,
    )
    faults.REVISION.reached()
    _store_segments(revision, prepared.segments, names)
    faults.SEGMENTS.reached()
    return revision


def _store_segments(revision: Revision, found: Segments, names: Sequence[str]) -> None:
    heading = found.kind == engine_segments.HEADING
    number = np.cumsum(~heading).tolist()
    kinds = [engine_segments.KINDS[kind] for kind in found.kind.tolist()]
    begin, end = found.span.T.tolist()
    # A long text has 200,000 segments: as objects they would take ten times as long.
    numbers = [None if titled else count for titled, count in zip(heading.tolist(), number, strict=True)]
    own = repeat(revision.pk, len(found))
    rows = list(zip(own, range(len(found)), kinds, found.level.tolist(), numbers, names, begin, end, strict=True))
    accessions.enter_revision(revision, accessions.digest(row[1:] for row in rows))
    table = Segment._meta.db_table
    columns = '"revision_id", "position", "kind", "level", "number", "anchor", "begin", "end"'
    with connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{table}" ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)', rows)
