"""The pairwise kernel beside its peers: speed, memory, growth, worst cases and accuracy, in one run.

`make bench` writes benchmarks/results/pairwise.md, pairwise.json and growth.svg. CPU seconds, imports apart, best of
the rounds; all that a ratio compares runs in turn in the same round. The bars are those of the project's plan.
"""

from __future__ import annotations

import argparse
import difflib
import importlib
import json
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import damage
from benchmarks.bibles import KING_JAMES, OTHERS, Bible, bible, folded_words
from benchmarks.peers import GIT, LINES, as_characters, child, matched_by, missing, seconds
from benchmarks.report import written_report
from benchmarks.worst import WORST
from comparisons.engine.comparison import compare
from comparisons.engine.matching.likeness import Words
from comparisons.engine.matching.match import Matching, match
from comparisons.engine.matching.pairwise import align
from comparisons.engine.spans import Int
from comparisons.engine.text.tokens import tokenise

RESULTS = Path(__file__).parent / "results"
SIZES = (25_000, 250_000, 790_000)
GROWTH = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 790_000)
HISTOGRAM = {"rwebster": 0.50, "asv": 0.65, "ylt": 0.90}  # ours, all, to git's, at the whole text; 1.0 below it
PATIENCE = {"rwebster": 0.65, "asv": 0.90, "ylt": 1.30}  # ours, exact, to git's, at the whole text
RECALL = {"rwebster": 0.7, "asv": 1.3, "ylt": 3.3}  # points over the best peer


def ours(a: str, b: str) -> Matching:
    """From two strings to matched words, near words and moves."""
    return match(tokenise(a), tokenise(b))


def exact(a: str, b: str) -> Int:
    """From two strings to the equal words that keep their order."""
    return align(Words.of(tokenise(a)).fold, Words.of(tokenise(b)).fold)


def speed(folder: Path, words: int, rounds: int, whole: bool) -> dict[str, dict[str, float]]:
    """CPU seconds of ours and of the line diffs, for each of the other Bibles."""
    a = bible(KING_JAMES, words).text
    out: dict[str, dict[str, float]] = {}
    for name in OTHERS:
        b = bible(name, words).text
        files = written(folder, a, b)
        best: dict[str, float] = {}
        for _ in range(rounds):
            run = {
                "ours": seconds(lambda b=b: ours(a, b)),  # type: ignore[misc]
                "ours, exact": seconds(lambda b=b: exact(a, b)),  # type: ignore[misc]
                **{peer: child(*command, *files) for peer, command in LINES.items()},
            }
            if whole:
                run["compare"] = seconds(lambda b=b: compare(a, b))  # type: ignore[misc]
            best = {key: min(value, best.get(key, value)) for key, value in run.items()}
        out[name] = best
    return out


def written(folder: Path, a: str, b: str) -> tuple[Path, Path]:
    """Two files with one folded word a line."""
    files = folder / "a", folder / "b"
    for file, text in zip(files, (a, b), strict=True):
        file.write_text("\n".join(folded_words(text)) + "\n", encoding="utf-8")
    return files


def small_peers(rounds: int) -> dict[str, float]:
    """CPU seconds on the first 25,000 words of two Bibles, for the peers that are too slow for more."""
    a, b = bible(KING_JAMES, SIZES[0]).text, bible("asv", SIZES[0]).text
    words_a, words_b = folded_words(a), folded_words(b)
    codes_a, codes_b = as_characters(words_a, words_b)
    best = {"ours": min(seconds(lambda: ours(a, b)) for _ in range(max(rounds, 5)))}
    best["difflib, words"] = seconds(lambda: difflib.SequenceMatcher(None, words_a, words_b, False).get_opcodes())
    if "diff_match_patch" not in missing():
        patch = importlib.import_module("diff_match_patch").diff_match_patch()
        patch.Diff_Timeout = 0
        best["diff-match-patch, words"] = seconds(lambda: patch.diff_main(codes_a, codes_b, False))
        best["diff-match-patch, characters"] = seconds(lambda: patch.diff_main(a, b, False))
    if "fast_diff_match_patch" not in missing():
        fast = importlib.import_module("fast_diff_match_patch")
        for label, one, other in (("words", codes_a, codes_b), ("characters", a, b)):
            best[f"fast-diff-match-patch, {label}"] = seconds(
                lambda one=one, other=other: fast.diff(one, other, timelimit=0, checklines=False, cleanup="No")  # type: ignore[misc]
            )
    return best


