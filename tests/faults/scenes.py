"""For each declared step, something that a person or a worker does and that reaches it.

`python -m tests.faults.scenes FOLDER STEP …` prepares a small corpus once, and for each step lets a child do its scene
on a copy and die there; another child comes back as a worker would, and says what is stored. One line of JSON a step.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

Scene = Callable[[], object]

SENTENCE = "The workers of this valley will not be starved into the arms of their oldest enemies."
ONE = f"Comrades of the night shift! {SENTENCE} Come to the bridge at six."
TWO = f"Posted by order of the committee.\n\n{SENTENCE}"
SEEDS = '[[work]]\nslug = "sown"\ntitle = "Sown"\n[[work.edition]]\nsiglum = "S"\ntitle = "S"\n[[work.edition.revision]]\nfile = "s.txt"\n'
VOLATILE = {"DateTimeField", "UUIDField", "BinaryField"}
PASSING = {"job", "task", "attempts", "progress", "message", "password", "result", "token"}


def prepare() -> None:
    """Two works that share a sentence, an editor, and a third work to write in."""
    from corpus.access.models import User
    from corpus.texts import storing
    from corpus.works.models import Work
    from jobs.worker import drain

    User.objects.create_user("editor", password="correct horse battery", role=User.Role.EDITOR)
    for slug, text in (("dawn", ONE), ("notice", TWO)):
        work = Work.objects.create(slug=slug, title=slug, language="en")
        storing.add_edition(work, siglum="A", title="A", text=text, content=text.encode(), filename=f"{slug}.txt")
        drain()
        if slug == "dawn":
            back_up("saved")
    hand_in_and_call_off()
    drain()


def revision(name: str) -> Any:
    from comparisons.pairs.seeding import revision as found

    return found(name)


def editor() -> Any:
    from corpus.access.models import User

    return User.objects.get(username="editor")


def client() -> Any:
    from django.test import Client

    one = Client()
    one.force_login(editor())
    return one


def add() -> None:
    from corpus.texts import storing
    from corpus.works.models import Work

    work = Work.objects.get(slug="dawn")
    with contextlib.suppress(storing.SiglumTaken):  # the one who died had stored it
        storing.add_edition(work, siglum="B", title="B", text=TWO, content=TWO.encode(), user=editor())


def add_long() -> None:
    """A text that a worker stores: handed in here, and stored at once by the worker of this process."""
    from corpus.texts import depositing, storing
    from corpus.works.models import Work
    from jobs.worker import drain

    depositing.CHARACTERS = 1
    work = Work.objects.get(slug="dawn")
    with contextlib.suppress(storing.SiglumTaken):
        depositing.add_edition(work, siglum="B", title="B", text=TWO, content=TWO.encode(), user=editor())
    drain()


def correct_long() -> None:
    from corpus.texts import depositing, storing
    from corpus.works.models import Edition
    from jobs.worker import drain

    depositing.CHARACTERS = 1
    edition = Edition.objects.get(work__slug="dawn", siglum="A")
    with contextlib.suppress(storing.NothingChanged, depositing.BeingStored):
        depositing.add_revision(edition, TWO, reason="All new.", user=editor())
    drain()


def hand_in_and_call_off() -> None:
    """A long text that is not stored."""
    from corpus.texts import depositing
    from corpus.works.models import Work
    from jobs import queue

    depositing.CHARACTERS = 1
    edition = depositing.add_edition(Work.objects.get(slug="notice"), siglum="C", title="C", text=ONE, user=editor())
    queue.cancel(edition.deposit.job)


def discard() -> None:
    from corpus.texts import depositing
    from corpus.texts.models import Deposit

    for deposit in Deposit.objects.filter(edition__siglum="C"):
        depositing.discard(deposit)


def draft() -> None:
    from corpus.texts import drafts

    drafts.keep(b"A text.", "a.txt", editor())


def describe() -> None:
    from corpus.works.models import Work

    seen = Work.objects.get(slug="dawn").updated_at.isoformat()
    sent = {"title": "Another", "slug": "dusk", "visibility": "public", "seen": seen}
    client().post("/w/dawn/describe", sent)


def withdraw() -> None:
    client().post("/w/dawn/A/withdraw", {"reason": "Not ours."})


def note() -> None:
    from corpus.notes.writing import add_note

    add_note([(revision("dawn/A"), 0, 5)], "A note.", user=editor())


def sow() -> None:
    from django.conf import settings

    from corpus.texts.seeding import seed

    folder = Path(settings.DATA)
    (folder / "s.txt").write_text(TWO)
    (folder / "corpus.toml").write_text(SEEDS)
    seed(folder / "corpus.toml")


def compare() -> None:
    from comparisons.engine.options import Options
    from comparisons.pairs import store

    store.ask(revision("dawn/A"), revision("notice/A"), Options())


def compare_by_job() -> None:
    from comparisons.pairs import store
    from jobs.worker import drain

    store.AT_ONCE = 1
    compare()
    drain()


def compare_given() -> None:
    sent = {"a": {"revision": "dawn/A"}, "b": {"text": TWO}}
    client().post("/api/v1/comparisons/", json.dumps(sent), content_type="application/json")


def cite() -> None:
    from comparisons.pairs import store
    from comparisons.pairs.models import Comparison

    compare()
    store.cite(Comparison.objects.light().get(), editor())


def phrase() -> None:
    from jobs.worker import drain

    add()
    drain()


def cite_phrase() -> None:
    from comparisons.phrasing.models import Passage

    passage = Passage.objects.standing().first()
    assert passage is not None
    client().post(f"/api/v1/passages/{passage.key}/cite/")


def give_back() -> None:
    """A worker that is no more held a job; this one finds it."""
    from django_tasks_db.models import DBTaskResult

    from jobs import queue
    from jobs.models import Job

    compare_queued()
    job = Job.objects.live().first()
    if job is None:  # it is done
        return
    DBTaskResult.objects.get(pk=job.task).claim("a worker that is no more")
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, attempts=1)
    queue.requeue_lost()


def compare_queued() -> None:
    from comparisons.pairs import store

    store.AT_ONCE = 1
    compare()


def back_up(name: str = "backup") -> None:
    from django.conf import settings

    from corpus.keeping import backing_up

    with contextlib.suppress(backing_up.BackupError):  # the one who died had made it
        backing_up.back_up(Path(settings.DATA) / "backups" / name)


def restore() -> None:
    """Back to the morning when there was one work."""
    from django.conf import settings

    from corpus.keeping import restoring

    restoring.restore(Path(settings.DATA) / "backups" / "saved")


SCENES: dict[str, Scene] = {
    **dict.fromkeys(("upload-draft-begun", "upload-draft-written", "upload-draft-kept"), draft),
    **dict.fromkeys(("upload-read", "upload-edition", "upload-source", "upload-revision"), add),
    **dict.fromkeys(("upload-segments", "upload-stored"), add),
    "upload-deposited": add_long,
    "job-text-taken": correct_long,
    "upload-discarded": discard,
    "describe-saved": describe,
    "withdraw-saved": withdraw,
    "note-written": note,
    **dict.fromkeys(("seed-work", "seed-all"), sow),
    **dict.fromkeys(("comparison-asked", "job-comparison-parts", "job-comparison-whole"), compare_by_job),
    **dict.fromkeys(("job-asked", "job-begun", "job-ending"), compare_by_job),
    "job-given-back": give_back,
    "given-text-kept": compare_given,
    "comparison-cited": cite,
    **dict.fromkeys(("job-passages-table", "job-passages-rows"), phrase),
    "passage-cited": cite_phrase,
    **dict.fromkeys(("export-backup-tables", "export-backup-sealed", "export-backup-named"), back_up),
    **dict.fromkeys(("restore-checked", "restore-kept", "restore-emptied", "restore-loaded", "restore-done"), restore),
}


def come_back() -> None:
    """What a worker does when it begins: what the dead one held is put back, and all that waits is done."""
    from jobs.queue import requeue_lost
    from jobs.worker import drain

    requeue_lost()
    drain()


def stored() -> dict[str, list[str]]:
    """Everything that is stored, but for moments, random names and what only says how often something was tried."""
    from django.apps import apps
    from django.conf import settings

    from corpus.keeping.restoring import check
    from corpus.texts.drafts import NAME

    found: dict[str, list[str]] = {}
    for model in apps.get_models():
        if model._meta.app_label in {"contenttypes", "auth", "sessions", "django_tasks_database"}:
            continue
        kept = []
        for field in model._meta.concrete_fields:
            kind = field.target_field if field.is_relation else field
            if kind.get_internal_type() not in VOLATILE and field.name not in PASSING and not field.primary_key:
                kept.append(field.attname)
        rows = [json.dumps(row, default=str, sort_keys=True) for row in model._default_manager.values(*kept)]
        found[model._meta.label] = sorted(rows)
    folder = Path(settings.DATA) / "drafts"
    found["drafts"] = [path.read_text() for path in folder.glob("*/*") if NAME.fullmatch(path.name)]
    backups = [path for path in Path(settings.DATA).glob("backups/*") if not path.name.startswith(".")]
    found["backups"] = [path.name for path in backups if check(path)]
    return found


def child(folder: Path, do: Callable[[], object], fault: str = "") -> int:
    """Do it in a process of its own on the database of `folder`, and say what it ended with."""
    from django.conf import settings
    from django.db import connections

    if not (pid := os.fork()):
        status = 1
        try:
            connections["default"].settings_dict["NAME"] = str(folder / "db.sqlite3")
            settings.DATA = folder
            os.environ["VARIORUM_FAULT"] = fault
            do()
            connections["default"].close()
            status = 0
        except Exception:
            import traceback

            traceback.print_exc()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def write(path: Path) -> None:
    path.write_text(json.dumps(stored()))


def main(root: Path, steps: list[str]) -> None:
    from django.core.management import call_command

    world = root / "world"
    world.mkdir()
    child(world, lambda: call_command("migrate", verbosity=0))
    assert child(world, prepare) == 0
    undisturbed: dict[Scene, dict[str, Any]] = {}
    before: dict[str, Any] = {}
    for step in steps:
        scene = SCENES[step]
        if scene not in undisturbed:
            reference = Path(shutil.copytree(world, root / f"reference-{scene.__name__}"))
            assert child(reference, scene) == 0
            assert child(reference, lambda: (come_back(), write(reference / "stored"))) == 0  # noqa: B023
            undisturbed[scene] = json.loads((reference / "stored").read_text())
        if not before:
            assert child(world, lambda: write(world / "stored")) == 0
            before = json.loads((world / "stored").read_text())
        place = Path(shutil.copytree(world, root / step))
        died = child(place, scene, step)
        returned = child(place, lambda: (come_back(), write(place / "stored")))  # noqa: B023
        now = json.loads((place / "stored").read_text()) if not returned else {}
        again = child(place, lambda: (scene(), come_back(), write(place / "again")))  # noqa: B023
        after = undisturbed[scene]
        neither = [name for name in now if now[name] not in (before[name], after[name])]
        done = sorted(name for name in now if now[name] == after[name] != before[name])
        undone = sorted(name for name in now if now[name] == before[name] != after[name])
        found = {"step": step, "died": died, "returned": returned, "again": again}
        print(json.dumps({**found, "neither": neither, "done": done, "undone": undone}), flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    main(Path(sys.argv[1]), sys.argv[2:] or list(SCENES))
