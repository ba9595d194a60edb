"""Making accounts from the command line."""

from __future__ import annotations

import secrets

from corpus.access.models import User


class NotAName(ValueError):
    """This cannot be the name of an account."""


def make_editor(name: str) -> str:
    """Make an editor's account, or give an account that is there a new password and the role of an editor (an
    administrator stays one); returns the password, which is kept nowhere else."""
    try:
        User.username_validator(name)
    except Exception as error:
        raise NotAName(f"“{name}” cannot be a name. Use letters, digits and @ . + - _ alone.") from error
    password = secrets.token_urlsafe(12)
    person, _ = User.objects.get_or_create(username=name)
    if person.role == User.Role.READER:
        person.role = User.Role.EDITOR
    person.is_active = True
    person.set_password(password)
    person.save()
    return password
