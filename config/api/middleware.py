"""What the API's answers carry: an ETag, and leave for pages of other sites to read what is public."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.http import ConditionalGetMiddleware

from config.api.problems import is_api

READING = {"GET", "HEAD", "OPTIONS"}


class Entities(ConditionalGetMiddleware):
    """ETag and 304 for everything read from the API; pages of the site carry tokens and are left alone."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return super().process_response(request, response) if is_api(request) else response


class OpenToRead:
    """CORS for reading alone, without credentials: so what a visitor may see, and nothing else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        asked = request.headers.get("Access-Control-Request-Method", request.method or "")
        if is_api(request) and request.method in READING and asked in READING:
            response["Access-Control-Allow-Origin"] = "*"
            response["Access-Control-Expose-Headers"] = "ETag, Link, Content-Disposition"
            if request.method == "OPTIONS":
                response["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
                response["Access-Control-Allow-Headers"] = "Accept, If-None-Match"
        return response
