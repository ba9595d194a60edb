"""Every error of the API as problem details (RFC 9457), with a JSON pointer to each field that is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from rest_framework import status
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"


class TooLarge(APIException):
    """More was sent than is taken at once; the message says the bound."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "That is more than can be taken at once."
    default_code = "too_large"


def phrase(code: int) -> str:
    try:
        return HTTPStatus(code).phrase
    except ValueError:
        return "Error"


def sendable(said: str) -> str:
    """A sentence that may repeat what was sent, without what UTF-8 cannot carry: lone surrogates become U+FFFD."""
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in said)


def problem(code: int, detail: str, **members: Any) -> dict[str, Any]:
    return {"type": "about:blank", "title": phrase(code), "status": code, "detail": detail, **members}


def leaves(detail: Any, pointer: str = "") -> Iterator[tuple[str, ErrorDetail]]:
    """Every sentence of an exception's detail with the JSON pointer of what it speaks of."""
    if isinstance(detail, dict):
        for key, value in detail.items():
            name = "" if key == "non_field_errors" else "/" + str(key).replace("~", "~0").replace("/", "~1")
            yield from leaves(value, pointer + name)
    elif isinstance(detail, list):
        for index, value in enumerate(detail):
            nested = isinstance(value, dict | list)
            yield from leaves(value, f"{pointer}/{index}" if nested else pointer)
    else:
        yield pointer, detail


def handle(error: Exception, context: dict[str, Any]) -> Response | None:
    """REST framework's EXCEPTION_HANDLER: its own answer (with its headers and roll-back), told as problem details."""
    if isinstance(error, RequestDataTooBig):
        error = TooLarge()
    response = exception_handler(error, context)
    if response is None:
        return None
    code = response.status_code
    if isinstance(error, ValidationError):
        found = [
            {"pointer": sendable(pointer), "code": getattr(leaf, "code", "invalid"), "detail": sendable(str(leaf))}
            for pointer, leaf in leaves(error.detail)
        ]
        if found and all(leaf["code"] == "unique" for leaf in found):
            code = response.status_code = status.HTTP_409_CONFLICT
        response.data = problem(code, found[0]["detail"] if found else phrase(code), errors=found)
    else:
        detail = getattr(error, "detail", None)
        response.data = problem(code, sendable(str(detail)) if detail is not None else phrase(code))
    response.content_type = MEDIA_TYPE
    return response


def page(request: HttpRequest, code: int, detail: str) -> HttpResponse:
    """The same for a path that no resource matches, which REST framework never sees."""
    response = JsonResponse(problem(code, detail), status=code)
    response["Content-Type"] = MEDIA_TYPE
    return response


def is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")
