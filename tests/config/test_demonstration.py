"""`make run`'s command, for real: it starts, answers, is ended in several ways, and leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="asks Linux's /proc what lingers")

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 240  # seconds; for a broken program, not for a slow machine


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(happened: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, f"not in {PATIENCE} s: {what}"
        time.sleep(0.1)


def session_of(data: Path) -> list[int]:
    """The processes that have this folder in their environment: the site's, however they came to be."""
    found = []
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit() or int(folder.name) == os.getpid():
            continue
        try:
            if f"VARIORUM_DATA={data}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


class Running:
    """The site in a process group of its own, as a shell would start it."""

    def __init__(self, data: Path, port: int, *arguments: str) -> None:
        self.data, self.port = data, port
        plain = {k: v for k, v in os.environ.items() if not k.startswith(("VARIORUM_", "DJANGO_", "DATABASE_URL"))}
        self._log = data / "said"
        data.mkdir(exist_ok=True)
        with self._log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demonstration", *arguments],
                cwd=ROOT,
                env={**plain, "VARIORUM_DATA": str(data), "PORT": str(port)},
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self._log.read_text()

    def answers(self) -> bool:
        assert self.process.poll() is None, self.said
        return f"Variorum is at http://127.0.0.1:{self.port}/" in self.said

    def get(self, path: str) -> tuple[int, str]:
        asked = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            asked.request("GET", path)
            answer = asked.getresponse()
            return answer.status, answer.read().decode()
        finally:
            asked.close()

    def nothing_lingers(self) -> bool:
        return session_of(self.data) == []


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all: what was prepared once need not be again."""
    return tmp_path_factory.mktemp("site") / "var"


@pytest.fixture
def site(data: Path) -> Iterator[Running]:
    running = Running(data, free_port())
    try:
        until(running.answers, "the site answers")
        yield running
    finally:
        for number in session_of(data):
            os.kill(number, signal.SIGKILL)
        running.process.wait(timeout=PATIENCE)


def test_it_starts_from_nothing_and_prints_the_password_once_and_the_address_last(site: Running) -> None:
    assert site.said.count("password “") == 1
    assert "createeditor NAME" in site.said
    assert site.said.rstrip().endswith(f"http://127.0.0.1:{site.port}/")
    assert site.get("/healthz")[0] == 200
    assert site.get("/readyz")[0] == 200

    status, page = site.get("/sign-in")
    assert status == 200
    assert "Looking for the phrasing that its texts share" in site.said
    assert "study-guide" in site.get("/phrasing")[1]  # stored before the first page is shown

    sheet = re.search(r'href="(/static/css/house/tokens\.[0-9a-f]{12}\.css)"', page)
    assert sheet is not None
    assert site.get(sheet[1])[0] == 200

    os.killpg(site.process.pid, signal.SIGINT)  # Ctrl-C reaches the whole group of the terminal
    assert site.process.wait(timeout=PATIENCE) == 0
    until(site.nothing_lingers, "nothing lingers after Ctrl-C")


def test_the_next_start_prepares_nothing_again_and_sigterm_ends_it(site: Running) -> None:
    later = site.said.split("Ended.")[-1]
    assert "Preparing" not in later
    assert "Collecting" not in later
    assert "Looking for" not in later
    assert "password" not in later
    site.process.terminate()
    assert site.process.wait(timeout=PATIENCE) == 0
    until(site.nothing_lingers, "nothing lingers after SIGTERM")


def test_nothing_lingers_even_where_it_is_killed(site: Running) -> None:
    site.process.kill()
    site.process.wait(timeout=PATIENCE)
    until(site.nothing_lingers, "web server and worker follow")


def test_a_worker_that_is_killed_is_replaced(site: Running) -> None:
    def workers() -> set[str]:
        return {path.name for path in (site.data / "workers").glob("*")}

    until(lambda: len(workers()) >= 1, "a worker is there")
    children = {
        number
        for number in session_of(site.data)
        if Path(f"/proc/{number}/stat").read_text().split()[3] == str(site.process.pid)
    }
    before = workers()
    for number in children:
        if number != _web(site, children):
            os.kill(number, signal.SIGKILL)
    until(lambda: bool(workers() - before), "another worker")
    assert site.get("/healthz")[0] == 200
    site.process.terminate()
    assert site.process.wait(timeout=PATIENCE) == 0


def _web(site: Running, children: set[int]) -> int:
    """The web server's master: the child that has children itself."""
    parents = {int(Path(f"/proc/{number}/stat").read_text().split()[3]) for number in session_of(site.data)}
    return next(iter(children & parents))


def test_a_port_in_use_gets_a_sentence(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        (data / "said").unlink(missing_ok=True)
        running = Running(data, port)
        assert running.process.wait(timeout=PATIENCE) == 1
        said = running.said
    assert f"Port {port} cannot be used" in said
    assert f"make run PORT={port + 1}" in said
    assert "Traceback" not in said


def test_a_port_that_is_no_number_gets_a_sentence(data: Path) -> None:
    running = Running(data, 99999)
    assert running.process.wait(timeout=PATIENCE) == 1
    assert "PORT is “99999”; write a number from 1 to 65535." in running.said
