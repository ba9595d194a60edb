"""What a client asks to have compared: two sides, each a text or a revision, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiSerializerExtension
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ValidationError

from comparisons.engine.options import SWITCHES, BadOptions, Options, Rule
from comparisons.pairs import languages
from corpus.access.policy import Person, may_edit
from corpus.access.typed import Typed, either
from corpus.texts import finding
from corpus.texts.api.asking import RevisionField, TextField
from corpus.texts.models import Revision
from corpus.works.api import LanguageField


class TooLong(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class SideSerializer(Typed):
    """One side: a text of your own, or a revision of the corpus."""

    text = TextField(required=False, help_text="The text itself.")
    language = LanguageField(required=False, max_length=35, help_text="The text's language, after BCP 47.")
    revision = RevisionField(required=False, help_text="WORK/SIGLUM@N, or WORK/SIGLUM for the newest.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("text" in attrs) == ("revision" in attrs):
            raise ValidationError("Give either `text` or `revision`.")
        if "language" in attrs and "revision" in attrs:
            raise ValidationError({"language": "A revision's language is that of its edition."})
        return attrs


class SideDescription(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """Says of a side what `SideSerializer.validate` asks for."""

    target_class = SideSerializer

    def map_serializer(self, auto_schema: Any, direction: Any) -> Any:
        schema = auto_schema._map_serializer(self.target, direction, bypass_extensions=True)
        return either(schema, ["text"], ["revision"], may=["language"])


class PointSerializer(Typed):
    """An alignment point: spans of code points in both texts."""

    kind = serializers.ChoiceField(["together", "apart", "only"])
    a = serializers.ListField(child=serializers.IntegerField(min_value=0), min_length=2, max_length=2)
    b = serializers.ListField(child=serializers.IntegerField(min_value=0), min_length=2, max_length=2)


class OptionsSerializer(Typed):
    ignore = serializers.ListField(child=serializers.ChoiceField(SWITCHES), required=False)
    points = PointSerializer(many=True, required=False)
    rules = serializers.ListField(
        child=serializers.ListField(
            child=serializers.CharField(min_length=1, max_length=200), min_length=2, max_length=2
        ),
        required=False,
        max_length=1000,
        help_text="[original, regular] pairs, used where `ignore` has rules; left out, those of the revisions' work.",
    )


class AskSerializer(Typed):
    """What is to be compared, and how."""

    a = SideSerializer()
    b = SideSerializer()
    options = OptionsSerializer(required=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the client's own."""

    text: str
    language: str

    @property
    def characters(self) -> int:
        return len(self.text)


Side = Text | Revision


def language_of(side: Side) -> str:
    return side.language if isinstance(side, Text) else languages.language_of(side)


def bounded(sides: tuple[Side, Side], where: str) -> None:
    """Raises `TooLong` where a side is longer than is taken in one request."""
    bound = settings.LIMIT_ALIGN_CHARACTERS
    for name, side in zip("ab", sides, strict=True):
        if side.characters > bound:
            raise TooLong(
                f"Side {name} has {side.characters:,} characters; at most {bound:,} a side are taken. {where}"
            )


def sides_of(asked: dict[str, Any], person: Person) -> tuple[Side, Side]:
    """The texts or revisions of a request; `ValidationError` names the side that cannot be had."""
    found: list[Side] = []
    for name in ("a", "b"):
        side = asked[name]
        if "text" in side:
            found.append(Text(side["text"], side.get("language", "")))
            continue
        try:
            revision = finding.resolve(side["revision"], person)
        except finding.NotFound as error:
            raise ValidationError({name: {"revision": str(error)}}) from error
        if revision.edition.withdrawn_at and not may_edit(person):
            raise ValidationError({name: {"revision": f"{revision.edition} was withdrawn; its text is not given out."}})
        found.append(revision)
    return found[0], found[1]


def options_of(asked: dict[str, Any], sides: tuple[Side, Side]) -> Options:
    """The options of a request, with the rules of the first revision's work where it brings none of its own."""
    rules: list[Rule] = []
    for side in sides:
        if isinstance(side, Revision) and not rules:
            rules = [Rule(rule.original, rule.regular) for rule in side.edition.work.rules.all()]
    try:
        return Options.from_json(asked.get("options", {}), rules)
    except BadOptions as error:
        raise ValidationError({"options": str(error)}) from error
