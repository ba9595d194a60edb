"""People: one account a person, with a role. What a role may do is decided in `policy`."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person with an account. Visitors have none."""

    class Role(models.TextChoices):
        READER = "reader", "reader"
        EDITOR = "editor", "editor"
        ADMINISTRATOR = "administrator", "administrator"

    role = models.CharField(
        max_length=16,
        choices=Role.choices,
        default=Role.READER,
        help_text="Readers keep lists of their own; editors add and correct texts; administrators also manage accounts.",
    )

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def may_edit(self) -> bool:
        """For templates; everything else asks `policy.may_edit`, which also takes visitors."""
        return self.is_active and (self.is_superuser or self.role in {self.Role.EDITOR, self.Role.ADMINISTRATOR})

    @property
    def may_operate(self) -> bool:
        """For templates; everything else asks `policy.may_operate`."""
        return self.is_active and (self.is_superuser or self.role == self.Role.ADMINISTRATOR)


class SignInAttempt(models.Model):
    """A sign-in that failed, or is being tried. Kept for an hour, so that passwords cannot be guessed by the thousand."""

    name = models.CharField(max_length=150, help_text="The name that was given, folded.")
    address = models.CharField(max_length=64, help_text="The network address that it came from.")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["address", "at"]), models.Index(fields=["name", "at"])]

    def __str__(self) -> str:
        return f"{self.name} from {self.address}"


class IdempotentRequest(models.Model):
    """A creating request of the API that came with an `Idempotency-Key`, and the answer that it was given."""

    key = models.CharField(max_length=200)
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the method, the path and the body.")
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField(null=True)
    location = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [  # two, since SQLite takes any two rows without a user for different
            models.UniqueConstraint(fields=["key", "user"], name="idempotency_key_unique"),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(user=None), name="idempotency_key_unique_for_visitors"
            ),
        ]

    def __str__(self) -> str:
        return self.key
