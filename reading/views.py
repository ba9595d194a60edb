"""The pages that readers begin with: library, work, edition."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from comparisons.pairs.addresses import path as comparison_address
from comparisons.phrasing.margin import shares
from comparisons.phrasing.spots import CHARACTERS
from corpus.access.policy import Person, may_edit
from corpus.texts import finding
from corpus.texts.models import Deposit, Revision
from corpus.works.models import Edition
from reading import edition as edition_page
from reading import library as library_page
from reading import work as work_page
from reading.places import differing, strip, strips
from reading.variance import recent, variance


def library(request: HttpRequest) -> HttpResponse:
    """All works that one may see; searched, filtered and ordered by the address."""
    asked = {name: request.GET.get(name, "").replace("\0", "").strip()[:200] for name in ("q", "language", "order")}
    shelf = library_page.shelf(request.user, **asked)
    varying = strips([card.heads for card in shelf.cards], request.user)
    context = {
        "shelf": shelf,
        "cards": list(zip(shelf.cards, varying, strict=True)),
        "asked": asked,
        "orders": [("", "most to compare"), *((key, label) for key, (label, _) in library_page.ORDERS.items())],
        "recent": recent(request.user),
        "may_edit": may_edit(request.user),
    }
    return render(request, "reading/library.html", context)


def work(request: HttpRequest, slug: str) -> HttpResponse:
    """A work: its editions, how near they are, where they vary, and what it is related to."""
    try:
        found = finding.work(slug, request.user)
    except finding.NotFound as error:
        raise Http404(str(error)) from error
    if found.slug != slug:
        return redirect(found, permanent=True)
    order = request.GET.get("order", "")[:20]
    rows = work_page.rows(found, request.user, order)
    figures = variance([row.revision for row in rows if row.revision], request.user)
    context = {
        "work": found,
        "rows": rows,
        "table": work_page.table(rows, figures),
        "columns": work_page.LABELS,
        "order": order,
        "readable": [row for row in rows if row.revision],
        "variance": figures,
        "strip": strip([row.revision for row in rows if row.revision], request.user),
        "related": work_page.related(found, request.user),
        "rules": list(found.rules.all()),
        "may_edit": may_edit(request.user),
    }
    return render(request, "reading/work.html", context)


def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """From two ticks on a work's page, or an edition's “compare with”, to their comparison."""
    try:
        found = finding.work(slug, request.user)
    except finding.NotFound as error:
        raise Http404(str(error)) from error
    wanted = [name[:60] for name in request.GET.getlist("edition") if name][:3]
    if len(wanted) != 2 or wanted[0] == wanted[1]:
        messages.info(request, "Tick two editions to compare them.")
        return redirect(found)
    try:
        a, b = (finding.resolve(f"{found.slug}/{name}", request.user) for name in wanted)
    except finding.NotFound as error:
        messages.info(request, str(error))
        return redirect(found)
    return redirect(comparison_address(a, b))


def edition(request: HttpRequest, slug: str, siglum: str) -> HttpResponse:
    """An edition in its newest revision, or the record of one whose text we do not hold."""
    return _edition(request, slug, siglum, None)


def revision(request: HttpRequest, slug: str, siglum: str, number: int) -> HttpResponse:
    """An edition in one revision: an address that says the same for ever."""
    return _edition(request, slug, siglum, number)


def _edition(request: HttpRequest, slug: str, siglum: str, number: int | None) -> HttpResponse:
    try:
        found = finding.edition(slug, siglum, request.user)
    except finding.NotFound as error:
        raise Http404(str(error)) from error
    if (found.work.slug, found.siglum) != (slug, siglum):
        arguments = [found.work.slug, found.siglum, *([number] if number is not None else [])]
        return redirect("edition" if number is None else "revision", *arguments, permanent=True)
    history = list(
        found.revisions.without_text()
        .select_related("source", "created_by")
        .defer("source__content")
        .order_by("-number")
    )
    for one in history:
        one.edition = found
    current = history[0] if history else None
    shown = current if number is None else next((one for one in history if one.number == number), None)
    if number is not None and shown is None:
        raise Http404(f"{found} has no revision {number}.")
    place = request.GET.get("at", "")[:40]
    page = request.GET.get("part", "")
    stretch = None
    if shown is not None and not found.withdrawn_at:
        part = int(page) if page.isascii() and page.isdigit() and len(page) < 9 else 1
        stretch = edition_page.stretch(shown, request.user, part, place)
    rows = work_page.rows(found.work, request.user)
    others = [row for row in rows if row.revision and row.edition != found]
    if stretch is not None and shown is not None:
        edition_page.mark(stretch, differing(shown, [row.revision for row in others if row.revision], request.user))
        edition_page.share(stretch, shares(shown, *stretch.span, request.user))
    context = {
        "edition": found,
        "work": found.work,
        "revision": shown,
        "current": current,
        "history": history,
        "before": next((one for one in history if shown is not None and one.number < shown.number), None),
        "after": next((one for one in reversed(history) if shown is not None and one.number > shown.number), None),
        "differences": _differences(history),
        "stretch": stretch,
        "others": others,
        "relations": next((row.relations for row in rows if row.edition == found), []),
        "headings": edition_page.contents(shown, stretch) if shown is not None and stretch is not None else [],
        "most_words": CHARACTERS,
        "permanent": request.build_absolute_uri(shown.get_absolute_url()) if shown is not None else "",
        "may_edit": may_edit(request.user),
        **_handed_in(found, request.user),
    }
    return render(request, "reading/edition.html", context, status=410 if found.withdrawn_at else 200)


def _handed_in(edition: Edition, person: Person) -> dict[str, object]:
    """The long text that a worker is to store, how far that is, and who may call it off. One query."""
    deposit = Deposit.objects.filter(edition=edition).select_related("job").defer("text", "content").first()
    if deposit is None:
        return {}
    job = deposit.job
    return {"deposit": deposit, "job": job, "may_change": job and job.may_be_changed_by(person), "stays": True}


def _differences(history: list[Revision]) -> list[tuple[Revision, str]]:
    """Each revision, the newest first, with the address of its difference from the one before."""
    pairs = []
    for index, later in enumerate(history):
        earlier = history[index + 1] if index + 1 < len(history) else None
        pairs.append((later, comparison_address(earlier, later) if earlier else ""))
    return pairs
