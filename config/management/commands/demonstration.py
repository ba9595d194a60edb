"""`manage.py demonstration` (`make run`): the whole site on this machine."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.demonstration.preparing import prepare
from config.demonstration.serving import DiedEarly, PortInUse, Site, reserve


class Command(BaseCommand):
    help = "Run the site with the demonstration corpus on this machine: web server and worker, until Ctrl-C. PORT chooses the port."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--parent", type=int, help="End when the process of this number is no longer our parent.")

    def handle(self, *args: Any, parent: int | None, **options: Any) -> None:
        try:
            reserved = reserve(_port())
            told = prepare(self._say)
            site = Site(reserved, parent=parent)
            site.run(lambda: self._ready(site.port, told))
        except (PortInUse, DiedEarly) as error:
            self.stderr.write(str(error), self.style.NOTICE)
            sys.exit(1)
        except KeyboardInterrupt:
            self._say("Ended before it began. Nothing runs.")
            sys.exit(130)
        self._say("Ended. Web server and worker are gone; a job that was running will run again.")

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def _ready(self, port: int, told: str) -> None:
        if told:
            self._say(f"\n{told}\n")
        self._say(f"Ctrl-C ends it. Variorum is at http://127.0.0.1:{port}/")


def _port() -> int:
    given = os.environ.get("PORT", "").strip() or "8000"
    if not given.isascii() or not given.isdigit() or not 0 < int(given) < 65536:
        raise CommandError(f"PORT is “{given}”; write a number from 1 to 65535.")
    return int(given)
