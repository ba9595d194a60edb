"""The API's editions, revisions, segments and sources."""

from __future__ import annotations

from typing import Any

import django_filters
from django.core.exceptions import ValidationError as ModelError
from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch
from django.db.models.functions import Substr
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_field
from rest_framework import mixins, parsers, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from corpus.access.filters import Filters, WholeFilter
from corpus.access.idempotency import Idempotent
from corpus.access.permissions import ReadOrEdit
from corpus.access.policy import Person
from corpus.access.typed import Typed
from corpus.extraction import Refused, extract, extract_text
from corpus.texts import depositing, followers, storing
from corpus.texts.models import Deposit, Revision, Segment, Source
from corpus.works.models import Edition, Work
from jobs.models import Job


class CannotBeKept(APIException):
    """The text or file that was sent is refused: nothing of it is stored."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_code = "refused"


class Taken(APIException):
    """What is asked for meets what is there already."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


@extend_schema_field({"type": "string", "format": "revision"})
class RevisionField(serializers.CharField):
    """The name of a revision: WORK/SIGLUM@N, or WORK/SIGLUM."""


class EditionSerializer(Typed, serializers.ModelSerializer[Edition]):
    """An edition with the state of its text: `ready`, or `record` where we hold none."""

    work = serializers.SlugRelatedField(slug_field="slug", queryset=Work.objects.none())
    text = serializers.CharField(
        write_only=True,
        required=False,
        allow_blank=True,
        trim_whitespace=False,
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


class Handed(mixins.CreateModelMixin):
    """Creates; where a worker has still to do it, the answer is 202."""

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        response = super().create(request, *args, **kwargs)
        if response.data.get("state") in {Job.State.QUEUED, Job.State.RUNNING}:
            response.status_code = status.HTTP_202_ACCEPTED
        return response


class EditionViewSet(Idempotent, Handed, mixins.UpdateModelMixin, viewsets.ReadOnlyModelViewSet[Edition]):
    """Editions. An editor adds one with its text (JSON) or its file (multipart)."""

    queryset = Edition.objects.none()
    serializer_class = EditionSerializer
    permission_classes = [ReadOrEdit]
    parser_classes = [parsers.JSONParser, parsers.MultiPartParser, parsers.FormParser]
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


class RevisionSerializer(Typed, serializers.ModelSerializer[Revision]):
    edition = serializers.PrimaryKeyRelatedField(queryset=Edition.objects.none())
    name = serializers.SerializerMethodField(help_text="WORK/SIGLUM@N: how comparisons are asked for.")
    text = serializers.CharField(write_only=True, allow_blank=True, trim_whitespace=False)
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


def whole(request: Request, name: str, default: int) -> int:
    """A whole number, 0 or more, of the query; `ValidationError` says which one is wrong."""
    value = request.query_params.get(name, "")
    if not value:
        return default
    if not (value.isascii() and value.isdigit()) or len(value) > 10:
        raise ValidationError({name: f"“{value}” is not a whole number from 0."})
    return int(value)


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
