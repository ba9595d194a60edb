"""W, the web capture as it was received: its bytes, its lines and its paragraphs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent
SOURCE = SEEDS / "000_665ab9b824e8c32c.txt"
SOURCE_SHA256 = "ef2bf1f5070af82373c352f872737fc644f61b70bb55bb01e00ecfbf26bd9e6a"

# Code points into the whole file. The site's navigation stands before TEXT; the source line of the website after BODY.
TEXT = (134, 16730)
BODY = (134, 16688)

TITLE = "For Defense of the Soviet Union"
SUBTITLE = "Manifesto of the Fourth International"
HEADINGS = (
    "Stalinism Responsible for the Catastrophe",
    "The Bureaucracy’s Foreign Policies",
    "Stalin Stifles the Revolutionary Struggle",
    "The Spirit of the Soviet Masses",
    "Tasks of the Working Class",
    "Stalinism Is Doomed!",
)
SIGNATURE = "Executive Committee of the Fourth International, August 1941"


@dataclass(frozen=True, slots=True)
class Line:
    """A line with text. `name`: title, subtitle, H1 to H6, P1 to P32, or signature; code points, half open."""

    name: str
    begin: int
    end: int


def capture() -> str:
    """The whole file as text: 16,730 code points, no line feed at the end."""
    return SOURCE.read_bytes().decode("utf-8")


def body() -> str:
    """The manifesto alone, from its title to its signature, as the website has it."""
    return capture()[slice(*BODY)]


def lines(text: str) -> dict[str, Line]:
    """The lines of a text that is built like the body, by name and in order.

    Headings are known by their wording, since the website sets each on the line before its paragraph, without a
    blank line between: so blank lines alone do not tell the two apart.
    """
    named: dict[str, Line] = {}
    paragraphs = headings = begin = 0
    for line in text.split("\n"):
        end = begin + len(line)
        if line:
            if line == TITLE:
                name = "title"
            elif line == SUBTITLE:
                name = "subtitle"
            elif line == SIGNATURE:
                name = "signature"
            elif line in HEADINGS:
                headings += 1
                name = f"H{headings}"
            else:
                paragraphs += 1
                name = f"P{paragraphs}"
            named[name] = Line(name, begin, end)
        begin = end + 1
    return named
