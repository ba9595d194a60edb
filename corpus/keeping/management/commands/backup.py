"""`manage.py backup DIR`: everything that is stored, in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from corpus.keeping.backing_up import BackupError, back_up
from jobs.terminal import on_terminal


class Command(BaseCommand):
    help = (
        "Write everything that is stored to a new folder: every table as JSON lines, every source as the file it was, "
        "and a manifest with the digest of each. It is one state of the database while others write. It holds the "
        "accounts, with their passwords hashed: keep it where nobody else reads it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that is not there yet, or empty")

    def handle(self, *arguments: Any, **options: Any) -> None:
        try:
            manifest = back_up(options["folder"], on_terminal(self.stderr))
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(file["rows"] for name, file in manifest["files"].items() if name.startswith("tables/"))
        sources = sum(name.startswith("sources/") for name in manifest["files"])
        size = sum(file["size"] for file in manifest["files"].values())
        self.stderr.write(f"{rows:,} rows and {sources:,} sources, {size / 1e6:,.1f} MB.")
        self.stdout.write(str(options["folder"]))
