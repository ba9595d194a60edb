"""A comparison as one HTML page that needs nothing else: its own small style, no script, no request to anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from comparisons.engine.changes import Change
from comparisons.engine.result import RELATIONS, Segments
from comparisons.pairs.exports.runs import Run, Runs
from comparisons.pairs.exports.sides import Compared, Witness, ignoring

STYLE = """
:root { color-scheme: light dark; --ink: #1d1c1a; --paper: #fdfcf9; --soft: #6b6760; --rule: #ddd8cd;
  --del: #3d5266; --del-wash: #e3e9ef; --ins: #7a4a00; --ins-wash: #fbeccb; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e4db; --paper: #191816; --soft: #a29c90; --rule: #3a3731;
  --del: #b4c6d8; --del-wash: #27323d; --ins: #f0c987; --ins-wash: #40311a; } }
body { margin: 2rem auto; max-width: 76rem; padding: 0 1rem; color: var(--ink); background: var(--paper);
  font: 1.05rem/1.6 "Noto Serif", "Source Serif 4", Georgia, "DejaVu Serif", serif; }
h1 { font-size: 1.5rem; line-height: 1.3; }
header, footer, th, .gutter { font-family: "Noto Sans", system-ui, "DejaVu Sans", sans-serif; font-size: .85rem; }
.notice { border-inline-start: .25rem solid var(--ins); padding-inline-start: .75rem; }
dl { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .75rem 0; }
dl div { display: flex; gap: .35rem; } dt { color: var(--soft); } dd { margin: 0; font-variant-numeric: tabular-nums; }
table { width: 100%; border-collapse: collapse; table-layout: fixed; }
th, td { padding: .35rem .6rem; vertical-align: top; text-align: start; }
tr { border-top: 1px solid var(--rule); }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.gutter { width: 6rem; color: var(--soft); }
del { color: var(--del); background: var(--del-wash); text-decoration: line-through; }
ins { color: var(--ins); background: var(--ins-wash); text-decoration: underline; }
.light { background: none; } .ignored { opacity: .75; text-decoration-style: dotted; }
.moved { border-block-end: 2px dotted var(--soft); }
.heading { font-weight: 600; }
.number { font: .65rem/1 system-ui, sans-serif; color: var(--soft); text-decoration: none; vertical-align: super; }
a { color: inherit; }
@media (max-width: 40rem) { table, tbody, tr, td { display: block; } thead { display: none; } .gutter { width: auto; }
  [data-side]::before { content: attr(data-side) " "; color: var(--soft); font: .75rem system-ui, sans-serif; } }
@media print { :root { color-scheme: light; --ink: #000; --paper: #fff; --soft: #55524c; --rule: #bbb;
  --del: #3d5266; --del-wash: #e3e9ef; --ins: #7a4a00; --ins-wash: #fbeccb; }
  body { margin: 0; max-width: none; } thead { display: table-header-group; } tr { break-inside: auto; } }
"""
LIGHT = {"case", "punctuation", "quotation", "whitespace", "encoding"}


def write(compared: Compared) -> str:
    """The whole page; linear in the texts."""
    return "".join(_page(compared))


def _page(compared: Compared) -> Iterator[str]:
    result, (a, b) = compared.result, compared.witnesses
    title = escape(f"{a.name} and {b.name} compared")
    yield (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n"
    )
    for witness in compared.witnesses:
        yield f"<p>{_described(witness)}</p>\n"
        if witness.notice:
            yield f'<p class="notice">{escape(witness.notice)}</p>\n'
    yield "<dl>"
    if not compared.translated:
        yield _figure("Similarity", f"{result.similarity:.4f}")
    yield _figure("Changes", str(sum(result.counts.values())))
    for name, count in result.counts.items():
        folded = result.ignored.get(name, 0)
        yield _figure(name, f"{count}, {folded} of them ignored" if folded else str(count))
    yield f"</dl>\n<p>{escape(ignoring(compared))} Engine {escape(result.engine)}.</p>\n"
    for note in result.notes:
        yield f"<p>{escape(note)}</p>\n"
    yield "</header>\n<main>\n<table>\n<thead><tr>"
    yield f'<th scope="col">{escape(a.name)}</th><th scope="col" class="gutter">relation</th>'
    yield f'<th scope="col">{escape(b.name)}</th></tr></thead>\n<tbody>\n'
    yield from _rows(compared)
    yield "</tbody>\n</table>\n</main>\n</body>\n</html>\n"


def _figure(name: str, value: str) -> str:
    return f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"


def _described(witness: Witness) -> str:
    words = [f"<strong>{escape(witness.name)}</strong>", escape(witness.title), escape(witness.citation)]
    if witness.address:
        words.append(f"<span>{escape(witness.address)}</span>")
    return " · ".join(word for word in words if word)


def _rows(compared: Compared) -> Iterator[str]:
    result = compared.result
    blocks = result.blocks
    runs = Runs(result, 0, len(compared.a.text)), Runs(result, 1, len(compared.b.text))
    sides = (
        (blocks.first_a.tolist(), blocks.segment_a.tolist(), result.segments_a),
        (blocks.first_b.tolist(), blocks.segment_b.tolist(), result.segments_b),
    )
    named: set[str] = set()
    for number in range(len(blocks)):
        cells = []
        for side, (first, segment, segments) in enumerate(sides):
            witness = compared.witnesses[side]
            language = f' lang="{escape(witness.language)}"' if witness.language else ""
            parts = [
                _segment(witness.text, runs[side], segments, chosen, side, named)
                for chosen in segment[first[number] : first[number + 1]]
            ]
            side_name = f' data-side="{escape(witness.name)}"' if parts else ""
            cells.append(f'<td{language}{side_name} dir="auto">{"".join(parts)}</td>')
        words = RELATIONS[int(blocks.relation[number])]
        also = [name for bit, name in enumerate(RELATIONS) if int(blocks.also[number]) >> bit & 1 and name != "same"]
        yield f'<tr>{cells[0]}<td class="gutter">{", ".join((words, *also))}</td>{cells[1]}</tr>\n'


def _segment(text: str, runs: Runs, segments: Segments, number: int, side: int, named: set[str]) -> str:
    begin, end = segments.span[number].tolist()
    name = "ab"[side]
    heading = " heading" if int(segments.kind[number]) == 0 else ""
    inside = "".join(_marked(text[run.begin : run.end], run, side, named) for run in runs.between(begin, end))
    return f'<div class="text{heading}" id="{name}-{number + 1}">{inside}</div>'


def _marked(text: str, run: Run, side: int, named: set[str]) -> str:
    shown = escape(text)
    if run.change is not None:
        shown = _change(shown, run.change, side, named)
    if run.move is not None:
        other = "ba"[side]
        number = run.move.move + 1
        shown = f'<span class="moved" title="moved passage {number}, compare side {other}">{shown}</span>'
    return shown


def _change(shown: str, change: Change, side: int, named: set[str]) -> str:
    """A piece of a change; `named` are the changes that have their name already, as one may go over paragraphs."""
    element = ("del", "ins")[side]
    classes = [name for name, holds in (("light", change.category in LIGHT), ("ignored", change.ignored)) if holds]
    attribute = f' class="{" ".join(classes)}"' if classes else ""
    name = f"change-{change.number}{'' if side == 0 or change.type == 'insert' else '-b'}"
    anchor = "" if name in named else f' id="{name}"'
    named.add(name)
    said = f"{change.number}: {change.category}{', ignored' if change.ignored else ''}"
    return (
        f'<{element}{attribute}{anchor} title="{said}">{shown}</{element}>'
        f'<a class="number" href="#change-{change.number}">{change.number}</a>'
    )
