"""“Report an error here”: a reader tells the editors of a place in a comparison."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from comparisons.pairs import store
from comparisons.pairs.addresses import address
from comparisons.pairs.models import Comparison
from comparisons.pairs.views.asking import Asked, comparison
from comparisons.pairs.views.page import panel_context
from comparisons.pairs.views.reaching import of_two
from corpus.extraction.base import Refused
from corpus.notes.writing import NoSuchPlace, TooManyReports, report_error
from corpus.texts.models import Revision


@require_POST
@of_two
def report(request: HttpRequest, wanted: Asked) -> HttpResponse:
    """Keep the report as a note on the readings of the change, and say so on the page."""
    back = redirect(address(wanted.a, wanted.b, wanted.view))
    found = comparison(wanted, request.user)
    if found.state != Comparison.State.READY:
        return back
    chosen = panel_context(request, wanted, store.opened(found))["chosen"]
    if chosen is None:
        raise Http404("There is no such change in this comparison.")
    side = request.POST.get("side", "a")
    # A text that a client gave is no text of the corpus: nobody could mend it.
    targets = [
        (end, reading.begin, reading.end)
        for letter, end, reading in (("a", wanted.a, chosen.a), ("b", wanted.b, chosen.b))
        if isinstance(end, Revision) and side not in {"a", "b"} - {letter}
    ]
    try:
        report_error(targets, request.POST.get("body", ""), request.user)
    except (NoSuchPlace, TooManyReports, Refused) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Thank you. The editors see your report at this place.")
    return back
