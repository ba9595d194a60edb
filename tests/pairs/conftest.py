"""Small factories for tests of comparisons."""

from collections.abc import Callable
from typing import Any

import pytest

from comparisons.engine.options import Options
from comparisons.pairs import store
from comparisons.pairs.models import Comparison
from corpus.texts import storing
from corpus.texts.models import Revision
from corpus.works.models import Edition, Work

LEFT = (
    "The First Heading\n\nThe first paragraph of it stands here, and he says so.\n\nNothing is changed in this one.\n\n"
    "A passage that will move away from its place goes on for a good while, so that nobody takes it for another.\n\n"
    "The last paragraph stays evermore where it was."
)
RIGHT = (
    "The First Heading\n\nThe first paragraph of it stands here and the says so.\n\nNothing is changed in this one.\n\n"
    "The last paragraph stays ever more where it was.\n\n"
    "A passage that will move away from its place goes on for a good while, so that nobody takes it for another."
)


@pytest.fixture
def work(db: None) -> Work:
    return Work.objects.create(slug="a-work", title="A work", language="en")


@pytest.fixture
def add(work: Work) -> Callable[..., Revision]:
    """`add("L", text)` stores an edition and gives its revision."""

    def make(siglum: str, text: str, title: str = "", of: Work | None = None, **more: Any) -> Revision:
        edition = storing.add_edition(of or work, siglum=siglum, title=title or f"Edition {siglum}", text=text, **more)
        return Revision.objects.select_related("edition__work").get(edition=edition)

    return make


@pytest.fixture
def left(add: Callable[..., Revision]) -> Revision:
    return add("L", LEFT)


@pytest.fixture
def right(add: Callable[..., Revision]) -> Revision:
    return add("R", RIGHT)


@pytest.fixture
def stored(left: Revision, right: Revision) -> Comparison:
    return store.ask(left, right, Options())


@pytest.fixture
def hidden(add: Callable[..., Revision]) -> Revision:
    """A revision of a private edition."""
    revision = add("SECRET", LEFT.replace("evermore", "hushhush"), title="A secret edition")
    Edition.objects.filter(pk=revision.edition_id).update(visibility="private")
    return revision
