"""Quick compare: two texts that are typed, pasted or dropped; nothing is stored, no account is needed."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from comparisons.engine.options import BadOptions
from comparisons.pairs import heading, quickly
from comparisons.pairs.addresses import View
from corpus.extraction import extract
from corpus.extraction.base import Refused
from corpus.works.validation import validate_language


@require_http_methods(["GET", "HEAD", "POST"])
def compare_two(request: HttpRequest) -> HttpResponse:
    """The form; and below it, after it was sent, the comparison."""
    context: dict[str, object] = {"most": quickly.MOST, "a": "", "b": "", "compared": None}
    status = 200
    try:
        view = View.read(request.POST if request.method == "POST" else request.GET)
        if request.method == "POST":
            a, b = text(request, "a", "left"), text(request, "b", "right")
            languages = language(request, "a"), language(request, "b")
            context |= {"a": a, "b": b, "a_language": languages[0], "b_language": languages[1]}
            for tag in filter(None, languages):
                validate_language(tag)
            context["compared"] = quickly.shown(a, b, view, languages)
    except ValidationError as error:
        view, status = View(), 400
        context["why"] = " ".join(error.messages)
    except (BadOptions, quickly.TooLong, Refused) as error:
        view = View()
        context["why"] = str(error)
        status = 400
    context["switches"] = [
        {"name": name, "words": words, "on": name in view.ignore}
        for name, words in heading.SWITCH_WORDS.items()
        if name != "rules"
    ]
    return render(request, "comparison/quick.html", context, status=status)


def language(request: HttpRequest, name: str) -> str:
    """The tag that stands in the field of a side, or nothing."""
    return request.POST.get(f"{name}_language", "").strip()[:35]


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
    content: bytes = upload.read()
    if not content.strip():  # an empty file is an empty text, as an empty field is
        return content.decode("ascii").replace("\r\n", "\n").replace("\r", "\n")
    return extract(content, upload.name or "").text
