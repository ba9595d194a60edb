"""What is stored of shared phrasing: frequency tables, passages, families, and citations.

All of it stands under a `Survey`: what the corpus shares as one readership sees it. The survey of everybody is made from
public texts alone, so a private text is in no count, score, table or family of it, not even by displacing another; the
survey of the editors is there only while there is something private. See docs/architecture.md.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value
from django.db.models.functions import Greatest, Substr

from corpus.access.policy import Person, may_edit, visible
from corpus.texts.models import Revision, Segment

CONTEXT = 120  # code points that are shown before and after a place
HEX = 64  # characters of a SHA-256 in hexadecimal


def seen(person: Person, *sides: str) -> Q:
    """The condition that the revision of every one of `sides` ("a__", "b__", "revision__") stands and may be seen."""
    paths = [f"{side}edition__{path}" for side in sides for path in ("visibility", "work__visibility")]
    return visible(person, *paths) & Q(**{f"{side}edition__withdrawn_at": None for side in sides})


class Readership(models.TextChoices):
    EVERYBODY = "everybody", "everybody"
    EDITORS = "editors", "editors"


class FrequencyTable(models.Model):
    """How often each word and each pair of words stands in the corpus: what the rarity of a passage is measured by.

    It stays as it is while the corpus grows, so that a passage keeps its score, and is renewed (under the next number)
    when the corpus has grown by a tenth; every result names its table.
    """

    readership = models.CharField(max_length=16, choices=Readership.choices)
    number = models.PositiveIntegerField(help_text="1, 2, 3 … of its readership.")
    engine = models.CharField(max_length=32, help_text="The version of the engine that counted.")
    documents = models.PositiveIntegerField()
    words = models.PositiveBigIntegerField(help_text="Tokens that were counted.")
    counted = models.JSONField(default=list, help_text="The ids of the editions that were counted.")
    payload = models.BinaryField(help_text="The counts, deflated; of a table that was replaced, nothing.")
    digest = models.CharField(max_length=HEX, help_text="SHA-256 of the counts; checked when they are read.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["readership", "number"]
        constraints = [models.UniqueConstraint(fields=["readership", "number"], name="frequency_table_unique")]

    def __str__(self) -> str:
        return f"table {self.number}"


class KeptWords(models.Model):
    """The words of a revision as the search reads them, so that its text need not be read again."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, primary_key=True, related_name="+")
    engine = models.CharField(max_length=32, help_text="The version of the engine that read them.")
    payload = models.BinaryField(help_text="Deflated.")
    digest = models.CharField(max_length=HEX, help_text="SHA-256 of the payload; checked when it is read.")

    def __str__(self) -> str:
        return f"words of {self.revision_id}"


class Indexed(models.Model):
    """A revision in the index of a readership: what is kept of it by a frequency table."""

    table = models.ForeignKey(FrequencyTable, on_delete=models.CASCADE, related_name="indexed")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    name = models.TextField(help_text="WORK/SIGLUM@N when it was indexed.")
    group = models.CharField(max_length=32, help_text="The id of its work when it was indexed.")
    rank = models.BinaryField(help_text="Its place in an order of the contents.")
    words = models.PositiveIntegerField()
    outline = models.BinaryField(help_text="Its seeds: hashes of rare words that stand near one another.")
    outline_digest = models.CharField(max_length=HEX, help_text="SHA-256; checked when it is read.")
    shared = models.BinaryField(help_text="Its passages with those that were there before it.")
    shared_digest = models.CharField(max_length=HEX, help_text="SHA-256; checked when it is read.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "revision"], name="indexed_unique")]

    def __str__(self) -> str:
        return self.name


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, person: Person) -> SurveyQuerySet:
        """The one survey that `person` reads: that of the editors for editors, where there is one; else everybody's."""
        everybody = self.filter(readership=Readership.EVERYBODY)
        if not may_edit(person):
            return everybody
        theirs = Survey.objects.filter(readership=Readership.EDITORS)
        return self.filter(readership=Readership.EDITORS) | everybody.filter(~Exists(theirs))


class Survey(models.Model):
    """The passages of the corpus as one readership sees it, and from what they were made."""

    readership = models.CharField(max_length=16, choices=Readership.choices, unique=True)
    table = models.ForeignKey(FrequencyTable, null=True, on_delete=models.PROTECT, related_name="+")
    engine = models.CharField(max_length=32)
    inputs = models.CharField(
        max_length=HEX, help_text="SHA-256 of the revisions, dates, table and engine it rests on."
    )
    digest = models.CharField(max_length=HEX, help_text="SHA-256 over all passages and families: changes with them.")
    documents = models.PositiveIntegerField(default=0)
    empty = models.JSONField(default=list, help_text="Editions whose text has no words, as WORK/SIGLUM@N.")
    made_at = models.DateTimeField(auto_now=True)

    objects = SurveyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"as seen by {self.readership}"


