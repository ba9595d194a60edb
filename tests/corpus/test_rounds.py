"""A worker reads everything again by itself, a little at a time, and an administrator sees what it found."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from corpus.access.models import User
from corpus.keeping import rounds
from corpus.keeping.models import Round
from corpus.texts import storing
from corpus.texts.immutability import without_triggers
from corpus.texts.models import Accession, Revision, Source
from corpus.works.models import Work
from jobs import upkeep

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(work: Work) -> Work:
    for number in range(5):
        text = f"Text {number}."
        storing.add_edition(work, siglum=f"S{number}", title="T", text=text, content=text.encode(), filename="t.txt")
    return work


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create_user("head", password="correct horse battery", role=User.Role.ADMINISTRATOR)


def hurried() -> Callable[[], float]:
    """A clock by which a turn is over after one entry."""
    moments = iter(range(0, 10_000, 5))
    return lambda: float(next(moments))


def wait() -> None:
    """As if half a minute had gone by."""
    Round.objects.under_way().update(last_at=timezone.now() - rounds.GAP - timedelta(seconds=1))


def whole_round() -> Round:
    for _ in range(100):
        turn = rounds.take_turn(hurried())
        assert turn is not None
        if turn.under_way is None:
            return turn
        wait()
    raise AssertionError("it never ends")


def test_a_round_looks_at_everything_once_an_entry_at_a_time_where_time_is_short(filled: Work) -> None:
    turn = rounds.take_turn(hurried())
    assert turn is not None
    assert (turn.checked, turn.under_way) == (1, True)
    assert rounds.share(turn) == pytest.approx(0.1)
    wait()
    done = whole_round()
    assert (done.checked, done.findings) == (Accession.objects.count(), [])
    assert done.finished_at is not None


def test_a_round_names_what_is_missing_changed_and_unknown(filled: Work) -> None:
    first, second = Source.objects.order_by("pk")[:2]
    with without_triggers(connection):
        Source.objects.filter(pk=first.pk).update(content=b"other")
        Revision.objects.filter(source=second).update(source=None)
        second.delete()
        Source.objects.create(sha256="0" * 64, size=1, content=b"?", media_type="text/plain", filename="stranger.txt")
    found = {(one["fault"], one["kind"], one["sha256"]) for one in whole_round().findings}
    assert ("changed", "source", first.sha256) in found
    assert ("missing", "source", second.sha256) in found
    assert ("unknown", "source", "0" * 64) in found


def test_two_workers_do_not_do_the_same_turn(filled: Work) -> None:
    assert rounds.take_turn(hurried()) is not None
    assert rounds.take_turn(hurried()) is None
    assert Round.objects.count() == 1


def test_a_turn_that_is_cut_off_is_done_again(filled: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    def died(*_arguments: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr(rounds.verifying, "of", died)
        with pytest.raises(RuntimeError):
            rounds.take_turn()
    wait()
    assert whole_round().checked == Accession.objects.count()


def test_the_next_round_begins_when_it_is_due_and_none_where_none_is_wanted(filled: Work, settings: object) -> None:
    whole_round()
    assert rounds.take_turn() is None
    Round.objects.update(started_at=timezone.now() - timedelta(days=31))
    settings.VERIFY_DAYS = 0  # type: ignore[attr-defined]
    assert rounds.take_turn() is None
    settings.VERIFY_DAYS = 30  # type: ignore[attr-defined]
    assert rounds.take_turn() is not None
    assert Round.objects.count() == 2


def test_only_the_last_dozen_rounds_stay_on_record(filled: Work) -> None:
    for _ in range(14):
        whole_round()
        Round.objects.update(started_at=timezone.now() - timedelta(days=31))
    assert Round.objects.count() == rounds.KEPT


def test_an_empty_corpus_has_no_rounds(db: None) -> None:
    assert rounds.take_turn() is None


def test_an_administrator_sees_the_rounds_and_nobody_else(
    filled: Work, client: Client, editor: User, administrator: User
) -> None:
    assert client.get("/keeping").status_code == 302
    client.force_login(editor)
    assert client.get("/keeping").status_code == 403
    assert b"/keeping" not in client.get("/").content
    client.force_login(administrator)
    assert b'href="/keeping"' in client.get("/").content
    assert "No round yet" in client.get("/keeping").content.decode()
    with without_triggers(connection):
        Source.objects.filter(pk=Source.objects.order_by("pk")[0].pk).update(content=b"other")
    assert rounds.take_turn(hurried()) is not None
    assert "1 of 10 checked" in client.get("/keeping").content.decode()
    wait()
    whole_round()
    page = client.get("/keeping").content.decode()
    assert "10 checked, <strong>1 not as stored</strong>" in page
    assert "<td>changed</td><td>source</td>" in page


def test_a_worker_calls_what_is_due_again_and_again_whatever_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    over = threading.Event()
    monkeypatch.setattr(upkeep, "_known", {})
    monkeypatch.setattr(upkeep, "STEP", 0.001)

    def failing() -> None:
        calls.append("failing")
        raise RuntimeError("it does not work")

    def fine() -> None:
        calls.append("fine")
        if calls.count("fine") > 2:
            over.set()

    upkeep.upkeep("failing", 0.0)(failing)
    upkeep.upkeep("fine", 0.0)(fine)
    worker = threading.Thread(target=upkeep.go_on, args=(over,))
    worker.start()
    worker.join(30)
    assert calls[:4] == ["failing", "fine", "failing", "fine"]
