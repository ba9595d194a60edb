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

from comparisons.engine.spans import where
from comparisons.engine.text import characters as kinds
from comparisons.engine.text import graphemes, unicode_properties
from comparisons.engine.text.characters import within
from comparisons.engine.text.coded_text import CodedText
from comparisons.engine.text.folding import EXACT, FOLDED
from comparisons.engine.text.hashing import Hash, spans

Int = NDArray[np.int32]
Bool = NDArray[np.bool_]
Byte = NDArray[np.uint8]
Place = NDArray[np.int64]

EDGE = 4  # how far the rules look around a character
BLOCK = 1 << 16  # characters
LOT = 1 << 20  # marks that are looked at in one go
LONGEST_WORD, LONGEST_CAPITALS = 64, 32
NOWHERE: Place = np.empty(0, np.int64)
LINE_END = re.compile(r"[-\u00ad‐‑⸗¬][ \t]*(?:\r\n|[\n\r\x85\u2028])[ \t]*")


@dataclass(frozen=True, eq=False)
class Tokens:
    """n tokens of a text, in order, not overlapping. Offsets are code points."""

    text: str
    begin: Int  # int32[n]
    end: Int  # int32[n]
    word: Bool  # bool[n]: has a letter or a digit
    dropped: Int = field(repr=False)  # int32[…]: characters that `fold` looks through because of where they stand
    line_ends: Int = field(repr=False)  # int32[k, 2]: hyphen and line break inside a word
    coded: CodedText = field(repr=False)

    def __len__(self) -> int:
        return len(self.begin)

    def surface(self, i: int) -> str:
        """The token as it stands in the text."""
        return self.text[self.begin[i] : self.end[i]]

    @cached_property
    def words(self) -> Place:
        """int64[w]: the tokens that are words."""
        return where(self.word)

    @cached_property
    def word_spans(self) -> tuple[Int, Int]:
        """int32[w] twice: begin and end of each word."""
        if len(self.words) == len(self):
            return self.begin, self.end
        return self.begin.take(self.words), self.end.take(self.words)

    @cached_property
    def exact(self) -> Hash:
        """uint64[n]: equal for equal surfaces."""
        return self.coded.hashes(EXACT, self.begin, self.end, np.empty(0, np.int32))

    @cached_property
    def fold(self) -> Hash:
        """uint64[n]: equal for surfaces that matching takes for the same word.

        Looks through case, accents, ligatures and old letter forms, the form of apostrophes, quotation marks and
        dashes, full stops inside abbreviations, line-end hyphens and whatever is invisible.
        """
        fold = np.empty(len(self), np.uint64)
        fold[self.words] = self.word_fold
        marks = where(~self.word)
        fold[marks] = self.coded.hashes(FOLDED, self.begin[marks], self.end[marks], self.dropped)
        return fold

    @cached_property
    def word_fold(self) -> Hash:
        """uint64[w]: `fold` of the words, all that matching asks for."""
        return self.coded.hashes(FOLDED, *self.word_spans, self.dropped)


def tokenise(text: str) -> Tokens:
    """The tokens of any text whatsoever, lone surrogates and NUL included. O(n) time and memory.

    `exact` and `fold` are computed when they are first asked for.
    """
    coded = CodedText(text)
    kind, special = coded.kinds()
    cut = _with_clusters(coded, text, kind) if special else _cut(coded, text, kind)
    return Tokens(text, *cut, coded)


Cut = tuple[Int, Int, Bool, Int, Int]  # begin, end, word, dropped, line_ends


