"""Shared phrasing in the margin of a text: which other works have a part in the words of a paragraph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from comparisons.phrasing.figures.witnesses import Witness, labelled
from comparisons.phrasing.models import Passage
from corpus.access.policy import Person
from corpus.texts.models import Revision

MOST = 5_000  # passages of one stretch of text that are looked at, the strongest first


@dataclass(frozen=True, slots=True)
class Share:
    """A passage in the margin: the work that has its other side, and where it is shown."""

    begin: int  # code points of the text in whose margin it stands
    end: int
    kind: str
    label: str
    title: str
    address: str


def shares(revision: Revision, begin: int, end: int, person: Person) -> list[Share]:
    """What of this stretch stands elsewhere, the strongest first; of a place and a work the best passage. One query.

    Places that stand under a better passage are in their own text's margin all the same.
    """
    here = Q(a=revision, a_begin__lt=end, a_end__gt=begin) | Q(b=revision, b_begin__lt=end, b_end__gt=begin)
    sides = [f"{side}__edition__work__{name}" for side in "ab" for name in ("slug", "title")]
    fields = ("key", "kind", "a", "a_begin", "a_end", "b_begin", "b_end", *sides)
    rows = list(
        Passage.objects.visible_to(person).filter(here).order_by("-score", "key", "id").values_list(*fields)[:MOST]
    )
    found = []
    for key, kind, a, a_begin, a_end, b_begin, b_end, a_slug, a_title, b_slug, b_title in rows:
        if a == revision.pk:
            found.append((a_begin, a_end, kind, b_slug, b_title, key))
        else:
            found.append((b_begin, b_end, kind, a_slug, a_title, key))
    works = dict.fromkeys((slug, title) for _, _, _, slug, title, _ in found)
    short = {one.name: one.label for one in labelled([Witness(slug, "", title, "") for slug, title in sorted(works)])}
    return [
        Share(first, last, kind, short[slug], title, reverse("passage", args=[key]))
        for first, last, kind, slug, title, key in found
    ]


def beside(found: Sequence[Share], begin: int, end: int) -> list[Share]:
    """Those of a paragraph, one a work."""
    best: dict[str, Share] = {}
    for share in found:
        if share.begin < end and begin < share.end:
            best.setdefault(share.title, share)
    return list(best.values())
