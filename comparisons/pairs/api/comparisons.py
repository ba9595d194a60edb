"""Stored comparisons: asked for, read, opened by page, cited, thrown away."""

from __future__ import annotations

from typing import Any

import django_filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    extend_schema,
    inline_serializer,
)
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from comparisons.engine import comparison as engine
from comparisons.pairs import giving, store
from comparisons.pairs.api.asking import AskSerializer, Text, bounded, options_of, sides_of
from comparisons.pairs.api.records import ComparisonSerializer
from comparisons.pairs.models import Comparison
from corpus.access.filters import Filters
from corpus.access.idempotency import keep_body, once
from corpus.texts.api.asking import whole

MOST_AT_ONCE = 1000


class TooMuch(APIException):
    status_code = status.HTTP_429_TOO_MANY_REQUESTS
    default_code = "too_much_given"


class SignIn(APIException):
    status_code = status.HTTP_403_FORBIDDEN
    default_code = "sign_in_to_cite"


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
