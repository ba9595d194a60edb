"""Finding a text by its address, WORK/SIGLUM[@REVISION], also by names that it had once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q

from corpus.access.policy import Person
from corpus.texts.models import Revision, Segment
from corpus.works.models import Edition, FormerName, Work


class NotFound(LookupError):
    """There is no such work, edition, revision or place, or the person may not see it: the two are not told apart."""


@dataclass(frozen=True, slots=True)
class Address:
    """A parsed address; `number` is None where it names the newest revision."""

    slug: str
    siglum: str
    number: int | None = None


NAME = r"[^\x00-\x1f\ud800-\udfff/@\s]+"  # what a database can be asked for
ADDRESS = re.compile(rf"(?P<slug>{NAME})/(?P<siglum>{NAME})(?:@(?P<number>[1-9][0-9]{{0,8}}))?")


def parse(address: str) -> Address:
    """`WORK/SIGLUM` or `WORK/SIGLUM@N`. Raises `NotFound` where it is neither."""
    found = ADDRESS.fullmatch(address.strip())
    if not found:
        raise NotFound(f"“{address}” is no address of a text. Write WORK/SIGLUM, or WORK/SIGLUM@3 for its revision 3.")
    number = found["number"]
    return Address(found["slug"], found["siglum"], int(number) if number else None)


def work(slug: str, person: Person) -> Work:
    """The work of that slug, or the one that had it once (its `slug` then differs: redirect)."""
    seen = Work.objects.visible_to(person)
    found = seen.filter(slug=slug).first()
    if found is None:
        former = FormerName.objects.filter(slug=slug, siglum="").values("work")
        found = seen.filter(pk__in=former).first()
    if found is None:
        raise NotFound(f"There is no work “{slug}” here.")
    return found


def edition(slug: str, siglum: str, person: Person) -> Edition:
    """The edition at that address, or the one that had it once (its slug or siglum then differs: redirect)."""
    seen = Edition.objects.visible_to(person).select_related("work")
    of_old = FormerName.objects.filter(slug=slug, siglum="").values("work")
    found = (
        seen.filter(work__slug=slug, siglum=siglum).first()
        or seen.filter(pk__in=FormerName.objects.filter(slug=slug, siglum=siglum).values("edition")).first()
        or seen.filter(work__in=of_old, siglum=siglum).first()
        or seen.filter(
            Q(work__slug=slug) | Q(work__in=of_old),
            pk__in=FormerName.objects.filter(siglum=siglum).values("edition"),
        ).first()
    )
    if found is None:
        raise NotFound(f"There is no edition “{siglum}” of “{slug}” here.")
    return found


def revision(of: Edition, number: int | None = None) -> Revision:
    """The revision of that number, or the newest, with its edition and work at hand."""
    revisions = Revision.objects.filter(edition=of).select_related("edition__work", "source", "created_by")
    revisions = revisions.defer("source__content")
    found = revisions.filter(number=number).first() if number else revisions.order_by("-number").first()
    if found is None:
        if number is None:
            raise NotFound(f"We hold no text of {of}: it is a record for the day the text is found.")
        raise NotFound(f"{of} has no revision {number}.")
    return found


def resolve(address: str, person: Person) -> Revision:
    """The revision at `WORK/SIGLUM[@N]`; without N the newest. Raises `NotFound` with a sentence for the person."""
    parsed = parse(address)
    return revision(edition(parsed.slug, parsed.siglum, person), parsed.number)


def place(of: Edition, anchor: str) -> Segment:
    """The segment of that anchor in the newest revision that has it, so that an old citation finds its place."""
    found = (
        Segment.objects.filter(revision__edition=of, anchor=anchor)
        .select_related("revision")
        .defer("revision__text")
        .order_by("-revision__number")
        .first()
    )
    if found is None:
        raise NotFound(f"{of} never had a place ¶{anchor}.")
    return found
