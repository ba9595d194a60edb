"""A lock that a worker holds while it lives, whatever ends it.

On SQLite, which is one machine, an `flock` on a file beside the database; on PostgreSQL an advisory lock on a connection
of its own, so workers may stand on several machines (not through a pooler that shares connections between clients).
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

WORKERS = 0x56415249  # a lock that all workers share, by which they are counted
LIVING = """
SELECT count(*) FROM pg_locks
WHERE locktype = 'advisory' AND classid = %s AND objid = 0 AND objsubid = 2 AND granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


class Lock(Protocol):
    """Held from the moment it is made."""

    def renew(self) -> None:
        """Take it again where a broken connection lost it."""

    def release(self) -> None: ...


def hold(worker: str) -> Lock:
    """Take the lock of this worker."""
    return AdvisoryLock(worker) if connection.vendor == "postgresql" else FileLock(worker)


def is_held(worker: str) -> bool:
    """Does the worker of this name live?"""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_number(worker)])
            row = cursor.fetchone()
            return not (row and row[0])
    try:
        descriptor = os.open(_file(worker), os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        _file(worker).unlink(missing_ok=True)
        return False
    finally:
        os.close(descriptor)


def alive() -> int:
    """How many workers live."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(LIVING, [WORKERS])
            row = cursor.fetchone()
            return int(row[0]) if row else 0
    folder = _file("any").parent
    return sum(_is_locked(path) for path in folder.iterdir()) if folder.is_dir() else 0


def _is_locked(path: Path) -> bool:
    """Asked without taking anything away: a file that nobody holds is left to `is_held`."""
    try:
        descriptor = os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


class FileLock:
    def __init__(self, worker: str) -> None:
        self._path = _file(worker)
        self._path.parent.mkdir(parents=True, exist_ok=True)
        while True:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)  # waits while somebody asks whether it is held
            if os.fstat(self._descriptor).st_nlink:
                return
            os.close(self._descriptor)  # who asked took it for a dead worker's, and the file away

    def renew(self) -> None:
        """A file stays locked."""

    def release(self) -> None:
        self._path.unlink(missing_ok=True)
        os.close(self._descriptor)


class AdvisoryLock:
    def __init__(self, worker: str) -> None:
        self._number = _number(worker)
        self._connection: BaseDatabaseWrapper = connection.copy()
        self._take()

    def _take(self) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s), pg_advisory_lock_shared(%s, 0)", [self._number, WORKERS])

    def renew(self) -> None:
        try:
            with self._connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except Error:
            self._connection.close()
            self._take()

    def release(self) -> None:
        # Closing alone lets go only when the server notices.
        with contextlib.suppress(Error), self._connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")
        self._connection.close()


def _file(worker: str) -> Path:
    name = str(connection.settings_dict["NAME"])
    beside = Path(settings.DATA) if not name or ":memory:" in name or "mode=memory" in name else Path(name).parent
    return beside / "workers" / worker


def _number(worker: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"variorum {worker}".encode(), digest_size=8).digest(), "big", signed=True)
