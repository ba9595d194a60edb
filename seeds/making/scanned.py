"""O, the simulated scan: E in narrow lines with hyphens at their ends, damaged by a fixed table at fixed places.

Whether a character is damaged is drawn from SHA-256, so the text is the same on every Python. The truth file keeps
every damage, hyphen, line end and page break with its place in E and in O.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from seeds.making import emended

WIDTH = 46  # characters in a line, the hyphen included
LONG = 8  # letters from which on a word may break
STUMP = 3  # letters that stay before the hyphen at least
PAGE = 36  # lines after which a page ends with the paragraph
SEED = "variorum-O:19411001:"
RATE = 0.02
HEAVY = 0.06  # a second, worse text that serves tests alone

# The first row that fits at a place is applied. A whole word is tried before the letter it begins with: after the
# row of its first letter it could never be reached.
TABLE = (
    ('"', "to"),
    ("rn", "m"),
    ("m", "rn"),
    ("li", "h"),
    ("h", "b"),
    ("e", "c"),
    ("c", "e"),
    ("l", "1"),
    ("I", "l"),
    ("u", "n"),
    ("of", ""),
    ("o", "0"),
    (".", ","),
    (",", ""),
    (" ", ""),
)
FIRST_LETTER = "first letter"  # the last row: of a word of two to four letters


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of O: what stands there, what it stands for in E, and why they differ ("" where they do not)."""

    kind: str
    before: str
    after: str


def wrapped(text: str) -> list[Piece]:
    """E in lines of at most WIDTH characters: pieces of kind "", "line end" (a blank became one) and "hyphen"."""
    pieces = []
    for number, line in enumerate(text.split("\n")):
        if number:
            pieces.append(Piece("", "\n", "\n"))
        room = WIDTH
        for position, word in enumerate(line.split(" ")):
            if position:
                if room > len(word):
                    pieces.append(Piece("", " ", " "))
                    room -= 1
                elif (stump := _stump(word, room - 2)) > 0:
                    pieces += [Piece("", " " + word[:stump], " " + word[:stump]), Piece("hyphen", "", "-\n")]
                    word, room = word[stump:], WIDTH
                else:
                    pieces.append(Piece("line end", " ", "\n"))
                    room = WIDTH
            pieces.append(Piece("", word, word))
            room -= len(word)
    return pieces


def _stump(word: str, room: int) -> int:
    """How many letters of `word` stay on a line with `room` for them (a hyphen follows), or 0 where it is not broken.

    Only words of letters alone break, a mark of punctuation at the end aside; STUMP letters at least go on either side.
    """
    letters = re.match(r"[A-Za-z]+", word)
    if not letters or len(letters[0]) < LONG or re.search(r"[-’.]\w", word):
        return 0
    stump = min(room, len(letters[0]) - STUMP)
    return stump if stump >= STUMP else 0


def draw(position: int) -> float:
    """A number from 0 to below 1 for a character position of the wrapped text."""
    digest = hashlib.sha256(f"{SEED}{position}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def damaged(pieces: list[Piece], rate: float) -> list[Piece]:
    """The pieces with damage: in what came unchanged from E, one draw a character. What a row took is not drawn again.

    Positions count the characters of the wrapped text, so a draw never depends on an earlier damage.
    """
    whole = "".join(piece.after for piece in pieces)
    own = [piece.kind == "" for piece in pieces for _ in piece.after]  # not the hyphens and line ends of the wrapping
    kind = [piece for piece in pieces for _ in piece.after]
    found, position = [], 0
    while position < len(whole):
        row = _row(whole, position) if own[position] and draw(position) < rate else None
        if row and all(own[position : position + len(row[1])]):
            found.append(Piece(*row))
            position += len(row[1])
        elif own[position]:
            found.append(Piece("", whole[position], whole[position]))
            position += 1
        else:
            found.append(kind[position])
            position += len(kind[position].after)
    return found


def _row(text: str, position: int) -> tuple[str, str, str] | None:
    """The first row that fits: its name, what stands there, what comes in its place."""
    before_it = text[max(position - 2, 0) : position]
    words_start = not before_it[-1:].isalpha() and before_it != "-\n"  # the rest of a broken word begins no word
    for before, after in TABLE:
        if not text.startswith(before, position):
            continue
        if before == "of" and (not words_start or text[position + 2 : position + 3].isalpha()):
            continue
        return f"{before}→{after}", before, after
    word = re.compile(r"[A-Za-z]+").match(text, position)
    if words_start and word and 2 <= len(word[0]) <= 4:
        return FIRST_LETTER, text[position], ""
    return None


def paged(pieces: list[Piece]) -> list[Piece]:
    """With a line for each page break, between paragraphs: after the first one that ends PAGE lines or more on."""
    found, lines, page = [], 0, 1
    for position, piece in enumerate(pieces):
        found.append(piece)
        lines += piece.after.count("\n")
        blank = piece.after == "\n" and position and pieces[position - 1].after == "\n"
        if blank and lines >= PAGE:
            page += 1
            found.append(Piece("page break", "", f"[simulated page {page}]\n\n"))
            lines = 0
    return found


def pieces(rate: float = RATE) -> list[Piece]:
    return paged(damaged(wrapped(emended.text()), rate))


def text(rate: float = RATE) -> str:
    return "".join(piece.after for piece in pieces(rate))


def truth(rate: float = RATE) -> dict[str, Any]:
    """Every place where O is not E: damage by the table, hyphens, line ends and page breaks."""
    damage, hyphens, ends, breaks = [], [], [], []
    in_e = in_o = position = 0
    for piece in pieces(rate):
        place = {"E": [in_e, in_e + len(piece.before)], "O": [in_o, in_o + len(piece.after)]}
        if piece.kind == "hyphen":
            hyphens.append(place)
        elif piece.kind == "line end":
            ends.append(place)
        elif piece.kind == "page break":
            breaks.append(place)
        elif piece.kind:
            row = {"position": position, "kind": piece.kind, "before": piece.before, "after": piece.after}
            damage.append({**row, **place})
        in_e, in_o = place["E"][1], place["O"][1]
        if piece.kind != "page break":  # positions are those of the wrapped text before the damage
            position += len(piece.after) if piece.kind in {"", "hyphen", "line end"} else len(piece.before)
    return {
        "a": "E",
        "b": "O",
        "rate": rate,
        "damage": damage,
        "hyphens": hyphens,
        "line ends": ends,
        "page breaks": breaks,
    }
