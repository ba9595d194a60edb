"""Where else? The other places of words that were marked in a text, or written into the form."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from comparisons.phrasing.spots import CHARACTERS, BadQuestion, Here, ask
from corpus.access.policy import Person
from corpus.texts import finding
from corpus.texts.models import Revision

SHORT = 1_500  # characters of a query that every server takes
SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")


@require_http_methods(["GET", "HEAD", "POST"])
def elsewhere(request: HttpRequest) -> HttpResponse:
    """`?in=WORK/SIGLUM@N&c=120-140` asks for words of a text, `?text=…` for any. Alone for htmx, else as a page.

    The form is posted, since a query may not be long; what is short is sent on to its own address.
    """
    given = request.POST if request.method == "POST" else request.GET
    text, where, span = given.get("text", "").replace("\0", ""), given.get("in", ""), given.get("c", "")
    if request.method == "POST":
        query = urlencode({name: value for name, value in (("in", where), ("text", text)) if value})
        if len(query) <= SHORT:
            return redirect(f"{reverse('where-else')}?{query}")
    here = None
    answer, why = None, ""
    if where:
        here, said = place(where, span, request.user)
        text = text or said
    if text or where or request.method == "POST":
        try:
            answer = ask(text, request.user, here)
        except BadQuestion as error:
            why = str(error)
    context = {"text": text, "answer": answer, "why": why, "where": where, "here": here, "most": CHARACTERS}
    alone = bool(request.headers.get("HX-Request"))
    template = "phrasing/_elsewhere.html" if alone else "phrasing/elsewhere.html"
    return render(request, template, context, status=400 if why and not alone else 200)


def place(where: str, span: str, person: Person) -> tuple[Here | None, str]:
    """The place that a question was asked at, and its words; without a span the text alone. Raises `Http404`."""
    try:
        revision = finding.resolve(where, person)
    except finding.NotFound as error:
        raise Http404(str(error)) from error
    if revision.edition.withdrawn_at is not None:
        raise Http404(f"{where} was withdrawn.")
    match = SPAN.fullmatch(span)
    if match is None:
        return None, ""
    begin, end = int(match[1]), int(match[2])
    size = max(0, min(end - begin, CHARACTERS + 1))
    cut = Revision.objects.filter(pk=revision.pk).values_list(Substr("text", begin + 1, max(size, 1)), flat=True)
    words = cut.get()[:size]
    return Here(revision, begin, begin + len(words)), words
