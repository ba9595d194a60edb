#!/usr/bin/env python
"""Variorum's command line: `manage.py help` lists the commands."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
    if sys.argv[1:2] == ["demonstration"]:  # before the settings are read
        from config.environment import for_this_machine_alone

        for_this_machine_alone()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
