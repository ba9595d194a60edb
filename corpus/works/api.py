"""The API's works, rules and relations."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Prefetch, Q
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, viewsets

from corpus.access.filters import Filters
from corpus.access.policy import visible
from corpus.works.models import Edition, Relation, Rule, Work
from corpus.works.validation import validate_language


@extend_schema_field({"type": "string", "format": "bcp47"})
class LanguageField(serializers.CharField):
    """A language tag."""

    default_validators = [validate_language]


class RelationSerializer(serializers.ModelSerializer[Relation]):
    """One relation, read from left to right; an end is `slug` or `slug/SIGLUM`."""

    subject = serializers.SerializerMethodField(help_text="slug, or slug/SIGLUM")
    object = serializers.SerializerMethodField(help_text="slug, or slug/SIGLUM")

    class Meta:
        model = Relation
        fields = ["kind", "subject", "object", "note"]

    def get_subject(self, relation: Relation) -> str:
        return name_of(relation.subject)

    def get_object(self, relation: Relation) -> str:
        return name_of(relation.object)


def name_of(thing: Work | Edition) -> str:
    return thing.slug if isinstance(thing, Work) else str(thing)


class WorkSerializer(serializers.ModelSerializer[Work]):
    address = serializers.SerializerMethodField(help_text="The work's page.")
    editions = serializers.SerializerMethodField(help_text="Sigla of the editions that you may see, in their order.")
    relations = serializers.SerializerMethodField(help_text="From and to this work, as far as you may see both ends.")

    class Meta:
        model = Work
        fields = [
            "id",
            "slug",
            "title",
            "subtitle",
            "date",
            "language",
            "creator",
            "description",
            "notice",
            "availability",
            "rights",
            "visibility",
            "editions",
            "relations",
            "created_at",
            "updated_at",
            "address",
        ]
        read_only_fields = ["created_at", "updated_at"]

    def get_address(self, work: Work) -> str:
        return str(self.context["request"].build_absolute_uri(work.get_absolute_url()))

    def get_editions(self, work: Work) -> list[str]:
        return [edition.siglum for edition in work.editions.all()]

    @extend_schema_field(RelationSerializer(many=True))
    def get_relations(self, work: Work) -> Any:
        both = [*work.relations_from.all(), *work.relations_to.all()]
        return RelationSerializer(both, many=True).data


class WorkFilter(Filters):
    q = django_filters.CharFilter(method="named", label="Words of the title or the creator.")

    class Meta:
        model = Work
        fields = {"language": ["exact"], "date": ["exact", "startswith"], "visibility": ["exact"]}

    def named(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(Q(title__icontains=value) | Q(creator__icontains=value))


class WorkViewSet(viewsets.ReadOnlyModelViewSet[Work]):
    """Works, with the sigla of their editions and their relations."""

    queryset = Work.objects.none()
    serializer_class = WorkSerializer
    lookup_field = "slug"
    lookup_value_regex = r"[a-z0-9.-]+"
    filterset_class = WorkFilter
    ordering_fields = ["slug", "title", "date", "created_at"]
    ordering = ["slug"]

    def get_queryset(self) -> Any:
        person = self.request.user
        ends = ("from_work", "from_edition__work", "to_work", "to_edition__work")
        relations = Relation.objects.visible_to(person).select_related(*ends)
        return Work.objects.visible_to(person).prefetch_related(
            Prefetch("editions", Edition.objects.visible_to(person).standing()),
            Prefetch("relations_from", relations),
            Prefetch("relations_to", relations),
        )


class RuleSerializer(serializers.ModelSerializer[Rule]):
    work: Any = serializers.SlugRelatedField("slug", read_only=True)

    class Meta:
        model = Rule
        fields = ["id", "work", "original", "regular", "note"]


class RuleViewSet(viewsets.ReadOnlyModelViewSet[Rule]):
    """Regularisation rules of the works."""

    queryset = Rule.objects.none()
    serializer_class = RuleSerializer
    filterset_fields = {"work__slug": ["exact"]}
    ordering_fields = ["id"]
    ordering = ["id"]

    def get_queryset(self) -> Any:
        return Rule.objects.filter(visible(self.request.user, "work__visibility")).select_related("work")
