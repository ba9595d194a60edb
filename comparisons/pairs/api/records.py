"""The record of a stored comparison."""

from __future__ import annotations

from dataclasses import asdict
from functools import cached_property
from typing import Any
from uuid import UUID

from drf_spectacular.utils import (
    extend_schema_field,
)
from rest_framework import serializers

from comparisons.pairs import addresses, ends
from comparisons.pairs.models import Comparison
from jobs.standing import Standing, standing


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
