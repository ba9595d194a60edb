"""`align/`: two texts compared at once, and nothing kept."""

from __future__ import annotations

from drf_spectacular.utils import (
    OpenApiResponse,
    extend_schema,
    inline_serializer,
)
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from comparisons.engine import comparison as engine
from comparisons.engine.paragraphs import bilingual
from comparisons.engine.paragraphs.translation import languages_differ
from comparisons.pairs.api.asking import AskSerializer, bounded, language_of, options_of, sides_of

AnswerSerializer = inline_serializer(
    "Answer",
    {
        "a": serializers.DictField(help_text="characters, tokens, sha256"),
        "b": serializers.DictField(help_text="characters, tokens, sha256"),
        "engine": serializers.CharField(),
        "options": serializers.DictField(),
        "similarity": serializers.FloatField(min_value=0, max_value=1),
        "coverage": serializers.DictField(child=serializers.FloatField()),
        "counts": serializers.DictField(child=serializers.IntegerField()),
        "ignored": serializers.DictField(child=serializers.IntegerField()),
        "operations": serializers.ListField(child=serializers.DictField()),
        "blocks": serializers.ListField(child=serializers.DictField()),
    },
)


class AlignView(APIView):
    """Compare two texts and keep nothing."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="align",
        request=AskSerializer,
        responses={200: OpenApiResponse(AnswerSerializer, description="As `manage.py align --format json` gives it.")},
    )
    def post(self, request: Request) -> Response:
        """Compare two texts or revisions. Bounded: longer texts are for `comparisons/`, where a worker does it."""
        asked = AskSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        sides = sides_of(asked.validated_data, request.user)
        bounded(
            sides, "Ask for a stored comparison of two revisions (POST comparisons/); add an own text as an edition."
        )
        options = options_of(asked.validated_data, sides)
        translated = languages_differ(*(language_of(side) for side in sides))
        compare = bilingual.compare if translated else engine.compare
        return Response(engine.as_json(compare(sides[0].text, sides[1].text, options)))
