"""Long texts: handed in at once, and stored by a worker; short ones are stored while their editor waits.

A text that was handed in stands in a `Deposit`, which is no part of the corpus: nobody reads, compares or cites it. The
worker makes the revision of it and takes the deposit away in one transaction, so a text is stored whole or not at all,
however often a worker dies. Where it cannot be stored the deposit stays, with the reason, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from comparisons.engine.progress import Tell, silent
from corpus.access.models import User
from corpus.extraction.base import Extraction
from corpus.texts import faults, storing
from corpus.texts.models import Deposit, Revision, Source
from corpus.works.models import Edition, Work
from jobs import queue

# What is stored within about a second: so many characters, in so many lines.
CHARACTERS, LINES = 2_000_000, 20_000


class BeingStored(ValueError):
    """Another text of the edition is on its way into the corpus."""


class Gone(LookupError):
    """The deposit is there no more: its text is stored, or it was thrown away."""


def is_long(text: str) -> bool:
    return len(text) > CHARACTERS or text.count("\n") > LINES


@storing.again
def add_edition(work: Work, *, text: str | None = None, **named: Any) -> Edition:
    """As `storing.add_edition`; of a long text the record at once, with the `deposit` that a worker stores.

    Raises what that raises; then nothing is stored.
    """
    if text is None or not is_long(text):
        return storing.add_edition(work, text=text, **named)
    storing.check_text(text)
    given = {name: named.pop(name) for name in ("content", "filename", "extraction", "reason") if name in named}
    with transaction.atomic():
        edition = storing.add_edition(work, **named)
        _deposit(edition, text, user=named.get("user"), begins=True, **given)
    return edition


@storing.again
def add_revision(edition: Edition, text: str, **named: Any) -> Revision | Deposit:
    """As `storing.add_revision`; of a long text the deposit of it.

    Raises what that raises where it is to be seen at once, or `BeingStored`; then nothing is stored.
    """
    if not is_long(text):
        return storing.add_revision(edition, text, **named)
    storing.check_text(text)
    with transaction.atomic():
        locked = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
        storing.check_place(locked, text, named.get("based_on"))
        return _deposit(locked, text, **named)


def _deposit(
    edition: Edition,
    text: str,
    *,
    content: bytes | None = None,
    filename: str = "",
    source_row: Source | None = None,
    extraction: Extraction | dict[str, Any] | None = None,
    reason: str = "",
    user: User | None = None,
    based_on: int | None = None,
    begins: bool = False,
) -> Deposit:
    """Keep the text with the job that stores it. One that failed before makes room for it."""
    former = Deposit.objects.filter(edition=edition).select_related("job").defer("text", "content").first()
    if former is not None:
        if former.is_live:
            raise BeingStored(
                f"Another text of {edition} is being stored at this moment. Wait until it is there, and correct that one."
            )
        begins = former.begins_edition
        former.delete()
    deposit = Deposit.objects.create(
        edition=edition,
        text=text,
        content=content,
        filename=filename[:255],
        source=source_row,
        extraction=extraction.as_json() if isinstance(extraction, Extraction) else extraction or {},
        reason=reason,
        based_on=based_on,
        begins_edition=begins,
        created_by=user,
    )
    title = f"Storing the text of “{edition.siglum}” of {edition.work}"
    arguments = {"deposit": deposit.pk, "edition": edition.pk}
    deposit.job = queue.enqueue("store-text", arguments, title=title, key=f"deposit {deposit.pk}", user=user)
    deposit.save(update_fields=["job"])
    faults.DEPOSITED.reached()
    return deposit


def store(number: int, tell: Tell = silent) -> Revision:
    """Make the revision of a deposit and take the deposit away, in one transaction.

    `tell` hears how far it is, never within the transaction. Raises `Gone`, and what `storing.add_revision` raises.
    """
    deposit = Deposit.objects.filter(pk=number).select_related("edition__work", "source", "created_by").first()
    if deposit is None:
        raise Gone
    return storing.add_revision(
        deposit.edition,
        deposit.text,
        reason=deposit.reason,
        content=None if deposit.content is None else bytes(deposit.content),
        filename=deposit.filename,
        source_row=deposit.source,
        extraction=deposit.extraction,
        user=deposit.created_by,
        based_on=deposit.based_on,
        tell=tell,
        within=_taken(number),
    )


def _taken(number: int) -> Callable[[], None]:
    def take() -> None:
        if not Deposit.objects.filter(pk=number).delete()[0]:
            raise Gone
        faults.TAKEN.reached()

    return take


def discard(deposit: Deposit) -> None:
    """Throw away a text that could not be stored, and the edition that was made for it, where it has no text yet.

    Raises `BeingStored` where a worker has it.
    """
    with transaction.atomic():
        edition = Edition.objects.select_for_update(of=("self",)).get(pk=deposit.edition_id)
        found = Deposit.objects.filter(pk=deposit.pk).select_related("job").defer("text", "content").first()
        if found is None:
            return
        if found.is_live:
            raise BeingStored("The text is being stored at this moment. Call it off first.")
        found.delete()
        faults.DISCARDED.reached()
        if found.begins_edition and not edition.revisions.exists():
            edition.delete()
