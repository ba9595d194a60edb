"""Shared passages over a corpus: speed beside tokenising, memory, growth, recall of planted quotations, what is found
by chance, and a brute force, in one run.

`make bench` writes benchmarks/results/reuse.md, reuse.json and reuse.svg. CPU seconds of the search itself, imports and
reading apart, each in a process of its own, best of the rounds. The bars are those of the project's plan.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.peers import seconds
from benchmarks.planting import Found, Planted, heads, others, plagdet, planted, recall
from benchmarks.prose import prose, source, without_reuse
from benchmarks.reuse_report import written_report
from benchmarks.windows import shared_windows
from comparisons.engine.passages import Document, find
from comparisons.engine.passages.finding import Noise
from comparisons.engine.text.tokens import tokenise

RESULTS = Path(__file__).parent / "results"
MEGABYTE = 1_000_000
GROWTH = (1, 2, 5, 10, 20, 40, 60)
LARGE, MIDDLE = 60, 20
SHARE = 36  # quotations planted in each megabyte
PLANTED = 720


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2, help="rounds, of which the best counts")
    parser.add_argument("--quick", action="store_true", help="up to 5 MB, without the brute force")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)  # a measured process: the texts …
    parser.add_argument("--noise", default="none", help=argparse.SUPPRESS)  # … and how they are searched
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(_searched(arguments.one, arguments.noise)))
        return
    sizes = [size for size in GROWTH if size <= 5] if arguments.quick else list(GROWTH)
    large, middle = (min(size, sizes[-1]) for size in (LARGE, MIDDLE))
    result: dict[str, Any] = {
        "machine": f"{platform.machine()}, CPython {platform.python_version()}, NumPy {np.__version__}",
        "source": source(),
    }
    result["speed"] = speed(large, arguments.rounds)
    save(result)
    result["chance"] = chance(middle)
    save(result)
    result["recall"] = recalls(sorted({1, 5, middle, large}), middle)
    save(result)
    result["growth"] = growth(sizes, arguments.rounds)
    save(result)
    if not arguments.quick:
        result["peer"] = peer()
        save(result)
    print((RESULTS / "reuse.md").read_text(encoding="utf-8"))


def speed(megabytes: int, rounds: int) -> dict[str, dict[str, float]]:
    """The whole prose, and the same without reuse."""
    documents = prose(megabytes * MEGABYTE)
    return {
        "without reuse": measured(without_reuse(documents), rounds),
        "as it is": measured(documents, rounds),
    }


def chance(megabytes: int) -> dict[str, float]:
    """How many passages prose yields, and how many its shuffled words do."""
    documents = prose(megabytes * MEGABYTE)
    real, shuffled = measured(documents, 1), measured(without_reuse(documents), 1)
    return {"megabytes": megabytes, "as it is": real["passages"], "shuffled": shuffled["passages"]}


def recalls(sizes: list[int], scans: int) -> list[dict[str, Any]]:
    """Planted quotations found again, by the size of the prose that they are planted in."""
    rows = []
    for megabytes in sizes:
        texts, truth = planted(prose(megabytes * MEGABYTE), PLANTED)
        noises: list[Noise] = ["none", "ocr"] if megabytes == scans else ["none"]
        for noise in noises:
            found = measured(texts, 1, noise, truth)
            for places in ("with other places", "alone"):
                row = {"megabytes": megabytes, "noise": noise, "passages": places, "seconds": found["seconds"]}
                rows.append({**row, **found[places]})
    return rows


def growth(sizes: list[int], rounds: int) -> list[dict[str, Any]]:
    """CPU seconds by size: of tokenising, without reuse, with a fixed share of it, and of prose as it is."""
    rows: list[dict[str, Any]] = []
    for megabytes in sizes:
        documents = prose(megabytes * MEGABYTE)
        shuffled = without_reuse(documents)
        quoting, _ = planted(shuffled, SHARE * megabytes)
        for name, texts in (("without reuse", shuffled), (f"{SHARE} quotations in each MB", quoting)):
            best = measured(texts, rounds)
            rows.append({"text": name, "megabytes": megabytes, "seconds": best["seconds"]})
            if name == "without reuse":
                rows.append({"text": "tokenising alone", "megabytes": megabytes, "seconds": best["tokenise"]})
        rows.append({"text": "as it is", "megabytes": megabytes, "seconds": measured(documents, 1)["seconds"]})
    return rows


def peer() -> dict[str, dict[str, float]]:
    """One megabyte with planted quotations: ours, and every window against every other."""
    texts, truth = planted(without_reuse(prose(MEGABYTE)), PLANTED)
    documents = [Document(str(number), text) for number, text in enumerate(texts)]
    ours = min(seconds(lambda: find(documents)) for _ in range(3))
    begin = time.process_time()
    windows = shared_windows(texts)
    brute = time.process_time() - begin
    return {
        "ours": {"seconds": ours, "plagdet": plagdet(truth, heads(find(documents)))},
        "windows": {"seconds": brute, "plagdet": plagdet(truth, windows)},
    }


def measured(
    documents: list[str], rounds: int, noise: Noise = "none", truth: list[Planted] | None = None
) -> dict[str, Any]:
    """What a process of its own takes to find the passages of these documents, and what it finds."""
    best: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "documents.jsonl"
        with file.open("w", encoding="utf-8") as lines:
            lines.writelines(json.dumps(document) + "\n" for document in documents)
        for _ in range(rounds):
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.reuse", "--one", str(file), "--noise", noise],
                capture_output=True,
                text=True,
                check=True,
            )
            one = json.loads(done.stdout)
            if not best or one["seconds"] < best["seconds"]:
                best = {**one, "tokenise": min(one["tokenise"], best.get("tokenise", one["tokenise"]))}
    found, also = (_sides(best.pop(name)) for name in ("found", "also"))
    if truth is not None:
        best["alone"], best["with other places"] = recall(truth, found), recall(truth, found + also)
    return best


def _sides(spans: list[list[int]]) -> list[Found]:
    return [((a, b, c), (d, e, f)) for a, b, c, d, e, f in spans]


def _searched(file: Path, noise: Noise) -> dict[str, Any]:
    """In the measured process: CPU seconds, the passages that stand for themselves, and the peak of its memory."""
    with file.open(encoding="utf-8") as lines:
        documents = [Document(str(number), json.loads(line)) for number, line in enumerate(lines)]
    words = [0]

    def tokenised() -> None:
        words[0] = sum(int(tokenise(document.text).word.sum()) for document in documents)

    tokenising = min(seconds(tokenised) for _ in range(2))
    begin = time.process_time()
    found = find(documents, noise=noise)
    taken = time.process_time() - begin
    # VmHWM begins anew with the program; what getrusage gives counts the process that started it, too.
    peak = re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())
    spans, also = ([(*a, *b) for a, b in some(found)] for some in (heads, others))
    return {
        "tokenise": tokenising,
        "seconds": taken,
        "words": words[0],
        "passages": len(spans),
        "places": len(found),
        "megabytes": int(peak[1]) / 1024 if peak else 0.0,
        "found": spans,
        "also": also,
    }


def save(result: dict[str, Any]) -> None:
    """Write what has been measured so far: a run takes some minutes."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "reuse.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    (RESULTS / "reuse.md").write_text(written_report(result, RESULTS / "reuse.svg"), encoding="utf-8")


if __name__ == "__main__":
    main()
