"""Uploaded files between preview and save: kept outside the corpus, each for the one person who uploaded it.

A draft is a file under DATA/drafts/PERSON/ that a random name guards, gone after a day, and the oldest ones sooner
where a person keeps many. So a file is uploaded once however often its preview is adjusted, and nothing of it is in
the corpus before it is saved.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from pathlib import Path

from django.conf import settings

from corpus.access.models import User
from corpus.texts import faults

LIFE = 24 * 3600  # seconds
MOST = 8  # drafts of one person; and at most twice the largest file in bytes

NAME = re.compile(r"[A-Za-z0-9_-]{32}")


class DraftGone(LookupError):
    """The draft is not there any more: it was saved, or too old."""


def keep(content: bytes, filename: str, user: User) -> str:
    """Keep a file for `user`; returns the name it is loaded by. Written whole or not at all."""
    folder = _folder(user)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sweep(folder, len(content))
    name = secrets.token_urlsafe(24)
    half = folder / f".{name}"
    with half.open("wb") as file:
        file.write(json.dumps({"filename": filename[:255]}).encode() + b"\n")
        faults.DRAFT_BEGUN.reached()
        file.write(content)
    faults.DRAFT_WRITTEN.reached()
    half.rename(folder / name)
    faults.DRAFT_KEPT.reached()
    return name


def load(name: str, user: User) -> tuple[bytes, str]:
    """The bytes of a draft and the name the file came with. Raises `DraftGone`."""
    gone = DraftGone("The uploaded file is no longer kept here: a draft lasts a day. Choose it again.")
    if not NAME.fullmatch(name):
        raise gone
    try:
        head, content = (_folder(user) / name).read_bytes().split(b"\n", 1)
    except OSError as error:
        raise gone from error
    return content, str(json.loads(head)["filename"])


def forget(name: str, user: User) -> None:
    """Throw a draft away; one that is gone already is no error."""
    if NAME.fullmatch(name):
        (_folder(user) / name).unlink(missing_ok=True)


def _folder(user: User) -> Path:
    return Path(settings.DATA) / "drafts" / str(user.pk)


def _sweep(folder: Path, coming: int) -> None:
    """Throw away what is too old, half written, or more than one person's share."""
    now = time.time()
    standing = []
    for path in folder.iterdir():
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        if now - status.st_mtime > LIFE:
            path.unlink(missing_ok=True)
        else:
            standing.append((status.st_mtime, status.st_size, path))
    room = 2 * settings.LIMIT_FILE_BYTES - coming
    for count, (_, size, path) in enumerate(sorted(standing, reverse=True), start=1):
        room -= size
        if count >= MOST or room < 0:
            path.unlink(missing_ok=True)
