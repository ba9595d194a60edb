"""Quick compare: two texts that are typed, pasted or dropped; nothing is stored, no account is needed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from comparisons.engine.options import BadOptions
from comparisons.pairs import presenting, quickly
from comparisons.pairs.addresses import View
from corpus.extraction import extract
from corpus.extraction.base import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def compare_two(request: HttpRequest) -> HttpResponse:
    """The form; and below it, after it was sent, the comparison."""
    context: dict[str, object] = {"most": quickly.MOST, "a": "", "b": "", "compared": None}
    status = 200
    try:
        view = View.read(request.POST if request.method == "POST" else request.GET)
        if request.method == "POST":
            a, b = text(request, "a", "left"), text(request, "b", "right")
            context |= {"a": a, "b": b}
            context["compared"] = quickly.shown(a, b, view)
    except (BadOptions, quickly.TooLong, Refused) as error:
        view = View()
        context["why"] = str(error)
        status = 400
    context["switches"] = [
        {"name": name, "words": words, "on": name in view.ignore}
        for name, words in presenting.SWITCH_WORDS.items()
        if name != "rules"
    ]
    return render(request, "comparison/quick.html", context, status=status)


def text(request: HttpRequest, name: str, side: str) -> str:
    """The text of a side: the dropped file, where there is one, else what stands in the field."""
    upload = request.FILES.get(f"{name}_file")
    if upload is None:
        return request.POST.get(name, "").replace("\r\n", "\n").replace("\r", "\n")
    if (upload.size or 0) > quickly.BYTES:
        raise quickly.TooLong(
            f"The {side} file has {upload.size:,} bytes; here a text may have {quickly.MOST:,} characters. "
            "Longer texts can be added as editions of a work and compared there."
        )
    return extract(upload.read(), upload.name or "").text
