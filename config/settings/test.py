"""The settings of the tests: quick password hashes, plain HTTP, a database file (threads need one)."""

import os

os.environ.setdefault("VARIORUM_SECRET_KEY", "a secret for the tests alone, long enough to be taken as one by Django")
os.environ.setdefault("VARIORUM_HTTPS", "0")

from config.settings.base import *  # noqa: F403
from config.settings.base import DATA, DATABASES, STORAGES

ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATA.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / f"test-{os.getpid()}.sqlite3")}
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
