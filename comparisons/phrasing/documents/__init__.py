"""Where the documents come from that are searched for shared phrasing: a module a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from comparisons.engine.passages import Document


class Unreadable(ValueError):
    """A source of documents cannot be read; the message says where and why."""


class Text(Protocol):
    """A text, or as much of one as is asked for."""

    def __getitem__(self, span: slice, /) -> str: ...


@dataclass(frozen=True)
class Documents:
    """The documents of a source, and what is known of them beside their text."""

    documents: list[Document]
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # by the name of the document
    skipped: int = 0  # what was no document and was passed over

    def texts(self) -> Mapping[str, Text]:
        return {document.id: document.text for document in self.documents}
