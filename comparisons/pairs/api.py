"""The API's comparisons: asked for, read, and opened by page; and `align/`, which keeps nothing."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from comparisons.engine import comparison as engine
from comparisons.engine.options import SWITCHES, BadOptions, Options, Rule
from comparisons.pairs import addresses, store
from comparisons.pairs.models import Comparison
from corpus.access.idempotency import keep_body, once
from corpus.access.policy import Person, may_edit
from corpus.texts import finding
from corpus.texts.api import whole
from corpus.texts.models import Revision
from corpus.works.validation import validate_plain

MOST_AT_ONCE = 1000


class TooLong(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class SideSerializer(serializers.Serializer[Any]):
    """One side: a text of your own, or a revision of the corpus."""

    text = serializers.CharField(
        required=False,
        allow_blank=True,
        trim_whitespace=False,
        validators=[validate_plain],
        help_text="The text itself.",
    )
    revision = serializers.CharField(required=False, help_text="WORK/SIGLUM@N, or WORK/SIGLUM for the newest.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("text" in attrs) == ("revision" in attrs):
            raise ValidationError("Give either `text` or `revision`.")
        return attrs


class PointSerializer(serializers.Serializer[Any]):
    """An alignment point: spans of code points in both texts."""

    kind = serializers.ChoiceField(["together", "apart", "only"])
    a = serializers.ListField(child=serializers.IntegerField(min_value=0), min_length=2, max_length=2)
    b = serializers.ListField(child=serializers.IntegerField(min_value=0), min_length=2, max_length=2)


class OptionsSerializer(serializers.Serializer[Any]):
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


class AskSerializer(serializers.Serializer[Any]):
    """What is to be compared, and how."""

    a = SideSerializer()
    b = SideSerializer()
    options = OptionsSerializer(required=False)


Side = str | Revision


def sides_of(asked: dict[str, Any], person: Person) -> tuple[Side, Side]:
    """The texts or revisions of a request; `ValidationError` names the side that cannot be had."""
    found: list[Side] = []
    for name in ("a", "b"):
        side = asked[name]
        if "text" in side:
            found.append(side["text"])
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

    permission_classes: list[Any] = []

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
        bound = settings.LIMIT_ALIGN_CHARACTERS
        for name, side in zip("ab", sides, strict=True):
            length = len(side) if isinstance(side, str) else side.characters
            if length > bound:
                raise TooLong(
                    f"Side {name} has {length:,} characters; align/ takes {bound:,} a side. "
                    "Add it as an edition and ask for a comparison (POST comparisons/)."
                )
        options = options_of(asked.validated_data, sides)
        texts = [side if isinstance(side, str) else side.text for side in sides]
        return Response(engine.as_json(engine.compare(texts[0], texts[1], options)))


class ComparisonSerializer(serializers.ModelSerializer[Comparison]):
    """A stored comparison of two revisions. While `state` is queued, `job` says how far it is."""

    a = serializers.SerializerMethodField(help_text="WORK/SIGLUM@N")
    b = serializers.SerializerMethodField(help_text="WORK/SIGLUM@N")
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
            "job",
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
        return str(comparison.a)

    def get_b(self, comparison: Comparison) -> str:
        return str(comparison.b)

    def get_coverage(self, comparison: Comparison) -> dict[str, float]:
        return {
            name: comparison.summary[name]["coverage"]
            for name in ("a", "b")
            if "coverage" in comparison.summary.get(name, {})
        }

    def get_notices(self, comparison: Comparison) -> list[str]:
        editions = (comparison.a.edition, comparison.b.edition)
        return [edition.notice for edition in editions if edition.notice]

    def get_address(self, comparison: Comparison) -> str:
        return str(self.context["request"].build_absolute_uri(addresses.address_of(comparison)))


class TextNotKept(APIException):
    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = (
        "A stored comparison is of two revisions, so that it can be cited. For a text of your own, use POST align/, "
        "which keeps nothing, or add it as an edition first (POST editions/)."
    )
    default_code = "text_not_kept"


class NotReady(APIException):
    status_code = status.HTTP_409_CONFLICT
    default_detail = "The comparison is still being made. Ask for its job, and again when that is done."
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


class ComparisonViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Any]):
    """Stored comparisons of two revisions; everybody may ask for one of what they may read."""

    queryset = Comparison.objects.none()
    serializer_class = ComparisonSerializer
    filterset_fields = {"key": ["exact"], "state": ["exact"], "engine": ["exact"]}
    ordering_fields = ["id", "created_at"]
    ordering = ["id"]

    def get_queryset(self) -> Any:
        return Comparison.objects.visible_to(self.request.user).light()

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
        a, b = sides_of(asked.validated_data, request.user)
        if isinstance(a, str) or isinstance(b, str):
            raise TextNotKept
        made = store.ask(a, b, options_of(asked.validated_data, (a, b)), request.user)
        return Response(self.get_serializer(made).data, status=status.HTTP_201_CREATED)

    def some(self, request: Request, everything: list[dict[str, Any]]) -> Response:
        first = whole(request, "first", 0)
        count = min(whole(request, "count", 100), MOST_AT_ONCE)
        results = everything[first : first + count]
        following = None
        if count and first + count < len(everything):
            following = request.build_absolute_uri(f"{request.path}?first={first + count}&count={count}")
        return Response({"total": len(everything), "first": first, "next": following, "results": results})

    def result(self) -> Any:
        comparison = self.get_object()
        if comparison.state != Comparison.State.READY:
            raise NotReady
        return store.whole(comparison)

    @extend_schema(parameters=WINDOW, responses=window_of("Operations"))
    @action(detail=True, filter_backends=[], pagination_class=None)
    def operations(self, request: Request, pk: str | None = None) -> Response:
        """The operations, in the order and form of `align/`; the moves stand last."""
        return self.some(request, engine.as_json(self.result())["operations"])

    @extend_schema(parameters=WINDOW, responses=window_of("Blocks"))
    @action(detail=True, filter_backends=[], pagination_class=None)
    def blocks(self, request: Request, pk: str | None = None) -> Response:
        """The blocks, in reading order."""
        return self.some(request, engine.as_json(self.result())["blocks"])

    @extend_schema(request=None, responses=ComparisonSerializer)
    @action(detail=True, methods=["post"], filter_backends=[], pagination_class=None)
    def cite(self, request: Request, pk: str | None = None) -> Response:
        """Keep this result for ever, since it is cited."""
        comparison = self.get_object()
        if comparison.state != Comparison.State.READY:
            raise NotReady
        store.cite(comparison)
        comparison.refresh_from_db(fields=["cited_at"])
        return Response(self.get_serializer(comparison).data)
