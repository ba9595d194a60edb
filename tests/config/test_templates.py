"""Templates: each stands in the room of its concern, and each is rendered by somebody."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.ROOT)
TEMPLATES = ROOT / "templates"
NAMES = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}


def named() -> set[str]:
    """What views and templates ask for by its whole name."""
    apps = ("comparisons", "config", "corpus", "jobs", "reading")
    sources = [*TEMPLATES.rglob("*.html"), *(path for app in apps for path in (ROOT / app).rglob("*.py"))]
    return {name for path in sources for name in re.findall(r'"([\w/-]+\.html)"', path.read_text("utf-8"))}


def test_every_template_stands_in_a_room() -> None:
    assert {name for name in NAMES if "/" not in name} == set()


def test_every_template_is_rendered_and_every_one_that_is_asked_for_is_there() -> None:
    assert named() == NAMES
