"""The words of a row as HTML: what is unchanged, and each change as a link with `<del>` and `<ins>` in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from html import escape

from django.utils.safestring import SafeString, mark_safe

from comparisons.engine.categories.letters import Span
from comparisons.engine.categories.letters import letters as changed_letters
from comparisons.pairs.rows import KINDS, Piece, Run

LIGHT = {"whitespace", "encoding", "quotation", "punctuation", "case"}
BY_LETTERS = {"case", "accent", "number", "division", "orthographic", "encoding", "quotation", "punctuation"}

# What a reader is told: INTERFACES' categories in words that need no explanation.
WORDS = {
    "whitespace": "white space",
    "encoding": "encoding",
    "quotation": "quotation marks",
    "punctuation": "punctuation",
    "case": "case",
    "accent": "accents",
    "number": "numbers",
    "division": "word division",
    "orthographic": "spelling",
    "substitution": "replaced",
    "addition": "added",
    "omission": "left out",
    "move": "moved",
}
SIGNS = {
    "\u00ad": ("soft hyphen", "‐"),
    "\u200b": ("zero-width space", "·"),
    "\u200c": ("zero-width non-joiner", "‸"),
    "\u200d": ("zero-width joiner", "⁀"),
    "\u2060": ("word joiner", "⁀"),
    "\ufeff": ("byte order mark", "▯"),
    "\u200e": ("left-to-right mark", "→"),
    "\u200f": ("right-to-left mark", "←"),
    "\u061c": ("Arabic letter mark", "←"),
    **{chr(point): ("bidirectional control", "↔") for point in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))},
    "\u00a0": ("no-break space", "⍽"),
    "\u202f": ("narrow no-break space", "⍽"),
    "\t": ("tabulator", "⇥"),
    "\n": ("line break", "↵"),
    " ": ("blank", "·"),
}
SIGN = re.compile("[" + "".join(SIGNS) + "]")
QUIET_SIGN = re.compile("[" + "".join(letter for letter in SIGNS if letter not in "\n ") + "]")


@dataclass(slots=True)
class Painter:
    """Writes one comparison's words. `link` is the address of the page up to the number of a change."""

    link: str
    off: AbstractSet[str] = frozenset()
    signs: bool = False
    current: int = 0
    total: int = 0
    plain: bool = False  # the address of a change is its place in this page
    hits: tuple[Sequence[Span], Sequence[Span]] = ((), ())
    anchored: set[int] = field(default_factory=set)
    near: Sequence[Span] = ()  # the hits in the paragraph that is being written

    def piece(self, piece: Piece, side: int) -> SafeString:
        """The words of a heading, paragraph or line on side 0 (a) or 1 (b)."""
        place = f"paragraph {piece.number}" if piece.number else "heading"
        self.near = [hit for hit in self.hits[side] if hit[0] < piece.end and hit[1] > piece.begin]
        return mark_safe("".join(self._runs(piece.runs, side, piece.begin, place)))

    def _runs(self, runs: Sequence[Run], side: int, at: int, place: str) -> list[str]:
        made = []
        for run in runs:
            if not run.change:
                made.append(self.text(run.before, side, at))
                at += len(run.before)
            elif KINDS[run.kind] == "move":
                made.append(self._move(run, side, at, place))
                at += _length(run, side)
            else:
                made.append(self._change(run, side, at, place))
                at += 0 if run.end else len(run.after if side else run.before)
        return made

    def text(self, text: str, side: int, at: int, signs: bool = False) -> str:
        """Escaped; hits of the search marked, invisible letters shown where that is asked for."""
        if not self.near:
            return self._plain(text, signs)
        marked, done = [], 0
        for begin, end in self.near:
            low, high = max(begin - at, done), min(end - at, len(text))
            if low < high:
                marked.append(self._plain(text[done:low], signs))
                name = f' id="hit-{"ab"[side]}-{begin}"' if begin >= at else ""
                marked.append(f'<mark class="hit"{name}>{self._plain(text[low:high], signs)}</mark>')
                done = high
        marked.append(self._plain(text[done:], signs))
        return "".join(marked)

    def _plain(self, text: str, signs: bool) -> str:
        shown = escape(text)
        if signs:
            return SIGN.sub(_sign, shown)
        return QUIET_SIGN.sub(_sign, shown) if self.signs else shown

    def _change(self, run: Run, side: int, at: int, place: str) -> str:
        category = KINDS[run.kind]
        before, after = run.before, run.after
        only_blank = not (before + after).strip()
        signs = only_blank or category in {"whitespace", "encoding"}
        if run.ignored:
            own = after if side else before
            shown = self.text(own, side, at, only_blank) if own else ""
            folded = (
                f'<span class="folded" data-change="{run.change}" title="ignored: {WORDS[category]}">{shown}</span>'
            )
            return f"{self._anchor(run.change)}{folded}"
        if category in self.off:
            return self._anchor(run.change) + self._unmarked(run, side, at, only_blank)
        letters: tuple[list[Span], list[Span]] = ([], [])
        if before and after and category in BY_LETTERS:
            letters = changed_letters(before, after)
        inside = ""
        painted = ' class="light"' if category in LIGHT else ""
        if before and not side:
            inside += (
                f'<del data-category="{category}"{painted}>{self._lettered(before, letters[0], side, at, signs)}</del>'
            )
        if after:
            inside += (
                f'<ins data-category="{category}"{painted}>{self._lettered(after, letters[1], side, at, signs)}</ins>'
            )
        return self._linked(run, side, self._said(run, side, place, before, after), inside)

    def _lettered(self, text: str, spans: Sequence[Span], side: int, at: int, signs: bool) -> str:
        made, done = [], 0
        for begin, end in spans:
            made.append(self.text(text[done:begin], side, at + done, signs))
            made.append(f"<mark>{self.text(text[begin:end], side, at + begin, signs)}</mark>")
            done = end
        return "".join(made) + self.text(text[done:], side, at + done, signs)

    def _move(self, run: Run, side: int, at: int, place: str) -> str:
        if not run.inner:
            return self._anchor(run.change)
        inner = "".join(self._runs(run.inner, 1 if run.after and not side else side, at, place))
        if "move" in self.off:
            return f"{self._anchor(run.change)}{self._quiet(run.change, 'came' if run.after else 'went', inner)}"
        element = "ins" if run.after else "del"
        said = f"difference {run.change} of {self.total}, moved, {place}; "
        word = "came from another place" if run.after else "stands elsewhere"
        return (
            f'{self._anchor(run.change)}<{element} data-category="move" class="moved" data-change="{run.change}">'
            f"{self._link(run.change, f'{said}{word}: ', '⇅')}{inner}</{element}>"
        )

    def _unmarked(self, run: Run, side: int, at: int, signs: bool) -> str:
        """A change whose category is switched off: the words of each side in their place, no mark and no link, so that
        a screen reader says them as it says all others. What came is there on side a for the inline view."""
        made = ""
        if run.before and not side:
            made += self._quiet(run.change, "went", self.text(run.before, side, at, signs))
        if run.after:
            made += self._quiet(run.change, "came", self.text(run.after, side, at, signs))
        return made

    def _quiet(self, number: int, which: str, inside: str) -> str:
        return f'<span class="off {which}" data-change="{number}">{inside}</span>'

    def _linked(self, run: Run, side: int, said: str, inside: str) -> str:
        return f"{self._anchor(run.change)}{self._link(run.change, said, inside)}"

    def _link(self, number: int, said: str, inside: str) -> str:
        current = ' aria-current="true"' if number == self.current else ""
        return (
            f'<a class="change" href="{"" if self.plain else f"{self.link}{number}"}#change-{number}" data-change="{number}"{current}>'
            f'<span class="unseen" dir="ltr">{escape(said)}</span>{inside}</a>'
        )

    def _anchor(self, number: int) -> str:
        if number in self.anchored:
            return ""
        self.anchored.add(number)
        return f'<span class="here" id="change-{number}"></span>'

    def _said(self, run: Run, side: int, place: str, before: str, after: str) -> str:
        """What a screen reader says before the words themselves."""
        head = f"difference {run.change} of {self.total}, {WORDS[KINDS[run.kind]]}, {place}; "
        if side:
            return head + "right: "
        return head + f"left {spoken(before)}; right {spoken(after)}: "


def spoken(text: str) -> str:
    short = " ".join(text.split())
    return f"“{short[:80]}{'…' if len(short) > 80 else ''}”" if short else ("white space" if text else "nothing")


def _length(run: Run, side: int) -> int:
    if run.after and not side:
        return 0
    return sum(len(one.before if not one.change else (one.after if side else one.before)) for one in run.inner)


def _sign(found: re.Match[str]) -> str:
    name, shown = SIGNS[found[0]]
    # The letter itself stays, so that a copied text is the text; the sign is drawn by the style sheet.
    return f'<span class="sign" data-sign="{shown}" title="{name}">{found[0]}<span class="unseen" dir="ltr">{name}</span></span>'
