"""What every format gives, and how each of them says no."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class Refused(ValueError):
    """The content cannot become a text. The message says what is wrong, where, and what to do."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """Lines of the source that the text goes without. Lines count from 1 and `end_line` belongs to it."""

    begin_line: int
    end_line: int
    text: str
    why: str
    blank_after: int = 0  # blank lines that stood between it and the text, and went with it

    def as_json(self) -> dict[str, Any]:
        return {
            "begin_line": self.begin_line,
            "end_line": self.end_line,
            "blank_after": self.blank_after,
            "text": self.text,
            "why": self.why,
        }


@dataclass(frozen=True, slots=True)
class Extraction:
    """A text, and how it came out of the bytes.

    `text`: lines ended by U+000A, no byte order mark, otherwise as it stood. `sure`: 0 to 1, how sure the encoding is
    (1 where a mark or strict UTF-8 says so, or a person). `dropped`: what was left out; `put_back`: what would have
    been, but for the editor. `warnings`: sentences for the editor.
    """

    text: str
    media_type: str = "text/plain"
    encoding: str = "utf-8"
    sure: float = 1.0
    dropped: tuple[Dropped, ...] = ()
    put_back: tuple[Dropped, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """What is stored with the revision."""
        return {
            "media_type": self.media_type,
            "encoding": self.encoding,
            "sure": round(self.sure, 3),
            "dropped": [part.as_json() for part in self.dropped],
            "put_back": [part.as_json() for part in self.put_back],
            "warnings": list(self.warnings),
        }
