"""What no text may hold, whatever door it comes by: the file's, the form's, the API's, the seeds'."""

import re

from django.conf import settings

from corpus.extraction.base import Refused

SURROGATE = re.compile("[\ud800-\udfff]")
ASTRAY = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")  # control characters that no text has: not tab, line or page ends


def place(text: str, at: int) -> str:
    """`at` (code points) as a person finds it: line and column, both from 1."""
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return f"line {line:,}, character {column:,}"


def check(text: str) -> None:
    """Raise `Refused` where neither database could keep `text`, or where there is nothing to read. Linear time."""
    if len(text) > settings.LIMIT_TEXT_CHARACTERS:
        raise Refused(
            f"The text has {len(text):,} characters; at most {settings.LIMIT_TEXT_CHARACTERS:,} are taken. "
            "Divide it, say by volume or book, and add each part as an edition."
        )
    nul = text.find("\x00")
    if nul >= 0:
        raise Refused(
            f"There is a NUL character at {place(text, nul)} (U+0000), which no text has. "
            "If this is a text, take it out and try again; if it is a picture or a program, it has no place here."
        )
    half = SURROGATE.search(text)
    if half:
        raise Refused(
            f"There is half of a surrogate pair at {place(text, half.start())} (U+{ord(half.group()):04X}): "
            "a character was cut in two. Write the whole character there and try again."
        )
    if not text.strip():
        raise Refused(
            "There is no text: "
            + ("it is empty." if not text else "nothing but blanks and line ends.")
            + " Choose the file that holds the text, or paste it."
        )
