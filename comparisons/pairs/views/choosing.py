"""Choosing another text for one side of a comparison: any revision of any work that the person may see."""

from __future__ import annotations

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from comparisons.pairs import ends
from comparisons.pairs.addresses import View, address, path
from comparisons.pairs.views.asking import Asked
from comparisons.pairs.views.reaching import of_two, sides
from corpus.texts.models import Revision

MOST = 60


@require_GET
@of_two
def choose(request: HttpRequest, wanted: Asked) -> HttpResponse:
    """The revisions to choose from: those of the same work, or what a search finds."""
    side = "b" if request.GET.get("side") == "b" else "a"
    query = " ".join(request.GET.get("search", "").split())[:200]
    here, there = (wanted.a, wanted.b) if side == "a" else (wanted.b, wanted.a)
    found = Revision.objects.visible_to(request.user).without_text().defer("extraction")
    found = found.select_related("edition__work").filter(edition__withdrawn_at=None)
    work = ends.work(here) or ends.work(there)
    if query:
        for word in query.split():
            found = found.filter(
                Q(edition__siglum__iexact=word)
                | Q(edition__title__icontains=word)
                | Q(edition__work__title__icontains=word)
                | Q(edition__work__slug__icontains=word)
                | Q(edition__date__icontains=word)
            )
    else:
        found = found.filter(edition__work=work)
    found = found.order_by("edition__work__title", "edition__position", "edition__siglum", "-number")[: MOST + 1]
    # Points are places in the texts: with another text they mean nothing.
    kept = View(ignore=wanted.view.ignore, view=wanted.view.view, show=wanted.view.show, off=wanted.view.off)
    rows = [
        {
            "revision": revision,
            "address": address(revision, there, kept) if side == "a" else address(there, revision, kept),
            "current": revision.pk == here.pk,
        }
        for revision in found[:MOST]
    ]
    context = {
        "side": side,
        "query": query,
        "rows": rows,
        "more": len(found) > MOST,
        "here": ends.name(here),
        "here_title": ends.full_title(here),
        "there": ends.name(there),
        "sides": sides(wanted),
        "action": path(wanted.a, wanted.b, "choose-text"),
        "kept": [(name, value) for name, value in request.GET.items() if name not in {"search"}],
        "back": address(wanted.a, wanted.b, wanted.view),
    }
    return render(request, "comparison/choose.html", context)
