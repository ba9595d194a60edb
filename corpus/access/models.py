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
