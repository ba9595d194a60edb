"""The API's notes: what was said of places in the texts."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import ValidationError

from corpus.access.filters import Filters, WholeFilter
from corpus.access.idempotency import Idempotent
from corpus.access.permissions import ReadOrEdit
from corpus.access.typed import Typed
from corpus.notes.models import Note, Target
from corpus.texts.models import Revision


class TargetSerializer(Typed, serializers.ModelSerializer[Target]):
    revision = serializers.PrimaryKeyRelatedField(queryset=Revision.objects.none())
    name = serializers.SerializerMethodField(help_text="WORK/SIGLUM@N")

    class Meta:
        model = Target
        fields = ["revision", "name", "begin", "end"]

    def get_fields(self) -> Any:
        fields: Any = super().get_fields()
        if "request" in self.context:
            fields["revision"].queryset = Revision.objects.visible_to(self.context["request"].user).without_text()
        return fields

    def get_name(self, target: Target) -> str:
        return str(target.revision)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs["begin"] <= attrs["end"] <= attrs["revision"].characters:
            raise ValidationError(
                {"end": f"A span needs begin ≤ end ≤ {attrs['revision'].characters}, the text's code points."}
            )
        return attrs


class NoteSerializer(Typed, serializers.ModelSerializer[Note]):
    targets = TargetSerializer(many=True, allow_empty=False)

    class Meta:
        model = Note
        fields = ["id", "kind", "name", "body", "visibility", "targets", "resolved_at", "created_at"]
        read_only_fields = ["resolved_at", "created_at"]

    def create(self, validated: dict[str, Any]) -> Note:
        targets = validated.pop("targets")
        with transaction.atomic():
            note = Note.objects.create(created_by=self.context["request"].user, **validated)
            Target.objects.bulk_create(Target(note=note, **target) for target in targets)
        return note


class NoteFilter(Filters):
    revision = WholeFilter("targets__revision_id", label="The revision's id.", distinct=True)

    class Meta:
        model = Note
        fields = {"kind": ["exact"], "name": ["exact"]}


class NoteViewSet(Idempotent, mixins.CreateModelMixin, viewsets.ReadOnlyModelViewSet[Note]):
    """Notes; an editor writes one."""

    queryset = Note.objects.none()
    serializer_class = NoteSerializer
    permission_classes = [ReadOrEdit]
    filterset_class = NoteFilter
    ordering_fields = ["id", "created_at"]
    ordering = ["id"]

    def get_queryset(self) -> Any:
        return Note.objects.visible_to(self.request.user).prefetch_related("targets__revision__edition__work")
