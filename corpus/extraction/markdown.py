"""Markdown (CommonMark): the words, without the marks that only say how they are to look.

What becomes of what:
- a heading is a line of its own; paragraphs, list items and quotations are parted by blank lines;
- a paragraph's own line ends become blanks, as they do in print; a hard break stays a line end;
- an item keeps its bullet or number, and a line of code or of a table stays a line as it is written;
- emphasis, and the addresses of links and pictures, are left out and counted; their words stay;
- footnotes stay where they are written, with their marks: [^1];
- HTML is no markup here but text, and stays as it is written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.extraction.base import Refused

# The parser is Python: each of these characters, where it may be markup, costs it up to 50 microseconds. So a text of
# nothing but opening brackets takes seconds, not minutes.
LIMIT = 2_000_000  # characters
MARKUP, MARKUP_LIMIT = "[*_`<&\\\n", 150_000

READER = MarkdownIt("commonmark", {"html": False, "maxNesting": 30})
MARKS = {"em_open": "emphasis", "strong_open": "emphasis", "link_open": "link addresses", "image": "picture addresses"}


def plain(text: str) -> tuple[str, tuple[str, ...]]:
    """The words of a Markdown text, and what was left out, as sentences. Raises `Refused` above the limits."""
    if len(text) > LIMIT:
        raise Refused(
            f"The Markdown has {len(text):,} characters; at most {LIMIT:,} are read as Markdown. "
            "Upload it as .txt, which keeps the marks, or divide it."
        )
    marks = sum(text.count(mark) for mark in MARKUP)
    if marks > MARKUP_LIMIT:
        raise Refused(
            f"The Markdown has {marks:,} line ends and characters of markup; at most {MARKUP_LIMIT:,} are read. "
            "Upload it as .txt, which keeps the marks, or divide it."
        )
    blocks: list[str] = []
    left_out: Counter[str] = Counter()
    markers: list[str] = []
    lists: list[int | None] = []
    for token in READER.parse(text):
        if token.type == "bullet_list_open":
            lists.append(None)
        elif token.type == "ordered_list_open":
            lists.append(int(token.attrs.get("start", 1)))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "list_item_open":
            ordinal = lists[-1]
            markers = [f"{ordinal}{token.markup} " if ordinal is not None else f"{token.markup} "]
            if ordinal is not None:
                lists[-1] = ordinal + 1
        elif token.type in {"fence", "code_block"}:
            blocks.append("".join(markers) + token.content.rstrip("\n"))
            markers = []
        elif token.type == "inline":
            blocks.append("".join(markers) + _inline(token.children or [], left_out))
            markers = []
        elif token.type == "hr":
            blocks.append(token.markup)
    said = [f"{count:,} × {what}" for what, count in sorted(left_out.items())]
    warnings = (f"Markdown was read; left out of the text: {', '.join(said)}.",) if said else ()
    return "\n\n".join(block for block in blocks if block.strip()), warnings


def _inline(tokens: Sequence[Token], left_out: Counter[str]) -> str:
    pieces = []
    for token in tokens:
        if token.type in MARKS:
            left_out[MARKS[token.type]] += 1
        if token.type == "softbreak":
            pieces.append(" ")
        elif token.type == "hardbreak":
            pieces.append("\n")
        elif token.type in {"text", "code_inline", "html_inline", "image"}:
            pieces.append(token.content)
    return "".join(pieces)
