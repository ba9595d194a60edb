"""Extraction: the bytes of a file in, its text out, with what was dropped and what the editor should look at."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace
from pathlib import PurePath

from corpus.extraction import encoding as encodings
from corpus.extraction import markdown, plain
from corpus.extraction.base import Dropped, Extraction, Refused
from corpus.extraction.soundness import check

__all__ = ["SUFFIXES", "Dropped", "Extraction", "Refused", "extract", "extract_text"]

MARKDOWN = {".md", ".markdown"}
SUFFIXES = {".txt", ".text", *MARKDOWN}


def extract(
    content: bytes,
    filename: str = "",
    *,
    encoding: str | None = None,
    put_back: Set[int] = frozenset(),
    leave_out: bool = True,
) -> Extraction:
    """The text of a file, read as plain text or, by its name, as Markdown.

    `encoding`: chosen by a person; None: found. `put_back`: the first lines of what was left out and shall stay after
    all. `leave_out` False: nothing is. Raises `Refused` with what, where, and what to do. Linear time.
    """
    suffix = PurePath(filename).suffix.lower()
    if suffix and suffix not in SUFFIXES:
        raise Refused(
            f"“{filename}” is of a kind that is not read here ({suffix}). Upload plain text (.txt) or Markdown (.md)."
        )
    return _extract(encodings.read(content, encoding), suffix in MARKDOWN, put_back, leave_out)


def extract_text(
    text: str, *, is_markdown: bool = False, put_back: Set[int] = frozenset(), leave_out: bool = True
) -> Extraction:
    """The same for characters that were pasted, or came through the API."""
    return _extract(encodings.from_text(text), is_markdown, put_back, leave_out)


def _extract(read: encodings.Read, is_markdown: bool, put_back: Set[int], leave_out: bool) -> Extraction:
    whole = Extraction(
        read.text,
        media_type="text/markdown" if is_markdown else "text/plain",
        encoding=read.encoding,
        sure=read.sure,
        warnings=read.warnings,
    )
    rest, dropped = plain.navigation(read.text) if leave_out else (read.text, ())
    if any(part.begin_line in put_back for part in dropped):
        whole = replace(whole, put_back=dropped)
    elif dropped:
        whole = replace(whole, text=rest, dropped=dropped)
    if is_markdown:
        words, said = markdown.plain(whole.text)
        whole = replace(whole, text=words, warnings=(*whole.warnings, *said))
        check(whole.text)
    return whole