class FamilyQuerySet(models.QuerySet["Family"]):
    def visible_to(self, person: Person) -> FamilyQuerySet:
        """Families of which `person` sees two members or more; `shown` is how many they see."""
        mine = self.filter(survey__in=Survey.objects.visible_to(person))
        return mine.annotate(shown=Count("members", filter=seen(person, "members__revision__"))).filter(shown__gte=2)

    def with_members(self, person: Person) -> FamilyQuerySet:
        """Each with `there`: the members that the person sees, in the order of date."""
        members = Member.objects.visible_to(person).in_context().order_by("position")
        return self.prefetch_related(Prefetch("members", members, to_attr="there"))


class Family(models.Model):
    """Passages of several documents that are the same text."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="families")
    key = models.CharField(max_length=HEX, help_text="SHA-256 of its members: texts and places.")
    words = models.PositiveIntegerField(help_text="Tokens of its longest member.")
    score = models.FloatField(help_text="Bits of its best passage.")
    digest = models.CharField(
        max_length=HEX, help_text="SHA-256 of all this: what did not change is not written again."
    )

    objects = FamilyQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "key"]
        constraints = [models.UniqueConstraint(fields=["survey", "key"], name="family_unique")]

    def __str__(self) -> str:
        return self.key[:12]


class MemberQuerySet(models.QuerySet["Member"]):
    def visible_to(self, person: Person) -> MemberQuerySet:
        return self.filter(seen(person, "revision__"), family__survey__in=Survey.objects.visible_to(person))

    def in_context(self) -> MemberQuerySet:
        """Each with its words as `said` and its ¶ as `anchor`, the revision and its work at hand, without its text."""
        inside = Segment.objects.filter(revision=OuterRef("revision"), begin__lte=OuterRef("begin"))
        return (
            self.select_related("revision__edition__work")
            .defer("revision__text", "revision__extraction")
            .annotate(
                said=Substr("revision__text", F("begin") + 1, F("end") - F("begin")),
                anchor=Subquery(inside.order_by("-position").values("anchor")[:1]),
            )
        )


class Member(models.Model):
    """A place of a family, in the order of date."""

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="members")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    begin = models.PositiveIntegerField(help_text="Code points into the revision's text.")
    end = models.PositiveIntegerField(help_text="Code points, exclusive.")
    position = models.PositiveIntegerField(help_text="0, 1, 2 … by date, those without one last.")

    objects = MemberQuerySet.as_manager()

    class Meta:
        ordering = ["family", "position"]
        constraints = [models.UniqueConstraint(fields=["family", "position"], name="family_member_unique")]

    def __str__(self) -> str:
        return f"{self.revision_id} [{self.begin}, {self.end})"


class PassageQuerySet(models.QuerySet["Passage"]):
    def visible_to(self, person: Person) -> PassageQuerySet:
        """Passages of the person's survey, of two texts that stand and that they may both see now."""
        return self.filter(seen(person, "a__", "b__"), survey__in=Survey.objects.visible_to(person))

    def standing(self) -> PassageQuerySet:
        """Those that stand for themselves, not under another as its `also`."""
        return self.filter(under=None)

    def light(self) -> PassageQuerySet:
        """For lists: with both revisions and their works at hand, but without their texts."""
        sides = ("a__edition__work", "b__edition__work", "family", "survey__table")
        heavy = ("text", "extraction")
        return self.select_related(*sides).defer(
            *(f"{side}__{name}" for side in "ab" for name in heavy), "survey__table__payload", "said"
        )

    def in_context(self) -> PassageQuerySet:
        """Each with `a_text`, what stands before and after it, its ¶ `a_anchor`; and the same of b. In the same query:
        the database cuts the places out, so that no text is loaded."""
        cut: dict[str, Any] = {}
        for side in "ab":
            text, begin, end = f"{side}__text", F(f"{side}_begin"), F(f"{side}_end")
            start = Greatest(begin - CONTEXT, Value(0))
            inside = Segment.objects.filter(revision=OuterRef(side), begin__lte=OuterRef(f"{side}_begin"))
            cut[f"{side}_text"] = Substr(text, begin + 1, end - begin)
            cut[f"{side}_before"] = Substr(text, start + 1, begin - start)
            cut[f"{side}_after"] = Substr(text, end + 1, CONTEXT)
            cut[f"{side}_anchor"] = Subquery(inside.order_by("-position").values("anchor")[:1])
        return self.annotate(**cut)

    def with_also(self, person: Person) -> PassageQuerySet:
        """Each with `others`: the places under it that the person sees, the best first."""
        others = Passage.objects.visible_to(person).light().order_by("-score", "key", "id")
        return self.prefetch_related(Prefetch("also", others, to_attr="others"))


