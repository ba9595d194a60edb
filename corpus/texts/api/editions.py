"""Editions."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import ValidationError as ModelError
from django.db import transaction
from django.db.models import Prefetch
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, parsers, serializers, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from corpus.access.filters import Filters
from corpus.access.idempotency import Idempotent
from corpus.access.parsing import BoundedJSONParser
from corpus.access.permissions import ReadOrEdit
from corpus.access.typed import Typed
from corpus.extraction import Refused, extract, extract_text
from corpus.texts import depositing, followers, storing
from corpus.texts.api.asking import TextField
from corpus.texts.api.handing import Handed
from corpus.texts.api.refusing import CannotBeKept, Taken
from corpus.texts.models import Deposit, Revision
from corpus.works.models import Edition, Work


class EditionSerializer(Typed, serializers.ModelSerializer[Edition]):
    """An edition with the state of its text: `ready`, or `record` where we hold none."""

    work = serializers.SlugRelatedField(slug_field="slug", queryset=Work.objects.none())
    text = TextField(
        write_only=True,
        required=False,
        help_text="The text itself; or send `file`. Neither makes a record without text.",
    )
    file = serializers.FileField(
        write_only=True, required=False, allow_empty_file=True, help_text="A .txt or .md file, in multipart/form-data."
    )
    encoding = serializers.CharField(
        write_only=True, required=False, help_text="The file's encoding, where it is not found right."
    )
    leave_out = serializers.BooleanField(
        write_only=True,
        required=False,
        default=False,
        help_text="Leave out what looks like a website's navigation; the revision's `extraction` lists it.",
    )
    state = serializers.SerializerMethodField(
        help_text="ready; queued or running while a worker stores a long text; failed where it could not be stored, "
        "which `error` explains; record (we hold no text); withdrawn"
    )
    error = serializers.SerializerMethodField(help_text="Why the last long text could not be stored; else empty.")
    job = serializers.SerializerMethodField(help_text="The job that stores a long text, or null.")
    revision = serializers.SerializerMethodField(help_text="The newest revision: WORK/SIGLUM@N, or null.")
    revisions = serializers.SerializerMethodField(help_text="Ids of all revisions, the oldest first.")
    warnings = serializers.SerializerMethodField(help_text="What the extraction of the newest revision said.")
    address = serializers.SerializerMethodField(help_text="The edition's page.")

    class Meta:
        model = Edition
        fields = [
            "id",
            "work",
            "siglum",
            "title",
            "kind",
            "date",
            "language",
            "creator",
            "publisher",
            "place",
            "source",
            "description",
            "notice",
            "availability",
            "rights",
            "visibility",
            "text",
            "file",
            "encoding",
            "leave_out",
            "state",
            "error",
            "job",
            "revision",
            "revisions",
            "warnings",
            "withdrawn_at",
            "withdrawn_reason",
            "created_at",
            "updated_at",
            "address",
        ]
        read_only_fields = ["withdrawn_at", "withdrawn_reason", "created_at", "updated_at"]

    def get_fields(self) -> Any:
        fields: Any = super().get_fields()
        person = self.context["request"].user if "request" in self.context else None
        if person is not None and "work" in fields:
            fields["work"].queryset = Work.objects.visible_to(person)
        return fields

    def get_state(self, edition: Edition) -> str:
        if edition.withdrawn_at:
            return "withdrawn"
        if edition.revisions.all():
            return "ready"
        deposit = deposit_of(edition)
        return deposit.state if deposit else "record"

    def get_error(self, edition: Edition) -> str:
        deposit = deposit_of(edition)
        return deposit.error if deposit else ""

    def get_job(self, edition: Edition) -> str | None:
        deposit = deposit_of(edition)
        return str(deposit.job_id) if deposit and deposit.job_id else None

    def newest(self, edition: Edition) -> Revision | None:
        return max(edition.revisions.all(), key=lambda revision: revision.number, default=None)

    def get_revision(self, edition: Edition) -> str | None:
        newest = self.newest(edition)
        return f"{edition.work.slug}/{edition.siglum}@{newest.number}" if newest else None

    def get_revisions(self, edition: Edition) -> list[int]:
        return [revision.pk for revision in sorted(edition.revisions.all(), key=lambda revision: revision.number)]

    def get_warnings(self, edition: Edition) -> list[str]:
        newest = self.newest(edition)
        return list(newest.extraction.get("warnings", [])) if newest else []

    def get_address(self, edition: Edition) -> str:
        return str(self.context["request"].build_absolute_uri(edition.get_absolute_url()))

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "text" in attrs and "file" in attrs:
            raise ValidationError({"file": "Send either `text` or `file`, not both."})
        return attrs

    def create(self, validated: dict[str, Any]) -> Edition:
        """Through the same door as the page and the command: extraction, then one transaction."""
        text, file = validated.pop("text", None), validated.pop("file", None)
        encoding = validated.pop("encoding", None)
        person = self.context["request"].user
        work = validated.pop("work")
        leave_out = validated.pop("leave_out", False)
        try:
            if file is not None:
                content = file.read()
                found = extract(content, file.name, encoding=encoding, leave_out=leave_out)
                validated |= {"text": found.text, "content": content, "filename": file.name, "extraction": found}
            elif text is not None:
                found = extract_text(text, leave_out=leave_out)
                validated |= {"text": found.text, "extraction": found}
            return depositing.add_edition(work, user=person, **validated)
        except Refused as refusal:
            raise CannotBeKept(str(refusal)) from refusal
        except storing.SiglumTaken as taken:
            raise Taken(str(taken)) from taken
        except ModelError as error:
            raise ValidationError(error.message_dict if hasattr(error, "error_dict") else error.messages) from error


def deposit_of(edition: Edition) -> Deposit | None:
    """The long text of the edition that is still to be stored, or could not be."""
    found: Deposit | None = getattr(edition, "deposit", None)
    return found


class EditionFilter(Filters):
    work = django_filters.CharFilter("work__slug", label="The work's slug.")

    class Meta(Filters.Meta):
        model = Edition
        fields = {"siglum": ["exact"], "kind": ["exact"], "language": ["exact"], "visibility": ["exact"]}


def revisions_for_lists() -> Prefetch[Any]:
    return Prefetch("revisions", Revision.objects.without_text().order_by("number"))


class EditionViewSet(Idempotent, Handed, mixins.UpdateModelMixin, viewsets.ReadOnlyModelViewSet[Edition]):
    """Editions. An editor adds one with its text (JSON) or its file (multipart)."""

    queryset = Edition.objects.none()
    serializer_class = EditionSerializer
    permission_classes = [ReadOrEdit]
    parser_classes = [BoundedJSONParser, parsers.MultiPartParser, parsers.FormParser]
    http_method_names = ["get", "head", "options", "post", "patch"]
    filterset_class = EditionFilter
    ordering_fields = ["id", "siglum", "date", "created_at"]
    ordering = ["id"]

    def get_queryset(self) -> Any:
        editions = Edition.objects.visible_to(self.request.user).select_related("work", "deposit__job")
        return editions.defer("deposit__text", "deposit__content").prefetch_related(revisions_for_lists())

    @extend_schema(responses={201: EditionSerializer, 202: EditionSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Add an edition. A long text is stored by a worker: the answer is then 202, and `state` says when it is there."""
        return super().create(request, *args, **kwargs)

    def perform_update(self, serializer: Any) -> None:
        for name in ("text", "file", "encoding", "work", "siglum"):
            if name in serializer.validated_data:
                raise ValidationError(
                    {name: "This does not change here: a new text is a new revision (POST revisions/)."}
                )
        with transaction.atomic():
            serializer.save()
            followers.changed()
