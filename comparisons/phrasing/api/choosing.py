"""What a query chooses: the filters and the order of the pages, read from it and described."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework import viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from comparisons.phrasing import filters
from comparisons.phrasing.filters import BadChoice, Choice
from comparisons.phrasing.models import Passage

TIES = 1_000_000  # passages that may be equal in what a list is sorted by


def _filter(name: str, kind: Any, description: str, *, many: bool = False, enum: Any = None) -> OpenApiParameter:
    return OpenApiParameter(name, kind, description=description, many=many, enum=enum)


FROM_NOTHING = {"minimum": 0, "maximum": 1_000_000_000}

FILTERS = [
    _filter("work", OpenApiTypes.STR, "Slug: one side is of this work. May be given several times.", many=True),
    _filter(
        "edition", OpenApiTypes.STR, "WORK/SIGLUM: one side is of this edition. May be given several times.", many=True
    ),
    _filter("other", OpenApiTypes.STR, "WORK or WORK/SIGLUM: the other side is of it.", many=True),
    _filter("language", OpenApiTypes.STR, "BCP 47: one side is in this language.", many=True),
    _filter("since", OpenApiTypes.STR, "EDTF: one side may have been written then or later."),
    _filter("until", OpenApiTypes.STR, "EDTF: one side may have been written then or earlier."),
    _filter("min_words", {"type": "integer", **FROM_NOTHING}, "Words of the longer side."),
    _filter("min_identity", {"type": "number", "minimum": 0, "maximum": 1}, "Share of the words that match, 0 to 1."),
    _filter("min_score", {"type": "number", **FROM_NOTHING}, "Bits, less what differences cost."),
    _filter("min_bits", {"type": "number", **FROM_NOTHING}, "Bits that the matching words carry."),
    _filter("kind", OpenApiTypes.STR, "May be given several times.", many=True, enum=Passage.Kind.values),
    _filter("boilerplate", OpenApiTypes.STR, "Headers and notices; shown by default.", enum=filters.BOILERPLATE),
    _filter(
        "direction",
        OpenApiTypes.STR,
        "In time; gives and takes need a work or an edition.",
        enum=list(filters.DIRECTIONS),
    ),
    _filter("q", OpenApiTypes.STR, "Words that stand in the passage."),
    _filter("family", OpenApiTypes.STR, "Key of a family."),
    _filter("also", OpenApiTypes.STR, "With the places that stand under a better passage.", enum=["yes", "no"]),
    _filter("ordering", OpenApiTypes.STR, "What it is sorted by.", enum=list(filters.ORDERS)),
]


def choice_of(request: Request) -> Choice:
    """What the query chooses; `ValidationError` names the filter that means nothing."""
    try:
        return Choice.read(request.query_params)
    except BadChoice as error:
        raise ValidationError({error.field: str(error)}) from error


class Listed(viewsets.GenericViewSet[Any]):
    """A list whose filters and order are those of the pages."""

    filter_backends: list[Any] = []
    lookup_field = "key"
    lookup_value_regex = "[0-9a-f]{64}"

    def pages(self, found: Any, ordering: tuple[str, ...]) -> Any:
        """A page of rows, by cursor."""
        paginator: Any = self.paginator
        paginator.ordering, paginator.offset_cutoff = ordering, TIES
        return self.paginate_queryset(found)
