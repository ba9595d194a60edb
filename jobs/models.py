"""Long work: what is to be done, how far it is, and what became of it. Knows nothing of texts."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.urls import reverse
from django.utils import timezone


class JobQuerySet(models.QuerySet["Job"]):
    def live(self) -> JobQuerySet:
        """Those that wait or run."""
        return self.filter(state__in=[Job.State.QUEUED, Job.State.RUNNING])

    def over_without_result(self) -> JobQuerySet:
        """Those that failed or were called off."""
        return self.filter(state__in=[Job.State.FAILED, Job.State.CANCELLED])

    def asked_by(self, person: AbstractBaseUser | AnonymousUser) -> JobQuerySet:
        """A person's own jobs; a visitor has none."""
        return self.filter(created_by=person.pk) if person.is_authenticated else self.none()


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

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                condition=models.Q(state__in=["queued", "running"]) & ~models.Q(key=""),
                name="job_live_key_unique",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.kind

    def get_absolute_url(self) -> str:
        return reverse("job", args=[self.pk])

    @property
    def is_live(self) -> bool:
        return self.state in {self.State.QUEUED, self.State.RUNNING}

    @property
    def is_over_without_result(self) -> bool:
        return self.state in {self.State.FAILED, self.State.CANCELLED}

    @property
    def address(self) -> str:
        """Where the result is to be seen, once the job is done; else empty."""
        return str((self.result or {}).get("address", "")) if self.state == self.State.DONE else ""

    @property
    def remaining(self) -> float | None:
        """Seconds that it may still take, if it goes on as it did; None while that cannot be said."""
        if self.state != self.State.RUNNING or self.started_at is None or self.progress < 0.02:
            return None
        elapsed = max(0.0, (timezone.now() - self.started_at).total_seconds())
        return elapsed * (1.0 - self.progress) / self.progress

    def may_be_changed_by(self, person: AbstractBaseUser | AnonymousUser) -> bool:
        """May this person cancel it and ask for it again? Whoever asked for it; anybody, where a visitor did (the
        address cannot be guessed); and who administers the site."""
        if self.created_by_id is None or getattr(person, "is_superuser", False):
            return True
        return person.is_authenticated and person.pk == self.created_by_id
