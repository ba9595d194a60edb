"""Where the documents come from that are searched for shared phrasing: a module a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from comparisons.engine.passages import Document


class Unreadable(ValueError):
    """A source of documents cannot be read; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of a source, and what is known of them beside their text."""

    documents: list[Document]
    fields: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # by the name of the document
    skipped: int = 0  # what was no document and was passed over

    def texts(self) -> dict[str, str]:
        return {document.id: document.text for document in self.documents}
