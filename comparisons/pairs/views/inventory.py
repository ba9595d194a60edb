"""The inventory of changes: a page, a table, a chart."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from comparisons.pairs import charting, presenting, store
from comparisons.pairs.addresses import address, path
from comparisons.pairs.inventory import Inventory, inventory
from comparisons.pairs.inventory import table as csv_of
from comparisons.pairs.marking import WORDS
from comparisons.pairs.models import Comparison
from comparisons.pairs.views.asking import Asked, comparison
from comparisons.pairs.views.page import of_two, sides, waiting
from corpus.texts.models import Revision

PAGE = 200


def made(request: HttpRequest, wanted: Asked) -> tuple[Comparison, Inventory | None]:
    """The comparison and its inventory, where it is ready."""
    found = comparison(wanted, request.user)
    if found.state != Comparison.State.READY:
        return found, None
    texts = dict(Revision.objects.filter(pk__in={wanted.a.pk, wanted.b.pk}).values_list("pk", "text"))
    return found, inventory(store.whole(found), texts[wanted.a.pk], texts[wanted.b.pk], wanted.a.words)


@require_GET
@of_two
def show(request: HttpRequest, wanted: Asked) -> HttpResponse:
    found, listed = made(request, wanted)
    if listed is None:
        return waiting(request, wanted, found)
    category = request.GET.get("category", "")
    ignored = request.GET.get("ignored", "")
    chosen = [
        entry
        for entry in listed.entries
        if (not category or entry.category == category) and (not ignored or entry.ignored == (ignored == "yes"))
    ]
    entries = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    view = wanted.view
    query = view.query(change=0, part=-1)
    base = path(wanted.a, wanted.b, "inventory")
    context: dict[str, Any] = {
        "sides": sides(wanted),
        "listed": listed,
        "entries": entries,
        "rows": [(entry, address(wanted.a, wanted.b, view, change=entry.number, part=-1)) for entry in entries],
        "category": category,
        "category_words": WORDS.get(category, category),
        "ignored": ignored,
        "base": base,
        "query": query,
        "back": address(wanted.a, wanted.b, view, change=0),
        "ignored_words": presenting.ignored_words({"ignored": found.summary["ignored"]}),
        "table_address": f"{base}.csv?{query}",
        "svg_address": f"{base}.svg?{query}",
        "png_address": f"{base}.png?{query}",
    }
    return render(request, "comparison/inventory.html", context)


@require_GET
@of_two
def table(request: HttpRequest, wanted: Asked) -> HttpResponse:
    found, listed = made(request, wanted)
    if listed is None:
        return waiting(request, wanted, found)
    addresses = [
        request.build_absolute_uri(address(wanted.a, wanted.b, wanted.view, change=entry.number, part=-1))
        for entry in listed.entries
    ]
    response = HttpResponse(csv_of(listed, addresses), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="inventory.csv"'
    return response


@require_GET
@of_two
def chart(request: HttpRequest, wanted: Asked, *, form: str) -> HttpResponse:
    if form not in {"svg", "png"}:
        raise Http404(f"“{form}” is no form of the chart.")
    found, listed = made(request, wanted)
    if listed is None:
        return waiting(request, wanted, found)
    title = f"{wanted.a.edition.siglum}@{wanted.a.number} and {wanted.b.edition.siglum}@{wanted.b.number}"
    if form == "svg":
        return HttpResponse(charting.svg(listed, title), content_type="image/svg+xml")
    return HttpResponse(charting.png(listed, title), content_type="image/png")
