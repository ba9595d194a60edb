"""A text as tokens: words, numbers and punctuation marks with their places and two hashes each.

What a token is:

* A **word** is a run of letters and digits. An apostrophe, a hyphen, a full stop, a middle dot or a low line between
  two of them is inside it (*don’t*, *working-class*, *e.g*), a comma and an en dash between two digits (*1,000*,
  *1917–1920*); an em dash never is. A full stop between a word of several letters and a capitalised word ends a
  sentence whose blank was lost (*end.Next*) and is a token.
* An **abbreviation** of single letters takes its last full stop: *U.S.S.R.* is one token.
* A **hyphen at the end of a line** between a letter and a small letter is inside the word, with the line break:
  "exter-\\nmination" is one token. Its `fold` hash is that of *extermination* and its `exact` hash is not, so matching
  looks through the break and whoever names differences still sees it.
* **Scripts without blanks** (Han, kana, Thai, Lao, Khmer, Burmese …) give a token a character. A run of letters
  longer than any word (more than 64; more than 32 where all are capitals, as in scriptio continua) gives a token a
  letter.
* Every other mark is a token of its own, an emoji or a flag whole. White space is between tokens, except the blank
  that carries a combining mark.
* What is invisible (soft hyphen, zero width and bidi marks) and every combining mark belong to the token they touch.

No token begins or ends inside a grapheme cluster, and the tokens with the white space between them are the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from comparisons.engine import characters as kinds
from comparisons.engine import graphemes, unicode_properties
from comparisons.engine.characters import within
from comparisons.engine.folding import EXACT, FOLDED, Form
from comparisons.engine.hashing import Hash, hashes, spans

Int = NDArray[np.int32]
Bool = NDArray[np.bool_]
Byte = NDArray[np.uint8]
Points = NDArray[np.uint32]

PAD = b"        "  # before and behind the text, so that a neighbour can always be asked
EDGE = len(PAD)
LONGEST_WORD, LONGEST_CAPITALS = 64, 32
LINE_END = re.compile(r"[-\u00ad‐‑⸗¬][ \t]*(?:\r\n|[\n\r\x85\u2028])[ \t]*")
CHUNK = 1 << 18  # characters that are hashed one by one in one go


@dataclass(frozen=True, eq=False)
class Tokens:
    """n tokens of a text, in order, not overlapping. Offsets are code points."""

    text: str
    begin: Int  # int32[n]
    end: Int  # int32[n]
    word: Bool  # bool[n]: has a letter or a digit
    dropped: Int = field(repr=False)  # int32[…]: characters that `fold` looks through because of where they stand
    line_ends: Int = field(repr=False)  # int32[k, 2]: hyphen and line break inside a word
    source: Source = field(repr=False)

    def __len__(self) -> int:
        return len(self.begin)

    def surface(self, i: int) -> str:
        """The token as it stands in the text."""
        return self.text[self.begin[i] : self.end[i]]

    @cached_property
    def exact(self) -> Hash:
        """uint64[n]: equal for equal surfaces."""
        return self.source.hashes(EXACT, self.begin, self.end, np.empty(0, np.int32))

    @cached_property
    def fold(self) -> Hash:
        """uint64[n]: equal for surfaces that matching takes for the same word.

        Looks through case, accents, ligatures and old letter forms, the form of apostrophes, quotation marks and
        dashes, full stops inside abbreviations, line-end hyphens and whatever is invisible.
        """
        return self.source.hashes(FOLDED, self.begin, self.end, self.dropped)


class Source:
    """The characters of a text as arrays: a byte each, and the code points of those that are not ASCII."""

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self.far: NDArray[np.int64] = np.empty(0, np.int64)  # places of the characters beyond ASCII
        self.distinct: Points = np.empty(0, np.uint32)  # their code points, each once, ascending
        self.rank: Int = np.empty(0, np.int32)  # index into `distinct` of each of `far`
        if text.isascii():
            self.raw = PAD + text.encode() + PAD
            return
        points = graphemes.code_points(text)
        self.far = np.flatnonzero(points > 127)
        seen = np.zeros(int(points.max()) + 1, np.bool_)
        far_points = points[self.far]
        seen[far_points] = True
        self.distinct = np.flatnonzero(seen).astype(np.uint32)
        rank = np.zeros(len(seen), np.int32)
        rank[self.distinct] = np.arange(len(self.distinct))
        self.rank = rank[far_points]
        near = points.astype(np.uint8)
        near[self.far] = 0xFF
        self.raw = PAD + near.tobytes() + PAD

    def points(self, at: NDArray[np.integer]) -> Points:
        """uint32[…]: the code points at these places."""
        code: Points = np.frombuffer(self.raw, np.uint8)[at + EDGE].astype(np.uint32)
        beyond = np.flatnonzero(code == 0xFF)
        if len(beyond):
            code[beyond] = self.distinct[self.rank[np.searchsorted(self.far, at[beyond])]]
        return code

    def kinds(self) -> tuple[Byte, bool]:
        """uint8[length + 2 · EDGE]: the kind of each character, and whether any needs more than its two neighbours."""
        kind = np.frombuffer(bytearray(self.raw).translate(kinds.ascii_kinds()), np.uint8)
        if not len(self.far):
            return kind, False
        table = kinds.kinds(self.distinct)
        kind[self.far + EDGE] = table[self.rank]
        special = bool(np.any((table >= kinds.MARK) | ((table >= kinds.SOLO) & (table <= kinds.REGIONAL))))
        return kind, special

    def hashes(self, form: Form, begin: Int, end: Int, dropped: Int) -> Hash:
        """uint64[n]: of the UTF-8 of each stretch [begin, end) in this form, without the `dropped` characters.

        Characters whose form is one byte are hashed where they stand; stretches with any other are written out first.
        """
        content = self.raw.translate(form.ascii)
        written = [form.of(chr(point)) for point in self.distinct.tolist()]
        odd: list[NDArray[np.integer]] = [dropped]
        if written:
            single = np.array([len(form_) == 1 for form_ in written])
            byte = np.array([form_[0] if len(form_) == 1 else 0xFF for form_ in written], np.uint8)
            patched = np.frombuffer(bytearray(content), np.uint8)
            patched[self.far + EDGE] = byte[self.rank]
            content = patched.tobytes()
            odd.append(self.far[~single[self.rank]])
        if form.uneven:
            odd.append(np.flatnonzero(np.isin(np.frombuffer(self.raw, np.uint8)[EDGE:-EDGE], form.uneven)))
        value = hashes(content, begin + np.int32(EDGE), end - begin)
        places = np.concatenate(odd) if len(odd) > 1 else dropped
        if len(places):
            self._write_out(value, form, written, begin, end, dropped, places)
        return value

    def _write_out(
        self,
        value: Hash,
        form: Form,
        written: list[bytes],
        begin: Int,
        end: Int,
        dropped: Int,
        places: NDArray[np.integer],
    ) -> None:
        """Hash again, from their forms written out, the stretches that hold one of `places`."""
        mark = np.zeros(self.length + 1, np.bool_)
        mark[places] = True
        count = np.concatenate(([0], np.cumsum(mark, dtype=np.int32)))
        awkward = np.flatnonzero(count[end] > count[begin])
        mark[:] = False
        mark[dropped] = True
        table = [form.of(chr(code)) for code in range(128)] + written
        size = np.array([len(form_) for form_ in table], np.int64)
        start = np.cumsum(size) - size
        letters = np.frombuffer(b"".join(table), np.uint8)
        code = np.frombuffer(self.raw, np.uint8)[EDGE:-EDGE].astype(np.int32)
        code[self.far] = self.rank + 128
        length = (end - begin)[awkward]
        total = np.cumsum(length, dtype=np.int64)
        first = 0
        while first < len(awkward):
            done = int(total[first - 1]) if first else 0
            last = max(first + 1, int(np.searchsorted(total, done + CHUNK, "right")))
            here = awkward[first:last]
            at, _ = spans(begin[here], length[first:last])
            own = code[at]
            each = np.where(mark[at], 0, size[own])
            out = np.concatenate(([0], np.cumsum(each)))
            edge = np.concatenate(([0], np.cumsum(length[first:last], dtype=np.int64)))
            content = letters[spans(start[own], each)[0]].tobytes() + PAD
            value[here] = hashes(content, out[edge[:-1]].astype(np.int32), np.diff(out[edge]).astype(np.int32))
            first = last


def tokenise(text: str) -> Tokens:
    """The tokens of any text whatsoever, lone surrogates and NUL included. O(n) time and memory.

    Some 35 ms for 4.2 MB of English. `exact` and `fold` are computed when they are first asked for.
    """
    source = Source(text)
    kind, special = source.kinds()
    if special:
        begin, end, word, dropped, line_ends = _with_clusters(source, text, kind)
    else:
        begin, end, word, dropped, line_ends = _cut(source, text, kind)
    return Tokens(text, begin, end, word, dropped, line_ends, source)


def _cut(
    source: Source, text: str, kind: Byte, place: NDArray[np.int64] | None = None, tied: Bool | None = None
) -> tuple[Int, Int, Bool, Int, Int]:
    """Tokens from kinds, where `kind` is padded by EDGE on both sides.

    `place`: the offset in the text of each character, where some were left out. `tied`: never a boundary before it.
    """
    word = kind >= kinds.LETTER
    joint = np.flatnonzero((kind - np.uint8(kinds.APOSTROPHE)) <= kinds.DASH - kinds.APOSTROPHE)
    here, left, right = kind[joint], kind[joint - 1], kind[joint + 1]
    inside = (left >= kinds.LETTER) & (right >= kinds.LETTER)
    inside &= (here <= kinds.DOT) | ((left == kinds.DIGIT) & (right == kinds.DIGIT))
    dot = here == kinds.DOT
    capital = np.flatnonzero(inside & dot & (right == kinds.UPPER) & (left != kinds.DIGIT))
    at = joint[capital]
    inside[capital[(kind[at - 2] >= kinds.LETTER) & (kind[at + 2] == kinds.LETTER)]] = False
    word[joint[inside]] = True
    dropped = [joint[inside & dot & (left != kinds.DIGIT) & (right != kinds.DIGIT)]]
    final = joint[dot & ~inside & (left >= kinds.LETTER) & (left != kinds.DIGIT)]
    final = final[(kind[final - 2] == kinds.DOT) & word[final - 2] & (kind[final - 3] != kinds.DIGIT)]
    final = final[~word[final - 4] | (kind[final - 4] == kinds.DOT)]
    word[final] = True
    dropped.append(final)
    line_ends = []
    break_at = joint[(here == kinds.HYPHEN) & ~inside & (right == kinds.SPACE)]
    for i in break_at[(kind[break_at - 1] == kinds.LETTER) | (kind[break_at - 1] == kinds.UPPER)].tolist():
        offset = i - EDGE if place is None else int(place[i - EDGE])
        found = LINE_END.match(text, offset)
        if found and kind[i + found.end() - offset] == kinds.LETTER:
            word[i : i + found.end() - offset] = True
            line_ends.append((i - EDGE, i - EDGE + found.end() - offset))
    token = word | (kind != kinds.SPACE)
    starts = token[1:] & ~(word[1:] & word[:-1])
    if tied is not None:
        starts[EDGE - 1 : EDGE - 1 + len(tied)] &= ~tied
    begin, end = _edges(token, starts)
    if (
        len(begin)
        and int((end - begin).max()) > LONGEST_CAPITALS
        and _spell(source, kind, starts, begin, end, place, tied)
    ):
        begin, end = _edges(token, starts)
    is_word = word[begin + EDGE] | (kind[begin + EDGE] == kinds.SOLO)
    lost = [at - EDGE for at in dropped] + [np.arange(first, last) for first, last in line_ends]
    return begin, end, is_word, np.concatenate(lost).astype(np.int32), np.array(line_ends, np.int32).reshape(-1, 2)


def _edges(token: Bool, starts: Bool) -> tuple[Int, Int]:
    """Begin and end of each token from masks over the padded text; `starts[i]` stands for the place i + 1."""
    stops = token[:-1] & (starts | ~token[1:])
    begin = np.flatnonzero(starts).astype(np.int32)
    begin -= np.int32(EDGE - 1)
    end = np.flatnonzero(stops).astype(np.int32)
    end -= np.int32(EDGE - 1)
    return begin, end


def _spell(
    source: Source, kind: Byte, starts: Bool, begin: Int, end: Int, place: NDArray[np.int64] | None, tied: Bool | None
) -> bool:
    """Cut runs of letters that are longer than any word into their letters, in place. True where there were any."""
    long = np.flatnonzero(end - begin > LONGEST_CAPITALS)
    at, owner = spans(begin[long], (end - begin)[long])
    pure = kind[at + EDGE] >= kinds.LETTER
    at, owner = at[pure], owner[pure]
    if not len(at):
        return False
    first = np.flatnonzero(np.concatenate(([True], (np.diff(at) > 1) | (np.diff(owner) > 0))))
    length = np.diff(np.append(first, len(at)))
    capitals = np.add.reduceat(kind[at + EDGE] != kinds.UPPER, first) == 0
    split = (length > LONGEST_WORD) | (capitals & (length > LONGEST_CAPITALS))
    cut, _ = spans(first[split] + 1, length[split] - 1)
    cut = at[cut]
    before, after = (source.points(side if place is None else place[side]) for side in (cut - 1, cut))
    cut = cut[~graphemes.hangul(before, after)]
    if tied is not None:
        cut = cut[~tied[cut]]
    starts[cut + EDGE - 1] = True
    return bool(split.any())


def _with_clusters(source: Source, text: str, kind: Byte) -> tuple[Int, Int, Bool, Int, Int]:
    """As `_cut`, for a text with marks, joiners, flags or scripts without blanks: what hangs on a character is left
    out, the rest is cut, and each token takes what hangs on its last character."""
    n = source.length
    table = np.concatenate((np.arange(128, dtype=np.uint32), source.distinct))
    control = within(table, unicode_properties.CONTROL)
    code = np.frombuffer(source.raw, np.uint8)[EDGE:-EDGE].astype(np.int32)
    code[source.far] = source.rank + 128
    kind = kind[EDGE:-EDGE].copy()
    after = np.append(kind[1:], kinds.SPACE)
    before = np.concatenate(([kinds.SPACE], kind[:-1]))
    soft = np.flatnonzero((table == kinds.SOFT_HYPHEN)[code] & (after == kinds.SPACE) & (before >= kinds.LETTER))
    kind[soft] = kinds.HYPHEN
    hangs = kind >= kinds.MARK

    # A run that hangs on white space: a blank carries its marks, else the run begins a token.
    run = np.flatnonzero(hangs & (before <= kinds.SPACE))
    blank = np.flatnonzero(run > 0)
    blank = blank[(kind[run[blank]] != kinds.FORMAT) & ~control[code[run[blank] - 1]]]
    kind[run[blank] - 1] = kinds.OTHER
    alone = np.delete(run, blank)
    base = np.flatnonzero(~hangs)
    follows = np.searchsorted(base, alone)
    next_kind = np.append(kind[base], kinds.SPACE)[follows]
    kind[alone] = np.where((next_kind >= kinds.LETTER) & (next_kind <= kinds.DIGIT), next_kind, kinds.OTHER)
    hangs[alone] = False

    tied = np.zeros(n + 1, np.bool_)
    prepended = np.flatnonzero(kind == kinds.PREPEND)
    kind[prepended] = np.where(
        (after[prepended] >= kinds.LETTER) & (after[prepended] <= kinds.DIGIT), kinds.LETTER, kinds.OTHER
    )
    held = prepended[prepended + 1 < n] + 1
    held = held[~control[code[held]]]
    kind[held[kind[held] == kinds.SPACE]] = kinds.OTHER
    tied[held] = True
    regional = np.flatnonzero(kind == kinds.REGIONAL)
    if len(regional):
        place = np.arange(len(regional))
        fresh = np.concatenate(([True], np.diff(regional) > 1))
        tied[regional[(place - np.maximum.accumulate(np.where(fresh, place, 0))) % 2 == 1]] = True

    base = np.flatnonzero(~hangs)
    edge = np.append(base, n)
    picture, consonant = within(table, unicode_properties.PICTOGRAPH), within(table, unicode_properties.CONSONANT)
    for through, left, right in (
        (table == kinds.ZERO_WIDTH_JOINER, picture, picture),
        (within(table, unicode_properties.LINKER), np.ones(len(table), np.bool_), consonant),
    ):
        if through.any():
            follows = np.searchsorted(base, np.flatnonzero(through[code]), "right")
            follows = follows[(follows > 0) & (follows < len(base))]
            before_it, after_it = base[follows - 1], base[follows]
            tied[after_it[left[code[before_it]] & right[code[after_it]]]] = True
    space = np.full(EDGE, kinds.SPACE, np.uint8)
    begin, end, word, dropped, line_ends = _cut(
        source, text, np.concatenate((space, kind[base], space)), base, tied[:-1][base]
    )
    return (
        edge[begin].astype(np.int32),
        edge[end].astype(np.int32),
        word,
        edge[dropped].astype(np.int32),
        edge[line_ends].astype(np.int32),
    )
