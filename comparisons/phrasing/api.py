"""The API's passages and families: the same filters as the pages, and the same functions behind them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.http import StreamingHttpResponse
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from comparisons.engine.passages import SameName
from comparisons.phrasing import asking, citing, downloads, filters, records, spots
from comparisons.phrasing.filters import BadChoice, Choice
from comparisons.phrasing.following import KIND, TITLE
from comparisons.phrasing.models import Family, Passage
from corpus.access.filters import LARGEST
from corpus.access.idempotency import keep_body, once
from corpus.access.permissions import ReadOrEdit
from corpus.access.policy import may_edit
from corpus.access.typed import Typed, either
from corpus.texts import finding
from corpus.texts.api import RevisionField
from corpus.works.validation import validate_plain
from jobs import queue
from jobs.api import JobSerializer

TIES = 1_000_000  # passages that may be equal in what a list is sorted by


class TooLong(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


def _filter(name: str, kind: Any, description: str, *, many: bool = False, enum: Any = None) -> OpenApiParameter:
    return OpenApiParameter(name, kind, description=description, many=many, enum=enum)


FROM_NOTHING = {"minimum": 0, "maximum": 1_000_000_000}
FILTERS = [
    _filter("work", OpenApiTypes.STR, "Slug: one side is of this work. May be given several times.", many=True),
    _filter(
        "edition", OpenApiTypes.STR, "WORK/SIGLUM: one side is of this edition. May be given several times.", many=True
    ),
    _filter("other", OpenApiTypes.STR, "WORK or WORK/SIGLUM: the other side is of it.", many=True),
    _filter("language", OpenApiTypes.STR, "BCP 47: one side is in this language.", many=True),
    _filter("since", OpenApiTypes.STR, "EDTF: one side may have been written then or later."),
    _filter("until", OpenApiTypes.STR, "EDTF: one side may have been written then or earlier."),
    _filter("min_words", {"type": "integer", **FROM_NOTHING}, "Words of the longer side."),
    _filter("min_identity", {"type": "number", "minimum": 0, "maximum": 1}, "Share of the words that match, 0 to 1."),
    _filter("min_score", {"type": "number", **FROM_NOTHING}, "Bits, less what differences cost."),
    _filter("min_bits", {"type": "number", **FROM_NOTHING}, "Bits that the matching words carry."),
    _filter("kind", OpenApiTypes.STR, "May be given several times.", many=True, enum=Passage.Kind.values),
    _filter("boilerplate", OpenApiTypes.STR, "Headers and notices; shown by default.", enum=filters.BOILERPLATE),
    _filter(
        "direction",
        OpenApiTypes.STR,
        "In time; gives and takes need a work or an edition.",
        enum=list(filters.DIRECTIONS),
    ),
    _filter("q", OpenApiTypes.STR, "Words that stand in the passage."),
    _filter("family", OpenApiTypes.STR, "Key of a family."),
    _filter("also", OpenApiTypes.STR, "With the places that stand under a better passage.", enum=["yes", "no"]),
    _filter("ordering", OpenApiTypes.STR, "What it is sorted by.", enum=list(filters.ORDERS)),
]


class PlaceSerializer(serializers.Serializer[Any]):
    """A span of a revision's text, in code points."""

    revision = serializers.CharField(help_text="WORK/SIGLUM@N")
    begin = serializers.IntegerField()
    end = serializers.IntegerField()
    date = serializers.CharField(help_text="Of the wording, in EDTF; empty where it is not known.")
    language = serializers.CharField()
    address = serializers.URLField(help_text="The place in its text; it resolves for ever.")


class SideSerializer(PlaceSerializer):
    anchor = serializers.CharField(help_text="The ¶ that it begins in.")
    before = serializers.CharField()
    text = serializers.CharField()
    after = serializers.CharField()


class OtherSerializer(serializers.Serializer[Any]):
    key = serializers.CharField()
    a = PlaceSerializer()
    b = PlaceSerializer()
    identity = serializers.FloatField()
    score = serializers.FloatField()


TableSerializer = inline_serializer(
    "FrequencyTable",
    {"number": serializers.IntegerField(), "digest": serializers.CharField(), "words": serializers.IntegerField()},
    allow_null=True,
)


