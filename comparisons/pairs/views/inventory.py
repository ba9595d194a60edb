"""The inventory of changes: a page, tables, a chart."""

from __future__ import annotations

import hashlib
import json
from urllib.parse import parse_qsl

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from comparisons.pairs import charts, ends, heading, store, tables
from comparisons.pairs.addresses import address, path
from comparisons.pairs.exports.csv import for_spreadsheets
from comparisons.pairs.inventory import Choice, Listing, inventory
from comparisons.pairs.listed import Address, listed
from comparisons.pairs.models import Comparison
from comparisons.pairs.views.asking import Asked
from comparisons.pairs.views.reaching import of_result, sides

PAGE = 100  # entries


def made(found: Comparison) -> Listing:
    """The inventory of a ready comparison. Two queries."""
    text_a, text_b = ends.texts(*found.ends)
    result = store.whole(found)
    return Listing(inventory(result, text_a), result, text_a, text_b)


@require_safe
@of_result
def show(request: HttpRequest, wanted: Asked, found: Comparison) -> HttpResponse:
    """The counts, the chart, and the chosen changes page by page."""
    listing, choice = made(found), Choice.read(request.GET)
    chosen = choice.of(listing.inventory)
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    where = Address(path(wanted.a, wanted.b, "inventory"), query(wanted), choice)
    context = listed(listing, choice, page, where, change_link(wanted))
    context |= {
        "sides": sides(wanted),
        "names": names(wanted),
        "translated": found.summary["translated"],
        "paragraphs": heading.counted(found.summary) if found.summary["translated"] else [],
        "paragraphs_address": f"{path(wanted.a, wanted.b)}/export/csv?{query(wanted)}",
        "back": address(wanted.a, wanted.b, wanted.view, change=0),
        "hidden": hidden(wanted),
        "theme": request.COOKIES.get("theme", ""),
        "chart_size": charts.size(listing.inventory),
    }
    return render(request, "comparison/inventory.html", context)


@require_safe
@of_result
def changes_table(request: HttpRequest, wanted: Asked, found: Comparison) -> HttpResponse:
    """The chosen changes as CSV, all pages of them."""
    listing, choice = made(found), Choice.read(request.GET)
    entries = listing.entries(choice.of(listing.inventory))
    link = request.build_absolute_uri(change_link(wanted))
    addresses = [f"{link}{entry.change.number}#change-{entry.change.number}" for entry in entries]
    return attached(tables.changes_as_csv(entries, addresses), f"changes-{file_name(wanted)}")


@require_safe
@of_result
def counts_table(request: HttpRequest, wanted: Asked, found: Comparison) -> HttpResponse:
    """All counts as CSV."""
    return attached(tables.counts_as_csv(made(found).inventory), f"counts-{file_name(wanted)}")


@require_safe
@of_result
def chart(request: HttpRequest, wanted: Asked, found: Comparison, *, form: str) -> HttpResponse:
    """The chart as SVG or PNG, or its specification as JSON. Drawn again only where it changed."""
    if form not in {"svg", "png", "json"}:
        raise Http404(f"“{form}” is no form of the chart: it is there as svg, png and json.")
    first, second = names(wanted)
    theme = request.GET.get("theme", "")
    theme = theme if theme in charts.THEMES else "light"
    drawn = charts.specification(made(found).inventory, f"Changes from {first} to {second}", theme)
    content = json.dumps(drawn, ensure_ascii=False, indent=1).encode()
    etag = f'"{form}-{hashlib.sha256(content).hexdigest()[:40]}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    if form == "json":
        response = HttpResponse(content, content_type="application/json")
    elif form == "png":
        response = HttpResponse(charts.png(drawn), content_type="image/png")
    else:
        response = HttpResponse(charts.svg(drawn), content_type="image/svg+xml")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "private, no-cache"
    return response


def names(wanted: Asked) -> tuple[str, str]:
    """“W@1” and “E@9”."""
    return ends.name(wanted.a), ends.name(wanted.b)


def query(wanted: Asked) -> str:
    """What of the comparison's address makes the result another one."""
    return wanted.view.query(view="auto", show="folded", off=frozenset(), signs=False, find="", change=0, part=-1)


def hidden(wanted: Asked) -> list[tuple[str, str]]:
    """The same as the hidden fields of a form."""
    return parse_qsl(query(wanted))


def change_link(wanted: Asked) -> str:
    """The address of the comparison page up to the number of a change."""
    kept = wanted.view.query(change=0, part=-1, find="", off=frozenset())
    return f"{path(wanted.a, wanted.b)}?{kept}{'&' if kept else ''}change="


def attached(table: str, name: str) -> HttpResponse:
    response = HttpResponse(for_spreadsheets(table), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def file_name(wanted: Asked) -> str:
    """The two names in letters that every system takes."""
    return "-".join("".join(c if c.isascii() and c.isalnum() else "-" for c in name) for name in names(wanted))