class Passage(models.Model):
    """A span that two documents share. `a` is the earlier of the two where `ordered`, else the first by its address."""

    class Kind(models.TextChoices):
        VERBATIM = "verbatim", "verbatim"
        REWORKED = "reworked", "reworked"
        FORMULA = "formula", "formula"
        BOILERPLATE = "boilerplate", "boilerplate"

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="passages")
    key = models.CharField(max_length=HEX, help_text="SHA-256 of texts, places, table and engine: what is cited.")
    a = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    a_begin = models.PositiveIntegerField(help_text="Code points into the text of a.")
    a_end = models.PositiveIntegerField(help_text="Code points, exclusive.")
    b = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    b_begin = models.PositiveIntegerField(help_text="Code points into the text of b.")
    b_end = models.PositiveIntegerField(help_text="Code points, exclusive.")
    ordered = models.BooleanField(help_text="Whether a is known to be earlier than b.")
    when = models.BigIntegerField(help_text="For sorting by date: the last day on which a may have been written.")
    words = models.PositiveIntegerField(help_text="Words of the longer side.")
    matched = models.PositiveIntegerField(help_text="Words that match, near ones included.")
    identity = models.FloatField(help_text="Share of the words that match, 0 to 1.")
    bits = models.FloatField(help_text="Information that the matching words carry, by the frequency table.")
    score = models.FloatField(help_text="Bits, less what gaps and changed words cost.")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reasons = models.JSONField(default=dict, help_text="What speaks for it, each with its count.")
    family = models.ForeignKey(Family, null=True, on_delete=models.SET_NULL, related_name="passages")
    under = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.CASCADE,
        related_name="also",
        help_text="The better passage it stands under.",
    )
    said = models.TextField(help_text="The words of both sides, folded: for searching.")
    digest = models.CharField(
        max_length=HEX, help_text="SHA-256 of all this: what did not change is not written again."
    )

    objects = PassageQuerySet.as_manager()

    class Meta:
        ordering = ["-score", "key"]
        constraints = [models.UniqueConstraint(fields=["survey", "key", "a", "b"], name="passage_unique")]
        indexes = [
            models.Index(fields=["survey", "score"], name="passage_by_score"),
            models.Index(fields=["survey", "a", "a_begin"], name="passage_by_a"),
            models.Index(fields=["survey", "b", "b_begin"], name="passage_by_b"),
        ]

    def __str__(self) -> str:
        return f"{self.a_id} [{self.a_begin}, {self.a_end}) : {self.b_id} [{self.b_begin}, {self.b_end})"


class CitedPassageQuerySet(models.QuerySet["CitedPassage"]):
    def visible_to(self, person: Person) -> CitedPassageQuerySet:
        """Cited passages of two texts that `person` may see; of withdrawn ones for editors alone."""
        ends = [f"{side}__edition__{path}" for side in "ab" for path in ("visibility", "work__visibility")]
        standing = Q() if may_edit(person) else Q(a__edition__withdrawn_at=None, b__edition__withdrawn_at=None)
        public_table = Q() if may_edit(person) else Q(readership=Readership.EVERYBODY)
        return self.filter(visible(person, *ends) & standing & public_table)


class CitedPassage(models.Model):
    """A passage as it was when somebody took a citation of it: kept for ever, whatever the corpus shares since."""

    key = models.CharField(max_length=HEX, db_index=True)
    readership = models.CharField(max_length=16, choices=Readership.choices)
    a = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    b = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    record = models.JSONField(help_text="The passage as the API gave it.")
    cited_at = models.DateTimeField(auto_now_add=True)

    objects = CitedPassageQuerySet.as_manager()

    class Meta:
        ordering = ["-cited_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["key", "a", "b"], name="cited_passage_unique")]

    def __str__(self) -> str:
        return self.key[:12]
