"""Bringing what is stored of shared phrasing up to date with the corpus, for each readership.

The texts are searched outside any transaction, with the index that is kept (`shelving`); what is found is written in
one, the index with it, and only where nobody has written since the search began. So it may be done twice, by two at
once, or die at any step: what is stored is always what a search of one state of the corpus gives. One that was overtaken
begins again, and after some tries leaves it to a job of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from django.db import transaction

from comparisons.engine.passages.packed import Unreadable
from comparisons.engine.version import VERSION
from comparisons.pairs.packing import Damaged
from comparisons.phrasing import faults, tables
from comparisons.phrasing.following import ask_for_update
from comparisons.phrasing.models import Family, FrequencyTable, Member, Passage, Readership, Survey
from comparisons.phrasing.searching import search
from comparisons.phrasing.shaping import PassageRow, Shaped, shaped
from comparisons.phrasing.shelving import Moved, Stored
from comparisons.phrasing.standing import Document, digest, documents, texts

Report = Callable[[float, str], None]
Name = tuple[str, int, int]  # key, revision of a, revision of b

TRIES = 5
BATCH = 500
CHANGING = [  # of a passage whose places stay what they are
    *("ordered", "when", "words", "matched", "identity", "bits", "score", "kind", "reasons", "said"),
    *("family", "under", "digest"),
]
STEPS = {  # of the search: what it says of each, and how far the work is when it is done
    "tokenise": (0.1, "reading the words"),
    "information": (0.2, "weighing the words"),
    "seeds": (0.3, "looking for rare words in common"),
    "survey": (0.4, "looking closer"),
    "align": (0.6, "aligning passages"),
    "document": (0.6, "looking for what is new in what is known"),
    "families": (0.7, "putting families together"),
}


def update(report: Report = lambda share, message: None) -> None:
    """Search the corpus, for each readership, where what is stored is not of its present state; store what is found.

    Where others write faster than this one can search, a job is asked for that goes on.
    """
    for number, readership in enumerate(Readership.values):

        def part(share: float, message: str, done: int = number) -> None:
            report((done + share) / len(Readership.values), message)

        for _ in range(TRIES):
            try:
                _bring_up_to_date(readership, part)
                break
            except Moved:
                continue
        else:
            with transaction.atomic():
                ask_for_update()


def _bring_up_to_date(readership: str, report: Report) -> None:
    report(0.01, "looking what has changed")
    there = documents(readership)
    known = Survey.objects.filter(readership=readership).first()
    began = known.inputs if known else ""
    if not there:
        _forget(readership)
        return
    table = tables.current(readership, there)
    try:
        counts = tables.opened(table) if table else None
    except Damaged:
        table = counts = None
    if table and began == _inputs(there, table):
        return

    def step(name: str) -> None:
        if name in STEPS:
            report(*STEPS[name])

    shelf = Stored(table, there)
    try:
        found = search(there, shelf, counts, step)
    except (Damaged, Unreadable):  # all of the index is made anew
        shelf = Stored(None, there)
        found = search(there, shelf, counts, step)
    table = table or tables.unsaved(readership, found.table, there)
    sides = {found.ids[number] for number in np.unique(np.concatenate((found.a, found.b))).tolist()}
    said = texts(document.revision for document in there if document.name in sides)
    rows = shaped(there, said, found, table.digest, lambda: report(0.8, "laying out the passages"))
    report(0.9, "storing")
    _write(readership, began, there, table, rows, shelf)


def _inputs(there: Sequence[Document], table: FrequencyTable) -> str:
    return digest(there, table.digest, VERSION)


def _forget(readership: str) -> None:
    with transaction.atomic():
        Survey.objects.filter(readership=readership).delete()
        FrequencyTable.objects.filter(readership=readership).delete()


def _write(
    readership: str, began: str, there: list[Document], table: FrequencyTable, rows: Shaped, shelf: Stored
) -> None:
    with transaction.atomic():
        survey, _ = Survey.objects.select_for_update().get_or_create(readership=readership)
        if survey.inputs != began:
            raise Moved
        if table.pk is None:
            if FrequencyTable.objects.filter(readership=readership, number=table.number).exists():
                raise Moved
            table.save()
            tables.retire(readership, table.number)
            faults.TABLE.reached()
        shelf.write(table)
        families = _families(survey, rows)
        _passages(survey, rows, families)
        stored = Family.objects.filter(survey=survey).values_list("pk", flat=True)
        _delete(Family, sorted(set(stored) - set(families.values())))
        survey.table, survey.engine, survey.inputs = table, VERSION, _inputs(there, table)
        survey.digest, survey.documents, survey.empty = rows.digest, len(there), rows.empty
        survey.save()
        faults.STORED.reached()


def _families(survey: Survey, rows: Shaped) -> dict[str, int]:
    """Write what is new or changed of the families; the id of each key. Those that are gone stay for the moment."""
    stored = {
        key: (pk, was) for key, pk, was in Family.objects.filter(survey=survey).values_list("key", "pk", "digest")
    }
    fresh = [row for row in rows.families if stored.get(row.key, (0, ""))[1] != row.digest]
    made = [
        Family(
            pk=stored[row.key][0] if row.key in stored else None,
            survey=survey,
            key=row.key,
            words=row.words,
            score=row.score,
            digest=row.digest,
        )
        for row in fresh
    ]
    changed = [family for family in made if family.pk]
    Family.objects.bulk_update(changed, ["words", "score", "digest"], batch_size=BATCH)
    for begin in range(0, len(changed), BATCH):
        Member.objects.filter(family__in=changed[begin : begin + BATCH]).delete()
    Family.objects.bulk_create([family for family in made if family.pk is None], batch_size=BATCH)
    members = [
        Member(family=family, revision_id=revision, begin=begin, end=end, position=position)
        for family, row in zip(made, fresh, strict=True)
        for position, (revision, begin, end) in enumerate(row.members)
    ]
    Member.objects.bulk_create(members, batch_size=BATCH)
    ids = {key: pk for key, (pk, _) in stored.items()} | {family.key: family.pk for family in made}
    return {row.key: ids[row.key] for row in rows.families}


def _passages(survey: Survey, rows: Shaped, families: dict[str, int]) -> None:
    """Write what is new or changed of the passages, and take away what is gone."""
    stored = {
        (key, a, b): (pk, was)
        for key, a, b, pk, was in Passage.objects.filter(survey=survey).values_list("key", "a", "b", "pk", "digest")
    }
    made: list[tuple[PassageRow, Passage]] = []
    for row in rows.passages:
        pk, was = stored.get(_name(row), (None, ""))
        now = rows.of_passage(row)
        if was != now:
            family = families[rows.families[row.family].key]
            made.append((row, Passage(pk=pk, survey=survey, digest=now, family_id=family, **_values(row))))
    Passage.objects.bulk_create([one for _, one in made if one.pk is None], batch_size=BATCH)
    ids = {name: pk for name, (pk, _) in stored.items()} | {_name(row): one.pk for row, one in made}
    for row, one in made:
        one.under_id = ids[_name(rows.passages[row.under])] if row.under >= 0 else None
    changed = [one for row, one in made if _name(row) in stored]
    Passage.objects.bulk_update(changed, CHANGING, batch_size=BATCH)
    below = [one for row, one in made if _name(row) not in stored and one.under_id]
    Passage.objects.bulk_update(below, ["under"], batch_size=BATCH)
    standing = {_name(row) for row in rows.passages}
    _delete(Passage, [pk for name, (pk, _) in stored.items() if name not in standing])


def _name(row: PassageRow) -> Name:
    return row.key, row.a[0], row.b[0]


def _values(row: PassageRow) -> dict[str, Any]:
    ends = {"a_begin": row.a[1], "a_end": row.a[2], "b_begin": row.b[1], "b_end": row.b[2]}
    return {"key": row.key, "a_id": row.a[0], "b_id": row.b[0], **ends, **row.fields()}


def _delete(model: type[Family] | type[Passage], ids: list[int]) -> None:
    for begin in range(0, len(ids), BATCH):
        model.objects.filter(pk__in=ids[begin : begin + BATCH]).delete()