def _cut(coded: CodedText, text: str, kind: Byte, place: Place | None = None, tied: Bool | None = None) -> Cut:
    """Tokens from the kinds of a text's characters, `EDGE` or more of white space after them.

    `place`: the offset in the text of each character, where some were left out. `tied`: never a boundary before it.

    First every mark is a token; then those that stand inside a word are taken into it. An index before the first
    character wraps round to the white space at the end, so that a neighbour can always be asked.
    """
    begin, first, blanks = _begins(kind, tied)
    joined, between, final, hyphens = _joints(kind, begin, first)
    final = final[kind[final - 2] == kinds.DOT]
    final = final[_among(joined, final - 2) & (kind[final - 3] != kinds.DIGIT)]
    single = (kind[final - 4] < kinds.LETTER) & ~_among(joined, final - 4)
    final = final[single | (kind[final - 4] == kinds.DOT)]
    line_ends = _line_ends(text, kind, hyphens, place)
    if len(line_ends):
        row = line_ends[:, 0].searchsorted(blanks) - 1
        blanks = blanks[(row < 0) | (blanks >= line_ends[row, 1])]
    begin, first = _without(
        (begin, first), np.concatenate((joined, joined + 1, final, line_ends.ravel()), dtype=np.int32)
    )
    end = _ends(kind, begin, blanks)
    long = where(end - begin > LONGEST_CAPITALS)
    if len(long):
        run, length = _too_long(kind, begin[long], end[long])
        if len(run):
            begin = _spelt(coded, begin, run, length, place, tied, len(kind))
            first, end = kind[begin], _ends(kind, begin, blanks)
    dropped = np.concatenate((between, final))
    if len(line_ends):
        dropped = np.concatenate((dropped, spans(line_ends[:, 0], line_ends[:, 1] - line_ends[:, 0])[0]))
    word = (first >= kinds.LETTER) | (first == kinds.SOLO)
    return begin, end, word, dropped.astype(np.int32), line_ends.astype(np.int32)


def _joints(kind: Byte, begin: Int, first: Byte) -> tuple[Place, Place, Place, Place]:
    """Of the marks that may stand inside a word and follow on a letter or a digit: those that do stand inside one; the
    full stops and the like of these that are between letters; the full stops that end a run; and the hyphens that end
    a line. Lot by lot: a text may be one such mark after another.
    """
    lots = [_some_joints(kind, begin[at : at + LOT], first[at : at + LOT]) for at in range(0, len(begin), LOT)]
    if len(lots) == 1:
        return lots[0]
    joined, between, final, hyphens = (np.concatenate([lot[which] for lot in lots] or [NOWHERE]) for which in range(4))
    return joined, between, final, hyphens


def _some_joints(kind: Byte, begin: Int, first: Byte) -> tuple[Place, Place, Place, Place]:
    own = where((first - np.uint8(kinds.APOSTROPHE)) <= kinds.DASH - kinds.APOSTROPHE)
    joint, here = begin[own].astype(np.int64), first[own]
    left = kind[joint - 1]
    after_letter = where(left >= kinds.LETTER)
    joint, here, left = joint[after_letter], here[after_letter], left[after_letter]
    right = kind[joint + 1]
    inside = right >= kinds.LETTER
    inside &= (here <= kinds.DOT) | ((left == kinds.DIGIT) & (right == kinds.DIGIT))
    lettered = (here == kinds.DOT) & (left != kinds.DIGIT)
    capital = where(inside & lettered & (right == kinds.UPPER))
    at = joint[capital]
    inside[capital[(kind[at - 2] >= kinds.LETTER) & (kind[at + 2] == kinds.LETTER)]] = False
    between = joint[inside & lettered & (right != kinds.DIGIT)]
    return joint[inside], between, joint[lettered & ~inside], joint[(here == kinds.HYPHEN) & (right == kinds.SPACE)]


def _begins(kind: Byte, tied: Bool | None) -> tuple[Int, Byte, Place]:
    """Where each token begins, at every run of letters and digits and at every mark; the kind of its first character;
    and the white space that follows on white space.

    Block by block, so that the work stays in the processor's cache.
    """
    begins, firsts, blanks = [], [], []
    for first in range(0, len(kind), BLOCK):
        here = kind[first : first + BLOCK]
        word, token = here >= kinds.LETTER, here != kinds.SPACE
        begin = np.empty(len(here), np.bool_)
        begin[0] = token[0] and not (first and word[0] and kind[first - 1] >= kinds.LETTER)
        np.greater(token[1:], word[1:] & word[:-1], out=begin[1:])
        if tied is not None:
            begin &= ~tied[first : first + BLOCK]
        at = where(begin)
        firsts.append(here[at])
        begins.append(at.astype(np.int32))
        begins[-1] += np.int32(first)
        blank = where(~(token[1:] | token[:-1]))
        if len(blank):
            blanks.append(blank + (first + 1))
        if first and not token[0] and kind[first - 1] == kinds.SPACE:
            blanks.append(np.array([first]))
    return np.concatenate(begins), np.concatenate(firsts), np.sort(np.concatenate(blanks))


