"""A backup: a folder with every table as JSON lines, every source as the file it was, and a manifest with digests.

    manifest.json            format, when, of which migrations; each file's size, rows and SHA-256
    tables/LABEL.jsonl       a row a line, in the order of its key, the same from every database
    sources/ab/ABCD…         the bytes of a source, named by their SHA-256

It is one state of the database, whoever writes meanwhile, and it stands under its name only when it is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from comparisons.engine.progress import Tell, silent
from corpus.keeping import faults, tables
from corpus.texts.models import Source

FORMAT = 1
MANIFEST = "manifest.json"


class BackupError(Exception):
    """A backup cannot be made, read or put back: what, where, and what to do."""


def back_up(folder: Path, tell: Tell = silent) -> dict[str, Any]:
    """Write a backup to `folder`, which is not there yet or empty; its manifest. Raises `BackupError`.

    Holds no lock that a writer waits for. Memory: the longest row, which is one source or one text.
    """
    check_tables()
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BackupError(f"{folder} is there and not empty. Name a new folder: a backup never overwrites one.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise BackupError(f"{folder} cannot be written: {error.strerror}.") from error
    try:
        manifest = _write(place, tell)
        faults.SEALED.reached()
        place.chmod(0o700)
        place.rename(folder)
        _sync(folder.parent)
    except OSError as error:
        raise BackupError(f"The backup was not made, and {folder} is as it was: {error.strerror}.") from error
    finally:
        shutil.rmtree(place, ignore_errors=True)
    faults.NAMED.reached()
    tell(1.0, "the backup is there")
    return manifest


def migrations() -> list[str]:
    """The migrations of this version: which form its tables have."""
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations)


def check_tables() -> None:
    """Raise `BackupError` where the database has not the tables of this version."""
    applied = {f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()}
    if lacking := [name for name in migrations() if name not in applied]:
        raise BackupError(
            f"The database has not the tables of this version: {len(lacking)} migrations are not applied, the first "
            f"{lacking[0]}. Run `manage.py migrate` first."
        )


def digest(manifest: dict[str, Any]) -> str:
    """SHA-256 over the manifest without its own digest."""
    rest = {name: value for name, value in manifest.items() if name != "digest"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _write(place: Path, tell: Tell) -> dict[str, Any]:
    files: dict[str, dict[str, Any]] = {}
    every = tables.tables()
    with _one_state():
        manifest: dict[str, Any] = {
            "format": FORMAT,
            "made_at": timezone.now().isoformat(),
            "variorum": _version(),
            "database": connection.vendor,
            "migrations": migrations(),
        }
        for number, model in enumerate(every):
            label = model._meta.label_lower
            tell(0.7 * number / len(every), f"writing {label}")
            files[f"tables/{label}.jsonl"] = _file(place / "tables" / f"{label}.jsonl", tables.rows(model))
        total = Source.objects.count()
        for number, sha256 in enumerate(Source.objects.order_by("pk").values_list("sha256", flat=True)):
            tell(0.7 + 0.3 * number / total, "writing the sources")
            content = Source.objects.values_list("content", flat=True).get(sha256=sha256)
            path = source_file(sha256)
            files[path] = _file(place / path, [bytes(content)])
    faults.TABLES.reached()
    manifest["files"] = files
    manifest["digest"] = digest(manifest)
    _file(place / MANIFEST, [json.dumps(manifest, indent=1, sort_keys=True).encode() + b"\n"])
    for directory in {path.parent for path in place.rglob("*")}:
        _sync(directory)
    return manifest


def source_file(sha256: str) -> str:
    """Where the bytes of a source stand in a backup."""
    return f"sources/{sha256[:2]}/{sha256}"


@contextmanager
def _one_state() -> Iterator[None]:
    """Everything read inside is of one moment, and nobody waits for it."""
    if connection.in_atomic_block:  # the caller's transaction, in tests
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not `atomic`, which takes SQLite's only lock for writing (IMMEDIATE).
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _file(path: Path, pieces: Iterable[bytes]) -> dict[str, Any]:
    """Write a file to the disk itself; its size, number of pieces and SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True)
    found, size, count = hashlib.sha256(), 0, 0
    with path.open("xb") as file:
        for piece in pieces:
            file.write(piece)
            found.update(piece)
            size += len(piece)
            count += 1
        file.flush()
        os.fsync(file.fileno())
    return {"size": size, "rows": count, "sha256": found.hexdigest()}


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _version() -> str:
    try:
        return version("variorum")
    except PackageNotFoundError:  # run from its folder, as `make run` does
        return ""
