"""`manage.py verify`: is everything that is stored still what was stored?"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from corpus.keeping.backing_up import BackupError, check_tables
from corpus.keeping.verifying import Verification
from jobs.terminal import on_terminal


class Command(BaseCommand):
    help = (
        "Read every source, revision and stored result again and hold it against its digest. Names what is missing, "
        "what has changed and what was never taken in, a line each, and then ends with 1. Changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=["text", "json"], default="text", help="json: an object a line")

    def handle(self, *arguments: Any, **options: Any) -> None:
        try:
            check_tables()
        except BackupError as error:
            raise CommandError(str(error)) from error
        tell = on_terminal(self.stderr)
        verification = Verification(tell)
        found = 0
        for finding in verification.findings():
            found += 1
            tell(1.0, "")
            if options["format"] == "json":
                record = {"fault": finding.fault, "kind": finding.kind, "name": finding.name, "sha256": finding.sha256}
                self.stdout.write(json.dumps(record, ensure_ascii=False))
            else:
                self.stdout.write(str(finding))
        tell(1.0, "")
        self.stderr.write(
            "Checked: " + (", ".join(f"{kind} {count:,}" for kind, count in verification.checked.items()) or "nothing")
        )
        if verification.unguarded:
            self.stderr.write(
                f"The database no longer refuses changes of {', '.join(verification.unguarded)}: "
                "`manage.py migrate` makes its guards anew."
            )
        if found:
            raise CommandError(
                f"{found:,} {'thing is' if found == 1 else 'things are'} not as stored. Sources and revisions come back "
                "from a backup (`manage.py restore`); computed results are made again when they are next opened."
            )
