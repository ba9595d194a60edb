"""Stored comparisons of two texts, keyed by content; and the texts that a client gave for one."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When

from corpus.access.models import User
from corpus.access.policy import Person, may_edit, visible
from corpus.texts.models import Revision
from corpus.works.models import Work
from jobs.models import Job

CALLED_OFF = "It was called off before it was made. Ask for it again to have it made."


class GivenText(models.Model):
    """A text that a client gave to be compared, kept with the comparisons of it and as long as they are.

    It is no edition: nobody vouches for it, and it stands in no list but its maker's and the editors'. Whoever has its
    address, which cannot be guessed, may read it. It never changes; the database refuses, too.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.TextField(blank=True, help_text="The text, as it was given. Offsets are code points into it.")
    sha256 = models.CharField(max_length=64, db_index=True, help_text="SHA-256 of the text in UTF-8, in hexadecimal.")
    characters = models.PositiveIntegerField(help_text="Code points.")
    words = models.PositiveIntegerField(help_text="Tokens with a letter or a digit.")
    language = models.CharField(max_length=35, blank=True, help_text="As the client said it, after BCP 47.")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"sha256:{self.sha256}"

    @property
    def siglum(self) -> str:
        """What it is called beside an edition: no edition's siglum has a number sign."""
        return f"#{self.sha256[:6]}"

    @property
    def title(self) -> str:
        return "Text given by the client"


End = Revision | GivenText


def seen(person: Person, prefix: str = "") -> Q:
    """The condition that `person` may see every revision that a comparison is of."""
    condition = Q()
    if may_edit(person):
        return condition
    for end in ("a", "b"):
        here = f"{prefix}{end}"
        condition &= Q(**{here: None}) | visible(
            person, f"{here}__edition__visibility", f"{here}__edition__work__visibility"
        )
    return condition


class ComparisonQuerySet(models.QuerySet["Comparison"]):
    def visible_to(self, person: Person) -> ComparisonQuerySet:
        """What `person` finds in lists: comparisons of revisions that they may see, and of texts that they gave."""
        if may_edit(person):
            return self
        own = Q()
        for end in ("given_a", "given_b"):
            own &= Q(**{end: None}) | (Q(**{f"{end}__created_by": person}) if isinstance(person, User) else Q(pk=None))
        return self.filter(seen(person) & own)

    def open_to(self, person: Person) -> ComparisonQuerySet:
        """What `person` may read who has its token or address, which cannot be guessed: that of others' texts, too."""
        return self if may_edit(person) else self.filter(seen(person))

    def of(self, a: End, b: End) -> ComparisonQuerySet:
        """The comparisons of these two, in this order."""
        return self.filter(**fields_of(a, b))

    def ready(self) -> ComparisonQuerySet:
        return self.filter(state=Comparison.State.READY)

    def light(self) -> ComparisonQuerySet:
        """For lists and pages: with both revisions and their works at hand, but without texts and arrays."""
        return self.select_related("a__edition__work", "b__edition__work", "given_a", "given_b").defer(
            "a__text", "b__text", "a__extraction", "b__extraction", "given_a__text", "given_b__text", "guide"
        )

    def with_fate(self) -> ComparisonQuerySet:
        """Each with `fate`, its state as its job left it: failed where the job failed or was called off; and `error`."""
        job = Job.objects.filter(pk=OuterRef("job"))
        waiting = Q(state=Comparison.State.QUEUED)
        failed = waiting & Exists(job.filter(state=Job.State.FAILED))
        called_off = waiting & Exists(job.filter(state=Job.State.CANCELLED))
        return self.annotate(
            fate=Case(When(failed | called_off, then=Value(Comparison.State.FAILED.value)), default=F("state")),
            error=Case(
                When(failed, then=Subquery(job.values("error")[:1])),
                When(called_off, then=Value(CALLED_OFF)),
                default=Value(""),
                output_field=models.TextField(),
            ),
        )

    def uncited(self) -> ComparisonQuerySet:
        return self.filter(cited_at=None)

    def unused_since(self, moment: datetime) -> ComparisonQuerySet:
        """Those that nobody has opened, nor made, since `moment`."""
        return self.filter(created_at__lt=moment).filter(models.Q(read_at=None) | models.Q(read_at__lt=moment))


def fields_of(a: End, b: End) -> dict[str, End | None]:
    """The four fields of a comparison of these two."""
    found: dict[str, End | None] = {}
    for name, end in (("a", a), ("b", b)):
        revision = isinstance(end, Revision)
        found |= {name: end if revision else None, f"given_{name}": None if revision else end}
    return found


def one_of(name: str) -> models.CheckConstraint:
    """Side `name` is a revision or a text that was given, never both and never neither."""
    either = Q(**{f"{name}__isnull": False, f"given_{name}__isnull": True})
    other = Q(**{f"{name}__isnull": True, f"given_{name}__isnull": False})
    return models.CheckConstraint(condition=either | other, name=f"comparison_one_{name}")


class Comparison(models.Model):
    """The result of comparing two texts under given options by one version of the engine.

    Each side is a revision (`a`, `b`) or a text that a client gave (`given_a`, `given_b`). `key` is the SHA-256 of
    (both texts' digests, options, engine version): two pairs of revisions with the same texts have the same key, and
    each a row of its own, since who may see them may differ. What a page needs of the whole stands here; the rows of
    the texts stand in `Part`s, the engine's arrays in `Whole`.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "waiting"
        READY = "ready", "ready"
        FAILED = "failed", "failed"

    token = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="Its id in the API, which cannot be guessed."
    )
    key = models.CharField(max_length=64, db_index=True, help_text="SHA-256 of texts, options and engine version.")
    a = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    b = models.ForeignKey(Revision, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_a = models.ForeignKey(GivenText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_b = models.ForeignKey(GivenText, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
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
        constraints = [
            # One for each kind of pair: two rows with a NULL in a constraint are never the same.
            models.UniqueConstraint(fields=["key", "a", "b"], name="comparison_unique"),
            models.UniqueConstraint(fields=["key", "given_a", "b"], name="comparison_unique_given_a"),
            models.UniqueConstraint(fields=["key", "a", "given_b"], name="comparison_unique_given_b"),
            models.UniqueConstraint(fields=["key", "given_a", "given_b"], name="comparison_unique_given"),
            one_of("a"),
            one_of("b"),
        ]

    def __str__(self) -> str:
        return f"{self.ends[0]} : {self.ends[1]}"

    @property
    def ends(self) -> tuple[End, End]:
        """The two texts, each a revision or one that was given."""
        a, b = self.a or self.given_a, self.b or self.given_b
        assert a is not None  # the constraints hold it
        assert b is not None
        return a, b

    @property
    def sigla(self) -> tuple[str, str]:
        a, b = (end.edition.siglum if isinstance(end, Revision) else end.siglum for end in self.ends)
        return a, b

    @property
    def work(self) -> Work | None:
        """The work that it is of: that of its first revision."""
        return next((end.edition.work for end in self.ends if isinstance(end, Revision)), None)

    @property
    def given(self) -> list[GivenText]:
        """Those of the two that a client gave."""
        return [end for end in self.ends if isinstance(end, GivenText)]


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
        return mine if may_edit(person) else mine.filter(seen(person, "comparison__"))

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
