"""From a request to two texts that the person may see, and to the comparison of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest

from comparisons.engine.options import BadOptions
from comparisons.pairs import store
from comparisons.pairs.addresses import View, end
from comparisons.pairs.models import Comparison, End, GivenText
from corpus.access.policy import Person
from corpus.texts import finding
from corpus.texts.models import Revision

Named = tuple[tuple[Any, ...], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Asked:
    a: End
    b: End
    view: View


class Moved(Exception):
    """A work or an edition has another name by now; the two texts say which."""

    def __init__(self, a: End, b: End) -> None:
        self.a, self.b = a, b


def asked(request: HttpRequest, named: Named) -> Asked:
    """Raises `Http404` where a text is not there for this person, `Moved`, or `BadOptions`."""
    a, b = (text(one, request.user) for one in named)
    if (end(a), end(b)) != named:
        raise Moved(a, b)
    return Asked(a, b, View.read(request.GET))


def named_in(parts: Mapping[str, Any]) -> Named:
    """What the parts of an address name on both sides, as `addresses.end` writes it."""
    a, b = (
        (parts[f"given_{side}"],)
        if f"given_{side}" in parts
        else tuple(parts[f"{part}_{side}"] for part in ("work", "siglum", "number"))
        for side in "ab"
    )
    return a, b


def text(named: tuple[Any, ...], person: Person) -> End:
    """The revision, or the text that a client gave: whoever has the address of that, may read it."""
    if len(named) == 3:
        return revision(*named, person)
    found = GivenText.objects.defer("text").filter(pk=named[0]).first()
    if found is None:
        raise Http404("This text was given to be compared, and is not kept any more.")
    return found


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


def comparison(wanted: Asked, person: Person, *, again: bool = False) -> Comparison:
    """The cited result that the address names, else the newest engine's: ready or queued, or one that could not be made
    and is asked for anew only with `again`. Raises `BadOptions`."""
    options = wanted.view.options(wanted.a, wanted.b)
    if wanted.view.key:
        cited = Comparison.objects.light().ready().of(wanted.a, wanted.b).filter(key=wanted.view.key).first()
        if cited is None:
            raise BadOptions(
                "The address cites a result that is not kept here. Take “key” out of it to see the comparison as it is now."
            )
        return cited
    return store.ask(wanted.a, wanted.b, options, person, again=again)
