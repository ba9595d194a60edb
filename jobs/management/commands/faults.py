"""`manage.py faults`: the steps at which VARIORUM_FAULT ends the process, one a line."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.module_loading import autodiscover_modules

from jobs.faults import STEPS


class Command(BaseCommand):
    help = "List the names that VARIORUM_FAULT takes under config.settings.test, each with what is done at that step."

    def handle(self, *arguments: Any, **options: Any) -> None:
        autodiscover_modules("faults")
        for name in sorted(STEPS):
            self.stdout.write(f"{name}\t{STEPS[name].what}")
