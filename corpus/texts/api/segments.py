"""Segments."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from rest_framework import serializers, viewsets

from corpus.access.filters import Filters, WholeFilter
from corpus.access.policy import Person
from corpus.texts.models import Revision, Segment


class SegmentSerializer(serializers.ModelSerializer[Segment]):
    class Meta:
        model = Segment
        fields = ["id", "revision", "position", "kind", "level", "number", "anchor", "begin", "end"]


class SegmentFilter(Filters):
    revision = WholeFilter("revision_id", label="The revision's id.")

    class Meta(Filters.Meta):
        model = Segment
        fields = {"kind": ["exact"], "number": ["exact"], "anchor": ["exact"]}


class SegmentViewSet(viewsets.ReadOnlyModelViewSet[Segment]):
    """Headings, paragraphs and lines of the revisions, as spans of code points with an anchor that can be cited."""

    queryset = Segment.objects.none()
    serializer_class = SegmentSerializer
    filterset_class = SegmentFilter
    ordering_fields = ["id"]
    ordering = ["id"]

    def get_queryset(self) -> Any:
        person: Person = self.request.user
        seen = Revision.objects.readable_by(person).filter(pk=OuterRef("revision"))
        return Segment.objects.filter(Exists(seen))
