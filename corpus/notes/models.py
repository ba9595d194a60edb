"""A note has one or more targets, each a span of a revision: so it can speak of a word, a variant, a passage."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from corpus.access.policy import Person, Visibility, may_edit, visible
from corpus.texts.models import Revision


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, person: Person) -> NoteQuerySet:
        """Notes that `person` may see: public ones all of whose targets they may see; editors see all, and so the
        error reports, which are theirs alone; a person sees what they wrote."""
        if may_edit(person):
            return self
        hidden = Target.objects.filter(note=models.OuterRef("pk")).exclude(
            visible(person, "revision__edition__visibility", "revision__edition__work__visibility")
        )
        mine = Q(created_by=person) if person.is_authenticated else Q(pk__in=[])
        return self.filter(Q(visibility=Visibility.PUBLIC) | mine).exclude(models.Exists(hidden))

    def open_reports(self) -> NoteQuerySet:
        """Error reports that no editor has closed, newest first, with the texts that they speak of; two queries."""
        targets = Target.objects.select_related("revision__edition__work").defer("revision__text")
        return (
            self.filter(kind=Note.Kind.REPORT, resolved_at=None)
            .select_related("created_by")
            .prefetch_related(models.Prefetch("targets", queryset=targets))
            .order_by("-pk")
        )


class Note(models.Model):
    """What somebody said of one or more places."""

    class Kind(models.TextChoices):
        NOTE = "note", "note"
        EMENDATION = "emendation", "emendation"
        DOUBT = "doubt", "doubtful reading"
        REPORT = "report", "error report"

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.NOTE)
    body = models.TextField(help_text="What is said.")
    visibility = models.CharField(max_length=16, choices=Visibility.CHOICES, default=Visibility.PUBLIC)
    name = models.CharField(max_length=40, blank=True, help_text="How others refer to it: E1, Q4.")
    resolved_at = models.DateTimeField(null=True, blank=True, help_text="Of an error report: when an editor closed it.")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="notes"
    )

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name or self.body[:40]


class Target(models.Model):
    """A span of a revision that a note speaks of; empty (begin = end) for a place between two characters."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="targets")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="note_targets")
    begin = models.PositiveIntegerField(help_text="Code points into the revision's text.")
    end = models.PositiveIntegerField(help_text="Code points into the revision's text, exclusive.")

    class Meta:
        ordering = ["note", "pk"]
        constraints = [models.CheckConstraint(condition=Q(begin__lte=F("end")), name="target_begin_before_end")]

    def __str__(self) -> str:
        return f"{self.revision}#c={self.begin}-{self.end}"
