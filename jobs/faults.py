"""Named steps of everything that writes, at which a test can end the process hard, as a power cut would.

An app declares its steps in a module `faults`; `manage.py faults` lists them all. Under the settings
`config.settings.test`, and under no others, VARIORUM_FAULT=NAME ends the process at that step.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from django.conf import settings

VARIABLE = "VARIORUM_FAULT"
EXIT = 70  # what the process then ends with


@dataclass(frozen=True, slots=True)
class Step:
    """A place in the code where the process may end; `what` says what has been done there and what has not."""

    name: str
    what: str

    def reached(self) -> None:
        """Say that this step is reached: nothing, or the end of the process."""
        if os.environ.get(VARIABLE) == self.name and settings.SETTINGS_MODULE == "config.settings.test":
            os._exit(EXIT)


STEPS: dict[str, Step] = {}


def declare(name: str, what: str) -> Step:
    """Make the step of that name. A name is declared once."""
    if name in STEPS:
        raise ValueError(f"There are two steps called {name}.")
    STEPS[name] = Step(name, what)
    return STEPS[name]


ASKED = declare("job-asked", "a job and its row of the queue are written, and not committed")
BEGUN = declare("job-begun", "a job is marked as running, and nothing of it is done")
ENDING = declare("job-ending", "a job's work is done, and its end is not written down")
GIVEN_BACK = declare("job-given-back", "a lost job is put back into the queue, and not committed")
