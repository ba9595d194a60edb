"""Sources, revisions and segments: what an edition says. None of them ever changes: the database refuses, too."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from corpus.access.policy import Person, may_edit, visible
from corpus.works.models import Edition
from jobs.models import Job

CALLED_OFF = "It was called off before the text was stored."


class Source(models.Model):
    """The bytes as they came. One row for one content: the same file twice is the same source."""

    sha256 = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the bytes, in hexadecimal.")
    size = models.BigIntegerField(help_text="Bytes.")
    content = models.BinaryField(help_text="The bytes themselves.")
    media_type = models.CharField(max_length=127, help_text="text/plain, text/markdown …, as it was recognised.")
    filename = models.CharField(max_length=255, blank=True, help_text="The name the file came with, if it was one.")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.filename or self.sha256[:12]


class RevisionQuerySet(models.QuerySet["Revision"]):
    def visible_to(self, person: Person) -> RevisionQuerySet:
        return self.filter(visible(person, "edition__visibility", "edition__work__visibility"))

    def readable_by(self, person: Person) -> RevisionQuerySet:
        """Those whose text `person` may have: visible, and of a withdrawn edition for editors alone."""
        seen = self.visible_to(person)
        return seen if may_edit(person) else seen.filter(edition__withdrawn_at=None)

    def without_text(self) -> RevisionQuerySet:
        """For lists: everything but the text, which may be of 20 million characters."""
        return self.defer("text")

    def current(self) -> RevisionQuerySet:
        """The newest revision of each edition."""
        newest = Revision.objects.filter(edition=models.OuterRef("edition")).order_by("-number").values("number")[:1]
        return self.filter(number=models.Subquery(newest))


class Revision(models.Model):
    """One immutable state of an edition's text. A correction is a new revision."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(help_text="1, 2, 3 … in the edition; part of the address.")
    text = models.TextField(help_text="The text, lines ended by U+000A. Offsets are code points into it.")
    sha256 = models.CharField(max_length=64, db_index=True, help_text="SHA-256 of the text in UTF-8, in hexadecimal.")
    characters = models.PositiveIntegerField(help_text="Code points.")
    words = models.PositiveIntegerField(help_text="Tokens with a letter or a digit.")
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="revisions")
    extraction = models.JSONField(
        default=dict,
        blank=True,
        help_text="How the text came out of the source: encoding, and what was dropped, each with its lines and why.",
    )
    reason = models.TextField(blank=True, help_text="Why this revision was made.")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "number"]
        constraints = [models.UniqueConstraint(fields=["edition", "number"], name="revision_number_unique")]

    def __str__(self) -> str:
        return f"{self.edition}@{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("revision", args=[self.edition.work.slug, self.edition.siglum, self.number])


class Segment(models.Model):
    """A heading, a paragraph or a line: a span of a revision with an anchor that later revisions keep."""

    class Kind(models.TextChoices):
        HEADING = "heading", "heading"
        PARAGRAPH = "paragraph", "paragraph"
        LINE = "line", "line"

    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="segments")
    position = models.PositiveIntegerField(help_text="0, 1, 2 … in the order of the text.")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    level = models.PositiveSmallIntegerField(default=0, help_text="Of a heading: 1 for the title, 2 for a section …")
    number = models.PositiveIntegerField(
        null=True, help_text="¶ number among the paragraphs and lines of this revision; a heading has none."
    )
    anchor = models.CharField(
        max_length=20, help_text="Its name in the edition, kept by every later revision that still has the segment."
    )
    begin = models.PositiveIntegerField(help_text="Code points into the revision's text.")
    end = models.PositiveIntegerField(help_text="Code points into the revision's text, exclusive.")

    class Meta:
        ordering = ["revision", "position"]
        constraints = [
            models.UniqueConstraint(fields=["revision", "position"], name="segment_position_unique"),
            models.UniqueConstraint(fields=["revision", "anchor"], name="segment_anchor_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.anchor}"


class Accession(models.Model):
    """One line of the register of everything that was taken in: what it was, and its digest at that moment.

    Written with the source or the revision, and never again. So a row that somebody removed, changed or put there past
    the program is known, whatever the row says of itself.
    """

    class Kind(models.TextChoices):
        SOURCE = "source", "source"
        REVISION = "revision", "revision"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    row = models.BigIntegerField(help_text="The id of the source or revision.")
    name = models.CharField(max_length=400, help_text="A source's filename; a revision's work, siglum and number then.")
    sha256 = models.CharField(max_length=64, help_text="SHA-256 of the bytes, or of the text in UTF-8.")
    segments = models.CharField(max_length=64, blank=True, help_text="SHA-256 of a revision's segments and anchors.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="accession_unique")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name or self.sha256[:12]}"


class Deposit(models.Model):
    """A long text that was handed in and that a worker is to store: on its way into the corpus, and no part of it yet.

    Gone as soon as its revision is there; where that cannot be made it stays, so that nothing handed in is lost.
    """

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="deposit")
    text = models.TextField(help_text="The text that is to be stored, lines ended by U+000A.")
    content = models.BinaryField(null=True, help_text="The bytes that it came from, where they are new.")
    filename = models.CharField(max_length=255, blank=True)
    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    extraction = models.JSONField(default=dict, blank=True, help_text="As the revision will have it.")
    reason = models.TextField(blank=True)
    based_on = models.PositiveIntegerField(null=True, help_text="Number of the revision that the text was made from.")
    begins_edition = models.BooleanField(default=False, help_text="The edition was made for this text.")
    job = models.ForeignKey(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"a text for {self.edition}"

    @property
    def is_live(self) -> bool:
        """Does a job wait or run that stores it?"""
        return self.job is not None and self.job.is_live

    @property
    def state(self) -> str:
        """`queued`, `running` or `failed`; what was called off has failed, too."""
        return self.job.state if self.job is not None and self.job.is_live else Job.State.FAILED.value

    @property
    def error(self) -> str:
        """Why it could not be stored; empty while it waits or runs."""
        if self.is_live:
            return ""
        return (self.job.error if self.job is not None else "") or CALLED_OFF
