"""The API's comparisons: asked for, read, and opened by page; and `align/`, which keeps nothing."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import django_filters
from django.conf import settings
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_field,
    inline_serializer,
)
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from comparisons.engine import comparison as engine
from comparisons.engine.options import SWITCHES, BadOptions, Options, Rule
from comparisons.engine.paragraphs import bilingual
from comparisons.engine.paragraphs.translation import languages_differ
from comparisons.pairs import addresses, ends, giving, languages, store
from comparisons.pairs.models import Comparison
from corpus.access.filters import Filters
from corpus.access.idempotency import keep_body, once
from corpus.access.policy import Person, may_edit
from corpus.access.typed import Typed, either
from corpus.texts import finding
from corpus.texts.api import RevisionField, whole
from corpus.texts.models import Revision
from corpus.works.api import LanguageField
from corpus.works.validation import validate_plain
from jobs.standing import Standing, standing

MOST_AT_ONCE = 1000


class TooLong(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class TooMuch(APIException):
    status_code = status.HTTP_429_TOO_MANY_REQUESTS
    default_code = "too_much_given"


class SignIn(APIException):
    status_code = status.HTTP_403_FORBIDDEN
    default_code = "sign_in_to_cite"


class SideSerializer(Typed):
    """One side: a text of your own, or a revision of the corpus."""

    text = serializers.CharField(
        required=False,
        allow_blank=True,
        trim_whitespace=False,
        validators=[validate_plain],
        help_text="The text itself.",
    )
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


SPAN = {"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 2}

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


class StandingSerializer(serializers.Serializer[Any]):
    """How far the making of a comparison is."""

    state = serializers.ChoiceField(["queued", "running"], help_text="Whether a worker has begun.")
    before = serializers.IntegerField(min_value=0, help_text="How many jobs a worker takes before this one.")
    progress = serializers.FloatField(min_value=0, max_value=1)
    message = serializers.CharField(allow_blank=True, help_text="What is being done now.")
    remaining = serializers.IntegerField(
        min_value=0, allow_null=True, help_text="Seconds that it may still take; null while that cannot be said."
    )


class ComparisonSerializer(serializers.ModelSerializer[Comparison]):
    """A stored comparison of two texts. While `state` is queued, `making` says how far it is, to everybody who may see
    the comparison; where it is failed, `error` says why, and asking again (POST) tries again."""

    id = serializers.UUIDField(source="token", read_only=True)
    a = serializers.SerializerMethodField(help_text="WORK/SIGLUM@N, or sha256:… of a text that the client gave.")
    b = serializers.SerializerMethodField(help_text="WORK/SIGLUM@N, or sha256:… of a text that the client gave.")
    state = serializers.ChoiceField(source="fate", choices=Comparison.State.choices, read_only=True)
    error = serializers.CharField(read_only=True, help_text="Where it failed: what went wrong, and what to do.")
    making = serializers.SerializerMethodField(help_text="How far it is, while it is queued; else null.")
    similarity = serializers.FloatField(source="summary.similarity", read_only=True, default=None, allow_null=True)
    coverage = serializers.SerializerMethodField(help_text="Matched tokens of each side, as a share of its tokens.")
    counts = serializers.DictField(
        source="summary.counts", child=serializers.IntegerField(), read_only=True, default=dict
    )
    ignored = serializers.DictField(
        source="summary.ignored", child=serializers.IntegerField(), read_only=True, default=dict
    )
    notices = serializers.SerializerMethodField(help_text="The banners that go wherever these texts go.")
    address = serializers.SerializerMethodField(help_text="The comparison's page.")

    class Meta:
        model = Comparison
        fields = [
            "id",
            "key",
            "a",
            "b",
            "options",
            "engine",
            "state",
            "error",
            "job",
            "making",
            "similarity",
            "coverage",
            "counts",
            "ignored",
            "notices",
            "cited_at",
            "created_at",
            "address",
        ]

    def get_a(self, comparison: Comparison) -> str:
        return str(comparison.ends[0])

    def get_b(self, comparison: Comparison) -> str:
        return str(comparison.ends[1])

    @extend_schema_field(StandingSerializer(allow_null=True))
    def get_making(self, comparison: Comparison) -> dict[str, Any] | None:
        found = self.standings.get(comparison.job) if comparison.job else None
        return asdict(found) if found else None

    @cached_property
    def standings(self) -> dict[UUID, Standing]:
        """Of all that are shown, at once."""
        many = isinstance(self.parent, serializers.ListSerializer)
        shown: Any = self.parent.instance if many else [self.instance]
        return standing({one.job for one in shown if one.job and one.state == Comparison.State.QUEUED})

    def get_coverage(self, comparison: Comparison) -> dict[str, float]:
        return {
            name: comparison.summary[name]["coverage"]
            for name in ("a", "b")
            if "coverage" in comparison.summary.get(name, {})
        }

    def get_notices(self, comparison: Comparison) -> list[str]:
        return [notice for end in comparison.ends if (notice := ends.notice(end))]

    def get_address(self, comparison: Comparison) -> str:
        return str(self.context["request"].build_absolute_uri(addresses.address_of(comparison)))


class Kept(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "This result is cited, and what is cited is kept for ever."
    default_code = "cited"


class NotYours(APIException):
    status_code = status.HTTP_403_FORBIDDEN
    default_detail = "Only who gave the text, or an editor, may throw this comparison away; one of two revisions stays."
    default_code = "not_yours"


class NotReady(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "The comparison is still being made. Its record says in `making` how far it is; ask again then."
    default_code = "not_ready"


WINDOW = [
    OpenApiParameter("first", OpenApiTypes.INT, description="Index of the first one; 0 where it is left out."),
    OpenApiParameter("count", OpenApiTypes.INT, description=f"How many, at most {MOST_AT_ONCE}."),
]


def window_of(name: str) -> Any:
    return inline_serializer(
        f"Some{name}",
        {
            "total": serializers.IntegerField(),
            "first": serializers.IntegerField(),
            "next": serializers.URLField(allow_null=True),
            "results": serializers.ListField(child=serializers.DictField()),
        },
    )


class ComparisonFilter(Filters):
    state = django_filters.ChoiceFilter(field_name="fate", choices=Comparison.State.choices)

    class Meta:
        model = Comparison
        fields = {"key": ["exact"], "engine": ["exact"]}


class ComparisonViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, mixins.DestroyModelMixin, viewsets.GenericViewSet[Any]
):
    """Stored comparisons; everybody may ask for one of what they may read, and of texts of their own.

    A text of your own is kept with the comparison, in no list but yours and the editors'; whoever has the
    comparison's `id` or `address` may read it. Both cannot be guessed.
    """

    queryset = Comparison.objects.none()
    lookup_field = "token"
    lookup_url_kwarg = "id"
    serializer_class = ComparisonSerializer
    filterset_class = ComparisonFilter
    ordering_fields = ["id", "created_at"]
    ordering = ["id"]

    def get_queryset(self) -> Any:
        stored = Comparison.objects.light().with_fate()
        return stored.visible_to(self.request.user) if self.action == "list" else stored.open_to(self.request.user)

    def perform_destroy(self, comparison: Comparison) -> None:
        """Throw away a comparison of a text of your own, and the text with its last comparison."""
        try:
            giving.forget(comparison, self.request.user)
        except giving.NotTheGiver as error:
            raise NotYours from error
        except giving.Cited as error:
            raise Kept from error

    @extend_schema(request=AskSerializer, responses={201: ComparisonSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask for a comparison: the one that is stored, or a new one, at once or by a worker."""
        return once(request, lambda: self.asked(request))

    def initialize_request(self, request: Any, *args: Any, **kwargs: Any) -> Request:
        keep_body(request)
        return super().initialize_request(request, *args, **kwargs)

    def asked(self, request: Request) -> Response:
        asked = AskSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        sides = sides_of(asked.validated_data, request.user)
        options = options_of(asked.validated_data, sides)
        own = [side for side in sides if isinstance(side, Text)]
        if own:
            bounded((own[0], own[-1]), "Add it as an edition first (POST editions/).")
        try:
            a, b = (
                giving.keep(side.text, request.user, side.language) if isinstance(side, Text) else side
                for side in sides
            )
        except giving.TooMuchGiven as error:
            raise TooMuch(str(error)) from error
        made = store.ask(a, b, options, request.user)
        made = Comparison.objects.light().with_fate().get(pk=made.pk)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    def some(self, request: Request, everything: list[dict[str, Any]]) -> Response:
        first = whole(request, "first", 0)
        count = min(whole(request, "count", 100), MOST_AT_ONCE)
        results = everything[first : first + count]
        following = None
        if count and first + count < len(everything):
            following = request.build_absolute_uri(f"{request.path}?first={first + count}&count={count}")
        return Response({"total": len(everything), "first": first, "next": following, "results": results})

    def ready(self) -> Any:
        """The comparison that is asked for, once it is made. Raises `NotReady`."""
        comparison = self.get_object()
        if comparison.state != Comparison.State.READY:
            raise NotReady(f"It could not be made: {comparison.error}" if comparison.fate == "failed" else None)
        return comparison

    def result(self) -> Any:
        return store.whole(self.ready())

    @extend_schema(parameters=WINDOW, responses=window_of("Operations"))
    @action(detail=True, filter_backends=[], pagination_class=None)
    def operations(self, request: Request, id: str | None = None) -> Response:
        """The operations, in the order and form of `align/`; the moves stand last."""
        return self.some(request, engine.as_json(self.result())["operations"])

    @extend_schema(parameters=WINDOW, responses=window_of("Blocks"))
    @action(detail=True, filter_backends=[], pagination_class=None)
    def blocks(self, request: Request, id: str | None = None) -> Response:
        """The blocks, in reading order."""
        return self.some(request, engine.as_json(self.result())["blocks"])

    @extend_schema(request=None, responses=ComparisonSerializer)
    @action(detail=True, methods=["post"], filter_backends=[], pagination_class=None)
    def cite(self, request: Request, id: str | None = None) -> Response:
        """Keep this result for ever, since it is cited."""
        comparison = self.ready()
        try:
            store.cite(comparison, request.user)
        except store.SignInToCite as error:
            raise SignIn(str(error)) from error
        comparison.refresh_from_db(fields=["cited_at"])
        return Response(self.get_serializer(comparison).data)
