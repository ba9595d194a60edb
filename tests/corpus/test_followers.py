"""What is computed from texts hears of every change of the corpus, and of no change that did not happen."""

import pytest
from django.test import Client
from rest_framework.test import APIClient

from corpus.access.models import User
from corpus.texts import followers, storing
from corpus.works.models import Edition, Work

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch):
    found: list[str] = []
    monkeypatch.setattr(followers, "_followers", [lambda: found.append("changed")])
    return found


@pytest.fixture
def edition(heard):
    work = Work.objects.create(slug="a-work", title="A work")
    made = storing.add_edition(work, siglum="A", title="First", text="Some words.")
    heard.clear()
    return made


@pytest.fixture
def editor():
    return User.objects.create_user("editor", password="a long enough one", role=User.Role.EDITOR)


def test_a_new_edition_and_a_correction_are_heard_of(heard, edition):
    storing.add_revision(edition, "Some other words.")
    assert heard == ["changed"]
    storing.add_edition(edition.work, siglum="B", title="Second", text="More words.")
    assert heard == ["changed"] * 2


def test_a_correction_that_changes_nothing_is_not(heard, edition):
    with pytest.raises(storing.NothingChanged):
        storing.add_revision(edition, "Some words.")
    assert heard == []


def test_withdrawing_an_edition_and_putting_it_back_are(heard, edition, editor):
    client = Client()
    client.force_login(editor)
    client.post("/w/a-work/A/withdraw", {"reason": "Not ours to show."})
    assert Edition.objects.get().withdrawn_at
    assert heard == ["changed"]
    client.post("/w/a-work/A/withdraw", {"back": "1"})
    assert heard == ["changed"] * 2


def test_another_date_or_visibility_by_the_api_is(heard, edition, editor):
    client = APIClient()
    client.force_authenticate(editor)
    answer = client.patch(f"/api/v1/editions/{edition.pk}/", {"visibility": "private"}, format="json")
    assert answer.status_code == 200
    assert heard == ["changed"]


def test_a_change_that_a_follower_cannot_bear_does_not_happen(monkeypatch, edition):
    def fails():
        raise RuntimeError

    monkeypatch.setattr(followers, "_followers", [fails])
    with pytest.raises(RuntimeError):
        storing.add_revision(edition, "Some other words.")
    assert edition.revisions.count() == 1
