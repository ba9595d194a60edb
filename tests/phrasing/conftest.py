"""Leaflets that share a sentence, each a work with one edition."""

from collections.abc import Callable
from typing import Any

import pytest

from comparisons.phrasing import store
from comparisons.phrasing.models import Passage
from corpus.texts import storing
from corpus.texts.models import Revision
from corpus.works.models import Edition, Work
from tests.clients import editor, visitor

__all__ = ["editor", "visitor"]  # fixtures of this folder

SENTENCE = "The workers of this valley will not be starved into the arms of their oldest enemies."
REWORKED = "The miners of this valley will never be starved into the arms of all their oldest enemies."
LEAFLETS = {
    "dawn": ("1911", f"Comrades of the night shift! {SENTENCE} Come to the bridge at six."),
    "notice": ("1912-05", f"Posted by order of the committee.\n\n{SENTENCE}"),
    "letter": ("", f"My dear Anna, you ask for news and there is little of it. {REWORKED} The bread is dear again."),
    "menu": ("1913", "Soup of the day, boiled beef with turnips, a pudding of plums and a pot of tea for everyone."),
}


@pytest.fixture
def add(db: None) -> Callable[..., Edition]:
    """`add("dawn", text, date="1911")` stores a work with one edition, A; with `siglum` another of the same work."""

    def make(slug: str, text: str, siglum: str = "A", date: str = "", **more: Any) -> Edition:
        work, _ = Work.objects.get_or_create(
            slug=slug, defaults={"title": slug.title(), "language": "en", "date": date}
        )
        return storing.add_edition(work, siglum=siglum, title=f"Edition {siglum}", text=text, **more)

    return make


@pytest.fixture
def leaflets(add: Callable[..., Edition]) -> dict[str, Edition]:
    """Three leaflets that share a sentence and one that does not; the passages are up to date."""
    made = {slug: add(slug, text, date=date) for slug, (date, text) in LEAFLETS.items()}
    store.update()
    return made


def pairs(passages: Any = None) -> list[tuple[str, str]]:
    """The works of the passages that stand for themselves."""
    found = Passage.objects.all() if passages is None else passages
    return sorted((p.a.edition.work.slug, p.b.edition.work.slug) for p in found.standing().light())


def words(passage: Passage) -> tuple[str, str]:
    """What both sides say."""
    a, b = (Revision.objects.get(pk=pk).text for pk in (passage.a_id, passage.b_id))
    return a[passage.a_begin : passage.a_end], b[passage.b_begin : passage.b_end]
