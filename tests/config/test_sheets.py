"""Style sheets: what stands in them is used, and what is used stands in them."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.ROOT)
SHEETS = sorted((ROOT / "static/css").rglob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def written() -> set[str]:
    """Every word of the templates, scripts and views: a class that is not among them is never written."""
    sources = [
        *(ROOT / "templates").rglob("*.html"),
        *(ROOT / "static/js").rglob("*.js"),
        *(
            path
            for app in ("comparisons", "config", "corpus", "jobs", "reading")
            for path in (ROOT / app).rglob("*.py")
        ),
    ]
    return set(re.findall(r"[\w-]+", "\n".join(path.read_text("utf-8") for path in sources)))


def test_every_sheet_is_linked() -> None:
    templates = "\n".join(path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html"))
    named = set(re.findall(r"static 'css/([^']+)'", templates))
    assert named == {str(path.relative_to(ROOT / "static/css")) for path in SHEETS}


def test_every_class_that_is_styled_is_written_somewhere() -> None:
    known = written()
    unknown = {
        f"{sheet.name}: .{name}"
        for sheet in SHEETS
        for selector in re.findall(r"([^{};]+)\{", COMMENT.sub("", sheet.read_text("utf-8")))
        if not selector.strip().startswith("@")
        for name in re.findall(r"\.([a-zA-Z][\w-]*)", selector)
        if name not in known
    }
    assert unknown == set()


def test_every_colour_and_measure_that_is_named_is_used() -> None:
    sheets = "\n".join(COMMENT.sub("", sheet.read_text("utf-8")) for sheet in SHEETS)
    assert {name for name in re.findall(r"(--[\w-]+):", sheets) if f"var({name}" not in sheets} == set()


def test_the_order_of_the_layers_is_said_before_any_of_them_begins() -> None:
    shared = (ROOT / "templates/house/_styles.html").read_text("utf-8")
    assert re.findall(r"css/([^']+)'", shared)[0] == "house/tokens.css"
    first = COMMENT.sub("", (ROOT / "static/css/house/tokens.css").read_text("utf-8")).strip()
    assert first.startswith("@layer tokens, base, layout, components, screen, print;")
