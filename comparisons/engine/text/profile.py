"""What is left of a reading when a normalisation profile is applied: as a string, and as a key for every token.

Each switch of a profile acts on its own (`comparisons.engine.options.SWITCHES`):

* `case`: small letters; final sigma as sigma.
* `accent`: diacritics off; vowel signs, nuktas and the voicing of kana stay, they make another letter.
* `encoding`: canonical and compatibility forms decomposed, marks in canonical order, invisible characters away.
* `letters`: ſ, æ, œ, ß, ligatures and the like as the letters they stand for.
* `quotation`: quotation marks and apostrophes away; a dash with the blanks round it is one blank, the en dash of a
  range a hyphen.
* `punctuation`: marks away that stand at the edge of a word or alone. A mark inside a word or a number belongs to it
  (to-day, 3.14); symbols and & % @ § are no punctuation.
* `whitespace`: any blanks are one, none at the edges.
* `hyphens`: a hyphen at the end of a line with the line break, where the tokeniser takes both for the inside of a word.
* `rules`: the words `original` of a rule are its `regular`; they match whole tokens, folded by the other switches, and
  a rule written small holds for the capitalised word too.

Folding is linear in the length of the reading, whatever stands in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from comparisons.engine.options import Rule
from comparisons.engine.text import characters as kinds
from comparisons.engine.text.folding import (
    APOSTROPHES,
    QUOTATION_MARKS,
    Form,
    encoded,
    letters,
    lower,
    without_accents,
)
from comparisons.engine.text.hashing import EIGHT, Hash, hashes
from comparisons.engine.text.tokens import LINE_END, Tokens, tokenise

IN_RANGE = re.compile(r"(?<=\d)[–‒−](?=\d)")
DASHED = re.compile(r"(?<!\s)\s*(?:[—–―‒−⸺⸻]|--+)+\s*|(?<!\S)-+(?!\S)\s*|(?<!\s)\s+-+(?!\S)\s*")
BLANKS = re.compile(r"\s+")
MARKED = re.compile(r"[^\w\s]+")
SYMBOLS = frozenset("&%@§")
NOTHING = hashes(b"\0" * EIGHT, np.zeros(1, np.int64), np.zeros(1, np.int64))[0]  # the key of what is folded away whole


def fold(text: str, ignore: frozenset[str], rules: Sequence[Rule] = ()) -> str:
    """The reading without what `ignore` names: equal results differ in nothing else. O(length)."""
    if not ignore:
        return text
    if "rules" in ignore and rules:
        text = _regular(text, ignore, tuple(rules))
    if "hyphens" in ignore:
        text = LINE_END.sub(_joined, text)
    form = _form(ignore & _CHARACTERS)
    if form is not None:
        text = form.text(text)
    if text.isalnum() and text.isascii():
        return text  # what follows looks at marks and blanks
    if "encoding" in ignore:
        text = in_order(text)
    if "quotation" in ignore or "punctuation" in ignore:
        text = _undashed(text)
    if "punctuation" in ignore:
        text = MARKED.sub(_unmarked, text)
    if "whitespace" in ignore:
        text = BLANKS.sub(" ", text).strip()
    return text


def keys(tokens: Tokens, ignore: frozenset[str], rules: Sequence[Rule] = ()) -> Hash:
    """uint64[n]: equal keys where `fold` makes two tokens equal, `NOTHING` where nothing is left of one.

    A rule of several words gives its key to the first token and `NOTHING` to the others, so does its `regular`.
    O(length), and the folding of each distinct punctuation mark and compound once.
    """
    if not ignore:
        return tokens.exact
    plain = ignore - {"rules"}
    form = _form(plain & _CHARACTERS)
    value = tokens.exact if form is None else tokens.coded.hashes(form, tokens.begin, tokens.end, tokens.dropped[:0])
    value = value.copy()
    awkward = _awkward(tokens, plain)
    if len(awkward):
        exact = tokens.exact[awkward]
        _, first, kind = np.unique(exact, return_index=True, return_inverse=True)
        folded = [fold(tokens.surface(i), plain) for i in awkward[first].tolist()]
        value[awkward] = string_hashes(folded)[kind]
    if "rules" in ignore and rules:
        _apply(value, tuple(rules), plain)
    return value


def string_hashes(strings: Sequence[str]) -> Hash:
    """uint64[n]: the hashes that the same strings have as tokens."""
    coded = [string.encode("utf-8", "surrogatepass") for string in strings]
    length = np.fromiter(map(len, coded), np.int64, len(coded))
    return hashes(b"".join(coded) + b"\0" * EIGHT, np.cumsum(length) - length, length)


def in_order(text: str) -> str:
    """Combining marks in canonical order. CPython's own normalisation is quadratic in their number (gh-149079)."""
    if text.isascii():
        return text
    order = unicodedata.combining
    out: list[str] = []
    marks: list[str] = []
    for character in text:
        if order(character):
            marks.append(character)
            continue
        if marks:
            out += sorted(marks, key=order)
            marks = []
        out.append(character)
    return "".join(out + sorted(marks, key=order))


_CHARACTERS = frozenset({"case", "accent", "encoding", "letters", "quotation"})


