"""Shared phrasing: the chosen passages as cards, with filters and two figures; and the same to take away."""

from __future__ import annotations

from itertools import chain

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from comparisons.pairs.exports.csv import MARK
from comparisons.phrasing import downloads
from comparisons.phrasing.cards import cards
from comparisons.phrasing.choosing import filters
from comparisons.phrasing.figured import plotted, shared, woven
from comparisons.phrasing.filters import Choice, chosen, counts, titles
from comparisons.phrasing.models import Passage, PassageQuerySet, Survey
from comparisons.phrasing.presenting import dots, families, together
from comparisons.phrasing.views.asking import asked, by_choice
from corpus.access.policy import Person
from corpus.works.models import Edition, Work

PAGE = 20  # cards


class Counted(Paginator[Passage]):
    """A paginator that knows how many there are."""

    def __init__(self, passages: PassageQuerySet, count: int) -> None:
        super().__init__(passages, PAGE)
        self.__dict__["count"] = count


@require_safe
@by_choice
def listing(request: HttpRequest, choice: Choice) -> HttpResponse:
    """A page of cards under figures, beside filters."""
    mine = Passage.objects.visible_to(request.user)
    found, numbers = chosen(mine, choice), counts(mine, choice)
    page = Counted(found.light().in_context().with_also(request.user), numbers.total).get_page(request.GET.get("page"))
    shown = cards(page.object_list, request.user)
    here = {card.key: f"#{card.anchor}" for card in shown}
    where = reverse("phrasing")
    plot = plotted(found, choice, here) if shown else None
    first = dots(plot, choice) if plot else together(shared(found, choice), choice) if shown else None
    threads = woven(found, request.user, choice.family) if shown else None
    second = families(threads, choice) if threads else None
    context = {
        "choice": choice,
        "subject": subject(choice, request.user),
        "counts": numbers,
        "filters": filters(choice, numbers),
        "cards": shown,
        "page": page,
        "first": first,
        "plot": plot,
        "second": second,
        "families_total": threads.total if threads else 0,
        "survey": Survey.objects.visible_to(request.user).first(),
        "here": f"{where}{asked(choice.query())}",
        "everything": where,
        "figures_address": f"{reverse('phrasing-figures')}{asked(choice.query())}",
        "exports": [
            (words, f"{reverse('phrasing-export', args=[name])}{asked(choice.query())}")
            for name, words in EXPORTS.items()
        ],
        "pages": pages(page, choice),
    }
    return render(request, "phrasing/listing.html", context)


EXPORTS = {
    "csv": "Passages as a table (CSV)",
    "jsonl": "Passages as JSON lines",
    "tei": "Passages as TEI standoff",
    "bibtex": "The documents as BibTeX",
}
assert EXPORTS.keys() == downloads.FORMATS.keys()


@require_safe
@by_choice
def export(request: HttpRequest, choice: Choice, form: str) -> HttpResponse | StreamingHttpResponse:
    """What is chosen, all pages of it, as an attachment."""
    if form not in downloads.FORMATS:
        raise Http404(f"“{form}” is no form of an export: it is there as {', '.join(downloads.FORMATS)}.")
    _, media_type, ending = downloads.FORMATS[form]
    found = chosen(Passage.objects.visible_to(request.user), choice)
    written = downloads.write(found, request.user, form, request.build_absolute_uri)
    mark = (MARK,) if form == "csv" else ()
    response = StreamingHttpResponse(chain(mark, written), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="passages.{ending}"'
    return response


def subject(choice: Choice, person: Person) -> list[tuple[str, str]]:
    """The chosen documents by title, with their addresses: what the page is about."""
    found = []
    said = titles(dict.fromkeys(choice.of, 0))
    works = {
        work.slug: work
        for work in Work.objects.visible_to(person).filter(slug__in={one.partition("/")[0] for one in choice.of})
    }
    for name in sorted(choice.of):
        slug, _, siglum = name.partition("/")
        work = works.get(slug)
        if work is None:
            continue
        if not siglum:
            found.append((work.title, work.get_absolute_url()))
        elif Edition.objects.visible_to(person).filter(work=work, siglum=siglum).exists():
            found.append((f"{work.title}, {siglum}: {said[name]}", f"{work.get_absolute_url()}/{siglum}"))
    return found


def pages(page: Page[Passage], choice: Choice) -> list[tuple[str, str, str]]:
    """The links between the pages of a list: what they are called, where they lead, and their relation."""
    query = choice.query()

    def to(number: int) -> str:
        parts = [part for part in (query, f"page={number}" if number > 1 else "") if part]
        return f"{reverse('phrasing')}{asked('&'.join(parts))}#passages"

    made = []
    if page.number > 2:
        made.append(("First", to(1), ""))
    if page.has_previous():
        made.append(("Earlier", to(page.number - 1), "prev"))
    made.append((f"Page {page.number:,} of {page.paginator.num_pages:,}", "", ""))
    if page.has_next():
        made.append(("Further", to(page.number + 1), "next"))
    if page.number < page.paginator.num_pages - 1:
        made.append(("Last", to(page.paginator.num_pages), ""))
    return made
