"""Families of passages: a list of them, and each with its members, their differences, and its place in time."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comparisons.phrasing.cards import Place, place
from comparisons.phrasing.differences import TooLong, differences
from comparisons.phrasing.figured import kind_of, kinds, woven
from comparisons.phrasing.filters import Choice
from comparisons.phrasing.models import Family, Passage
from comparisons.phrasing.presenting import families as timeline
from comparisons.phrasing.records import earliest

PAGE = 40
LONGEST = 600  # characters of a member that its line shows


@require_safe
def families(request: HttpRequest) -> HttpResponse:
    """All families, the strongest first."""
    found = Family.objects.visible_to(request.user).with_members(request.user).order_by("-score", "key")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "family": one,
            "opening": " ".join(there[0].said.split())[:200],
            "works": list(dict.fromkeys(member.revision.edition.work.title for member in there)),
            "first": place_of(there[0]) if earliest(there)["known"] else None,
        }
        for one in page.object_list
        if (there := members_of(one))
    ]
    return render(request, "phrasing/families.html", {"page": page, "rows": rows})


@require_safe
def family(request: HttpRequest, key: str) -> HttpResponse:
    """A family: what its members read, in the order of date, and where they differ."""
    found = Family.objects.visible_to(request.user).with_members(request.user).filter(key=key).first()
    if found is None:
        raise Http404("There is no such family of passages now. The corpus may have changed since.")
    members = members_of(found)
    own = kinds(request.user, [found.pk])[found.pk]
    known = earliest(members)["known"]
    lines = [
        {
            "number": number + 1,
            "place": place_of(member),
            "text": shown(member.said),
            "kind": kind(member, members[0], own, known),
        }
        for number, member in enumerate(members)
    ]
    try:
        table, too_long = differences([member.said for member in members]), ""
    except TooLong as error:
        table, too_long = [], str(error)
    data = woven(Passage.objects.visible_to(request.user).filter(family=found), request.user, key)
    context = {
        "family": found,
        "members": lines,
        "opening": " ".join(members[0].said.split()),
        "known": known,
        "works": len({member.revision.edition.work_id for member in members}),
        "differences": [
            (one, [(reading.text, [lines[number] for number in reading.members]) for reading in one.readings])
            for one in table
        ],
        "too_long": too_long,
        "timeline": timeline(data, Choice(family=key)),
        "passages": f"{reverse('phrasing')}?{Choice(family=key, also=True).query()}",
    }
    return render(request, "phrasing/family.html", context)


def kind(member: Any, first: Any, passages: list[Any], known: bool) -> str:
    """What a member is: of the earliest work, where that is known, or of the kind of its best passage."""
    if known and member.revision.edition.work_id == first.revision.edition.work_id:
        return "first"
    return "unknown" if member is first else kind_of(member, passages)


def members_of(found: Any) -> list[Any]:
    """Of a family that came `with_members`: those that the person sees."""
    members: list[Any] = found.there
    return members


def place_of(member: Any) -> Place:
    return place(member.revision, member.begin, member.end, member.anchor)


def shown(text: str) -> str:
    """The words of a member, of a long one the beginning."""
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(None, 1)[0]} …"
