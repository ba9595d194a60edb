"""From a request to two revisions that the person may see, and to the comparison of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from comparisons.engine.options import BadOptions
from comparisons.pairs import store
from comparisons.pairs.addresses import View
from comparisons.pairs.models import Comparison
from corpus.access.policy import Person
from corpus.texts import finding
from corpus.texts.models import Revision

Ends = tuple[str, str, int, str, str, int]


@dataclass(frozen=True, slots=True)
class Asked:
    a: Revision
    b: Revision
    view: View


class Moved(Exception):
    """A work or an edition has another name by now; the two revisions say which."""

    def __init__(self, a: Revision, b: Revision) -> None:
        self.a, self.b = a, b


def asked(request: HttpRequest, ends: Ends) -> Asked:
    """Raises `Http404` where a text is not there for this person, `Moved`, or `BadOptions`."""
    a = revision(ends[0], ends[1], ends[2], request.user)
    b = revision(ends[3], ends[4], ends[5], request.user)
    names = (a.edition.work.slug, a.edition.siglum, b.edition.work.slug, b.edition.siglum)
    if names != (ends[0], ends[1], ends[3], ends[4]):
        raise Moved(a, b)
    return Asked(a, b, View.read(request.GET))


def revision(slug: str, siglum: str, number: int, person: Person) -> Revision:
    """Without its text, which a page of a comparison does not need. One query, two where a name changed."""
    seen = Revision.objects.visible_to(person).without_text().defer("extraction").select_related("edition__work")
    found = seen.filter(edition__work__slug=slug, edition__siglum=siglum, number=number).first()
    if found is None:
        try:
            edition = finding.edition(slug, siglum, person)
        except finding.NotFound as error:
            raise Http404(str(error)) from error
        found = seen.filter(edition=edition, number=number).first()
        if found is None:
            raise Http404(f"“{siglum}” of “{slug}” has no revision {number}.")
    return found


def comparison(wanted: Asked, person: Person) -> Comparison:
    """The cited result that the address names, else the newest engine's: ready or queued. Raises `BadOptions`."""
    options = wanted.view.options(wanted.a, wanted.b)
    if wanted.view.key:
        cited = Comparison.objects.light().ready().filter(key=wanted.view.key, a=wanted.a, b=wanted.b).first()
        if cited is None:
            raise BadOptions(
                "The address cites a result that is not kept here. Take “key” out of it to see the comparison as it is now."
            )
        return cited
    return store.ask(wanted.a, wanted.b, options, person)
