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


class SignInAttempt(models.Model):
    """A sign-in that failed, or is being tried. Kept for an hour, so that passwords cannot be guessed by the thousand."""

    name = models.CharField(max_length=150, help_text="The name that was given, folded.")
    address = models.CharField(max_length=64, help_text="The network address that it came from.")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["address", "at"]), models.Index(fields=["name", "at"])]

    def __str__(self) -> str:
        return f"{self.name} from {self.address}"
