"""Stored comparisons of two texts, keyed by content."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from corpus.access.policy import Person, may_edit, visible
from corpus.texts.models import Revision


class ComparisonQuerySet(models.QuerySet["Comparison"]):
    def visible_to(self, person: Person) -> ComparisonQuerySet:
        """Comparisons of two revisions that `person` may both see."""
        if may_edit(person):
            return self
        return self.filter(
            visible(
                person,
                "a__edition__visibility",
                "a__edition__work__visibility",
                "b__edition__visibility",
                "b__edition__work__visibility",
            )
        )


class Comparison(models.Model):
    """The result of comparing two revisions under given options by one version of the engine.

    `key` is the SHA-256 of (both texts' digests, options, engine version). What the whole page needs at once stands
    here; the operations stand in `Part`s, a stretch of blocks each.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "waiting"
        READY = "ready", "ready"
        FAILED = "failed", "failed"

    key = models.CharField(max_length=64, unique=True, help_text="SHA-256 of texts, options and engine version.")
    a = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    b = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    options = models.JSONField(default=dict, help_text="As the engine's Options give it in JSON.")
    engine = models.CharField(max_length=32)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED, db_index=True)
    summary = models.JSONField(
        default=dict, help_text="Similarity, coverage, counts, ignored, number of changes and blocks, ruler."
    )
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 over the summary and all parts.")
    job = models.UUIDField(null=True, blank=True, help_text="The job that makes it.")
    cited_at = models.DateTimeField(
        null=True, blank=True, help_text="Set when somebody took a citation: kept for ever."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = ComparisonQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.a} : {self.b}"


class Part(models.Model):
    """A stretch of a comparison's blocks, packed: read alone, it gives its rows without the rest of the texts."""

    comparison = models.ForeignKey(Comparison, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveIntegerField()
    first_block = models.PositiveIntegerField()
    blocks = models.PositiveIntegerField()
    first_change = models.PositiveIntegerField(help_text="Number of changes before this part.")
    changes = models.PositiveIntegerField()
    payload = models.BinaryField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the payload; checked when it is read.")

    class Meta:
        ordering = ["comparison", "position"]
        constraints = [models.UniqueConstraint(fields=["comparison", "position"], name="part_position_unique")]

    def __str__(self) -> str:
        return f"{self.comparison_id}:{self.position}"


class Visit(models.Model):
    """A comparison on a person's own list."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="comparison_visits")
    comparison = models.ForeignKey(Comparison, on_delete=models.CASCADE, related_name="visits")
    address = models.CharField(max_length=500, help_text="The page's address with its options.")
    visited_at = models.DateTimeField(auto_now=True)
    told = models.BooleanField(default=True, help_text="False while a notice that it is ready is still to be shown.")

    class Meta:
        ordering = ["-visited_at"]
        constraints = [models.UniqueConstraint(fields=["user", "comparison"], name="visit_unique")]

    def __str__(self) -> str:
        return self.address
