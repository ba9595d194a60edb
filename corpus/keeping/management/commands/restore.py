"""`manage.py restore DIR`: a backup put back, on SQLite or PostgreSQL, whichever it came from."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from corpus.keeping.backing_up import BackupError
from corpus.keeping.restoring import check, restore
from jobs.terminal import on_terminal


class Command(BaseCommand):
    help = (
        "Put a backup in the place of everything that the database holds; a database without tables gets them first. "
        "The backup is read whole and checked before anything is touched, and then it is one transaction: all of it or "
        "nothing. What was there is backed up beside the data first. End the site and its workers before."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="the folder that `manage.py backup` wrote")
        parser.add_argument("--check", action="store_true", help="check the backup, and touch nothing")

    def handle(self, *arguments: Any, **options: Any) -> None:
        folder, tell = options["folder"], on_terminal(self.stderr)
        try:
            if options["check"]:
                check(folder, tell)
                self.stderr.write("The backup is sound.")
                return
            kept = restore(folder, tell)
        except BackupError as error:
            raise CommandError(str(error)) from error
        if kept is not None:
            self.stderr.write(f"What was there is kept in {kept}.")
        self.stderr.write("Restored. `manage.py verify` reads everything again.")
