"""How large a request may be: refused by what it says of itself, before anything of it is kept."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponse]

# Times the bound: so much is read and thrown away, so that the sender hears our sentence and not a cut line. Whoever
# announces more is answered at once: what is announced need never come.
READ_AWAY = 8
CHUNK = 1 << 16
DIGITS = 18  # of any length that there is


class RequestBound:
    """Answers 413 with a sentence where a request is longer than `REQUEST_MAX_BYTES`, or a form in it than Django takes."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isascii() or not length.isdigit() or len(length) > DIGITS:
            return self._refuse(request, 0)
        if int(length) > settings.REQUEST_MAX_BYTES:
            return self._refuse(request, int(length))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _sentence(request) if isinstance(exception, RequestDataTooBig) else None

    def _refuse(self, request: HttpRequest, length: int) -> HttpResponse:
        left = length if length <= settings.REQUEST_MAX_BYTES * READ_AWAY else 0
        while left > 0 and (read := len(request.read(min(CHUNK, left)))):
            left -= read
        response = _sentence(request)
        response["Connection"] = "close"
        return response


def _sentence(request: HttpRequest) -> HttpResponse:
    file, whole = (f"{bound / 2**20:.0f} MB" for bound in (settings.LIMIT_FILE_BYTES, settings.REQUEST_MAX_BYTES))
    sentence = (
        f"What was sent is larger than this site takes: at most {file} a file and {whole} at once. Nothing of it was stored. "
        "Send a smaller file, or divide it."
    )
    if request.path.startswith("/api/"):
        problem = {"type": "about:blank", "title": "Content Too Large", "status": 413, "detail": sentence}
        return HttpResponse(json.dumps(problem), status=413, content_type="application/problem+json")
    return render(
        request,
        "house/error.html",
        {"status": 413, "heading": "That is too much at once", "sentence": sentence},
        status=413,
    )
