"""A long text is handed in at once and stored by a worker: whole or not at all, and nothing handed in is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from corpus.access.models import User
from corpus.texts import depositing, storing
from corpus.texts.models import Deposit, Revision
from corpus.works.models import Edition, Work
from jobs import queue
from jobs.worker import drain
from tests.corpus.conftest import TEXT

LONG = TEXT + "\n\n" + "\n\n".join(f"Paragraph {number} of a long text." for number in range(50))
REASON = {"reason": "Read again."}


@pytest.fixture(autouse=True)
def _long_is_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(depositing, "CHARACTERS", 1000)


def described(**more: str) -> dict[str, str]:
    return {"siglum": "L", "title": "Long", "kind": "transcription", "visibility": "public", "language": "en", **more}


def saved(client: Any, text: str) -> Any:
    return client.post("/w/a-work/add", {**described(), "pasted": text, "save": "1"})


def test_a_long_text_shows_how_far_it_is_and_then_the_text(work: Work, as_editor: Any) -> None:
    answer = saved(as_editor, LONG)
    assert answer.url == "/w/a-work/L"
    waits = as_editor.get("/w/a-work/L").content.decode()
    assert "The text is being stored" in waits
    assert "<progress" in waits
    assert 'http-equiv="refresh"' in waits
    drain()
    page = as_editor.get("/w/a-work/L").content.decode()
    assert "Paragraph 49 of a long text." in page
    assert "being stored" not in page
    assert Revision.objects.get().text == LONG
    assert bytes(Revision.objects.get().source.content) == LONG.encode()
    assert not Deposit.objects.exists()


def test_a_short_text_is_there_at_once(work: Work, as_editor: Any) -> None:
    saved(as_editor, TEXT)
    assert Revision.objects.get().text == TEXT


def test_a_visitor_is_told_that_the_text_comes_and_sees_nothing_of_it(work: Work, as_editor: Any) -> None:
    saved(as_editor, LONG)
    visitor = Client()
    page = visitor.get("/w/a-work/L").content.decode()
    assert "The text is being stored" in page
    assert "Call it off" not in page
    assert visitor.get("/w/a-work/L/handed-in").status_code == 302
    assert visitor.post("/w/a-work/L/discard").status_code == 302
    assert Deposit.objects.exists()


def test_what_can_be_seen_at_once_is_refused_at_once_and_nothing_is_kept(edition: Edition, as_editor: Any) -> None:
    answer = as_editor.post("/w/a-work/add", {**described(siglum="A"), "pasted": LONG, "save": "1"})
    assert "already used" in answer.content.decode()
    answer = saved(as_editor, LONG + "\x00")
    assert "NUL" in answer.content.decode()
    assert not Deposit.objects.exists()
    assert Edition.objects.count() == 1


def test_a_long_correction_keeps_the_anchors_and_the_source(work: Work, as_editor: Any) -> None:
    saved(as_editor, LONG)
    drain()
    revised = LONG.replace("A second one", "Quite new.\n\nA second one")
    sent = {"based_on": "1", "begin": "0", "end": str(len(LONG)), "text": revised, **REASON}
    assert as_editor.post("/w/a-work/L/correct", sent).url == "/w/a-work/L"
    page = as_editor.get("/w/a-work/L").content.decode()
    assert "A correction is being stored" in page
    assert "Paragraph 49 of a long text." in page, "the text that is there can be read meanwhile"
    drain()
    newest = Revision.objects.get(number=2)
    assert newest.text == revised
    assert newest.source == Revision.objects.get(number=1).source
    assert list(newest.segments.values_list("anchor", flat=True))[:4] == ["1", "54", "2", "3"]


def test_a_correction_that_somebody_overtook_says_so_and_can_be_downloaded(edition: Edition, editor: User) -> None:
    client = Client()
    client.force_login(editor)
    depositing.add_revision(edition, LONG, reason="Long.", based_on=1, user=editor)
    storing.add_revision(edition, TEXT + " Short.", reason="Short.")
    drain()
    page = client.get("/w/a-work/A").content.decode()
    assert "revision 2 has been stored since" in page
    assert "Try again" in page
    assert client.get("/w/a-work/A/handed-in").content.decode() == LONG
    client.post("/w/a-work/A/discard")
    assert not Deposit.objects.exists()
    assert edition.revisions.count() == 2


def test_who_calls_it_off_has_nothing_stored_and_may_throw_it_away_or_try_again(work: Work, as_editor: Any) -> None:
    saved(as_editor, LONG)
    job = Deposit.objects.get().job
    as_editor.post(f"/jobs/{job.pk}/cancel")
    drain()
    assert not Revision.objects.exists()
    assert "Called off" in as_editor.get("/w/a-work/L").content.decode()
    as_editor.post(f"/jobs/{job.pk}/retry")
    drain()
    assert Revision.objects.get().text == LONG


def test_throwing_it_away_takes_the_entry_that_was_made_for_it(work: Work, as_editor: Any) -> None:
    saved(as_editor, LONG)
    assert as_editor.post("/w/a-work/L/discard").url == "/w/a-work/L", "not while a worker may have it"
    assert Deposit.objects.exists()
    queue.cancel(Deposit.objects.get().job)
    assert as_editor.post("/w/a-work/L/discard").url == "/w/a-work"
    assert not Edition.objects.exists()


def test_the_job_may_run_twice(edition: Edition) -> None:
    deposit = depositing.add_revision(edition, LONG, reason="Long.")
    assert isinstance(deposit, Deposit)
    depositing.store(deposit.pk)
    drain()
    assert deposit.job is not None
    deposit.job.refresh_from_db()
    assert deposit.job.state == "done"
    assert edition.revisions.count() == 2


def test_two_long_texts_of_one_edition_do_not_wait_beside_each_other(edition: Edition) -> None:
    depositing.add_revision(edition, LONG, reason="Long.")
    with pytest.raises(depositing.BeingStored):
        depositing.add_revision(edition, LONG + " More.", reason="Longer.")
    queue.cancel(Deposit.objects.get().job)
    depositing.add_revision(edition, LONG + " More.", reason="Longer.")
    drain()
    assert edition.revisions.get(number=2).text == LONG + " More."
