"""The pages of stored comparisons: server time and queries of a long one beside a short one, and what is stored.

`make bench` writes benchmarks/results/pages.md and pages.json. CPU seconds of the whole request, both lengths in turn
in the same round, best of the rounds. The database is a file of its own that goes afterwards. The bars are those of the
project's plan.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.bibles import KING_JAMES, bible
from benchmarks.markdown import head, row
from benchmarks.peers import seconds

if TYPE_CHECKING:
    from comparisons.pairs.models import Comparison

RESULTS = Path(__file__).parent / "results"
SHORT, LONG, LARGE = 2_000, 200_000, 800_000  # words
CHANGED = 10  # one word in so many
RATIO, STORED = 1.5, 20.0  # the bars: times the short page; megabytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=30, help="rounds, of which the best counts")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        _begin(Path(folder))
        result = {"pages": pages(arguments.rounds), "stored": stored()}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "pages.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    page = written(result)
    (RESULTS / "pages.md").write_text(page, encoding="utf-8")
    print(page)


def _begin(folder: Path) -> None:
    """The site with an empty database in this folder."""
    os.environ |= {"VARIORUM_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    os.environ.pop("DATABASE_URL", None)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def pair(words: int) -> tuple[str, str]:
    """So many words of the King James Bible, a verse a line, and the same with one word in ten another."""
    text = bible(KING_JAMES).text
    lines = [line.split(" ") for line in (text + "\n" + text[: len(text) // 20]).split("\n")]
    kept, count = [], 0
    for line in lines:
        if count + len(line) > words:
            break
        kept.append(line)
        count += len(line)
    known = sorted({word for line in kept for word in line})
    chance = random.Random(words)
    other = [[chance.choice(known) if chance.randrange(CHANGED) == 0 else word for word in line] for line in kept]
    one, two = ("\n".join(map(" ".join, side)) for side in (kept, other))
    return one, two


def made(words: int) -> Comparison:
    """The stored comparison of two texts of so many words."""
    from comparisons.engine.options import Options
    from comparisons.pairs import store
    from corpus.texts import storing
    from corpus.texts.models import Revision
    from corpus.works.models import Work

    work = Work.objects.create(slug=f"words-{words}", title=f"{words:,} words")
    for siglum, text in zip("AB", pair(words), strict=True):
        storing.add_edition(work, siglum=siglum, title=siglum, text=text, language="en")
    a, b = Revision.objects.filter(edition__work=work).select_related("edition__work").order_by("edition__siglum")
    return store.ask(a, b, Options(), here=True)


def pages(rounds: int) -> dict[str, dict[str, float]]:
    """By kind of request: CPU seconds and queries, short and long, from the middle of each comparison."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client, out = Client(), {}
    both = {"short": made(SHORT), "long": made(LONG)}
    for name, query, headers in (
        ("a page", "part={part}", {}),
        ("the next rows", "rows=1&part={part}", {"HX-Request": "true"}),
        ("a chosen change", "change={change}", {"HX-Request": "true", "HX-Target": "panel"}),
    ):
        found: dict[str, float] = {}
        addresses = {}
        for length, comparison in both.items():
            a, b = comparison.ends
            middle = query.format(part=comparison.parts.count() // 2, change=comparison.summary["changes"] // 2)
            here = f"/compare/{a.edition.work.slug}/A@1/{b.edition.work.slug}/B@1?{middle}"  # type: ignore[union-attr]
            addresses[length] = here
            response = client.get(here, headers=headers)
            assert response.status_code == 200, (here, response.status_code)
            found[f"{length}, kB"] = len(response.content) / 1000
            with CaptureQueriesContext(connection) as queries:
                client.get(here, headers=headers)
            found[f"{length}, queries"] = len(queries)
        for _ in range(rounds):
            for length, here in addresses.items():
                taken = seconds(lambda here=here, headers=headers: client.get(here, headers=headers))  # type: ignore[misc]
                found[length] = min(taken, found.get(length, taken))
        out[name] = found
    return out


def stored() -> dict[str, float]:
    """What a pair of long texts that differ in one word of ten takes in the database, MB."""
    from django.db.models import Sum
    from django.db.models.functions import Length

    comparison = made(LARGE)
    parts = comparison.parts.aggregate(bytes=Sum(Length("payload")))["bytes"]
    sizes = {"rows": parts, "arrays": len(comparison.whole.payload), "guide": len(comparison.guide)}
    out: dict[str, float] = {name: size / 1e6 for name, size in sizes.items()}
    return out | {"changes": comparison.summary["changes"]}


def written(result: dict[str, Any]) -> str:
    out = ["# Pages of stored comparisons", "", "CPU seconds of the whole request, best of the rounds."]
    out += head("", f"{SHORT:,} words", f"{LONG:,} words", "ratio", "bar", "queries, short", "queries, long")
    for name, found in result["pages"].items():
        queries = found["short, queries"], found["long, queries"]
        out.append(row(name, found["short"], found["long"], found["long"] / found["short"], RATIO, *queries))
    sizes = result["stored"]
    out += ["", f"## Stored, {LARGE:,} words of which one in {CHANGED} differs ({sizes['changes']:,} changes)"]
    out += head("rows, MB", "arrays, MB", "guide, MB", "together", "bar")
    three = sizes["rows"], sizes["arrays"], sizes["guide"]
    out.append(row(*three, sum(three), STORED))
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    main()
