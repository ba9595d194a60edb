"""Works, their editions, relations and regularisation rules: what a thing is. What it says is in `corpus.texts`."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from corpus.access.policy import Person, Visibility, visible
from corpus.works import validation


class WorkQuerySet(models.QuerySet["Work"]):
    def visible_to(self, person: Person) -> WorkQuerySet:
        return self.filter(visible(person, "visibility"))


class Described(models.Model):
    """What works and editions are both described by (after Dublin Core)."""

    title = models.CharField(
        max_length=500, validators=[validation.validate_plain], help_text="The title, as the thing itself gives it."
    )
    date = models.CharField(
        max_length=64,
        blank=True,
        validators=[validation.validate_date],
        help_text="When it was made, in EDTF: 1941-08, 1941~, 1939/1945. Empty where it is not known.",
    )
    language = models.CharField(
        max_length=35,
        blank=True,
        validators=[validation.validate_language],
        help_text="The language tag after BCP 47: en, fr, de, zh-Hant.",
    )
    creator = models.CharField(
        max_length=500,
        blank=True,
        validators=[validation.validate_plain],
        help_text="Who wrote or made it, as it is signed; empty where that is not known.",
    )
    description = models.TextField(
        blank=True,
        validators=[validation.validate_plain],
        help_text="What it is and what it is not, in a few sentences.",
    )
    notice = models.TextField(
        blank=True,
        validators=[validation.validate_plain],
        help_text="A banner that goes wherever the text goes: on its page, in every export, in the API.",
    )
    availability = models.TextField(
        blank=True,
        validators=[validation.validate_plain],
        help_text="Where it can be read, for a thing whose text we do not hold, or beside our text.",
    )
    rights = models.CharField(
        max_length=500, blank=True, validators=[validation.validate_plain], help_text="Who may use it how, if known."
    )
    visibility = models.CharField(
        max_length=16,
        choices=Visibility.CHOICES,
        default=Visibility.PUBLIC,
        help_text="Public: for everybody. Private: for editors alone.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True


class Work(Described):
    """The abstract text: holds editions, and relations to other works."""

    slug = models.CharField(
        max_length=80,
        unique=True,
        validators=[validation.validate_slug],
        help_text="The work's name in addresses: small letters, digits, hyphens.",
    )
    subtitle = models.CharField(max_length=500, blank=True, validators=[validation.validate_plain])

    objects = WorkQuerySet.as_manager()

    class Meta:
        ordering = ["title", "slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("work", args=[self.slug])


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, person: Person) -> EditionQuerySet:
        """Editions that `person` may see. Withdrawn ones stay: their page is a tombstone that keeps citations alive."""
        return self.filter(visible(person, "visibility", "work__visibility"))

    def standing(self) -> EditionQuerySet:
        return self.filter(withdrawn_at=None)


class Edition(Described):
    """One version of a work. Its text stands in its revisions; an edition without one is a record for the day the
    text is found."""

    class Kind(models.TextChoices):
        TRANSCRIPTION = "transcription", "transcription"
        PRINT = "print", "print"
        MANUSCRIPT = "manuscript", "manuscript"
        TRANSLATION = "translation", "translation"
        ABRIDGEMENT = "abridgement", "abridgement"
        EMENDED = "emended", "emended text"
        NORMALISED = "normalised", "normalised reading text"
        REARRANGEMENT = "rearrangement", "rearrangement"
        SIMULATED = "simulated", "simulated witness"
        DOCUMENT = "document", "document"

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="editions")
    siglum = models.CharField(
        max_length=validation.SIGLUM_LONGEST,
        validators=[validation.validate_siglum],
        help_text="The short name by which the edition is cited, unique in its work: W, E, L1.",
    )
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.TRANSCRIPTION)
    publisher = models.CharField(max_length=300, blank=True, validators=[validation.validate_plain])
    place = models.CharField(max_length=200, blank=True, validators=[validation.validate_plain])
    source = models.TextField(
        blank=True,
        validators=[validation.validate_plain],
        help_text="What the text was taken from: book, page, web address.",
    )
    position = models.PositiveIntegerField(
        default=0, help_text="Its place in the work's list; equal ones go by siglum."
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, help_text="Set when the edition was withdrawn.")
    withdrawn_reason = models.TextField(blank=True, help_text="Why it was withdrawn; shown on its tombstone.")

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "siglum"]
        constraints = [models.UniqueConstraint(fields=["work", "siglum"], name="siglum_unique_in_work")]

    def __str__(self) -> str:
        return f"{self.work.slug}/{self.siglum}"

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.work.slug, self.siglum])


class FormerName(models.Model):
    """An address that a work (its slug) or an edition (its siglum in its work) had once; it redirects for ever."""

    slug = models.CharField(max_length=80)
    siglum = models.CharField(max_length=32, blank=True)
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="former_names")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.CASCADE, related_name="former_names")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug", "siglum"], name="former_name_unique")]

    def __str__(self) -> str:
        return f"{self.slug}/{self.siglum}" if self.siglum else self.slug


class RelationQuerySet(models.QuerySet["Relation"]):
    def visible_to(self, person: Person) -> RelationQuerySet:
        """Relations both of whose ends `person` may see."""
        condition = Q()
        for end in ("from", "to"):
            work = visible(person, f"{end}_work__visibility")
            edition = visible(person, f"{end}_edition__visibility", f"{end}_edition__work__visibility")
            if work:
                condition &= (Q(**{f"{end}_work__isnull": False}) & work) | (
                    Q(**{f"{end}_edition__isnull": False}) & edition
                )
        return self.filter(condition)


class Relation(models.Model):
    """How one work or edition stands to another, read from left to right: E emends W."""

    class Kind(models.TextChoices):
        QUOTES = "quotes", "quotes"
        TRANSLATES = "translates", "translates"
        ABRIDGES = "abridges", "abridges"
        ANSWERS = "answers", "answers"
        REPRINTS = "reprints", "reprints"
        EMENDS = "emends", "emends"
        NORMALISES = "normalises", "normalises"
        REARRANGES = "rearranges", "rearranges"
        DERIVES = "derives-from", "derives from"
        DESCRIBES = "describes", "describes"
        EXPLAINS = "explains", "explains"
        PRECEDES = "precedes", "precedes"
        SAME_SUBJECT = "same-subject", "has the same subject as"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    from_work = models.ForeignKey(Work, null=True, blank=True, on_delete=models.CASCADE, related_name="relations_from")
    from_edition = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.CASCADE, related_name="relations_from"
    )
    to_work = models.ForeignKey(Work, null=True, blank=True, on_delete=models.CASCADE, related_name="relations_to")
    to_edition = models.ForeignKey(
        Edition, null=True, blank=True, on_delete=models.CASCADE, related_name="relations_to"
    )
    note = models.TextField(blank=True, validators=[validation.validate_plain], help_text="Why we say so.")

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(from_work__isnull=False) ^ Q(from_edition__isnull=False), name="relation_from_one"
            ),
            models.CheckConstraint(
                condition=Q(to_work__isnull=False) ^ Q(to_edition__isnull=False), name="relation_to_one"
            ),
            *(
                # One constraint for each pair of ends: SQLite knows no unique constraint in which NULL equals NULL.
                models.UniqueConstraint(
                    fields=["kind", f"from_{one}", f"to_{other}"],
                    condition=Q(**{f"from_{one}__isnull": False, f"to_{other}__isnull": False}),
                    name=f"relation_unique_{one}_{other}",
                )
                for one in ("work", "edition")
                for other in ("work", "edition")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.get_kind_display()} {self.object}"

    @property
    def subject(self) -> Any:
        return self.from_edition or self.from_work

    @property
    def object(self) -> Any:
        return self.to_edition or self.to_work


class Rule(models.Model):
    """A regularisation rule of a work: this spelling counts as that one when a comparison ignores `rules`."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="rules")
    original = models.CharField(
        max_length=200, validators=[validation.validate_plain], help_text="The words as they stand: U.S.S.R."
    )
    regular = models.CharField(
        max_length=200, validators=[validation.validate_plain], help_text="What they count as: USSR."
    )
    note = models.TextField(blank=True, validators=[validation.validate_plain], help_text="Why they are one.")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["work", "original"], name="rule_unique_in_work")]

    def __str__(self) -> str:
        return f"{self.original} → {self.regular}"
