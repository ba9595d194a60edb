"""What is taken away from a comparison: its exports, and its citation."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from comparisons.pairs import ends, store
from comparisons.pairs.addresses import address
from comparisons.pairs.exports import FORMATS, write
from comparisons.pairs.exports.csv import for_spreadsheets
from comparisons.pairs.exports.sides import Compared, Witness
from comparisons.pairs.languages import language_of
from comparisons.pairs.models import Comparison
from comparisons.pairs.views.asking import Asked, comparison
from comparisons.pairs.views.reaching import of_result, of_two, sides
from corpus.texts.models import Revision


@require_GET
@of_result
def export(request: HttpRequest, wanted: Asked, found: Comparison, *, form: str) -> HttpResponse:
    """The comparison in one of the forms in which it can be taken away, as an attachment."""
    if form not in FORMATS:
        raise Http404(f"“{form}” is no form of export.")
    _, media_type, ending = FORMATS[form]
    written = write(compared(request, wanted, found), form)
    response = HttpResponse(for_spreadsheets(written) if form == "csv" else written, content_type=media_type)
    name = f"{ends.file_name(wanted.a)}-{ends.file_name(wanted.b)}.{ending}"
    response.headers["Content-Disposition"] = _attachment(name)
    return response


def _attachment(name: str) -> str:
    from urllib.parse import quote

    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


def compared(request: HttpRequest, wanted: Asked, found: Comparison) -> Compared:
    both = wanted.a, wanted.b
    first, second = (
        Witness(
            text,
            ends.siglum(end),
            title=ends.full_title(end),
            revision=end.number if isinstance(end, Revision) else None,
            address=request.build_absolute_uri(end.get_absolute_url()) if isinstance(end, Revision) else "",
            notice=ends.notice(end),
            citation=ends.citation(end),
            language=language_of(end),
            file=ends.text_file(end),
        )
        for end, text in zip(both, ends.texts(*both), strict=True)
    )
    return Compared(store.whole(found), first, second)


@require_POST
@of_two
def cite(request: HttpRequest, wanted: Asked) -> HttpResponse:
    """Take a citation: from now on the result is kept for ever, under its key."""
    found = comparison(wanted, request.user)
    if found.state == Comparison.State.READY:
        try:
            store.cite(found, request.user)
        except store.SignInToCite as error:
            messages.error(request, str(error))
            return redirect(address(wanted.a, wanted.b, wanted.view))
    where = request.build_absolute_uri(address(wanted.a, wanted.b, wanted.view, key=found.key, part=-1))
    context = {
        "where": where,
        "words": f"{ends.citation(wanted.a)}, compared with {ends.citation(wanted.b)}",
        "engine": found.engine,
        "back": address(wanted.a, wanted.b, wanted.view),
        "sides": sides(wanted),
    }
    name = "comparison/_citation.html" if getattr(request, "htmx", False) else "comparison/citation.html"
    return render(request, name, context)
