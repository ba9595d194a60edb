"""Long work: what is to be done, how far it is, and what became of it. Knows nothing of texts."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models


class Job(models.Model):
    """One piece of long work, beside the row of the queue that carries it."""

    class State(models.TextChoices):
        QUEUED = "queued", "waiting"
        RUNNING = "running", "running"
        DONE = "done", "done"
        FAILED = "failed", "failed"
        CANCELLED = "cancelled", "cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=64, help_text="Which registered function does it.")
    arguments = models.JSONField(default=dict, help_text="What it is called with; JSON alone.")
    title = models.CharField(max_length=300, blank=True, help_text="What a person is told it does.")
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED, db_index=True)
    progress = models.FloatField(default=0.0, help_text="0 to 1.")
    message = models.CharField(max_length=300, blank=True, help_text="What it is doing now.")
    result = models.JSONField(null=True, help_text="What the function returned.")
    error = models.TextField(blank=True, help_text="What went wrong, for the person: what, where, what to do.")
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    task = models.CharField(max_length=64, blank=True, help_text="The id of the queue's own row.")
    key = models.CharField(
        max_length=128, blank=True, db_index=True, help_text="Jobs with one key are one piece of work."
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs"
    )

    class Meta:
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return self.title or self.kind
