"""Stretches of many texts, cut out by the database: no text is read as a whole, however long it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from corpus.texts.models import Revision, Segment


@dataclass(frozen=True, slots=True)
class Stretch:
    """What of a revision is wanted: code points, and the place whose paragraph is to be named."""

    revision: int
    begin: int
    end: int
    place: int


def cut_out(stretches: Sequence[Stretch]) -> list[tuple[str, str | None] | None]:
    """Of each its words and the anchor of the segment that its place is in; None where the revision is gone.

    One query: a union of as many would take longer to write than to answer.
    """
    if not stretches:
        return []
    texts, segments = Revision._meta.db_table, Segment._meta.db_table
    row = ", ".join(["(%s, %s, %s, %s, %s)"] * len(stretches))
    given = [
        value
        for number, one in enumerate(stretches)
        for value in (number, one.revision, one.begin + 1, one.end - one.begin, one.place)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH wanted (which, revision, first, size, place) AS (VALUES {row}) "
            f'SELECT which, substr(said."text", first, size), (SELECT anchor FROM "{segments}" AS part '
            f'WHERE part.revision_id = wanted.revision AND part."begin" <= place AND part."end" > place '
            f"ORDER BY part.position LIMIT 1) "
            f'FROM wanted JOIN "{texts}" AS said ON said.id = wanted.revision',
            given,
        )
        found = {which: (text, anchor) for which, text, anchor in cursor.fetchall()}
    return [found.get(number) for number in range(len(stretches))]
