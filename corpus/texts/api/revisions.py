"""Revisions, and the long texts that are to become one."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models.functions import Substr
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from corpus.access.filters import Filters, WholeFilter
from corpus.access.idempotency import Idempotent
from corpus.access.permissions import ReadOrEdit
from corpus.access.typed import Typed
from corpus.extraction import Refused, extract_text
from corpus.texts import depositing, storing
from corpus.texts.api.asking import TextField, whole
from corpus.texts.api.handing import Handed
from corpus.texts.api.refusing import CannotBeKept, Taken
from corpus.texts.models import Deposit, Revision
from corpus.works.models import Edition


class RevisionSerializer(Typed, serializers.ModelSerializer[Revision]):
    edition = serializers.PrimaryKeyRelatedField(queryset=Edition.objects.none())
    name = serializers.SerializerMethodField(help_text="WORK/SIGLUM@N: how comparisons are asked for.")
    text = TextField(write_only=True)
    address = serializers.SerializerMethodField(help_text="The revision's page; it never changes.")

    class Meta:
        model = Revision
        fields = [
            "id",
            "edition",
            "number",
            "name",
            "text",
            "sha256",
            "characters",
            "words",
            "source",
            "extraction",
            "reason",
            "created_at",
            "address",
        ]
        read_only_fields = ["number", "sha256", "characters", "words", "source", "extraction", "created_at"]
        extra_kwargs = {"reason": {"required": True, "allow_blank": False}}

    def get_fields(self) -> Any:
        fields: Any = super().get_fields()
        if "request" in self.context:
            fields["edition"].queryset = Edition.objects.visible_to(self.context["request"].user).standing()
        return fields

    def get_name(self, revision: Revision) -> str:
        return str(revision)

    def get_address(self, revision: Revision) -> str:
        return str(self.context["request"].build_absolute_uri(revision.get_absolute_url()))

    def create(self, validated: dict[str, Any]) -> Any:
        try:
            found = extract_text(validated["text"], leave_out=False)
            return depositing.add_revision(
                validated["edition"],
                found.text,
                extraction=found,
                reason=validated["reason"],
                user=self.context["request"].user,
            )
        except Refused as refusal:
            raise CannotBeKept(str(refusal)) from refusal
        except (storing.NothingChanged, storing.Withdrawn, depositing.BeingStored) as reason:
            raise Taken(str(reason)) from reason

    def to_representation(self, instance: Any) -> Any:
        return (
            DepositSerializer(instance).data if isinstance(instance, Deposit) else super().to_representation(instance)
        )


class DepositSerializer(serializers.ModelSerializer[Deposit]):
    """A long text that a worker is to store as the edition's next revision; its job's result names that one."""

    state = serializers.CharField(read_only=True, help_text="queued, running or failed")
    error = serializers.CharField(read_only=True, help_text="Why it could not be stored; else empty.")

    class Meta:
        model = Deposit
        fields = ["edition", "state", "error", "job", "reason", "created_at"]


class RevisionFilter(Filters):
    work = django_filters.CharFilter("edition__work__slug", label="The work's slug.")
    siglum = django_filters.CharFilter("edition__siglum", label="The edition's siglum.")
    edition = WholeFilter("edition_id", label="The edition's id.")

    class Meta(Filters.Meta):
        model = Revision
        fields = {"number": ["exact"], "sha256": ["exact"]}


RANGE = [
    OpenApiParameter("begin", OpenApiTypes.INT, description="First code point; 0 where it is left out."),
    OpenApiParameter("end", OpenApiTypes.INT, description="Code point after the last; the text's end where left out."),
]


class RevisionViewSet(Idempotent, Handed, viewsets.ReadOnlyModelViewSet[Revision]):
    """Revisions: immutable states of an edition's text. A correction (POST) is a new one, with its reason."""

    queryset = Revision.objects.none()
    serializer_class = RevisionSerializer
    permission_classes = [ReadOrEdit]
    filterset_class = RevisionFilter
    ordering_fields = ["id", "created_at"]
    ordering = ["id"]

    def get_queryset(self) -> Any:
        return Revision.objects.readable_by(self.request.user).without_text().select_related("edition__work")

    @extend_schema(responses={201: RevisionSerializer, 202: DepositSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Correct a text. A long one is stored by a worker: the answer is then 202, with the job that does it."""
        return super().create(request, *args, **kwargs)

    @extend_schema(parameters=RANGE, responses={(200, "text/plain"): OpenApiTypes.STR})
    @action(detail=True, filter_backends=[], pagination_class=None)
    def text(self, request: Request, pk: str | None = None) -> HttpResponse:
        """The text in UTF-8, or a range of it in code points."""
        revision = self.get_object()
        begin = whole(request, "begin", 0)
        end = min(whole(request, "end", revision.characters), revision.characters)
        if begin > end:
            raise ValidationError({"begin": f"`begin` ({begin}) lies after `end` ({end})."})
        # The database cuts the range out, so that a page of a long text does not load the whole.
        cut = Revision.objects.filter(pk=revision.pk).values_list(Substr("text", begin + 1, end - begin), flat=True)
        response = HttpResponse(cut.get() or "" if end > begin else "", content_type="text/plain; charset=utf-8")
        response["X-Content-Type-Options"] = "nosniff"
        return response
