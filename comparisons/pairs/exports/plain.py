"""A comparison for the terminal: its figures, then block by block what changed, in words that need no colour."""

from __future__ import annotations

from collections.abc import Iterator

from comparisons.engine.result import RELATIONS
from comparisons.pairs.exports.runs import Run, Runs
from comparisons.pairs.exports.sides import Compared, Witness, ignoring


def write(compared: Compared) -> str:
    """Marks: [-only in a-] {+only in b+}, ~ before what is ignored, <3: … > for what was moved (move 3)."""
    return "\n".join([*_head(compared), "", *_blocks(compared)]) + "\n"


def _head(compared: Compared) -> Iterator[str]:
    result = compared.result
    for mark, witness, side in (("-", compared.a, result.a), ("+", compared.b, result.b)):
        title = f": {witness.title}" if witness.title else ""
        yield f"{mark} {witness.name}{title} ({side.tokens} tokens, {side.coverage:.1%} of them matched)"
        if witness.notice:
            yield f"  {witness.notice}"
    counts = ", ".join(f"{name} {count}" for name, count in result.counts.items())
    alike = "" if compared.translated else f"Similarity {result.similarity:.4f}. "
    many = sum(result.counts.values())
    yield f"{alike}{many} {'change' if many == 1 else 'changes'}{f': {counts}' if counts else ''}."
    folded = ", ".join(f"{name} {count}" for name, count in result.ignored.items())
    yield ignoring(compared) + (
        f" {sum(result.ignored.values())} of the changes are ignored: {folded}." if folded else ""
    )
    yield from result.notes


def _blocks(compared: Compared) -> Iterator[str]:
    result = compared.result
    runs = Runs(result, 0, len(compared.a.text)), Runs(result, 1, len(compared.b.text))
    blocks = result.blocks
    same = 0
    for number in range(len(blocks)):
        segments_a = blocks.segment_a[blocks.first_a[number] : blocks.first_a[number + 1]].tolist()
        segments_b = blocks.segment_b[blocks.first_b[number] : blocks.first_b[number + 1]].tolist()
        relation = RELATIONS[int(blocks.relation[number])]
        texts = [
            list(_marked(compared.witnesses[side], runs[side], segments.span[chosen].tolist()))
            for side, segments, chosen in ((0, result.segments_a, segments_a), (1, result.segments_b, segments_b))
        ]
        if relation == "same" and texts[0] == texts[1] and not compared.translated:
            same += 1
            continue
        if same:
            yield f"  … {same} the same"
        same = 0
        places = " → ".join(
            ", ".join(f"¶{segment + 1}" for segment in chosen) or "nothing" for chosen in (segments_a, segments_b)
        )
        yield f"@ {places} {relation}"
        for sign, lines in zip("-+", texts, strict=True):
            for line in lines:
                yield f"{sign} {line}"
    if same:
        yield f"  … {same} the same"


def _marked(witness: Witness, runs: Runs, spans: list[list[int]]) -> Iterator[str]:
    for begin, end in spans:
        line = "".join(_mark(run, witness.text[run.begin : run.end]) for run in runs.between(begin, end))
        yield line.replace("\r\n", "⏎").replace("\n", "⏎").replace("\r", "⏎")


def _mark(run: Run, text: str) -> str:
    shown = "".join(letter if letter.isprintable() or letter in "\n\r\t" else _named(letter) for letter in text)
    if run.change is not None:
        inside = "~" if run.change.ignored else ""
        shown = {"delete": f"{inside}[-{shown}-]", "insert": f"{inside}{{+{shown}+}}"}.get(
            run.change.type, f"{inside}[{run.change.number}|{shown}]"
        )
    return f"<{run.move.move + 1}:{shown}>" if run.move is not None else shown


def _named(letter: str) -> str:
    """An invisible letter by its number, as a terminal would swallow it or obey it."""
    return f"⟨U+{ord(letter):04X}⟩"
