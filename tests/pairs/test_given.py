"""A text that a client gives to be compared: kept with the comparison, for its maker and whoever has the address."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from comparisons.engine.options import Options
from comparisons.pairs import giving, store
from comparisons.pairs.addresses import address_of
from comparisons.pairs.exports import FORMATS
from comparisons.pairs.models import Comparison, GivenText, Visit
from corpus.access.models import User
from corpus.access.policy import Person
from corpus.works.models import Edition
from jobs.models import Job
from tests.pairs.conftest import LEFT, RIGHT

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(left, reader) -> Comparison:
    """The left edition beside a text that the reader gave."""
    return store.ask(left, giving.keep(RIGHT, reader), Options(), reader)


@pytest.fixture
def reading(client: Client, reader: User) -> Client:
    client.force_login(reader)
    return client


def test_its_page_shows_both_texts_and_says_what_the_one_is(given, client):
    page = client.get(address_of(given)).content.decode()
    assert "Text given by the client" in page
    assert given.given[0].siglum in page
    assert "ever more" in page
    assert page.count("A work") >= 1


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("below", ["", "/inventory", "/choose?side=a", "/choose?side=b", "/others?change=1"])
def test_every_page_of_it_opens_whichever_side_it_is_on(left, reader, client, turned, below):
    text = giving.keep(RIGHT, reader)
    a, b = (text, left) if turned else (left, text)
    where, _, query = below.partition("?")
    answer = client.get(address_of(store.ask(a, b, Options())) + where + ("?" + query if query else ""))
    assert answer.status_code == 200


def test_a_comparison_of_two_given_texts_opens_and_changes_its_options(reader, client):
    made = store.ask(giving.keep(LEFT, reader), giving.keep(RIGHT, reader), Options())
    for query in ("", "?ignore=case", "?change=1&q=paragraph", "?points=t0-5:0-5"):
        assert client.get(address_of(made) + query).status_code == 200


@pytest.mark.parametrize("form", FORMATS)
def test_it_is_taken_away_in_every_form_under_the_digest_of_the_text(given, client, form):
    answer = client.get(f"{address_of(given)}/export/{form}")
    assert answer.status_code == 200
    assert f"text-{given.given[0].sha256[:6]}" in answer["Content-Disposition"]
    if form in {"tei", "html"}:
        assert given.given[0].sha256 in answer.content.decode()


def test_an_alignment_point_is_set_by_the_paragraphs_of_the_given_text(given, client):
    answer = client.get(f"{address_of(given)}/points?in_a=1&in_b=1&kind=together")
    assert answer.status_code == 302
    assert "points=t" in answer["Location"]
    assert "no paragraphs 99" in client.get(f"{address_of(given)}/points?in_a=1&in_b=99").content.decode()


def test_an_error_is_reported_on_the_side_that_is_an_edition(given, reading):
    from corpus.notes.models import Target

    reading.post(f"{address_of(given)}/report?change=1", {"body": "A slip.", "side": "both"})
    assert [target.revision_id for target in Target.objects.all()] == [given.a_id]


def test_it_stands_on_its_makers_list(given, reading):
    reading.get(address_of(given))
    assert Visit.objects.get().comparison == given
    page = reading.get("/comparisons").content.decode()
    assert given.given[0].siglum in page


def test_lists_hold_it_for_its_maker_and_editors_alone(given, reader, editor):
    from django.contrib.auth.models import AnonymousUser

    somebody = User.objects.create_user("somebody", password="correct horse battery")
    seen: dict[Person, int] = {
        person: Comparison.objects.visible_to(person).count() for person in (reader, editor, somebody, AnonymousUser())
    }
    assert list(seen.values()) == [1, 1, 0, 0]
    assert Comparison.objects.open_to(somebody).count() == 1


def test_what_stands_beside_a_text_that_became_private_is_shown_no_more(given, client):
    Edition.objects.update(visibility="private")
    assert client.get(address_of(given)).status_code == 404


def test_the_same_text_given_twice_is_kept_once_for_each_maker(reader, editor):
    assert giving.keep(LEFT, reader).pk == giving.keep(LEFT, reader).pk
    assert giving.keep(LEFT, reader).pk != giving.keep(LEFT, editor).pk


def test_a_given_text_never_changes(reader):
    text = giving.keep(LEFT, reader)
    with pytest.raises(DatabaseError, match="immutable"), transaction.atomic():
        GivenText.objects.filter(pk=text.pk).update(text="another")
    reader.delete()
    assert GivenText.objects.get(pk=text.pk).created_by is None


def test_a_side_is_a_revision_or_a_given_text_and_never_both(given, left):
    for fields in ({"b": left}, {"given_b": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comparison.objects.filter(pk=given.pk).update(**fields)


def test_readers_and_visitors_give_so_much_a_day_and_editors_what_they_like(reader, editor, settings):
    from django.contrib.auth.models import AnonymousUser

    settings.LIMIT_GIVEN_CHARACTERS = 10
    for person in (reader, AnonymousUser()):
        giving.keep("12345678", person)
        with pytest.raises(giving.TooMuchGiven):
            giving.keep("abc", person)
    GivenText.objects.filter(created_by=reader).delete()
    assert giving.keep("abc", reader)
    assert giving.keep(LEFT, editor)


def test_what_nobody_opens_is_thrown_away_a_visitors_text_after_a_week(left, reader):
    from django.contrib.auth.models import AnonymousUser

    visitors = store.ask(left, giving.keep(RIGHT, AnonymousUser()), Options())
    readers = store.ask(left, giving.keep(RIGHT, reader), Options())
    assert store.prune(timezone.now() + timedelta(days=8)) == 1
    assert list(Comparison.objects.all()) == [readers]
    assert GivenText.objects.get() == readers.given[0]
    assert store.prune(timezone.now() + timedelta(days=100)) == 1
    assert not GivenText.objects.exists()
    assert visitors.pk != readers.pk


def test_a_cited_one_is_kept_for_ever_and_citing_takes_an_account(given, client, reader):
    answer = client.post(f"{address_of(given)}/cite", follow=True)
    assert "Sign in" in answer.content.decode()
    client.force_login(reader)
    assert given.given[0].sha256 in client.post(f"{address_of(given)}/cite").content.decode()
    assert store.prune(timezone.now() + timedelta(days=999)) == 0
    assert GivenText.objects.count() == 1


def test_its_maker_throws_it_away_with_the_text_and_nobody_else_does(given, left, reader):
    somebody = User.objects.create_user("somebody", password="correct horse battery")
    with pytest.raises(giving.NotTheGiver):
        giving.forget(given, somebody)
    other = store.ask(given.given[0], left, Options())
    giving.forget(given, reader)
    assert GivenText.objects.count() == 1
    giving.forget(other, reader)
    assert not GivenText.objects.exists()
    with pytest.raises(giving.NotTheGiver):
        giving.forget(store.ask(left, left, Options()), reader)


def test_a_long_one_is_made_by_a_job_whose_title_names_it(left, reader, monkeypatch):
    monkeypatch.setattr(store, "AT_ONCE", 10)
    asked = store.ask(left, giving.keep(RIGHT, reader), Options(), reader)
    assert Job.objects.get(pk=asked.job).title == f"Comparing L@1 with {asked.given[0].siglum} of A work"


def test_a_text_in_another_language_is_aligned_by_paragraphs(left, reader):
    made = store.ask(left, giving.keep("Un titre\n\nUne phrase.", reader, "fr"), Options())
    assert made.summary["translated"]
