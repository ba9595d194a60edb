"""The comparisons that corpus.toml names, made and stored: so a new site shows one at once."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

from django.conf import settings

from comparisons.engine.options import Options
from comparisons.pairs import store
from comparisons.pairs.models import Comparison
from corpus.texts.finding import NotFound, parse
from corpus.texts.models import Revision

CORPUS = Path(settings.ROOT) / "seeds" / "corpus.toml"


def store_all(say: Callable[[str], None] = lambda sentence: None, corpus: Path = CORPUS) -> int:
    """Make those that are not stored yet; says what it did, and how many it made. Raises `NotFound` where a text that
    a comparison names is not in the corpus."""
    made = 0
    for entry in tomllib.loads(corpus.read_text(encoding="utf-8")).get("comparison", []):
        a, b = revision(entry["a"]), revision(entry["b"])
        options = Options.from_json(entry.get("options", {}), store.rules_of(a, b))
        name = f"{entry['a']} and {entry['b']}"
        known = Comparison.objects.ready().of(a, b).filter(key=store.key_of(a, b, options))
        if known.exists():
            say(f"{name}: stored already")
            continue
        store.ask(a, b, options, here=True)
        made += 1
        say(f"{name}: compared and stored")
    return made


def revision(address: str) -> Revision:
    """The revision at `WORK/SIGLUM[@N]`, whoever may see it: seeds are made by who runs the site."""
    parsed = parse(address)
    found = Revision.objects.without_text().select_related("edition__work")
    found = found.filter(edition__work__slug=parsed.slug, edition__siglum=parsed.siglum)
    chosen = found.filter(number=parsed.number).first() if parsed.number else found.order_by("-number").first()
    if chosen is None:
        raise NotFound(f"corpus.toml names {address}, and it is not in the corpus. Run manage.py seed first.")
    return chosen
