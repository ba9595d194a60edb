"""The results of a run over shared passages as a page in Markdown, with the bars, and the plot of growth."""

from __future__ import annotations

from math import log
from pathlib import Path
from typing import Any

from benchmarks.growth import by_text, plotted
from benchmarks.markdown import head, row
from benchmarks.planting import DAMAGES

RATIOS = {"without reuse": 15, "as it is": 45}  # CPU beside that of tokenising
MEMORY = 1000  # MB
RECALL = {  # by how the search is told of noise
    "none": {"clean": 0.99, "5 % characters": 0.97, "10 % characters": 0.90},
    "ocr": {"5 % characters": 0.97, "10 % characters": 0.97, "15 % characters": 0.80},
}
CHANCE = 0.002
TIMES = 10


def written_report(result: dict[str, Any], plot: Path) -> str:
    """The page; the plot of growth, where it was measured, is written to `plot`."""
    out = ["# Shared passages over a corpus", "", f"{result['machine']}. CPU seconds, best of the rounds."]
    out += ["", f"Prose: {result['source']}.", "", "## Speed and memory"]
    out += head(
        "", "words", "tokenise", "find", "ratio", "bar", "passages", "and other places", "MB", f"(bar {MEMORY})"
    )
    for name, one in result["speed"].items():
        out.append(
            row(
                name,
                f"{one['words']:,}",
                one["tokenise"],
                one["seconds"],
                one["seconds"] / one["tokenise"],
                RATIOS[name],
                f"{one['passages']:,}",
                f"{one['places'] - one['passages']:,}",
                round(one["megabytes"]),
                "",
            )
        )
    if "chance" in result:
        one = result["chance"]
        out += ["", "## Found by chance", ""]
        out.append(
            f"{one['megabytes']} MB as they are yield {one['as it is']:,} passages; with the words of every 200 shuffled "
            f"{one['shuffled']:,}: {100 * one['shuffled'] / max(1, one['as it is']):.3f} % (bar {100 * CHANCE} %)."
        )
    if "recall" in result:
        out += ["", "## Planted quotations of 20, 35 and 60 words touched on both sides"]
        out += head("MB", "--noise", "passages", "seconds", *DAMAGES)
        for one in result["recall"]:
            named = one["megabytes"], one["noise"], one["passages"], one["seconds"]
            out.append(row(*named, *(one.get(name, "") for name in DAMAGES)))
        out += ["", "A source that says the same twice is quoted once: the other place stands under the passage."]
        for noise, bars in RECALL.items():
            out += ["", f"Bars, `--noise {noise}`: " + ", ".join(f"{name} {bar}" for name, bar in bars.items()) + "."]
    if "growth" in result:
        out += _growth(result["growth"], plot)
    if "peer" in result:
        ours, brute = result["peer"]["ours"], result["peer"]["windows"]
        out += ["", "## Brute force: every window against every other (1 MB)"]
        out += head("", "seconds", f"times ours (bar {TIMES})", "plagdet")
        out.append(row("ours", ours["seconds"], "", ours["plagdet"]))
        times = brute["seconds"] / ours["seconds"]
        out.append(row("rapidfuzz, windows of 20 words", brute["seconds"], times, brute["plagdet"]))
    return "\n".join(out) + "\n"


def _growth(rows: list[dict[str, Any]], plot: Path) -> list[str]:
    sizes = sorted({one["megabytes"] for one in rows})
    table = by_text(rows)
    out = ["", "## Growth, CPU seconds", "", f"![seconds by megabytes]({plot.name})"]
    out += head("MB", *map(str, sizes), "largest ÷ smallest", "n log n")
    words = [size * 1e6 / 6 for size in (sizes[0], sizes[-1])]
    steepest = words[1] * log(words[1]) / (words[0] * log(words[0]))
    out += [row(name, *values, values[-1] / values[0], steepest) for name, values in table.items()]
    title = "Finding shared passages, by the size of the corpus"
    plotted(rows, "megabytes", "megabytes of prose", title, plot)
    return out
