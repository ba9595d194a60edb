"""The throttled cycle: a worker reads everything that was taken in again, two seconds in each minute, once in a month.

Sources and texts, which nothing can make again. What is computed from them is checked whenever it is read.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from corpus.keeping import verifying
from corpus.keeping.models import Round
from corpus.keeping.verifying import Finding
from corpus.texts.models import Accession

TURN = 2.0  # seconds of work in a turn; at least one entry is read
GAP = timedelta(seconds=30)  # a turn is nobody else's for as long
KEPT = 12  # finished rounds that stay on record
MOST = 500  # findings that a round remembers; the command names them all


def take_turn(clock: Callable[[], float] = time.monotonic) -> Round | None:
    """Go on with the round that is under way, or begin one where it is due; None where nothing is to be done, or
    another worker has the turn. What was looked at is stored at the end, so a turn that is cut off is done again."""
    turn = _taken()
    if turn is None:
        return None
    until = clock() + TURN
    found: list[Finding] = []
    if not turn.entry and not turn.checked:
        found += verifying.strangers()
    over = True
    for entry in Accession.objects.filter(pk__gt=turn.entry).order_by("pk").iterator(chunk_size=100):
        if finding := verifying.of(entry):
            found.append(finding)
        turn.entry, turn.checked = entry.pk, turn.checked + 1
        if clock() >= until:
            over = False
            break
    turn.findings = [*turn.findings, *map(_record, found)][:MOST]
    if over:
        turn.finished_at, turn.under_way = timezone.now(), None
    turn.save()
    if over:
        old = Round.objects.finished().values_list("pk", flat=True)[KEPT:]
        Round.objects.filter(pk__in=list(old)).delete()
    return turn


def share(turn: Round) -> float:
    """How much of the register a round that is under way has seen, 0 to 1."""
    return min(1.0, turn.checked / max(1, Accession.objects.count()))


def _taken() -> Round | None:
    """The round under way, ours for this turn."""
    now = timezone.now()
    turn = Round.objects.under_way().first()
    if turn is None:
        if not _due():
            return None
        with suppress(IntegrityError), transaction.atomic():  # another worker begins in the same moment
            Round.objects.create(started_at=now)
        turn = Round.objects.under_way().first()
    free = Q(last_at=None) | Q(last_at__lt=now - GAP) | Q(last_at__gt=now + GAP)  # … or the clock was set back
    if turn is None or not Round.objects.under_way().filter(free, pk=turn.pk).update(last_at=now):
        return None
    turn.refresh_from_db()
    return turn


def _due() -> bool:
    days = settings.VERIFY_DAYS
    if not days or not Accession.objects.exists():
        return False
    last = Round.objects.finished().first()
    return last is None or last.started_at < timezone.now() - timedelta(days=days)


def _record(finding: Finding) -> dict[str, Any]:
    return {"fault": finding.fault, "kind": finding.kind, "name": finding.name, "sha256": finding.sha256}
