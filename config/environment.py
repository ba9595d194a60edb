"""Reading settings from the environment, and the secret that is made once and kept."""

import os
import secrets
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool) -> bool:
    """`1/true/yes/on` or `0/false/no/off`; raises `ImproperlyConfigured` for anything else."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} is “{value}”; write 1 or 0.")


def number(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    try:
        return int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} is “{value}”; write a whole number.") from error


def choice(name: str, among: tuple[str, ...], default: str) -> str:
    """One of a few words, in capitals; raises `ImproperlyConfigured` for any other."""
    value = os.environ.get(name, "").strip().upper() or default
    if value not in among:
        raise ImproperlyConfigured(f"{name} is “{value}”; write one of {', '.join(among)}.")
    return value


def words(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


def kept_secret(path: Path) -> str:
    """The secret of this installation: read from `path`, or made, and kept there for its owner alone.

    Two processes that start at once agree on one secret: the file appears whole, by a hard link, or not at all.
    """
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        out.write(secrets.token_urlsafe(48))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()


def for_this_machine_alone() -> None:
    """What `make run` needs and nobody has set otherwise: plain HTTP, and no host but this one.

    Compiled modules are kept, even where the shell says PYTHONDONTWRITEBYTECODE (images for containers do): without them
    each start compiles all of Django and NumPy anew, which takes three times as long.
    """
    sys.dont_write_bytecode = False
    os.environ.setdefault("VARIORUM_HTTPS", "0")
    os.environ.setdefault("VARIORUM_HOSTS", "localhost,127.0.0.1")
