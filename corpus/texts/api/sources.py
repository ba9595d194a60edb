"""Sources."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request

from corpus.texts.models import Revision, Source


class SourceSerializer(serializers.ModelSerializer[Source]):
    class Meta:
        model = Source
        fields = ["id", "sha256", "size", "media_type", "filename", "created_at"]


class SourceViewSet(viewsets.ReadOnlyModelViewSet[Source]):
    """The bytes as they came, and what they are."""

    queryset = Source.objects.none()
    serializer_class = SourceSerializer
    filterset_fields = {"sha256": ["exact"]}
    ordering_fields = ["id"]
    ordering = ["id"]

    def get_queryset(self) -> Any:
        """Sources of which some revision is visible: a source alone says as much as its text."""
        seen = Revision.objects.readable_by(self.request.user).filter(source=OuterRef("pk"))
        return Source.objects.filter(Exists(seen)).defer("content")

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiResponse(OpenApiTypes.BINARY)})
    @action(detail=True, filter_backends=[], pagination_class=None)
    def content(self, request: Request, pk: str | None = None) -> HttpResponse:
        """The bytes, as an attachment."""
        source = self.get_object()
        response = HttpResponse(bytes(source.content), content_type="application/octet-stream")
        response["Content-Disposition"] = f'attachment; filename="source-{source.sha256[:12]}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response
