"""A small corpus to ask the API about: one public work with two editions, one private edition, one private work."""

from types import SimpleNamespace

import pytest
from rest_framework.test import APIClient

from corpus.access.models import User
from corpus.texts import storing
from corpus.works.models import Work
from tests.clients import editor, visitor

__all__ = ["editor", "visitor"]  # fixtures of this folder

TEXT = "On Variants\n\nThe olde king rode out at dawn.\n\nNobody saw him go."
OTHER = "On Variants\n\nThe old king rode out at dawn.\n\nNobody saw him go, he said."
MARKER = "zinnober"


@pytest.fixture
def shelf(db: None) -> SimpleNamespace:
    work = Work.objects.create(slug="on-variants", title="On Variants", language="en", date="1941-08")
    hidden = Work.objects.create(slug="hidden", title=f"Hidden {MARKER}", visibility="private")
    a = storing.add_edition(work, siglum="A", title="First", text=TEXT, content=TEXT.encode(), language="en")
    b = storing.add_edition(work, siglum="B", title="Second", text=OTHER, language="en")
    private = storing.add_edition(
        work, siglum="P", title=f"Draft {MARKER}", text=f"A {MARKER} draft.", content=b"bytes", visibility="private"
    )
    inner = storing.add_edition(hidden, siglum="H", title="Inner", text=f"More {MARKER}.")
    return SimpleNamespace(work=work, a=a, b=b, private=private, hidden=hidden, inner=inner)


@pytest.fixture
def reader(db: None) -> APIClient:
    client = APIClient()
    client.force_authenticate(User.objects.create_user("reader", password="a long enough one"))
    return client
