"""The API's jobs: one's own long work, how far it is, and its cancelling."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import permissions, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from jobs import queue
from jobs.models import Job


class JobSerializer(serializers.ModelSerializer[Job]):
    result = serializers.JSONField(read_only=True, help_text="What the work gave; null until it is done.")

    class Meta:
        model = Job
        fields = [
            "id",
            "kind",
            "title",
            "state",
            "progress",
            "message",
            "result",
            "error",
            "attempts",
            "created_at",
            "started_at",
            "finished_at",
        ]


class NotOver(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_code = "not_over"


class JobViewSet(viewsets.ReadOnlyModelViewSet[Job]):
    """Long work that you asked for."""

    queryset = Job.objects.none()
    serializer_class = JobSerializer
    permission_classes = [permissions.IsAuthenticated]
    filterset_fields = {"state": ["exact"], "kind": ["exact"]}
    ordering_fields = ["created_at"]
    ordering = ["-created_at"]

    def get_queryset(self) -> Any:
        return Job.objects.filter(created_by=self.request.user)  # type: ignore[misc]

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def cancel(self, request: Request, pk: str | None = None) -> Response:
        """Ask for the job to stop; one that waits stops at once, one that runs at its next step."""
        job = self.get_object()
        queue.cancel(job)
        job.refresh_from_db()
        return Response(self.get_serializer(job).data)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def retry(self, request: Request, pk: str | None = None) -> Response:
        """Try a failed or cancelled job again."""
        job = self.get_object()
        try:
            again = queue.retry(job)
        except queue.NotOver as error:
            raise NotOver(str(error)) from error
        return Response(self.get_serializer(again).data)
