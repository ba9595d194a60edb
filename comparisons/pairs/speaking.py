"""A command for the shell, whose every fault is a sentence and exit code 1, those that argparse finds too."""

from __future__ import annotations

import sys
from argparse import RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class SpeakingCommand(BaseCommand):
    """Needs no database; `epilog` stands as it is written under the help."""

    epilog = ""
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(
            prog_name, subcommand, epilog=self.epilog, formatter_class=RawDescriptionHelpFormatter, **kwargs
        )
        setattr(parser, "error", self._refuse)  # noqa: B010 - a method of the instance
        return parser

    def _refuse(self, message: str) -> None:
        said = f"{message[:1].upper()}{message[1:]}. Try --help."
        if getattr(self, "_called_from_command_line", False):
            self.stderr.write(f"CommandError: {said}")
            sys.exit(1)
        raise CommandError(said)
