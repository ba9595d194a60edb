"""Error pages in the look of the house; under `/api/` the same as problem details."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader

from config.api.problems import is_api, page


def _answer(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    if is_api(request):
        return page(request, status, sentence)
    return render(
        request, "house/error.html", {"status": status, "heading": title, "sentence": sentence}, status=status
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 400, "That request cannot be read", "Something in the address or the form is malformed.")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, 403, "That is not for this account", "Sign in with an account that may do this.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    said = str(exception.args[0]) if exception.args and isinstance(exception.args[0], str) else ""
    return _answer(request, 404, "Nothing stands here", said or "There is nothing at this address.")


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request's context, which may be what failed."""
    sentence = "Something went wrong on our side. Nothing that is stored was changed; it has been logged."
    if is_api(request):
        return page(request, 500, sentence)
    context = {"status": 500, "heading": "That went wrong", "sentence": sentence}
    return HttpResponseServerError(loader.render_to_string("house/error.html", context))