class PassageSerializer(serializers.Serializer[Any]):
    """A span that two documents share; `a` is the earlier where `ordered` is true."""

    key = serializers.CharField(help_text="SHA-256 of texts, places, table and engine: what is cited.")
    kind = serializers.ChoiceField(Passage.Kind.choices)
    a = SideSerializer()
    b = SideSerializer()
    ordered = serializers.BooleanField()
    words = serializers.IntegerField(help_text="Of the longer side.")
    matched = serializers.IntegerField(help_text="Words that match, near ones included.")
    identity = serializers.FloatField(help_text="Share of the words that match, 0 to 1.")
    bits = serializers.FloatField(help_text="Information that the matching words carry.")
    score = serializers.FloatField(help_text="Bits, less what differences cost.")
    reasons = serializers.DictField(
        help_text="matched, rarity, order: each a share for a bar and the counts beside it."
    )
    family = serializers.CharField(allow_null=True, help_text="Key of the family.")
    also = OtherSerializer(many=True, help_text="Weaker places of the same, the best first.")
    notices = serializers.ListField(child=serializers.CharField(), help_text="Banners that go wherever these texts go.")
    engine = serializers.CharField()
    table = TableSerializer
    superseded = serializers.BooleanField(required=False, help_text="Cited, and no longer found: the corpus went on.")


class MemberSerializer(PlaceSerializer):
    text = serializers.CharField()


class FamilySerializer(serializers.Serializer[Any]):
    """Places of several documents that are the same text, in the order of date."""

    key = serializers.CharField(help_text="SHA-256 of its members.")
    opening = serializers.CharField(help_text="The words of its first member.")
    words = serializers.IntegerField(help_text="Of its longest passage.")
    score = serializers.FloatField(help_text="Of its best passage, in bits.")
    documents = serializers.IntegerField()
    earliest = inline_serializer(
        "Earliest",
        {
            "revision": serializers.CharField(allow_null=True),
            "known": serializers.BooleanField(help_text="Whether it is certainly earlier than every other work."),
            "date": serializers.CharField(required=False),
        },
    )
    members = MemberSerializer(many=True)


CountsSerializer = inline_serializer(
    "PassageCounts",
    {
        "total": serializers.IntegerField(),
        **{
            name: serializers.DictField(child=serializers.IntegerField())
            for name in ("kinds", "works", "editions", "languages", "directions", "min_words", "min_identity")
        },
        "boilerplate": serializers.IntegerField(),
    },
)


def choice_of(request: Request) -> Choice:
    """What the query chooses; `ValidationError` names the filter that means nothing."""
    try:
        return Choice.read(request.query_params)
    except BadChoice as error:
        raise ValidationError({error.field: str(error)}) from error


class Listed(viewsets.GenericViewSet[Any]):
    """A list whose filters and order are those of the pages."""

    filter_backends: list[Any] = []
    lookup_field = "key"
    lookup_value_regex = "[0-9a-f]{64}"

    def pages(self, found: Any, ordering: tuple[str, ...]) -> Any:
        """A page of rows, by cursor."""
        paginator: Any = self.paginator
        paginator.ordering, paginator.offset_cutoff = ordering, TIES
        return self.paginate_queryset(found)


class DocumentSerializer(Typed):
    id = serializers.CharField(max_length=200, validators=[validate_plain])
    text = serializers.CharField(allow_blank=True, trim_whitespace=False, validators=[validate_plain])


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


