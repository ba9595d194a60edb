"""F and D, the French and German working translations of E, and what in them stands for what in E.

`translations/SIGLUM.txt` has the translation sentence by sentence. `= P6 P7` begins what stands for these lines of E,
one paragraph in the translation unless `--` divides it. A row stands for the next sentence of E; one that begins with
`[2]` for the next two. A row is one sentence, or several with ` ¦ ` between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from seeds.making import emended
from seeds.making.capture import lines

FOLDER = Path(__file__).resolve().parent / "translations"
SIGLA = ("F", "D")
# After a full stop, an exclamation or a question mark, where the next word has a capital: so not inside “the U.S.S.R. is”.
SENTENCE_END = re.compile(r'(?<=[.!?]) (?=["A-Z])')
NARROW, NO_BREAK = "\u202f", "\u00a0"

Span = tuple[int, int]


class Misaligned(ValueError):
    """A translation that does not account for every sentence of E, or for the lines of E in their order."""


@dataclass(frozen=True, slots=True)
class Row:
    """One or several sentences that stand for `originals` sentences of E. `begins`: a paragraph begins with it."""

    sentences: tuple[str, ...]
    originals: int
    begins: bool


@dataclass(slots=True)
class Group:
    """The lines `names` of E, and the rows that stand for them."""

    names: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)


@dataclass(slots=True)
class Translation:
    """A translation with its truth: spans in code points of E and of `text`."""

    text: str
    paragraphs: list[dict[str, Any]]
    sentences: list[dict[str, Any]]


def sentences(text: str, begin: int, end: int) -> list[Span]:
    """The sentences of one line, without the blanks between them."""
    cuts = [begin, *(begin + cut.end() for cut in SENTENCE_END.finditer(text[begin:end])), end + 1]
    return [(one, other - 1) for one, other in pairwise(cuts)]


def text(siglum: str) -> str:
    return _translation(siglum).text


def truth(siglum: str) -> dict[str, Any]:
    """Which paragraphs, and inside them which sentences, stand for which; headings are among the paragraphs."""
    translation = _translation(siglum)
    return {"a": "E", "b": siglum, "paragraphs": translation.paragraphs, "sentences": translation.sentences}


@cache
def _translation(siglum: str) -> Translation:
    base, named = emended.text(), lines(emended.text())
    made = Translation("", [], [])
    groups = _groups(siglum)
    if [name for group in groups for name in group.names] != list(named):
        raise Misaligned(f"{siglum}: the lines of E do not all stand there in their order.")
    place = 0
    for group in groups:
        originals = [span for name in group.names for span in sentences(base, named[name].begin, named[name].end)]
        made.text += base[place : named[group.names[0]].begin]  # as many line feeds as E has before this line
        place = named[group.names[-1]].end
        paragraphs: list[list[int]] = []
        for number, row in enumerate(group.rows):
            if row.begins:
                made.text += "\n\n" if number else ""
                paragraphs.append([len(made.text), len(made.text)])
            else:
                made.text += " "
            theirs = []
            for sentence in row.sentences:
                made.text += " " if theirs else ""
                theirs.append([len(made.text), len(made.text) + len(sentence)])
                made.text += sentence
            paragraphs[-1][1] = len(made.text)
            ours, originals = originals[: row.originals], originals[row.originals :]
            if len(ours) < row.originals:
                raise Misaligned(f"{siglum}, {group.names[0]}: more sentences than E has.")
            names = [name for name in group.names if any(_inside(span, named[name]) for span in ours)]
            made.sentences.append({"paragraphs": names, "E": [list(span) for span in ours], siglum: theirs})
        if originals:
            raise Misaligned(f"{siglum}, {group.names[0]}: {len(originals)} sentences of E are not translated.")
        spans = [[named[name].begin, named[name].end] for name in group.names]
        made.paragraphs.append({"names": list(group.names), "E": spans, siglum: paragraphs})
    return made


def _inside(span: Span, line: Any) -> bool:
    return bool(line.begin <= span[0] < line.end)


def _groups(siglum: str) -> list[Group]:
    groups: list[Group] = []
    begins = True
    for row in (FOLDER / f"{siglum}.txt").read_text(encoding="utf-8").splitlines():
        if row.startswith("= "):
            groups.append(Group(tuple(row[2:].split())))
            begins = True
        elif row == "--":
            begins = True
        elif row:
            several = re.match(r"\[(\d)\]", row)
            originals = int(several[1]) if several else 1
            parts = tuple(_typography(part, siglum) for part in row[several.end() if several else 0 :].split(" ¦ "))
            groups[-1].rows.append(Row(parts, originals, begins))
            begins = False
    return groups


def _typography(sentence: str, siglum: str) -> str:
    """Apostrophes are set as such; in French, the blanks inside guillemets and before high points do not break."""
    sentence = sentence.replace("'", "’")
    if siglum == "F":
        sentence = sentence.replace("« ", "«" + NARROW).replace(" »", NARROW + "»").replace(" :", NO_BREAK + ":")
        sentence = re.sub(" (?=[;!?])", NARROW, sentence)
    return sentence
