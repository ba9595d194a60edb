"""A JSON body is taken as it is described: a number is no text, and a 1 no yes.

REST framework makes of either the other, as it must for forms, where everything is text. In JSON that would hide a
client's mistake: a title that was meant to be a list, a yes that was meant to be a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.http import QueryDict
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

TEXT = (serializers.CharField, serializers.SlugRelatedField)
WHOLE = (serializers.IntegerField, serializers.PrimaryKeyRelatedField)


class Typed(serializers.Serializer[Any]):
    """Mix into a serializer, before its own base: of JSON it then takes only the types that it describes."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, Mapping) and not isinstance(data, QueryDict):
            wrong: dict[str, Any] = {
                str(field.field_name): said
                for field in self._writable_fields
                if field.field_name in data and (said := list(_mistyped(field, data[field.field_name])))
            }
            if wrong:
                raise ValidationError(wrong)
        return super().to_internal_value(data)


def _mistyped(field: Any, given: Any) -> Iterator[ErrorDetail]:
    """What is wrong with the type of a value; whether it may be null is for the field to say."""
    if isinstance(field, serializers.ListField) and isinstance(given, list):
        for one in given:
            yield from _mistyped(field.child, one)
        return
    expected, taken = _types(field)
    if (
        given is not None
        and expected
        and (not isinstance(given, taken) or (isinstance(given, bool) and bool not in taken))
    ):
        yield ErrorDetail(f"This must be {expected}, not {_named(given)}.", code="type")


def _types(field: Any) -> tuple[str, tuple[type, ...]]:
    if isinstance(field, serializers.BooleanField):
        return "true or false", (bool,)
    if isinstance(field, TEXT):
        return "a text", (str,)
    if isinstance(field, WHOLE):
        return "a whole number", (int, float)  # 5.0 is one in JSON; the field refuses 5.5
    return "", ()


def _named(given: Any) -> str:
    return {str: "a text", bool: "true or false", list: "a list", dict: "an object"}.get(type(given), "a number")


def either(schema: dict[str, Any], first: list[str], second: list[str], may: Sequence[str] = ()) -> dict[str, Any]:
    """The description of an object that has the one or the other of its properties; `may` go with the first."""
    properties = schema["properties"]
    forms = [
        {
            "type": "object",
            "properties": {name: properties[name] for name in (*names, *more)},
            "required": names,
            "not": {"anyOf": [{"required": [name]} for name in properties if name not in {*names, *more}]},
        }
        for names, more in ((first, may), (second, ()))
    ]
    return {"description": schema.get("description", ""), "oneOf": forms}
