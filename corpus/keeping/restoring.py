"""Putting a backup back: checked whole before anything is touched, and then in one transaction."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from comparisons.engine.progress import Tell, part, silent
from corpus.keeping import faults, tables
from corpus.keeping.backing_up import FORMAT, MANIFEST, BackupError, back_up, digest, migrations, source_file
from corpus.texts.immutability import drop_triggers, install_triggers
from corpus.texts.models import Source
from jobs import locks

PIECE = 1 << 20  # bytes read at a time


def check(folder: Path, tell: Tell = silent) -> dict[str, Any]:
    """Read a backup whole and hold it against its manifest; the manifest. Raises `BackupError`, naming the file."""
    manifest = _manifest(folder)
    files: dict[str, dict[str, Any]] = manifest["files"]
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()} - {MANIFEST}
    for name in sorted(files.keys() - there):
        raise BackupError(f"{folder / name} is missing from the backup. Take another backup; nothing was touched.")
    for name in sorted(there - files.keys()):
        raise BackupError(f"{folder / name} does not belong to the backup. Move it away and try again.")
    for number, (name, expected) in enumerate(sorted(files.items())):
        tell(number / len(files), f"checking {name}")
        if _sha256(folder / name) != expected["sha256"]:
            raise BackupError(
                f"{folder / name} is not as it was written: its SHA-256 is another. Take another backup; nothing was "
                "touched."
            )
    _fits(folder, manifest)
    tell(1.0, "the backup is sound")
    return manifest


def restore(folder: Path, tell: Tell = silent) -> Path | None:
    """Put the backup in the place of all that the database holds. Raises `BackupError`; then nothing has changed.

    What the database held is backed up first, where it held anything; the folder of that, or None.
    """
    folder = folder.absolute()
    check(folder, part(tell, 0.0, 0.3))
    faults.CHECKED.reached()
    if locks.alive():
        raise BackupError("A worker is running. End the site and its workers, restore, and start them again.")
    call_command("migrate", verbosity=0, interactive=False)
    kept = None
    if _holds_anything():
        kept = Path(settings.DATA) / "before-restore" / timezone.now().strftime("%Y-%m-%dT%H%M%S.%f")
        back_up(kept, part(tell, 0.3, 0.5))
        faults.KEPT.reached()
    try:
        with transaction.atomic():
            _replace(folder, part(tell, 0.5, 1.0))
            faults.LOADED.reached()
    except (DatabaseError, KeyError, ValueError) as error:
        raise BackupError(f"The backup was not restored, and nothing has changed: {error}") from error
    faults.RESTORED.reached()
    tell(1.0, "the backup is restored")
    return kept


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise BackupError(f"{folder} is no backup: it has no {MANIFEST}. Name the folder that was written.") from error
    except (OSError, ValueError, RecursionError) as error:
        raise BackupError(f"{path} cannot be read: {error}") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("files"), dict):
        raise BackupError(f"{path} is no manifest of a backup.")
    if manifest.get("format") != FORMAT:
        raise BackupError(
            f"The backup has the format {manifest.get('format')!r}, and this version of Variorum reads {FORMAT}."
        )
    if manifest.get("digest") != digest(manifest):
        raise BackupError(f"{path} is not as it was written. Take another backup; nothing was touched.")
    return manifest


def _fits(folder: Path, manifest: dict[str, Any]) -> None:
    """Raise `BackupError` where the tables have another form than those of this version, or a source lacks its file."""
    ours, theirs = set(migrations()), set(manifest["migrations"])
    if ours != theirs:
        newer = sorted(theirs - ours)
        raise BackupError(
            f"The backup is of a newer version of Variorum: it has {', '.join(newer)}. Update this one first."
            if newer
            else "The backup is of an older version of Variorum: it has not yet "
            f"{', '.join(sorted(ours - theirs))}. Restore it with that version, and update then."
        )
    wanted = {f"tables/{model._meta.label_lower}.jsonl" for model in tables.tables()}
    for row in _records(folder, Source):
        wanted.add(path := source_file(row["sha256"]))
        if manifest["files"].get(path, {}).get("sha256") != row["sha256"]:
            raise BackupError(f"{folder / path} has not the SHA-256 that is its name. Take another backup.")
    for name in sorted(wanted ^ manifest["files"].keys()):
        raise BackupError(f"{folder / name} is in the backup or missing from it, against what its tables say.")


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                found.update(piece)
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error
    return found.hexdigest()


def _holds_anything() -> bool:
    return any(model._base_manager.exists() for model in tables.tables())


def _replace(folder: Path, tell: Tell) -> None:
    every = tables.tables()
    drop_triggers(connection)
    with connection.cursor() as cursor:
        for model in [*tables.joined(), *every]:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
    faults.EMPTIED.reached()
    for number, model in enumerate(every):
        tell(number / len(every), f"restoring {model._meta.label_lower}")
        tables.insert(model, _whole(folder, model))
    connection.check_constraints()
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), every):
            cursor.execute(statement)
    install_triggers(connection)


def _whole(folder: Path, model: type[models.Model]) -> Iterator[dict[str, Any]]:
    """The rows with the column that stands in files of its own."""
    apart = tables.APART.get(model)
    for record in _records(folder, model):
        if apart is not None:
            record[apart] = (folder / source_file(record["sha256"])).read_bytes()
        yield record


def _records(folder: Path, model: type[models.Model]) -> Iterator[dict[str, Any]]:
    path = folder / "tables" / f"{model._meta.label_lower}.jsonl"
    try:
        with path.open("rb") as file:
            for line in file:
                yield json.loads(line)
    except FileNotFoundError as error:
        raise BackupError(f"{path} is missing from the backup. Take another backup; nothing was touched.") from error
