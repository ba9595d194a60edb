"""Storing comparisons: made at once or by a worker, kept under a key of their content, checked when they are read.

A stored comparison is thrown away and made again where its digest does not fit: the texts are there, and the engine
gives the same again. So a damaged byte costs time and never shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from comparisons.engine.comparison import compare
from comparisons.engine.options import Options, Rule
from comparisons.engine.paragraphs import bilingual
from comparisons.engine.progress import Tell, silent
from comparisons.engine.progress import part as stretch
from comparisons.engine.result import Comparison as Result
from comparisons.engine.version import VERSION
from comparisons.pairs import dividing, ends, faults, giving, laying, packing, rows
from comparisons.pairs.finding import Hit
from comparisons.pairs.guide import Guide
from comparisons.pairs.languages import two_languages
from comparisons.pairs.models import Comparison, End, Part, Whole, fields_of
from comparisons.pairs.packing import Damaged
from corpus.access.models import User
from corpus.access.policy import Person
from corpus.works import models as works
from jobs import queue
from jobs.models import Job

AT_ONCE = 300_000  # characters of both texts together that are compared within about a second
BATCH = 20


def key(sha256_a: str, sha256_b: str, options: Options, kind: str = "") -> str:
    """SHA-256 of the texts' digests, the options and the engine's version, in hexadecimal."""
    value = [sha256_a, sha256_b, options.as_json(), VERSION, *([kind] if kind else [])]
    return hashlib.sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def rules_of(a: End, b: End) -> tuple[Rule, ...]:
    """The regularisation rules of the works that the two belong to."""
    found = works.Rule.objects.filter(work__in={work for end in (a, b) if (work := ends.work(end))})
    return tuple(Rule(original, regular) for original, regular in found.values_list("original", "regular"))


def key_of(a: End, b: End, options: Options) -> str:
    return key(a.sha256, b.sha256, options, "translation" if two_languages(a, b) else "")


def ask(
    a: End, b: End, options: Options, person: Person | None = None, *, here: bool = False, again: bool = True
) -> Comparison:
    """The stored comparison of two texts: ready, or queued with the id of its job.

    Small ones, and all with `here`, are made at once. One whose job failed or was called off is asked for anew only
    with `again`: looking at its page must not make a worker fail at it for ever. The caller has made sure that the
    person may see both.
    """
    name = key_of(a, b, options)
    known = Comparison.objects.light().of(a, b).filter(key=name).first()
    if known is not None and known.state == Comparison.State.READY:
        return known
    if known is None:
        known = Comparison(key=name, **fields_of(a, b), options=options.as_json(), engine=VERSION)
    if here or a.characters + b.characters <= AT_ONCE:
        make(known)
        return known
    if not again and known.job is not None and Job.objects.filter(pk=known.job).over_without_result().exists():
        return known
    return _queued(known, person)


def _queued(comparison: Comparison, person: Person | None) -> Comparison:
    a, b = comparison.ends
    of = f" of {comparison.work}" if comparison.work else ""
    title = f"Comparing {ends.name(a)} with {ends.name(b)}{of}"
    with transaction.atomic():
        _keep(comparison)
        faults.ASKED.reached()
        # Named after the row, as two rows of equal texts have one key, and each is to be made.
        name = f"comparison {comparison.pk}"
        job = queue.enqueue("compare", {"comparison": comparison.pk}, title=title, key=name, user=person)
        Comparison.objects.filter(pk=comparison.pk).update(job=job.pk, state=Comparison.State.QUEUED)
    comparison.job, comparison.state = job.pk, Comparison.State.QUEUED
    return comparison


def _keep(comparison: Comparison) -> None:
    """Give it a row, where it has none yet: its own, or the one that somebody else made meanwhile. In a transaction."""
    if comparison.pk is None:
        row, _ = Comparison.objects.get_or_create(
            key=comparison.key,
            **fields_of(*comparison.ends),
            defaults={"options": comparison.options, "engine": comparison.engine, "token": comparison.token},
        )
        comparison.pk, comparison.token, comparison.created_at = row.pk, row.token, row.created_at
        comparison.cited_at, comparison.read_at = row.cited_at, row.read_at
        comparison._state.adding = False


def make(comparison: Comparison, tell: Tell = silent) -> None:
    """Compare, and store the result in one transaction; what was stored before is replaced. Bears running twice.

    `tell` hears how far it is, between the steps and never within the transaction; what it raises ends the work, and
    nothing of it is stored.
    """
    a, b = comparison.ends
    text_a, text_b = ends.texts(a, b)
    options = Options.from_json(comparison.options)
    translated = two_languages(a, b)
    result = (bilingual.compare if translated else compare)(text_a, text_b, options, stretch(tell, 0.0, 0.45))
    laid = laying.lay(result, text_a, text_b, ends.anchors(a), ends.anchors(b), stretch(tell, 0.45, 0.8))
    divided = dividing.divide(laid, result, text_a, text_b)
    parts, pieces = [], laying.cut(divided.rows)
    for number, part in enumerate(pieces):
        tell(0.8 + 0.16 * number / len(pieces), "packing the result")
        parts.append((part[0].block, len(part), rows.packed(part)))
    tell(0.96, "storing the result")
    guide = Guide.of(laid.found, divided.block).packed()
    whole = packing.whole(result)
    summary = _summary(result, laid, divided, translated)
    tell(0.99, "storing the result")
    with transaction.atomic():
        _keep(comparison)
        Part.objects.filter(comparison=comparison).delete()
        Whole.objects.filter(comparison=comparison).delete()
        for begin in range(0, len(parts), BATCH):
            Part.objects.bulk_create(
                Part(
                    comparison=comparison,
                    position=begin + k,
                    first_block=first,
                    blocks=count,
                    payload=payload,
                    digest=packing.digest(payload),
                )
                for k, (first, count, payload) in enumerate(parts[begin : begin + BATCH])
            )
        faults.STORED.reached()
        Whole.objects.create(comparison=comparison, payload=whole, digest=packing.digest(whole))
        comparison.summary, comparison.guide, comparison.engine = summary, guide, VERSION
        comparison.state = Comparison.State.READY
        edges = [(first, packing.digest(payload)) for first, _, payload in parts]
        comparison.digest = digest_of(summary, guide, edges)
        comparison.save(update_fields=["summary", "guide", "engine", "state", "digest"])
        faults.WHOLE.reached()


def digest_of(summary: dict[str, Any], guide: bytes, edges: Sequence[tuple[int, str]]) -> str:
    """Over everything that a page reads of the whole: so a part of another comparison is found out, too."""
    value = json.dumps([summary, [list(edge) for edge in edges]], sort_keys=True, separators=(",", ":"))
    return packing.digest(value.encode(), guide)


def _summary(result: Result, laid: laying.Laid, divided: dividing.Divided, translated: bool) -> dict[str, Any]:
    sides = {
        name: {"characters": side.characters, "tokens": side.tokens, "coverage": side.coverage}
        for name, side in (("a", result.a), ("b", result.b))
    }
    return {
        **sides,
        "similarity": result.similarity,
        "counts": result.counts,
        "ignored": result.ignored,
        "changes": len(laid.found),
        "blocks": len(result.blocks),
        "rows": divided.count,
        "cuts": [[block, [list(cut) for cut in cuts]] for block, cuts in sorted(divided.cuts.items())],
        "notes": list(result.notes),
        "translated": translated,
    }


class Opened:
    """A ready comparison opened for reading: its guide and the places of its parts, checked. Two queries."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        row = Comparison.objects.filter(pk=comparison.pk).values_list("guide", "digest", "summary").first()
        if row is None:
            raise Damaged("The stored comparison is gone.")
        payload, digest, self.summary = bytes(row[0]), row[1], row[2]
        edges = list(comparison.parts.order_by("position").values_list("first_block", "digest"))
        if digest_of(self.summary, payload, edges) != digest:
            raise Damaged("The stored comparison is not what was stored.")
        self.guide = Guide.unpacked(payload)
        self.first_blocks = [first for first, _ in edges]
        self._digests = [digest for _, digest in edges]

    @property
    def parts(self) -> int:
        return len(self.first_blocks)

    @property
    def row_count(self) -> int:
        """Rows that have a number: the blocks, the long ones in several."""
        return int(self.summary.get("rows", self.summary["blocks"]))

    def row_of(self, hit: Hit) -> int:
        """The row that shows words that were found."""
        return dividing.row_of(hit.block, hit.side, hit.begin, self.summary.get("cuts", []))

    def part_of_block(self, block: int) -> int:
        from bisect import bisect_right

        return max(0, bisect_right(self.first_blocks, block) - 1)

    def part_of_change(self, number: int) -> int:
        """The part where a change stands; 0 where there is no such change."""
        return self.part_of_block(int(self.guide.block[number - 1])) if 0 < number <= len(self.guide) else 0

    def part(self, position: int) -> list[rows.Row]:
        """The rows of a part. One query. Raises `Damaged`."""
        found = Part.objects.filter(comparison=self.comparison, position=position)
        payload = found.values_list("payload", flat=True).first()
        if payload is None or packing.digest(bytes(payload)) != self._digests[position]:
            raise Damaged("A stored part is not what was stored.")
        return rows.unpacked(bytes(payload))


