"""Stored comparisons of two texts, keyed by content."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models

from corpus.access.models import User
from corpus.access.policy import Person, may_edit, visible
from corpus.texts.models import Revision

ENDS = (
    "a__edition__visibility",
    "a__edition__work__visibility",
    "b__edition__visibility",
    "b__edition__work__visibility",
)


class ComparisonQuerySet(models.QuerySet["Comparison"]):
    def visible_to(self, person: Person) -> ComparisonQuerySet:
        """Comparisons of two revisions that `person` may both see."""
        if may_edit(person):
            return self
        return self.filter(visible(person, *ENDS))

    def ready(self) -> ComparisonQuerySet:
        return self.filter(state=Comparison.State.READY)

    def light(self) -> ComparisonQuerySet:
        """For lists and pages: with both revisions and their works at hand, but without texts and arrays."""
        return self.select_related("a__edition__work", "b__edition__work").defer(
            "a__text", "b__text", "a__extraction", "b__extraction", "guide"
        )

    def uncited(self) -> ComparisonQuerySet:
        return self.filter(cited_at=None)

    def unused_since(self, moment: datetime) -> ComparisonQuerySet:
        """Those that nobody has opened, nor made, since `moment`."""
        return self.filter(created_at__lt=moment).filter(models.Q(read_at=None) | models.Q(read_at__lt=moment))


class Comparison(models.Model):
    """The result of comparing two revisions under given options by one version of the engine.

    `key` is the SHA-256 of (both texts' digests, options, engine version): two pairs of revisions with the same texts
    have the same key, and each a row of its own, since who may see them may differ. What a page needs of the whole
    stands here; the rows of the texts stand in `Part`s, the engine's arrays in `Whole`.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "waiting"
        READY = "ready", "ready"
        FAILED = "failed", "failed"

    key = models.CharField(max_length=64, db_index=True, help_text="SHA-256 of texts, options and engine version.")
    a = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    b = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    options = models.JSONField(default=dict, help_text="As the engine's Options give it in JSON.")
    engine = models.CharField(max_length=32)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED, db_index=True)
    summary = models.JSONField(
        default=dict, help_text="Similarity, coverage, counts, ignored, number of changes and blocks, ruler."
    )
    guide = models.BinaryField(
        default=bytes, help_text="Packed: category, ignored, block and place of each change, for next and previous."
    )
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 over the summary, the guide and all parts.")
    job = models.UUIDField(null=True, blank=True, help_text="The job that makes it.")
    cited_at = models.DateTimeField(
        null=True, blank=True, help_text="Set when somebody took a citation: kept for ever."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True, help_text="When it was last opened, to the day.")

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["key", "a", "b"], name="comparison_unique")]

    def __str__(self) -> str:
        return f"{self.a} : {self.b}"


class Part(models.Model):
    """A stretch of a comparison's blocks, packed: read alone, it gives its rows without the rest of the texts."""

    comparison = models.ForeignKey(Comparison, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    first_block = models.PositiveIntegerField()
    blocks = models.PositiveIntegerField()
    payload = models.BinaryField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the payload; checked when it is read.")

    class Meta:
        ordering = ["comparison", "position"]
        constraints = [models.UniqueConstraint(fields=["comparison", "position"], name="part_position_unique")]

    def __str__(self) -> str:
        return f"{self.comparison_id}:{self.position}"


class Whole(models.Model):
    """The engine's arrays of a comparison, packed: what exports, the inventory and the API read."""

    comparison = models.OneToOneField(Comparison, on_delete=models.CASCADE, related_name="whole")
    payload = models.BinaryField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the payload; checked when it is read.")

    def __str__(self) -> str:
        return f"{self.comparison_id}:whole"


class VisitQuerySet(models.QuerySet["Visit"]):
    def of(self, person: Person) -> VisitQuerySet:
        """A person's own list, without what they may no longer see; a visitor has none."""
        if not isinstance(person, User):
            return self.none()
        mine = self.filter(user=person)
        return mine if may_edit(person) else mine.filter(visible(person, *(f"comparison__{end}" for end in ENDS)))

    def news(self) -> VisitQuerySet:
        """Comparisons that were long in the making, are ready, and whose person was not told yet."""
        return self.filter(told=False, comparison__state=Comparison.State.READY)


class Visit(models.Model):
    """A comparison on a person's own list."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="comparison_visits")
    comparison = models.ForeignKey(Comparison, on_delete=models.CASCADE, related_name="visits")
    address = models.CharField(max_length=2000, help_text="The page's address with its options.")
    visited_at = models.DateTimeField(auto_now=True)
    told = models.BooleanField(default=True, help_text="False while a notice that it is ready is still to be shown.")

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-visited_at"]
        constraints = [models.UniqueConstraint(fields=["user", "comparison"], name="visit_unique")]

    def __str__(self) -> str:
        return self.address
