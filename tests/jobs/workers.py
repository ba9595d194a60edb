"""Workers as processes of their own, on the database of the test: started, watched, and ended in several ways.

`python -m tests.jobs.workers` is the worker itself: `manage.py work`, with the kinds of work of the tests.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode

ROOT = Path(__file__).resolve().parent.parent.parent


def database_url() -> str:
    """Where the test's own database is, as DATABASE_URL says it."""
    from django.db import connection

    known = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{known['NAME']}"
    user = quote(known["USER"]) + (f":{quote(known['PASSWORD'])}" if known["PASSWORD"] else "")
    where = {"host": known["HOST"]} if str(known["HOST"]).startswith("/") else {}
    options = {**where, **{k: v for k, v in known.get("OPTIONS", {}).items() if isinstance(v, str)}}
    host = "" if where else f"{known['HOST']}:{known['PORT'] or 5432}"
    return f"postgres://{user}@{host}/{quote(known['NAME'])}?{urlencode(options)}"


def start() -> subprocess.Popen[bytes]:
    environment = os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    return subprocess.Popen([sys.executable, "-m", "tests.jobs.workers"], cwd=ROOT, env=environment)


def until(happened: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Wait for a condition; the limit is there for a broken program, not for a slow machine."""
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)


def end(worker: subprocess.Popen[bytes]) -> None:
    if worker.poll() is None:
        worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=60)


if __name__ == "__main__":
    import django

    django.setup()
    from django.core.management import call_command

    import tests.jobs.kinds  # noqa: F401

    call_command("work")
