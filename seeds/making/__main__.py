"""Writes the texts and truth files of the demonstration corpus, or checks that they are as they would be written."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from seeds.making import emended, normalised, quoting, rearranged, scanned, translating
from seeds.making.capture import SEEDS

ROOT = SEEDS.parent


def files() -> Iterator[tuple[str, str]]:
    """Each file that is made: its path in the project, and its content. Texts end without a line feed, as W does."""
    yield "seeds/texts/E.1.txt", emended.revisions()[0]
    yield "seeds/texts/E.txt", emended.text()
    yield "seeds/texts/E.emendations.json", as_json(emended.truth())
    yield "seeds/texts/N.txt", normalised.text()
    yield "seeds/texts/N.changes.json", as_json(normalised.truth())
    yield "seeds/texts/R.txt", rearranged.text()
    yield "seeds/texts/R.moves.json", as_json(rearranged.truth())
    yield "seeds/texts/O.txt", scanned.text()
    yield "seeds/texts/O.damage.json", as_json(scanned.truth())
    yield from quoting.files()
    yield "seeds/texts/quotations.json", as_json(quoting.truth())
    for siglum in translating.SIGLA:
        yield f"seeds/texts/{siglum}.txt", translating.text(siglum)
        yield f"seeds/texts/{siglum}.alignment.json", as_json(translating.truth(siglum))
    yield "tests/seeds/worse/O.txt", scanned.text(scanned.HEAVY)
    yield "tests/seeds/worse/O.damage.json", as_json(scanned.truth(scanned.HEAVY))


def as_json(truth: dict[str, Any]) -> str:
    """A line an entry of each list, so that a change shows in a line."""
    parts = []
    for name, value in truth.items():
        if isinstance(value, list):
            rows = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in value)
            parts.append(f"  {json.dumps(name)}: [\n{rows}\n  ]" if value else f"  {json.dumps(name)}: []")
        else:
            parts.append(f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m seeds.making", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a file differs")
    parser.add_argument("--into", type=Path, default=ROOT, help="the folder to write into (default: the project's)")
    options = parser.parse_args()
    different = []
    for name, content in files():
        path = options.into / name
        if options.check:
            if not path.is_file() or path.read_bytes() != content.encode("utf-8"):
                different.append(name)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8"))
    for name in different:
        print(
            f"{name} is not what the scripts make. Run python -m seeds.making and look at the change.", file=sys.stderr
        )
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
