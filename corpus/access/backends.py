"""Checking a name and a password: Django's way, throttled for every door (the sign-in page, Basic authentication)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from corpus.access import throttle
from corpus.access.models import User


class ThrottledBackend(ModelBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """The person, or None. After too many failures `request.too_many_attempts` is set and no password is looked at.

        Without a request (a test, a command) nothing is counted.
        """
        if request is None or username is None or password is None:
            return super().authenticate(request, username, password, **kwargs)
        if "\0" in username:  # PostgreSQL cannot even look for it
            return None
        try:
            attempt = throttle.begin(request, username)
        except throttle.TooManyAttempts as error:
            request.too_many_attempts = True  # type: ignore[attr-defined]
            raise PermissionDenied from error
        person = super().authenticate(request, username, password, **kwargs)
        if person is not None:
            attempt.delete()
        return person