def _ends(kind: Byte, begin: Int, blanks: Place) -> Int:
    """Where each token ends: where the next one begins, less the white space before that.

    `blanks`: the white space that follows on white space, none of it in a token.
    """
    end = np.empty(len(begin), np.int32)
    following = begin[1:]
    for first in range(0, len(following), BLOCK):
        chunk = following[first : first + BLOCK]
        np.subtract(
            chunk, kind[chunk.astype(np.int64) - 1] == kinds.SPACE, out=end[first : first + BLOCK][: len(chunk)]
        )
    opens = np.ones(len(blanks), np.bool_)
    np.greater(blanks[1:] - blanks[:-1], 1, out=opens[1:])
    run = blanks[opens] - 1
    after = begin.searchsorted(run.astype(np.int32))
    end[after[after > 0] - 1] = run[after > 0]
    return end


def _among(places: Place, asked: Place) -> Bool:
    """Whether each place asked for is one of these, which ascend."""
    if not len(places):
        return np.zeros(len(asked), np.bool_)
    found: Bool = places.take(places.searchsorted(asked), mode="clip") == asked
    return found


def _without(tokens: tuple[Int, Byte], places: Place | Int) -> tuple[Int, Byte]:
    """Where tokens begin and their first kinds, but for those that begin at the places."""
    begin, first = tokens
    if not len(places) or not len(begin):
        return tokens
    places = np.sort(places.astype(np.int32, copy=False))
    keep = np.ones(len(begin), np.bool_)
    for low in range(0, len(places), LOT):
        lot = places[low : low + LOT]
        at = begin.searchsorted(lot)
        keep[at[begin.take(at, mode="clip") == lot]] = False
    return begin[keep], first[keep]


def _line_ends(text: str, kind: Byte, hyphens: Place, place: Place | None) -> Place:
    """int64[k, 2]: the hyphens with the line breaks after them that are inside a word."""
    found: list[tuple[int, int]] = []
    for i in hyphens[(kind[hyphens - 1] == kinds.LETTER) | (kind[hyphens - 1] == kinds.UPPER)].tolist():
        offset = i if place is None else int(place[i])
        match = LINE_END.match(text, offset)
        if match and kind[i + match.end() - offset] == kinds.LETTER:
            found.append((i, i + match.end() - offset))
    return np.array(found, np.int64).reshape(-1, 2)


def _too_long(kind: Byte, begin: Int, end: Int) -> tuple[Place, Place]:
    """Where runs of letters begin that are longer than any word, and how long they are, in the tokens given.

    Looked at in pieces, so that a text of a single run costs no more memory than any other; what is shorter than the
    shortest such run is forgotten at once, unless it goes on in the next piece.
    """
    count = -(-(end - begin) // BLOCK)
    owner = np.repeat(np.arange(len(begin)), count)
    low = begin[owner] + BLOCK * (np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count))
    high = np.minimum(low + BLOCK, end[owner])
    size = np.cumsum(high - low)
    found: list[Runs] = []
    at = 0
    while at < len(low):
        last = max(at + 1, int(np.searchsorted(size, (size[at - 1] if at else 0) + BLOCK, "right")))
        found.append(_runs(kind, low[at:last], high[at:last]))
        at = last
    run, stop, capitals = (np.concatenate(parts) for parts in zip(*found, strict=True))
    joined = np.flatnonzero(np.concatenate(([True], run[1:] != stop[:-1]))) if len(run) else run
    if len(run):
        capitals = np.logical_and.reduceat(capitals, joined)
        run, stop = run[joined], stop[np.append(joined[1:], len(run)) - 1]
    length = stop - run
    long = (length > LONGEST_WORD) | (capitals & (length > LONGEST_CAPITALS))
    return run[long], length[long]


Runs = tuple[Place, Place, Bool]  # begin, end, whether all are capitals


def _runs(kind: Byte, low: Place, high: Place) -> Runs:
    """The runs of letters in the pieces [low, high) that are long or touch an edge of their piece."""
    at, owner = spans(low, high - low)
    pure = kind[at] >= kinds.LETTER
    at, owner = at[pure], owner[pure]
    if not len(at):
        return at, at, np.empty(0, np.bool_)
    first = np.flatnonzero(np.concatenate(([True], (np.diff(at) > 1) | (np.diff(owner) > 0))))
    length = np.diff(np.append(first, len(at)))
    capitals = np.add.reduceat(kind[at] != kinds.UPPER, first, dtype=np.int64) == 0
    begin, own = at[first], owner[first]
    keep = (length > LONGEST_CAPITALS) | (begin == low[own]) | (begin + length == high[own])
    return begin[keep], (begin + length)[keep], capitals[keep]


