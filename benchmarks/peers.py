"""The peers that the pairwise kernel is measured beside, each as a function that gives its CPU seconds.

Peers that read lines get one folded word a line, written beforehand; ours begins with the two raw texts.
"""

from __future__ import annotations

import importlib.util
import re
import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np

from comparisons.engine.spans import I32, Int

GIT = ("git", "diff", "--no-index", "--no-color", "-U0")
LINES = {
    "git --histogram": (*GIT, "--histogram"),
    "git --patience": (*GIT, "--patience"),
    "git (Myers)": GIT,
    "diff": ("diff",),
}


def seconds(function: Callable[[], object]) -> float:
    """CPU seconds of this process for one call."""
    begin = time.process_time()
    function()
    return time.process_time() - begin


def child(*command: str | Path) -> float:
    """CPU seconds of a program, its start included, its output thrown away."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def missing() -> list[str]:
    """The peers that are not here, by name."""
    programs = [name for name in ("git", "diff") if not shutil.which(name)]
    modules = ("diff_match_patch", "fast_diff_match_patch")
    return programs + [name for name in modules if not importlib.util.find_spec(name)]


def matched_by(command: Iterable[str | Path], words_a: int, words_b: int) -> tuple[Int, Int]:
    """The pairs of lines that a line diff leaves unchanged: int32[p] twice, from the heads of its hunks.

    `command` is one of LINES with its two files, without context.
    """
    output = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, errors="replace", check=False
    ).stdout
    changed_a, changed_b = np.zeros(words_a, bool), np.zeros(words_b, bool)
    for head in re.finditer(r"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", output, re.MULTILINE):
        for side, begin, count in ((changed_a, head[1], head[2]), (changed_b, head[3], head[4])):
            length = 1 if count is None else int(count)
            side[int(begin) - 1 : int(begin) - 1 + length] = length > 0
    a, b = np.flatnonzero(~changed_a).astype(I32), np.flatnonzero(~changed_b).astype(I32)
    assert len(a) == len(b), "a diff that was not understood"
    return a, b


def as_characters(words_a: list[str], words_b: list[str]) -> tuple[str, str]:
    """The words as characters, a different one for each, for peers that compare characters."""
    number: dict[str, int] = {}
    codes = [[number.setdefault(word, len(number)) for word in words] for words in (words_a, words_b)]
    one, other = ("".join(chr(n + 1 if n < 0xD000 else n + 0x1000) for n in side) for side in codes)
    return one, other
