"""Families of passages."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from comparisons.phrasing import filters, records
from comparisons.phrasing.api.choosing import FILTERS, Listed, choice_of
from comparisons.phrasing.api.records import FamilySerializer
from comparisons.phrasing.models import Family, Passage


class FamilyViewSet(Listed):
    """Families: the places of several documents that are the same text."""

    queryset = Family.objects.none()
    serializer_class = FamilySerializer

    def seen(self) -> Any:
        return Family.objects.visible_to(self.request.user).with_members(self.request.user)

    def record(self, family: Any) -> dict[str, Any]:
        return records.family(family, family.there, self.request.build_absolute_uri)

    @extend_schema(parameters=FILTERS[:-1], responses=FamilySerializer(many=True))
    def list(self, request: Request) -> Response:
        """The families of the chosen passages, the best first."""
        choice = choice_of(request)
        found = self.seen()
        if not choice.everything:
            chosen = filters.chosen(Passage.objects.visible_to(request.user), choice)
            found = found.filter(pk__in=chosen.order_by().values("family"))
        page = self.pages(found, ("-score", "key", "id"))
        return self.get_paginated_response([self.record(family) for family in page])

    @extend_schema(responses=FamilySerializer)
    def retrieve(self, request: Request, key: str) -> Response:
        found = self.seen().filter(key=key).first()
        if found is None:
            raise NotFound("There is no family of this key here.")
        return Response(self.record(found))