@lru_cache(maxsize=64)
def _form(ignore: frozenset[str]) -> Form | None:
    """The folding of single characters, or nothing where there is none."""
    steps: list[Callable[[str], str]] = []
    if "encoding" in ignore:
        steps.append(encoded)
    if "letters" in ignore:
        steps.append(letters)
    if "accent" in ignore:
        steps.append(without_accents)
        if "letters" in ignore:
            steps.append(letters)
    if "case" in ignore:
        steps.append(lower)
    if "quotation" in ignore:
        steps.append(_unquoted)
    if not steps:
        return None

    def through(character: str) -> str:
        for step in steps:
            character = "".join(map(step, character))
        return character

    return Form(through)


def _unquoted(character: str) -> str:
    return "" if character in APOSTROPHES or character in QUOTATION_MARKS else character


def _undashed(text: str) -> str:
    text = IN_RANGE.sub("-", text)
    return DASHED.sub(lambda found: " " if found.start() > 0 and found.end() < len(text) else "", text)


def _joined(found: re.Match[str]) -> str:
    """Nothing for a line-end hyphen that joins two halves of a word."""
    text, end = found.string, found.end()
    before, after = text[found.start() - 1 : found.start()], text[end : end + 1]
    return "" if before.isalpha() and after.isalpha() and not after.isupper() else found.group()


def _in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _unmarked(found: re.Match[str]) -> str:
    """What punctuation leaves of a run of marks."""
    text, run = found.string, found.group()
    before, after = text[found.start() - 1 : found.start()], text[found.end() : found.end() + 1]
    inside = bool(before) and bool(after) and _in_word(before) and _in_word(after)
    if inside and len(run) == 1:
        return " " if run in "—–,;:!?" and not (before.isdigit() and after.isdigit()) else run
    kept = "".join(mark for mark in run if mark in SYMBOLS or unicodedata.category(mark)[0] != "P")
    return " " if inside and not kept else kept


def _awkward(tokens: Tokens, ignore: frozenset[str]) -> NDArray[np.int64]:
    """The tokens that are more than their characters folded one by one: by marks in them, or as marks."""
    kind, special = tokens.coded.kinds()
    if not ignore & {"quotation", "punctuation", "whitespace", "hyphens"} and not special:
        return np.empty(0, np.int64)
    odd = kind < kinds.LETTER
    odd &= kind != kinds.SPACE
    if special:
        odd |= kind >= kinds.MARK
    places = np.concatenate((np.flatnonzero(odd), tokens.line_ends[:, 0].astype(np.int64)))
    return tokens.coded.holding(places, tokens.begin, tokens.end)


def _spellings(rules: tuple[Rule, ...]) -> Iterator[tuple[str, str]]:
    """Each rule's words, also with a capital in front."""
    for rule in rules:
        yield rule.original, rule.regular
        capital = rule.original[:1].upper() + rule.original[1:]
        if capital != rule.original:
            yield capital, rule.regular[:1].upper() + rule.regular[1:]


@lru_cache(maxsize=64)
def _compiled(
    rules: tuple[Rule, ...], ignore: frozenset[str]
) -> tuple[dict[int, list[tuple[tuple[int, ...], int, str]]], int]:
    """By the key of the first token: the keys of all its tokens, the key of what they count as, and that in words.

    The longest first. Beside it the length in characters of the shortest original.
    """
    found: dict[int, list[tuple[tuple[int, ...], int, str]]] = {}
    shortest = 1 << 30
    for original, regular in _spellings(rules):
        goal = int(string_hashes([fold(regular, ignore)])[0])
        for words in (original, regular):
            own = tuple(keys(tokenise(words), ignore).tolist())
            if own and (len(own) > 1 or words is original):
                found.setdefault(own[0], []).append((own, goal, regular))
                shortest = min(shortest, len(words))
    for candidates in found.values():
        candidates.sort(key=lambda candidate: -len(candidate[0]))
    return found, shortest


def rule_places(value: Hash, rules: tuple[Rule, ...], ignore: frozenset[str]) -> Iterator[tuple[int, int, int, str]]:
    """Where the rules hold among the keys of tokens: begin, end, key, words. From left to right, the longest first."""
    compiled, _ = _compiled(rules, ignore)
    done = 0
    for at in np.flatnonzero(np.isin(value, np.array(list(compiled), np.uint64))).tolist():
        if at < done:
            continue
        for own, goal, regular in compiled[int(value[at])]:
            if tuple(value[at : at + len(own)].tolist()) == own:
                done = at + len(own)
                yield at, done, goal, regular
                break


def _apply(value: Hash, rules: tuple[Rule, ...], ignore: frozenset[str]) -> None:
    """The keys after the rules, in place."""
    for begin, end, goal, _ in list(rule_places(value, rules, ignore)):
        value[begin] = goal
        value[begin + 1 : end] = NOTHING


def _regular(text: str, ignore: frozenset[str], rules: tuple[Rule, ...]) -> str:
    """The reading with the rules applied to whole tokens."""
    plain = ignore - {"rules"}
    if len(text) < _compiled(rules, plain)[1]:
        return text
    tokens = tokenise(text)
    out: list[str] = []
    at = 0
    for begin, end, _, regular in rule_places(keys(tokens, plain), rules, plain):
        out += text[at : tokens.begin[begin]], regular
        at = int(tokens.end[end - 1])
    return "".join([*out, text[at:]])
