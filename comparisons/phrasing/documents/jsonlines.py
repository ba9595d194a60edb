"""Documents as JSON lines: `{"id", "text", …}` a line. What else a line holds goes with its document."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from comparisons.engine.passages import Document
from comparisons.phrasing.documents import Documents, Unreadable

TEXT = ("id", "text")
BOM = b"\xef\xbb\xbf"


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
            record = read_line(line.removeprefix(BOM) if number == 1 else line)
            if record["id"] in fields:
                raise Unreadable(already_used(record["id"]))
        except Unreadable as error:
            if not skip_bad:
                raise Unreadable(bad_line(number, name, error)) from error
            skipped += 1
            continue
        documents.append(document(record, apart))
        fields[record["id"]] = beside(record)
    return Documents(documents, fields, skipped)


def document(record: dict[str, Any], apart: str = "") -> Document:
    group = record.get(apart) if apart else None
    return Document(record["id"], record["text"], "" if group is None else str(group))


def beside(record: dict[str, Any]) -> dict[str, Any]:
    """What a line says besides name and text."""
    return {key: value for key, value in record.items() if key not in TEXT}


def bad_line(number: int, name: str, reason: object) -> str:
    return f"Line {number} of {name}: {reason}. Mend it, or pass such lines over with --skip-bad."


def already_used(name: str) -> str:
    return f"the id “{name}” was already used"


def read_line(line: bytes) -> dict[str, Any]:
    """One line, its id a string. Raises `Unreadable`."""
    try:
        record = json.loads(line.rstrip().decode("utf-8"))
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
