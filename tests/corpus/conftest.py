"""Small factories for tests of the corpus."""

from typing import Any

import pytest

from corpus.access.models import User
from corpus.texts import storing
from corpus.works.models import Edition, Work

TEXT = "The first paragraph of it stands here.\n\nA second one follows it, and says more.\n\nA third one ends it."


@pytest.fixture
def work(db: None) -> Work:
    return Work.objects.create(slug="a-work", title="A work")


@pytest.fixture
def edition(work: Work) -> Edition:
    return storing.add_edition(work, siglum="A", title="First", text=TEXT)


@pytest.fixture
def as_editor(client: Any, editor: User) -> Any:
    client.force_login(editor)
    return client
