"""`passages/find/`: what a client asks of documents of its own."""

from __future__ import annotations

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers, status
from rest_framework.exceptions import APIException

from comparisons.phrasing import asking
from corpus.access.typed import Typed
from corpus.texts.api.asking import TextField
from corpus.works.validation import validate_plain


class TooLong(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class DocumentSerializer(Typed):
    id = serializers.CharField(max_length=200, validators=[validate_plain])
    text = TextField()


class FindSerializer(Typed):
    """A client's own few documents."""

    documents = serializers.ListField(child=DocumentSerializer(), max_length=asking.MOST_DOCUMENTS)
    within = serializers.BooleanField(default=False, help_text="Also passages inside one document.")
    noise = serializers.ChoiceField(["none", "ocr"], default="none", help_text="ocr: for texts with damaged words.")


FoundSerializer = inline_serializer(
    "FoundPassages",
    {
        "engine": serializers.CharField(),
        "documents": serializers.IntegerField(),
        "empty": serializers.ListField(child=serializers.CharField(), help_text="Documents without words."),
        "passages": serializers.ListField(child=serializers.DictField()),
    },
)
