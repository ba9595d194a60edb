"""What one request may bring: a body longer than any file that is taken is turned away before it is read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

BESIDE = 1 << 20  # bytes that a form may hold beside its file or text


def limit_body(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: 413 with a sentence for a body of more than twice the largest file (a text is longer in a form)."""

    def limited(request: HttpRequest) -> HttpResponse:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + BESIDE
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length <= most:
            return answer(request)
        said = (
            f"This request has {length:,} bytes; a file may have {settings.LIMIT_FILE_BYTES:,}. Nothing was stored. "
            "Divide the file, say by volume or book, and add each part as an edition."
        )
        if request.path.startswith("/api/"):
            problem = {"type": "about:blank", "title": "The request is too large.", "status": 413, "detail": said}
            return JsonResponse(problem, status=413, content_type="application/problem+json")
        return HttpResponse(said, status=413, content_type="text/plain; charset=utf-8")

    return limited
