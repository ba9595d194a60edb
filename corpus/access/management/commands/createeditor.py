"""`manage.py createeditor NAME`: an editor's account with a random password."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from corpus.access.accounts import NotAName, make_editor


class Command(BaseCommand):
    help = "Make an editor's account, or give one a new password; prints the password, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="Letters, digits and @ . + - _")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        try:
            self.stdout.write(make_editor(name))
        except NotAName as error:
            raise CommandError(str(error)) from error
