"""Writing notes, also by readers who report an error; and the notes that stand on a text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Min, Prefetch, Q
from django.utils import timezone

from corpus.access.models import User
from corpus.access.policy import Person, Visibility, may_edit
from corpus.extraction.soundness import check
from corpus.notes import faults
from corpus.notes.models import Note, NoteQuerySet, Target
from corpus.texts.models import Revision
from corpus.works.validation import validate_plain

HOUR = timedelta(hours=1)
REPORTS_OF_ONE = 10  # reports that one signed-in person can send in an hour
REPORTS_OF_VISITORS = (
    30  # reports that all visitors together can send in an hour: nothing is kept that tells them apart
)
LONGEST = 5000  # characters of a report

Span = tuple[Revision, int, int]


class NotAllowed(PermissionError):
    """The person may not write that."""


class TooManyReports(RuntimeError):
    """The hour's reports are used up."""


class NoSuchPlace(ValueError):
    """The span lies outside the text."""


def add_note(
    targets: Sequence[Span],
    body: str,
    *,
    kind: str = Note.Kind.NOTE,
    visibility: str = Visibility.PUBLIC,
    name: str = "",
    user: User,
) -> Note:
    """Store a note of an editor on one or more spans (code points, half open). Raises `NotAllowed`, `NoSuchPlace`, or
    `Refused` for an empty note or one that cannot be kept."""
    if not may_edit(user):
        raise NotAllowed("Only editors write notes. You can report an error.")
    return _write(targets, body, kind=kind, visibility=visibility, name=name, user=user)


def report_error(targets: Sequence[Span], body: str, person: Person) -> Note:
    """Store what a reader found wrong, for the editors alone to see. Raises `TooManyReports` above so many an hour,
    `NoSuchPlace`, or `Refused` for an empty report or one that cannot be kept."""
    user = person if isinstance(person, User) else None
    since = Note.objects.filter(kind=Note.Kind.REPORT, created_by=user, created_at__gt=timezone.now() - HOUR)
    if since.count() >= (REPORTS_OF_ONE if user else REPORTS_OF_VISITORS):
        raise TooManyReports(
            "Too many reports came within the hour, and this one was not kept. Copy it, and send it again later"
            + (" or after signing in." if user is None else ".")
        )
    if len(body) > LONGEST:
        raise NoSuchPlace(f"A report has at most {LONGEST:,} characters; this one has {len(body):,}. Shorten it.")
    return _write(targets, body, kind=Note.Kind.REPORT, visibility=Visibility.PRIVATE, name="", user=user)


def resolve_report(note: Note, user: User) -> None:
    """Close an error report. Raises `NotAllowed`."""
    if not may_edit(user):
        raise NotAllowed("Only editors answer error reports.")
    Note.objects.filter(pk=note.pk, resolved_at=None).update(resolved_at=timezone.now())


def notes_on(revision: Revision, person: Person) -> NoteQuerySet:
    """The notes that `person` may see on this revision, in the order of its text, with their targets fetched; error
    reports that are closed are left out. Two queries, however many notes."""
    here = Target.objects.filter(revision=revision).order_by("begin", "end", "pk")
    return (
        Note.objects.visible_to(person)
        .filter(targets__revision=revision, resolved_at=None)
        .annotate(first=Min("targets__begin", filter=Q(targets__revision=revision)))
        .order_by("first", "pk")
        .prefetch_related(Prefetch("targets", queryset=here, to_attr="here"))
    )


def _write(targets: Sequence[Span], body: str, *, kind: str, visibility: str, name: str, user: User | None) -> Note:
    check(body)
    validate_plain(name)
    if not targets:
        raise NoSuchPlace("A note needs a place that it speaks of.")
    for revision, begin, end in targets:
        if not 0 <= begin <= end <= revision.characters:
            raise NoSuchPlace(
                f"There is no place {begin}–{end} in {revision}, which has {revision.characters:,} characters."
            )
    with transaction.atomic():
        note = Note.objects.create(kind=kind, body=body.strip(), visibility=visibility, name=name[:40], created_by=user)
        faults.NOTE.reached()
        Target.objects.bulk_create(
            Target(note=note, revision=revision, begin=begin, end=end) for revision, begin, end in targets
        )
    return note
