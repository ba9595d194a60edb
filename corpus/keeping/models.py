"""The rounds in which everything taken in is read again."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class RoundQuerySet(models.QuerySet["Round"]):
    def under_way(self) -> RoundQuerySet:
        return self.filter(under_way=True)

    def finished(self) -> RoundQuerySet:
        """The newest first."""
        return self.filter(under_way=None).order_by("-finished_at")


class Round(models.Model):
    """One pass of a worker over the register of accessions, a moment each minute."""

    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    under_way = models.BooleanField(
        null=True,
        default=True,
        unique=True,
        help_text="True until it is finished, then nothing: so there is one at most.",
    )
    last_at = models.DateTimeField(null=True, blank=True, help_text="When a worker last took a turn.")
    entry = models.BigIntegerField(default=0, help_text="The id of the last entry of the register that was looked at.")
    checked = models.PositiveBigIntegerField(default=0, help_text="Entries that were looked at.")
    findings = models.JSONField(default=list, help_text="What is not as it was stored: fault, kind, name, sha256.")

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"round of {self.started_at:%Y-%m-%d}"
