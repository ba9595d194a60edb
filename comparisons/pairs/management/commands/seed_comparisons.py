"""`manage.py seed_comparisons`: make and store the comparisons that corpus.toml names."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comparisons.pairs.seeding import store_all
from corpus.texts.finding import NotFound


class Command(BaseCommand):
    help = "Make and store the comparisons that seeds/corpus.toml names. Those that are there already stay."

    def handle(self, *arguments: Any, **options: Any) -> None:
        try:
            store_all(self.stderr.write)
        except NotFound as error:
            raise CommandError(str(error)) from error
