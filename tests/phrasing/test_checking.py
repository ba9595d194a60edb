"""`manage.py verify` names what is damaged of the stored shared phrasing."""

from __future__ import annotations

import pytest

from comparisons.phrasing.models import FrequencyTable, Indexed, KeptWords
from corpus.keeping.verifying import Verification

pytestmark = pytest.mark.django_db


def named() -> list[str]:
    return [finding.kind for finding in Verification().findings()]


@pytest.mark.parametrize(
    ("model", "field", "kind"),
    [
        (FrequencyTable, "payload", "frequency table"),
        (KeptWords, "payload", "index of phrasing"),
        (Indexed, "outline", "index of phrasing"),
        (Indexed, "shared", "index of phrasing"),
    ],
)
def test_a_damaged_row_is_named_and_nothing_else(leaflets: object, model: type, field: str, kind: str) -> None:
    assert named() == []
    row = model.objects.order_by("pk")[0]
    damaged = bytearray(getattr(row, field)) or bytearray(b"x")
    damaged[len(damaged) // 2] ^= 1
    model.objects.filter(pk=row.pk).update(**{field: bytes(damaged)})
    assert named() == [kind]


def test_a_table_that_was_replaced_and_keeps_no_counts_is_sound(leaflets: object) -> None:
    FrequencyTable.objects.update(payload=b"")
    assert named() == []
