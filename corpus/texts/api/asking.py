"""What a query or a body names: a revision, a whole number."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request


@extend_schema_field({"type": "string", "format": "revision"})
class RevisionField(serializers.CharField):
    """The name of a revision: WORK/SIGLUM@N, or WORK/SIGLUM."""


def whole(request: Request, name: str, default: int) -> int:
    """A whole number, 0 or more, of the query; `ValidationError` says which one is wrong."""
    value = request.query_params.get(name, "")
    if not value:
        return default
    if not (value.isascii() and value.isdigit()) or len(value) > 10:
        raise ValidationError({name: f"“{value}” is not a whole number from 0."})
    return int(value)
