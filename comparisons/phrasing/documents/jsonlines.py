"""Documents as JSON lines: `{"id", "text", …}` a line. What else a line holds goes with its document."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from comparisons.engine.passages import Document
from comparisons.phrasing.documents import Documents, Unreadable

TEXT = ("id", "text")


def read(lines: Iterable[bytes], name: str, *, apart: str = "", skip_bad: bool = False) -> Documents:
    """The documents of these lines of UTF-8; `name` is what messages call them.

    `apart`: a field; documents with the same value in it are not compared. Raises `Unreadable` with the number of the
    line, or passes such lines over and counts them where `skip_bad` says so.
    """
    documents: list[Document] = []
    fields: dict[str, dict[str, Any]] = {}
    skipped = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = _record(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
            if record["id"] in fields:
                raise Unreadable(f"the id “{record['id']}” was already used")
        except Unreadable as error:
            if not skip_bad:
                raise Unreadable(
                    f"Line {number} of {name}: {error}. Mend it, or pass such lines over with --skip-bad."
                ) from error
            skipped += 1
            continue
        group = record.get(apart) if apart else None
        documents.append(Document(record["id"], record["text"], "" if group is None else str(group)))
        fields[record["id"]] = {key: value for key, value in record.items() if key not in TEXT}
    return Documents(documents, fields, skipped)


def _record(line: bytes) -> dict[str, Any]:
    """One line, its id a string."""
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Unreadable(f"byte {error.start + 1} is no UTF-8") from error
    except json.JSONDecodeError as error:
        raise Unreadable(f"no JSON: {error.msg} at character {error.pos + 1}") from error
    except (RecursionError, ValueError) as error:  # nested too deep; a number too long
        raise Unreadable(f"no JSON that can be read: {error}") from error
    if not isinstance(record, dict):
        raise Unreadable('no object with "id" and "text"')
    if isinstance(record.get("id"), int):
        record["id"] = str(record["id"])
    for key in TEXT:
        if not isinstance(record.get(key), str):
            raise Unreadable(f'"{key}" is missing or no text')
    return record
