"""The site is safe where nobody says anything, and says what is wrong where somebody says something wrong."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment

ROOT = Path(__file__).resolve().parent.parent.parent


def settings_say(expression: str, data: Path, **variables: str) -> str:
    """What an expression over the production settings gives in a process that has only these variables."""
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("VARIORUM_", "DJANGO_", "DATABASE_URL"))}
    ran = subprocess.run(
        [sys.executable, "-c", f"from config.settings import base as s; print({expression})"],
        cwd=ROOT,
        env={**plain, "VARIORUM_DATA": str(data), **variables},
        capture_output=True,
        text=True,
    )
    return ran.stdout.strip() if ran.returncode == 0 else ran.stderr.strip().splitlines()[-1]


def test_without_a_word_nothing_is_open(tmp_path: Path) -> None:
    said = settings_say(
        "(s.DEBUG, s.ALLOWED_HOSTS, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, "
        "s.SECURE_HSTS_SECONDS > 0, s.BEHIND_PROXY)",
        tmp_path,
    )
    assert said == "(False, [], True, True, True, True, False)"


def test_the_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path: Path) -> None:
    first = settings_say("s.SECRET_KEY", tmp_path)
    assert len(first) >= 50
    assert settings_say("s.SECRET_KEY", tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600
    assert settings_say("s.SECRET_KEY", tmp_path / "elsewhere") != first


def test_sqlite_is_the_database_and_postgresql_by_its_address_alone(tmp_path: Path) -> None:
    assert settings_say("s.DATABASES['default']['ENGINE']", tmp_path) == "django.db.backends.sqlite3"
    assert settings_say("s.DATABASES['default']['OPTIONS']['transaction_mode']", tmp_path) == "IMMEDIATE"
    engine = settings_say("s.DATABASES['default']['ENGINE']", tmp_path, DATABASE_URL="postgres://variorum@/variorum")
    assert engine == "django.db.backends.postgresql"


@pytest.mark.parametrize(
    ("variable", "value", "told"),
    [
        ("VARIORUM_DEBUG", "maybe", "VARIORUM_DEBUG is “maybe”; write 1 or 0."),
        ("VARIORUM_LIMIT_FILE_BYTES", "64 MB", "VARIORUM_LIMIT_FILE_BYTES is “64 MB”; write a whole number."),
        (
            "VARIORUM_LOG_LEVEL",
            "loud",
            "VARIORUM_LOG_LEVEL is “LOUD”; write one of DEBUG, INFO, WARNING, ERROR, CRITICAL.",
        ),
    ],
)
def test_a_wrong_variable_is_named_with_what_to_write(variable: str, value: str, told: str, tmp_path: Path) -> None:
    assert told in settings_say("s.DEBUG", tmp_path, **{variable: value})


def test_a_flag_takes_the_usual_words(monkeypatch: pytest.MonkeyPatch) -> None:
    for value, meant in (("1", True), ("yes", True), ("0", False), ("off", False), ("", True)):
        monkeypatch.setenv("VARIORUM_TEST_FLAG", value)
        assert environment.flag("VARIORUM_TEST_FLAG", True) is meant
    monkeypatch.setenv("VARIORUM_TEST_FLAG", "2")
    with pytest.raises(ImproperlyConfigured):
        environment.flag("VARIORUM_TEST_FLAG", True)


def test_django_finds_nothing_unsafe_in_the_production_settings(tmp_path: Path) -> None:
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("VARIORUM_", "DJANGO_"))}
    ran = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**plain, "VARIORUM_DATA": str(tmp_path), "VARIORUM_HOSTS": "variorum.example"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr


def test_every_variable_is_documented() -> None:
    documented = (ROOT / "docs" / "operating.md").read_text()
    code = "".join(path.read_text() for folder in ("config", "jobs") for path in (ROOT / folder).rglob("*.py"))
    internal = {"VARIORUM_LIFELINE", "VARIORUM_FAULT"}  # between our own processes, and for tests alone
    for variable in sorted(set(re.findall(r"VARIORUM_[A-Z_]+", code)) - internal):
        assert f"`{variable}`" in documented, f"{variable} is not in docs/operating.md"
