"""Documents as a folder of plain texts: a file a document, named as the file without its ending."""

from __future__ import annotations

from pathlib import Path

from comparisons.engine.passages import Document
from comparisons.phrasing.documents import Documents, Unreadable

ENDINGS = {".txt", ".text", ".md", ""}


def read(folder: Path, *, skip_bad: bool = False) -> Documents:
    """The texts of a folder and of those inside it; what begins with a full stop is left out.

    A document of a folder inside is named with it: *1917/april*. Raises `Unreadable` where a file is no UTF-8, or
    passes it over and counts it where `skip_bad` says so.
    """
    documents: list[Document] = []
    skipped = 0
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if path.suffix.lower() not in ENDINGS or not path.is_file() or any(p.startswith(".") for p in inner.parts):
            continue
        try:
            text = path.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            if not skip_bad:
                raise Unreadable(
                    f"{path} is no UTF-8 text: byte {error.start + 1} is 0x{error.object[error.start]:02x}. "
                    "Save it as UTF-8, or pass such files over with --skip-bad."
                ) from error
            skipped += 1
            continue
        except OSError as error:
            raise Unreadable(f"{path} cannot be read: {error.strerror}.") from error
        documents.append(Document(inner.with_suffix("").as_posix(), text))
    names = [document.id for document in documents]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise Unreadable(f"Two files of {folder} are called {twice} without their endings. Rename one.")
    return Documents(documents, {}, skipped)
