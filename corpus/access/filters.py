"""Filters of the API's lists, that a number of any size does not upset."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.db import models
from drf_spectacular.utils import extend_schema_field

LARGEST = 2**63 - 1  # what both databases take for an id


class WholeField(forms.IntegerField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("min_value", None)
        kwargs.pop("max_value", None)
        super().__init__(min_value=0, max_value=LARGEST, **kwargs)


@extend_schema_field({"type": "integer", "minimum": 0, "maximum": LARGEST})
class WholeFilter(django_filters.Filter):  # type: ignore[misc]
    """A whole number, such as an id: one that nothing has gives an empty list, so that nothing hidden is told."""

    field_class = WholeField


class Filters(django_filters.FilterSet):  # type: ignore[misc]
    class Meta:
        filter_overrides = {models.PositiveIntegerField: {"filter_class": WholeFilter}}