def recall(folder: Path) -> dict[str, dict[str, tuple[float, float]]]:
    """Share of the words of a matched to the same verse, and of the matches that are, of ours and of the peers."""
    a = bible(KING_JAMES)
    out: dict[str, dict[str, tuple[float, float]]] = {}
    for name in OTHERS:
        b = bible(name)
        left, right = tokenise(a.text), tokenise(b.text)
        found = match(left, right)
        pairs = np.flatnonzero(found.mate >= 0)
        tokens = left.begin[found.words_a[pairs]], right.begin[found.words_b[found.mate[pairs]]]
        out[name] = {"ours": same_verse(a, b, *tokens, len(found.words_a))}
        files = written(folder, a.text, b.text)
        begins = [word_begins(side.text) for side in (a, b)]
        for peer, command in LINES.items():
            if command[: len(GIT)] == GIT:
                i, j = matched_by((*command, *files), len(begins[0]), len(begins[1]))
                out[name][peer] = same_verse(a, b, begins[0][i], begins[1][j], len(begins[0]))
    return out


def word_begins(text: str) -> Int:
    """Where the words begin that the peers got."""
    return np.array([word.start() for word in re.finditer(r"\w+", text)], np.int32)


def same_verse(a: Bible, b: Bible, begin_a: Int, begin_b: Int, words: int) -> tuple[float, float]:
    right = int((a.verses_of(begin_a) == b.verses_of(begin_b)).sum())
    return right / words, right / max(1, len(begin_a))


def found_again() -> dict[str, dict[str, float]]:
    """Accuracy on damaged text, mean of four drafts."""
    words = folded_words(bible(KING_JAMES, SIZES[0]).text)
    foreign = folded_words(bible("ylt", 200_000).text)[150_000:]
    out: dict[str, dict[str, float]] = {}
    for name, noise in (("light", damage.LIGHT), ("heavy", damage.HEAVY), ("OCR", damage.OCR)):
        scores = []
        for seed in range(1, 5):
            truth = damage.damage(words, noise, foreign, seed)
            found = ours(" ".join(words), " ".join(truth.words))
            i = np.flatnonzero(found.mate >= 0)
            scores.append(damage.score(truth, i.astype(np.int32), found.mate[i], found.moved_a, found.moved_b))
        fields = ("precision", "identical", "spelled", "long", "moved")
        out[name] = {field: float(np.mean([getattr(one, field) for one in scores])) for field in fields}
    return out


def growth(rounds: int) -> list[dict[str, Any]]:
    """CPU seconds by length: ordinary texts, and the worst cases; each a row for the plot."""
    rows: list[dict[str, Any]] = []
    a, b = (bible(name).text.split() for name in (KING_JAMES, "asv"))
    for words in GROWTH:
        cases: dict[str, tuple[list[str], list[str]]] = {"ordinary (KJV, ASV)": (a[:words], b[:words])}
        cases |= {name: make(a[:words]) for name, make in WORST.items()}
        for name, (one, other) in cases.items():
            texts = " ".join(one), " ".join(other)
            best = min(seconds(lambda texts=texts: ours(*texts)) for _ in range(rounds if words < 100_000 else 1))  # type: ignore[misc]
            rows.append({"text": name, "words": words, "seconds": best})
    return rows


def peak(whole: bool) -> float:
    """Peak memory of a process of its own, MB, that compares two whole Bibles."""
    call = "compare(a, b)" if whole else "match(tokenise(a), tokenise(b))"
    # VmHWM begins anew with the program; what getrusage gives counts the process that started it, too.
    code = (
        "import pathlib, re, sys; from comparisons.engine.comparison import compare; "
        "from comparisons.engine.matching.match import match; from comparisons.engine.text.tokens import tokenise; "
        "a, b = (pathlib.Path(path).read_text() for path in sys.argv[1:]); "
        f"{call}; print(int(re.search(r'VmHWM:\\s*(\\d+)', pathlib.Path('/proc/self/status').read_text())[1]) / 1024)"
    )
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "a", Path(folder) / "b"
        for file, name in zip(files, (KING_JAMES, "ylt"), strict=True):
            file.write_text(bible(name).text)
        done = subprocess.run(
            [sys.executable, "-c", code, *map(str, files)], capture_output=True, text=True, check=True
        )
    return float(done.stdout)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=4, help="rounds, of which the best counts")
    parser.add_argument("--quick", action="store_true", help="without the slow peers, the growth and its plot")
    arguments = parser.parse_args()
    result: dict[str, Any] = {
        "machine": f"{platform.machine()}, CPython {platform.python_version()}, NumPy {np.__version__}",
        "missing": missing(),
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        result["speed"] = {str(words): speed(folder, words, arguments.rounds, words == SIZES[-1]) for words in SIZES}
        result["recall"] = recall(folder)
    result["damage"] = found_again()
    result["peak"] = {"match": peak(False), "compare": peak(True)}
    save(result)
    if not arguments.quick:
        result["small"] = small_peers(arguments.rounds)
        save(result)
        result["growth"] = growth(2)
        save(result)
    print((RESULTS / "pairwise.md").read_text(encoding="utf-8"))


def save(result: dict[str, Any]) -> None:
    """Write what has been measured so far: a run takes some minutes."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "pairwise.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    page = written_report(result, HISTOGRAM, PATIENCE, RECALL, RESULTS / "growth.svg")
    (RESULTS / "pairwise.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
