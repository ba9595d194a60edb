"""Error pages in the look of the house; under `/api/` the same as problem details."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader

from config.api.problems import is_api, page
from config.letters import NotUtf8


def _answer(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    if is_api(request):
        return page(request, status, sentence)
    return render(
        request, "house/error.html", {"status": status, "heading": title, "sentence": sentence}, status=status
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = (
        "Something in the address or in the form is malformed, so nothing was done and nothing was stored. "
        "Go back and try again, or begin at the library."
    )
    if isinstance(exception, NotUtf8):
        sentence = str(exception)
    return _answer(request, 400, "That request cannot be read", sentence)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = _said(exception) or "Your account may not do this. Ask an administrator for the right to."
    return _answer(request, 403, "That is not for this account", f"{sentence} Nothing was changed.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    sentence = _said(exception) or "There is nothing at this address: perhaps it was cut short when it was copied."
    return _answer(request, 404, "Nothing stands here", sentence)


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the context processors, which may be what failed."""
    sentence = (
        "Something went wrong on our side, and it has been logged. Every change is stored whole or not at all, so nothing "
        "is left half done. Try again in a minute; if it happens again, tell whoever runs this site when and where."
    )
    if is_api(request):
        return page(request, 500, sentence)
    context = {"status": 500, "heading": "That went wrong", "sentence": sentence, "request": request}
    return HttpResponseServerError(loader.render_to_string("house/error.html", context))


def _said(exception: Exception) -> str:
    """What the view that refused had to say."""
    return str(exception.args[0]) if exception.args and isinstance(exception.args[0], str) else ""
