"""`manage.py work`: do the jobs that wait, and those that come."""

from __future__ import annotations

import logging
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from jobs import lifeline
from jobs.worker import Worker


class Command(BaseCommand):
    help = "Do the jobs that wait, and those that come, until SIGTERM or Ctrl-C; a running job then goes back to the queue."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", action="store_true", help="End when nothing waits any more.")
        parser.add_argument("--interval", type=float, default=0.2, help="Seconds between two looks (default 0.2).")

    def handle(self, *args: Any, batch: bool, interval: float, **options: Any) -> None:
        worker = Worker(interval=interval, batch=batch)
        worker.configure_signals()
        lifeline.hold_on()
        logging.getLogger("jobs").info("worker %s waits for jobs", worker.worker_id)
        worker.run()
