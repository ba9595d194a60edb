"""Stored comparisons and given texts against their digests, for `manage.py verify`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from comparisons.pairs import packing
from comparisons.pairs.models import Comparison, GivenText, Whole
from comparisons.pairs.packing import Damaged
from comparisons.pairs.store import Opened
from corpus.keeping.results import Checked


def comparisons() -> Iterator[Checked]:
    """Every comparison that is ready: summary, guide, each of its parts, and the whole. A part is read at a time."""
    for comparison in Comparison.objects.ready().light().order_by("pk").iterator():
        yield Checked(f"{comparison} (key {comparison.key})", _sound(comparison))


def given_texts() -> Iterator[Checked]:
    """Every text that a client gave."""
    for pk in list(GivenText.objects.order_by("pk").values_list("pk", flat=True)):
        for given in GivenText.objects.filter(pk=pk):  # a text at a time, and none that went meanwhile
            sha256 = hashlib.sha256(given.text.encode("utf-8", "surrogatepass")).hexdigest()
            yield Checked(str(given), sha256 == given.sha256 and len(given.text) == given.characters)


def _sound(comparison: Comparison) -> bool:
    try:
        opened = Opened(comparison)
        for position in range(opened.parts):
            opened.part(position)
    except (Damaged, ValueError):  # a guide that cannot be unpacked
        return False
    found = Whole.objects.filter(comparison=comparison).values_list("payload", "digest").first()
    return found is not None and packing.digest(bytes(found[0])) == found[1]
