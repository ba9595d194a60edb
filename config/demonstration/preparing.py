"""What must be there before the site answers: tables, static files, the corpus, an editor's account.

Each step is skipped where nothing that it depends on has changed: a stamp holds the digest of the files it was made from.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.db import connection

from comparisons.phrasing import store
from corpus.access.accounts import make_editor
from corpus.access.models import User

Say = Callable[[str], object]


def prepare(say: Say) -> str:
    """Do what is not done yet; returns what to tell about the editor's account, or an empty text.

    Two sites that start at once on one folder take turns.
    """
    with _alone():
        stamps = Stamps(Path(settings.DATA) / "prepared.json")
        if _changed_tables(stamps):
            say("Preparing the database …")
            call_command("migrate", interactive=False, verbosity=0)
            stamps.keep("tables", _tables())
        if stamps.differ("static", _static()) or not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
            say("Collecting the static files …")
            call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["redoc*"])
            stamps.keep("static", _static())
        told = _first_editor()
        if stamps.differ("corpus", _corpus()):
            say("Loading the demonstration corpus …")
            for command in ("seed", "seed_comparisons"):
                if command in get_commands():
                    call_command(command, verbosity=0)
            say("Looking for the phrasing that its texts share …")
            store.update()
            stamps.keep("corpus", _corpus())
        connection.close()
        return told


def _first_editor() -> str:
    if User.objects.exists():
        return ""
    password = make_editor("editor")
    return (
        f"An editor's account was made: name “editor”, password “{password}”. It is shown this once.\n"
        "Another account, or a new password: .venv/bin/python manage.py createeditor NAME"
    )


class Stamps:
    """Digests of what each step was made from, in one small file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            known = json.loads(path.read_text())
        except (OSError, ValueError):
            known = {}
        self._known: dict[str, str] = known if isinstance(known, dict) else {}

    def differ(self, step: str, digest: str) -> bool:
        return self._known.get(step) != digest

    def keep(self, step: str, digest: str) -> None:
        self._known[step] = digest
        self._path.write_text(json.dumps(self._known, indent=1))


def _changed_tables(stamps: Stamps) -> bool:
    return stamps.differ("tables", _tables()) or "jobs_job" not in connection.introspection.table_names()


def _tables() -> str:
    ours = (Path(app.path) / "migrations" for app in apps.get_app_configs())
    database = "{ENGINE} {HOST} {PORT} {NAME}".format(**connection.settings_dict)
    return _digest((path for folder in ours for path in folder.glob("*.py")), database)


def _static() -> str:
    here = Path(settings.ROOT) / "static"
    versions = [f"{name} {metadata.version(name)}" for name in ("django", "django-htmx", "drf-spectacular-sidecar")]
    return _digest(here.rglob("*"), *versions)


def _corpus() -> str:
    here = Path(settings.ROOT)
    code = (path for folder in ("corpus", "comparisons") for path in (here / folder).rglob("*.py"))
    return _digest([*(here / "seeds").rglob("*"), *code], _tables())


def _digest(paths: Iterable[Path], *words: str) -> str:
    total = hashlib.sha256("\n".join(words).encode())
    for path in sorted(paths):
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(f"\n{path} ".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


@contextmanager
def _alone() -> Iterator[None]:
    data = Path(settings.DATA)
    data.mkdir(parents=True, exist_ok=True)
    with (data / "preparing").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
