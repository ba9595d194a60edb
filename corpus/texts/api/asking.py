"""What a query or a body names: a revision, a whole number."""

from __future__ import annotations

from typing import Any

from django.core.validators import ProhibitNullCharactersValidator
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.validators import ProhibitSurrogateCharactersValidator

from corpus.works.validation import validate_plain


@extend_schema_field({"type": "string", "format": "revision"})
class RevisionField(serializers.CharField):
    """The name of a revision: WORK/SIGLUM@N, or WORK/SIGLUM."""


class TextField(serializers.CharField):
    """A text to the last blank, empty too; what no text can hold is refused with its place, and once."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"trim_whitespace": False, "allow_blank": True, **kwargs})
        prohibiting = ProhibitNullCharactersValidator, ProhibitSurrogateCharactersValidator
        self.validators = [one for one in self.validators if not isinstance(one, prohibiting)] + [validate_plain]


def whole(request: Request, name: str, default: int) -> int:
    """A whole number, 0 or more, of the query; `ValidationError` says which one is wrong."""
    value = request.query_params.get(name, "")
    if not value:
        return default
    if not (value.isascii() and value.isdigit()) or len(value) > 10:
        raise ValidationError({name: f"“{value}” is not a whole number from 0."})
    return int(value)