def opened(comparison: Comparison) -> Opened:
    """Open a ready comparison; where it is damaged it is made again first."""
    try:
        return Opened(comparison)
    except Damaged:
        make(comparison)
        return Opened(comparison)


def part(comparison: Opened, position: int) -> list[rows.Row]:
    """The rows of a part; a damaged one is made again with the whole comparison, which gives the same."""
    try:
        return comparison.part(position)
    except Damaged:
        make(comparison.comparison)
        comparison.__init__(comparison.comparison)  # type: ignore[misc]
        return comparison.part(position)


def whole(comparison: Comparison) -> Result:
    """The engine's result of a ready comparison, all of it. One query; a damaged one is made again."""
    for attempt in range(2):
        found = Whole.objects.filter(comparison=comparison).values_list("payload", "digest").first()
        if found is not None and packing.digest(bytes(found[0])) == found[1]:
            return packing.opened(bytes(found[0]))
        if not attempt:
            make(comparison)
    raise Damaged("The stored comparison cannot be read, nor made again.")


class SignInToCite(PermissionError):
    """A visitor cannot have a text of their own kept for ever."""


def cite(comparison: Comparison, person: Person) -> None:
    """A citation was taken: the result is kept for ever, and with it a text that was given. Raises `SignInToCite`."""
    if comparison.given and not isinstance(person, User):
        raise SignInToCite(
            "A result with a text that a client gave is kept for ever only for who has an account. Sign in."
        )
    Comparison.objects.filter(pk=comparison.pk, cited_at=None).update(cited_at=timezone.now())
    faults.CITED.reached()


def touch(comparison: Comparison, now: datetime | None = None) -> None:
    """Remember that it was read; written at most once a day, since reading should not write."""
    now = now or timezone.now()
    if comparison.read_at is None or now - comparison.read_at > timedelta(days=1):
        Comparison.objects.filter(pk=comparison.pk).update(read_at=now)


def prune(now: datetime | None = None, unused: timedelta = timedelta(days=90)) -> int:
    """Throw away what can be made again and nobody needs: uncited comparisons of an older engine, and uncited ones
    that nobody opened for `unused`, a visitor's own texts sooner. Says how many. A cited result is never thrown away."""
    now = now or timezone.now()
    uncited = Comparison.objects.uncited().filter(visits=None)
    older = uncited.exclude(engine=VERSION)
    found = (older | uncited.unused_since(now - unused) | uncited.filter(giving.left_over(now))).distinct()
    chosen = list(found.values_list("pk", flat=True))
    Comparison.objects.filter(pk__in=chosen, cited_at=None).delete()
    giving.sweep(now)
    return len(chosen)
