"""The web server and the worker as two child processes that live and end together.

They are forked from this one, which has imported the whole site by then, so that all of it is there in a moment. They
stand in sessions of their own, so that Ctrl-C reaches this process alone, which then ends them in order; and they hold
a lifeline, so that they end also where this process is killed.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from types import FrameType
from typing import NoReturn

from django.db import connections

from jobs import lifeline

GRACE = 4.2  # seconds that the two have to end in order
LOOK = 0.05
ASKS_TO_END = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class PortInUse(Exception):
    """Another program listens there."""


class DiedEarly(Exception):
    """The web server ended by itself."""


def reserve(port: int) -> socket.socket:
    """A socket bound to the port on this machine alone, held until the web server takes it over. Raises `PortInUse`."""
    reserved = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        reserved.bind(("127.0.0.1", port))
    except OSError as error:
        reserved.close()
        raise PortInUse(
            f"Port {port} cannot be used ({(error.strerror or 'it is taken').lower()}). Another program listens there, or "
            f"the system keeps it for itself. Choose another: make run PORT={port + 1 if port < 65535 else 8000}"
        ) from error
    return reserved


class Site:
    """Start, wait until it answers, watch, end."""

    def __init__(self, reserved: socket.socket, *, parent: int | None = None) -> None:
        self.port: int = reserved.getsockname()[1]
        self._reserved = reserved
        self._parent = parent
        self._asked = 0
        self._children: dict[str, int] = {}
        self._theirs, self._mine = os.pipe()

    def run(self, ready: Callable[[], object]) -> None:
        """Serve until SIGINT, SIGTERM or SIGHUP; `ready` is called once the first page can be had.

        Raises `DiedEarly` where the web server ends by itself. The worker is started again where it does.
        """
        import config.wsgi  # noqa: F401  all that both will need, once

        connections.close_all()
        for number in ASKS_TO_END:
            signal.signal(number, self._ask)
        try:
            self._start("web", self._serve)
            self._start("work", _work)
            answered = False
            while not self._over():
                if self._gone("web"):
                    raise DiedEarly("The web server ended by itself; what it said stands above.")
                if not answered and (answered := self._answers()):
                    ready()
                if self._gone("work"):
                    time.sleep(1.0)
                    self._start("work", _work)
                time.sleep(LOOK)
        finally:
            self._end()

    def _start(self, name: str, work: Callable[[], None]) -> None:
        number = os.fork()
        if number:
            self._children[name] = number
            return
        code = 1
        try:
            os.setsid()
            os.close(self._mine)  # the parent's end of the lifeline must be the parent's alone
            for asking in ASKS_TO_END:
                signal.signal(asking, signal.SIG_DFL)
            os.environ[lifeline.VARIABLE] = str(self._theirs)
            work()
            code = 0
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _serve(self) -> NoReturn:
        from gunicorn.app.wsgiapp import WSGIApplication

        descriptor = self._reserved.fileno()
        os.set_inheritable(descriptor, True)
        sys.argv = ["gunicorn", "-c", "python:config.webserver", "-b", f"fd://{descriptor}", "config.wsgi"]
        WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]").run()
        raise SystemExit(0)

    def _gone(self, name: str) -> bool:
        """Has this child ended? Its number is forgotten then, since the system may give it to another."""
        number = self._children.get(name)
        if number is None:
            return True
        if os.waitpid(number, os.WNOHANG)[0] == 0:
            return False
        _kill_group(number)
        del self._children[name]
        return True

    def _answers(self) -> bool:
        asked = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            asked.request("GET", "/healthz")
            return asked.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            asked.close()

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._asked += 1

    def _over(self) -> bool:
        return bool(self._asked) or (self._parent is not None and os.getppid() != self._parent)

    def _end(self) -> None:
        """TERM to both at once, KILL to what is still there after the grace or at a second Ctrl-C."""
        for number in self._children.values():
            with contextlib.suppress(ProcessLookupError):
                os.kill(number, signal.SIGTERM)
        limit, before = time.monotonic() + GRACE, self._asked
        while time.monotonic() < limit and self._asked <= before + 1:
            for name in list(self._children):
                self._gone(name)
            if not self._children:
                break
            time.sleep(LOOK)
        for number in self._children.values():
            _kill_group(number)
            os.waitpid(number, 0)
        os.close(self._mine)
        os.close(self._theirs)
        self._reserved.close()


def _work() -> None:
    from django.core.management import call_command

    call_command("work")


def _kill_group(number: int) -> None:
    """A child and all that it started itself, such as the server's own processes."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(number, signal.SIGKILL)
