"""The results of a run as a page in Markdown, with the bar beside each figure, and the plot of growth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.bibles import OTHERS
from benchmarks.growth import by_text, plotted
from benchmarks.markdown import head, row


def written_report(
    result: dict[str, Any],
    histogram: dict[str, float],
    patience: dict[str, float],
    points: dict[str, float],
    plot: Path,
) -> str:
    """The page; the plot of growth, where there is one, is written to `plot`."""
    out = ["# Pairwise alignment beside its peers", "", f"{result['machine']}. CPU seconds, best of the rounds."]
    if result["missing"]:
        out += ["", f"Not here, and so not measured: {', '.join(result['missing'])}."]
    out += ["", "## Speed, King James against the other"]
    for words, others in result["speed"].items():
        whole = int(words) >= 790_000
        out += head(
            f"{int(words):,} words", "ours", "git --histogram", "ratio", "bar", "ours, exact", "git --patience",
            "ratio", "bar", "diff", "whole comparison", "÷ ours (bar 2)",
        )  # fmt: skip
        for name, best in others.items():
            complete = best.get("compare")
            out.append(
                row(
                    OTHERS[name],
                    best["ours"],
                    best["git --histogram"],
                    best["ours"] / best["git --histogram"],
                    histogram[name] if whole else 1.0,
                    best["ours, exact"],
                    best["git --patience"],
                    best["ours, exact"] / best["git --patience"],
                    patience[name] if whole else "",
                    best["diff"],
                    complete or "",
                    complete / best["ours"] if complete else "",
                )
            )
    out += ["", "## Words matched to the same verse"]
    out += head("", "recall", "precision", "best peer", "points over it", "bar")
    for name, found in result["recall"].items():
        peer, best_peer = max(((key, value[0]) for key, value in found.items() if key != "ours"), key=lambda x: x[1])
        ours = found["ours"]
        gain = 100 * (ours[0] - best_peer)
        out.append(row(OTHERS[name], ours[0], ours[1], f"{best_peer:.4f} ({peer})", gain, points[name]))
    out += ["", "## Found again in damaged text (25,000 words)"]
    out += head("noise", "precision", "identical words", "spelling variants", "… of 5 letters or more", "moved words")
    for noise, score in result["damage"].items():
        out.append(row(noise, *score.values()))
    out += ["", "Bars under heavy noise: spelling variants .995, moved words .90."]
    out += ["", "## Memory", ""]
    out += [f"Peak at 790,000 words, MB (bar 600): {result['peak']}"]
    if "small" in result:
        out += ["", "## Slower peers, King James against American Standard, 25,000 words"]
        out += head("", "seconds", "times ours")
        out += [row(name, value, value / result["small"]["ours"]) for name, value in result["small"].items()]
        out += ["", "Bars: difflib 300, diff-match-patch on characters 300, on words 150."]
    if "growth" in result:
        sizes = sorted({one["words"] for one in result["growth"]})
        out += ["", "## Growth and worst cases, CPU seconds", "", f"![seconds by words]({plot.name})"]
        out += head("", *(f"{size:,}" for size in sizes), "÷ ordinary (bar 10)")
        table = by_text(result["growth"])
        ordinary = next(iter(table.values()))
        out += [row(name, *values, values[-1] / ordinary[-1]) for name, values in table.items()]
        title = "Matching two texts, by their length"
        plotted(result["growth"], "words", "words of each text", title, plot)
    return "\n".join(out) + "\n"
