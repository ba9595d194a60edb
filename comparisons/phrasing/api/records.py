"""The records of passages and families."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from comparisons.phrasing.models import Passage


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
            for name in (
                "kinds",
                "works",
                "editions",
                "languages",
                "directions",
                "min_words",
                "min_identity",
                "min_score",
            )
        },
        "boilerplate": serializers.IntegerField(),
    },
)
