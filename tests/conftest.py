"""What every test rests on."""

import os

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop running in the test's thread

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management.commands import flush
from django.db import connections
from hypothesis import HealthCheck, settings

# How long an example takes says something of the machine, not of the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session", autouse=True)
def _flush_in_spite_of_the_triggers() -> Iterator[None]:
    """A test with real transactions flushes the tables at its end, which the immutable ones refuse: let that through."""
    from corpus.texts.immutability import without_triggers

    handle = flush.Command.handle

    def unguarded(self: flush.Command, **options: Any) -> None:
        with without_triggers(connections[options["database"]]):
            handle(self, **options)

    flush.Command.handle = unguarded  # type: ignore[method-assign]
    yield
    flush.Command.handle = handle  # type: ignore[method-assign]


@pytest.fixture
def editor(db: None) -> Any:
    from corpus.access.models import User

    return User.objects.create_user("editor", password="correct horse battery", role=User.Role.EDITOR)


@pytest.fixture
def reader(db: None) -> Any:
    from corpus.access.models import User

    return User.objects.create_user("reader", password="correct horse battery")
