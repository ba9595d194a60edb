"""A form's letters are UTF-8 or the form is refused.

Django puts U+FFFD where bytes are no UTF-8, so that a text from a program that sends another encoding would be stored
with letters lost and nobody told. Browsers send UTF-8, as our pages say theirs.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

EXACT = "utf-8-exact"
LOST = "\ufffd"


class NotUtf8(BadRequest):
    """Bytes of a form are no UTF-8; the message says which, and what to do."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at  # an exception that holds more than its message is not wrapped in another by Python's codecs


def exactly(content: bytes) -> str:
    """The text of some bytes of UTF-8. Raises `NotUtf8`."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        before = content[max(0, error.start - 30) : error.start].decode("utf-8", "ignore")
        after = f", after “{before}”" if before.strip() else ""
        raise NotUtf8(
            f"What was sent is no UTF-8: byte {error.start + 1} of a field is 0x{content[error.start]:02x}{after}. "
            "Nothing was done and nothing was stored. Send it as UTF-8, or as a file, whose encoding is found out.",
            error.start,
        ) from error


def _decode(content: Any, errors: str = "strict") -> tuple[str, int]:
    """As `exactly`, whatever is to be done about errors: Django asks for replacement."""
    return exactly(bytes(content)), len(content)


def _codec(name: str) -> codecs.CodecInfo | None:
    return codecs.CodecInfo(codecs.utf_8_encode, _decode, name=EXACT) if name.replace("_", "-") == EXACT else None


codecs.register(_codec)


class ExactLetters:
    """Forms of several parts are read by a codec of our own, as their bytes are read once and gone; others, which
    Django reads as UTF-8 alone, are looked at again where a letter was lost in them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.content_type == "multipart/form-data" and request.encoding is None:
            request.encoding = EXACT
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        if request.content_type == "application/x-www-form-urlencoded" and LOST in "".join(_letters(request)):
            for field in request.body.replace(b"+", b" ").split(b"&"):
                exactly(unquote_to_bytes(field.partition(b"=")[2]))


def _letters(request: HttpRequest) -> list[str]:
    return [text for name, values in request.POST.lists() for text in (name, *values)]
