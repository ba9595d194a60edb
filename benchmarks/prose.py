"""English prose of up to 80 million characters: the dictionaries of Debian's `dict-*` packages.

`make bench` fetches and unpacks them where there is `apt-get`; they are used, too, where they are installed. Without
them the benchmark Bibles stand in, which are shorter and share much more.
"""

from __future__ import annotations

import gzip
import os
import random
from pathlib import Path

from benchmarks.bibles import KING_JAMES, OTHERS, bible

NAMES = ("gcide", "foldoc", "jargon", "wn")
FOLDERS = (Path(os.environ.get("BENCH_PROSE", ".venv-bench/prose")) / "usr/share/dictd", Path("/usr/share/dictd"))
DOCUMENT = 60_000  # characters of a document
SHUFFLED = 200  # words that are shuffled among themselves


def source() -> str:
    """What the prose is, for the report."""
    return "dictionaries (" + ", ".join(NAMES) + ")" if _folder() else "Bibles, as no dictionaries are here"


def prose(characters: int) -> list[str]:
    """The first so many characters, or all there are, in documents of 60,000, their blanks single."""
    folder = _folder()
    if folder:
        parts = [
            gzip.decompress((folder / f"{name}.dict.dz").read_bytes()).decode("utf-8", "replace") for name in NAMES
        ]
    else:
        parts = [bible(name).text for name in (KING_JAMES, *OTHERS)]
    text = "".join(parts)[:characters]
    return [" ".join(text[at : at + DOCUMENT].split()) for at in range(0, len(text), DOCUMENT)]


def without_reuse(documents: list[str]) -> list[str]:
    """The same words with those of every 200 shuffled: what is then shared is chance."""
    dice = random.Random(1)
    out = []
    for document in documents:
        words = document.split()
        for at in range(0, len(words), SHUFFLED):
            block = words[at : at + SHUFFLED]
            dice.shuffle(block)
            words[at : at + SHUFFLED] = block
        out.append(" ".join(words))
    return out


def _folder() -> Path | None:
    return next((one for one in FOLDERS if all((one / f"{name}.dict.dz").is_file() for name in NAMES)), None)
