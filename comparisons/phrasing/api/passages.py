"""Passages that two documents of the corpus share."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from comparisons.engine.passages import SameName
from comparisons.phrasing import asking, citing, downloads, filters, records
from comparisons.phrasing.api.choosing import FILTERS, Listed, choice_of
from comparisons.phrasing.api.finding import FindSerializer, FoundSerializer, TooLong
from comparisons.phrasing.api.records import CountsSerializer, PassageSerializer
from comparisons.phrasing.following import KIND, TITLE
from comparisons.phrasing.models import Passage
from corpus.access.idempotency import keep_body, once
from corpus.access.permissions import ReadOrEdit
from jobs import queue
from jobs.api import JobSerializer


class PassageViewSet(Listed):
    """Passages that two documents of the corpus share."""

    queryset = Passage.objects.none()
    serializer_class = PassageSerializer
    permission_classes = [ReadOrEdit]

    def initialize_request(self, request: Any, *args: Any, **kwargs: Any) -> Request:
        keep_body(request)
        return super().initialize_request(request, *args, **kwargs)

    def seen(self) -> Any:
        return Passage.objects.visible_to(self.request.user)

    def record(self, passage: Passage) -> dict[str, Any]:
        return records.passage(passage, self.request.build_absolute_uri)

    @extend_schema(parameters=FILTERS, responses=PassageSerializer(many=True))
    def list(self, request: Request) -> Response:
        choice = choice_of(request)
        found = filters.chosen(self.seen(), choice).light().in_context().with_also(request.user)
        page = self.pages(found, filters.ORDERS[choice.order])
        return self.get_paginated_response([self.record(passage) for passage in page])

    def one(self, key: str) -> Any:
        found = self.seen().filter(key=key).light().in_context().with_also(self.request.user)
        return found.order_by("a", "b").first()

    @extend_schema(responses=PassageSerializer)
    def retrieve(self, request: Request, key: str) -> Response:
        """The passage of this key: as the corpus has it, or as it was cited."""
        found = self.one(key)
        if found is not None:
            return Response(self.record(found))
        cited = citing.kept(key, request.user)
        if cited is None:
            raise NotFound("There is no passage of this key here.")
        return Response(cited | {"also": [], "superseded": True})

    @extend_schema(request=None, responses=PassageSerializer)
    @action(detail=True, methods=["post"], pagination_class=None, permission_classes=[AllowAny])
    def cite(self, request: Request, key: str) -> Response:
        """Keep this passage for ever, since it is cited."""
        found = self.one(key)
        if found is None:
            raise NotFound("There is no passage of this key here.")
        citing.cite(found, request.build_absolute_uri)
        return Response(self.record(found))

    @extend_schema(parameters=FILTERS[:-1], responses=CountsSerializer)
    @action(detail=False, pagination_class=None)
    def counts(self, request: Request) -> Response:
        """How many passages each value of each filter would leave, under all the other filters."""
        return Response(asdict(filters.counts(self.seen(), choice_of(request))))

    @extend_schema(
        parameters=[*FILTERS, OpenApiParameter("form", OpenApiTypes.STR, "path", enum=[*downloads.FORMATS])],
        responses={
            (200, media_type.partition(";")[0]): OpenApiTypes.STR for _, media_type, _ in downloads.FORMATS.values()
        },
    )
    @action(
        detail=False,
        pagination_class=None,
        url_path=f"export/(?P<form>{'|'.join(downloads.FORMATS)})",
        url_name="export",
    )
    def export(self, request: Request, form: str) -> StreamingHttpResponse:
        """What is chosen, as a file: a table, JSON lines, TEI standoff, or the documents for BibTeX."""
        chosen = filters.chosen(self.seen(), choice_of(request))
        _, media_type, ending = downloads.FORMATS[form]
        pieces = downloads.write(chosen, request.user, form, request.build_absolute_uri)
        response = StreamingHttpResponse(pieces, content_type=media_type)
        response["Content-Disposition"] = f'attachment; filename="passages.{ending}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response

    @extend_schema(request=None, responses={202: JobSerializer})
    @action(detail=False, methods=["post"], pagination_class=None)
    def run(self, request: Request) -> Response:
        """Bring the passages up to date with the corpus, by a worker. Every change of the corpus asks for this itself."""

        def asked() -> Response:
            job = queue.enqueue(KIND, {}, title=TITLE, key=KIND, user=request.user)
            return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)

        return once(request, asked)

    @extend_schema(request=FindSerializer, responses=FoundSerializer)
    @action(detail=False, methods=["post"], pagination_class=None, permission_classes=[AllowAny])
    def find(self, request: Request) -> Response:
        """The passages that your own few documents share; nothing is kept. Bounded; `manage.py passages` is not."""
        asked = FindSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        documents = [(one["id"], one["text"]) for one in asked.validated_data["documents"]]
        bound, total = settings.LIMIT_FIND_CHARACTERS, sum(len(text) for _, text in documents)
        if total > bound:
            raise TooLong(
                f"The documents have {total:,} characters together; passages/find/ takes {bound:,}. "
                "Add them as editions, or run manage.py passages on a machine of your own."
            )
        try:
            options = {"within": asked.validated_data["within"], "scans": asked.validated_data["noise"] == "ocr"}
            return Response(asking.answer(documents, **options))
        except SameName as error:
            raise ValidationError({"documents": str(error)}) from error
