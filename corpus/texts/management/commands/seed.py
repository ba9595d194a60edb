"""`manage.py seed`: load the demonstration corpus, or a file like it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from corpus.texts.seeding import BadSeeds, seed


class Command(BaseCommand):
    help = "Load works, editions, revisions, rules, relations and notes from a TOML file. Run again, it adds what is new and changes what differs; it never deletes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--file",
            type=Path,
            default=Path(settings.ROOT) / "seeds" / "corpus.toml",
            help="the file to load (default: seeds/corpus.toml); paths in it are relative to its folder",
        )

    def handle(self, *arguments: Any, **options: Any) -> None:
        try:
            report = seed(options["file"])
        except BadSeeds as error:
            raise CommandError(f"Nothing was stored. {error}") from error
        for line in report.lines() or ["the file holds nothing"]:
            self.stdout.write(line)
        if not report.changed:
            self.stdout.write("Everything was there already.")