def _spelt(
    coded: CodedText, begin: Int, run: Place, length: Place, place: Place | None, tied: Bool | None, size: int
) -> Int:
    """Where tokens begin when each letter of these runs is one, but for what hangs together. O(size), block by block."""
    change = np.zeros(size + 1, np.int8)
    change[run + 1] = 1
    change[run + length] -= 1
    opens = np.cumsum(change, dtype=np.int8, out=change)[:size].view(np.bool_)
    if tied is not None:
        opens &= ~tied
    syllables = bool(np.any((coded.distinct >= 0x1100) & (coded.distinct <= 0xD7FF)))
    if syllables:
        for at in range(0, size, BLOCK):
            cut = np.flatnonzero(opens[at : at + BLOCK]) + at
            before, after = (coded.points(side if place is None else place[side]) for side in (cut - 1, cut))
            opens[cut[graphemes.hangul(before, after)]] = False
    opens[begin] = True
    found = np.empty(np.count_nonzero(opens), np.int32)
    done = 0
    for at in range(0, size, BLOCK):
        here = np.flatnonzero(opens[at : at + BLOCK])
        np.add(here, at, out=found[done : done + len(here)], casting="unsafe")
        done += len(here)
    return found


def _with_clusters(coded: CodedText, text: str, kind: Byte) -> Cut:
    """As `_cut`, for a text with marks, joiners, flags or scripts without blanks: what hangs on a character is left
    out, the rest is cut, and each token takes what hangs on its last character."""
    n = coded.length
    table, code = coded.table, coded.every_code
    control = within(table, unicode_properties.CONTROL) | (table == 10) | (table == 13)
    kind = kind[:n].copy()
    after = np.append(kind[1:], kinds.SPACE)
    before = np.concatenate(([kinds.SPACE], kind[:-1]))
    soft = where((table == kinds.SOFT_HYPHEN)[code] & (after == kinds.SPACE) & (before >= kinds.LETTER))
    kind[soft] = kinds.HYPHEN
    hangs = kind >= kinds.MARK

    # A run that hangs on white space: a blank carries its marks, else the run begins a token.
    run = where(hangs & (before <= kinds.SPACE))
    blank = where(run > 0)
    blank = blank[(kind[run[blank]] != kinds.FORMAT) & ~control[code[run[blank] - 1]]]
    kind[run[blank] - 1] = kinds.OTHER
    alone = np.delete(run, blank)
    base = where(~hangs)
    follows = base.searchsorted(alone)
    next_kind = np.append(kind[base], kinds.SPACE)[follows]
    kind[alone] = np.where((next_kind >= kinds.LETTER) & (next_kind <= kinds.DIGIT), next_kind, kinds.OTHER)
    hangs[alone] = False

    tied = np.zeros(n, np.bool_)
    prepended = where(kind == kinds.PREPEND)
    kind[prepended] = np.where(
        (after[prepended] >= kinds.LETTER) & (after[prepended] <= kinds.DIGIT), kinds.LETTER, kinds.OTHER
    )
    held = prepended[prepended + 1 < n] + 1
    held = held[~control[code[held]]]
    kind[held[kind[held] == kinds.SPACE]] = kinds.OTHER
    tied[held] = True
    regional = where(kind == kinds.REGIONAL)
    if len(regional):
        place = np.arange(len(regional))
        fresh = np.concatenate(([True], np.diff(regional) > 1))
        tied[regional[(place - np.maximum.accumulate(np.where(fresh, place, 0))) % 2 == 1]] = True

    base = where(~hangs)
    edge = np.append(base, n)
    picture, consonant = within(table, unicode_properties.PICTOGRAPH), within(table, unicode_properties.CONSONANT)
    for through, left, right in (
        (table == kinds.ZERO_WIDTH_JOINER, picture, picture),
        (within(table, unicode_properties.LINKER), np.ones(len(table), np.bool_), consonant),
    ):
        if through.any():
            follows = base.searchsorted(where(through[code]), "right")
            follows = follows[(follows > 0) & (follows < len(base))]
            before_it, after_it = base[follows - 1], base[follows]
            tied[after_it[left[code[before_it]] & right[code[after_it]]]] = True
    begin, end, word, dropped, line_ends = _cut(
        coded,
        text,
        np.append(kind[base], [kinds.SPACE] * EDGE).astype(np.uint8),
        base,
        np.append(tied[base], [False] * EDGE),
    )
    edge = edge.astype(np.int32)
    return edge[begin], edge[end], word, edge[dropped], edge[line_ends]