class PassageViewSet(Listed):
    """Passages that two documents of the corpus share."""

    queryset = Passage.objects.none()
    serializer_class = PassageSerializer
    permission_classes = [ReadOrEdit]

    def initialize_request(self, request: Any, *args: Any, **kwargs: Any) -> Request:
        keep_body(request)
        return super().initialize_request(request, *args, **kwargs)

    def seen(self) -> Any:
        return Passage.objects.visible_to(self.request.user)

    def record(self, passage: Passage) -> dict[str, Any]:
        return records.passage(passage, self.request.build_absolute_uri)

    @extend_schema(parameters=FILTERS, responses=PassageSerializer(many=True))
    def list(self, request: Request) -> Response:
        choice = choice_of(request)
        found = filters.chosen(self.seen(), choice).light().in_context().with_also(request.user)
        page = self.pages(found, filters.ORDERS[choice.order])
        return self.get_paginated_response([self.record(passage) for passage in page])

    def one(self, key: str) -> Any:
        found = self.seen().filter(key=key).light().in_context().with_also(self.request.user)
        return found.order_by("a", "b").first()

    @extend_schema(responses=PassageSerializer)
    def retrieve(self, request: Request, key: str) -> Response:
        """The passage of this key: as the corpus has it, or as it was cited."""
        found = self.one(key)
        if found is not None:
            return Response(self.record(found))
        cited = citing.kept(key, request.user)
        if cited is None:
            raise NotFound("There is no passage of this key here.")
        return Response(cited | {"also": [], "superseded": True})

    @extend_schema(request=None, responses=PassageSerializer)
    @action(detail=True, methods=["post"], pagination_class=None, permission_classes=[AllowAny])
    def cite(self, request: Request, key: str) -> Response:
        """Keep this passage for ever, since it is cited."""
        found = self.one(key)
        if found is None:
            raise NotFound("There is no passage of this key here.")
        citing.cite(found, request.build_absolute_uri)
        return Response(self.record(found))

    @extend_schema(parameters=FILTERS[:-1], responses=CountsSerializer)
    @action(detail=False, pagination_class=None)
    def counts(self, request: Request) -> Response:
        """How many passages each value of each filter would leave, under all the other filters."""
        return Response(asdict(filters.counts(self.seen(), choice_of(request))))

    @extend_schema(
        parameters=[*FILTERS, OpenApiParameter("form", OpenApiTypes.STR, "path", enum=[*downloads.FORMATS])],
        responses={
            (200, media_type.partition(";")[0]): OpenApiTypes.STR for _, media_type, _ in downloads.FORMATS.values()
        },
    )
    @action(
        detail=False,
        pagination_class=None,
        url_path=f"export/(?P<form>{'|'.join(downloads.FORMATS)})",
        url_name="export",
    )
    def export(self, request: Request, form: str) -> StreamingHttpResponse:
        """What is chosen, as a file: a table, JSON lines, TEI standoff, or the documents for BibTeX."""
        chosen = filters.chosen(self.seen(), choice_of(request))
        _, media_type, ending = downloads.FORMATS[form]
        pieces = downloads.write(chosen, request.user, form, request.build_absolute_uri)
        response = StreamingHttpResponse(pieces, content_type=media_type)
        response["Content-Disposition"] = f'attachment; filename="passages.{ending}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response

    @extend_schema(request=None, responses={202: JobSerializer})
    @action(detail=False, methods=["post"], pagination_class=None)
    def run(self, request: Request) -> Response:
        """Bring the passages up to date with the corpus, by a worker. Every change of the corpus asks for this itself."""

        def asked() -> Response:
            job = queue.enqueue(KIND, {}, title=TITLE, key=KIND, user=request.user)
            return Response(JobSerializer(job).data, status=status.HTTP_202_ACCEPTED)

        return once(request, asked)

    @extend_schema(request=FindSerializer, responses=FoundSerializer)
    @action(detail=False, methods=["post"], pagination_class=None, permission_classes=[AllowAny])
    def find(self, request: Request) -> Response:
        """The passages that your own few documents share; nothing is kept. Bounded; `manage.py passages` is not."""
        asked = FindSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        documents = [(one["id"], one["text"]) for one in asked.validated_data["documents"]]
        bound, total = settings.LIMIT_FIND_CHARACTERS, sum(len(text) for _, text in documents)
        if total > bound:
            raise TooLong(
                f"The documents have {total:,} characters together; passages/find/ takes {bound:,}. "
                "Add them as editions, or run manage.py passages on a machine of your own."
            )
        try:
            options = {"within": asked.validated_data["within"], "scans": asked.validated_data["noise"] == "ocr"}
            return Response(asking.answer(documents, **options))
        except SameName as error:
            raise ValidationError({"documents": str(error)}) from error


class WhereSerializer(Typed):
    """A selection: words of your own, or a place of a text."""

    text = serializers.CharField(
        required=False, trim_whitespace=False, max_length=spots.CHARACTERS, validators=[validate_plain]
    )
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


class FamilyViewSet(Listed):
    """Families: the places of several documents that are the same text."""

    queryset = Family.objects.none()
    serializer_class = FamilySerializer

    def seen(self) -> Any:
        return Family.objects.visible_to(self.request.user).with_members(self.request.user)

    def record(self, family: Any) -> dict[str, Any]:
        return records.family(family, family.there, self.request.build_absolute_uri)

    @extend_schema(parameters=FILTERS[:-1], responses=FamilySerializer(many=True))
    def list(self, request: Request) -> Response:
        """The families of the chosen passages, the best first."""
        choice = choice_of(request)
        found = self.seen()
        if not choice.everything:
            chosen = filters.chosen(Passage.objects.visible_to(request.user), choice)
            found = found.filter(pk__in=chosen.order_by().values("family"))
        page = self.pages(found, ("-score", "key", "id"))
        return self.get_paginated_response([self.record(family) for family in page])

    @extend_schema(responses=FamilySerializer)
    def retrieve(self, request: Request, key: str) -> Response:
        found = self.seen().filter(key=key).first()
        if found is None:
            raise NotFound("There is no family of this key here.")
        return Response(self.record(found))
