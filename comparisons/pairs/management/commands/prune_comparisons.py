"""`manage.py prune_comparisons`: throw away stored comparisons that can be made again and nobody needs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from comparisons.pairs import store


class Command(BaseCommand):
    help = (
        "Throw away uncited comparisons that stand on nobody's list and were made by an older engine, or that nobody "
        "opened for so many days. A cited result is never thrown away; any other is made again when it is asked for."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=90, help="days without a reader (default: 90)")

    def handle(self, *arguments: Any, days: int, **options: Any) -> None:
        count = store.prune(unused=timedelta(days=days))
        self.stdout.write(f"{count} comparison{'' if count == 1 else 's'} thrown away.")
