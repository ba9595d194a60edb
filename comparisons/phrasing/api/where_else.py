"""`where-else/`: where the words of a selection stand elsewhere."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from comparisons.phrasing import records, spots
from comparisons.phrasing.api.records import SideSerializer
from corpus.access.filters import LARGEST
from corpus.access.policy import may_edit
from corpus.access.typed import Typed, either
from corpus.texts import finding
from corpus.texts.api.asking import RevisionField, TextField


class WhereSerializer(Typed):
    """A selection: words of your own, or a place of a text."""

    text = TextField(required=False, allow_blank=False, max_length=spots.CHARACTERS)
    revision = RevisionField(required=False, max_length=200, help_text="WORK/SIGLUM[@N]")
    begin = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST, help_text="Code points.")
    end = serializers.IntegerField(required=False, min_value=0, max_value=LARGEST, help_text="Code points, exclusive.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        anchor = [name for name in ("revision", "begin", "end") if name in attrs]
        if ("text" in attrs) == bool(anchor) or len(anchor) not in {0, 3}:
            raise ValidationError("Give either `text`, or `revision` with `begin` and `end`.")
        return attrs


class WhereDescription(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Says of a selection what `WhereSerializer.validate` asks for."""

    target_class = WhereSerializer

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return either(schema, ["text"], ["revision", "begin", "end"])


class WherePlaceSerializer(SideSerializer):
    bits = serializers.FloatField(help_text="What the shared words say together.")


WhereElseSerializer = inline_serializer(
    "WhereElse",
    {
        "documents": serializers.IntegerField(help_text="How many documents were looked through."),
        "more": serializers.BooleanField(help_text=f"There may be more than these {spots.SHOWN} places at most."),
        "places": WherePlaceSerializer(many=True),
    },
)


class WhereElseView(APIView):
    """Where the words of a selection stand elsewhere in the corpus."""

    permission_classes = [AllowAny]

    @extend_schema(operation_id="where_else", request=WhereSerializer, responses=WhereElseSerializer)
    def post(self, request: Request) -> Response:
        """Every other place that shares the words, old spelling looked through, the best first; nothing is kept."""
        asked = WhereSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        words, here = self.selection(asked.validated_data, request)
        try:
            told = spots.tell(words, request.user, here)
        except spots.BadQuestion as error:
            raise ValidationError({"text" if here is None else "end": str(error)}) from error
        places = [
            records.place(one.revision, one.begin, one.end, request.build_absolute_uri)
            | {"anchor": one.anchor or "", "before": one.before, "text": one.text, "after": one.after}
            | {"bits": round(one.bits, 4)}
            for one in told.found
        ]
        return Response({"documents": told.documents, "more": told.more, "places": places})

    def selection(self, asked: dict[str, Any], request: Request) -> tuple[str, spots.Here | None]:
        """The words, and their own place where they have one. `ValidationError` says what cannot be had."""
        if "text" in asked:
            return asked["text"], None
        try:
            revision = finding.resolve(asked["revision"], request.user)
        except finding.NotFound as error:
            raise ValidationError({"revision": str(error)}) from error
        if revision.edition.withdrawn_at and not may_edit(request.user):
            raise ValidationError({"revision": f"{revision.edition} was withdrawn; its text is not given out."})
        begin, end = asked["begin"], min(asked["end"], len(revision.text))
        if begin > end:
            raise ValidationError({"begin": f"`begin` ({begin}) lies after `end` ({end})."})
        return revision.text[begin:end], spots.Here(revision, begin, end)
