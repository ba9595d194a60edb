"""Sources, revisions, segments and the register of accessions never change: the database itself refuses, on SQLite and on PostgreSQL.

The triggers are made anew after every `migrate` (a receiver of `post_migrate`), since SQLite loses them silently where
Django remakes a table. They compare values: a save that changes nothing is none. `created_by` may be emptied, when an
account is deleted, and not otherwise changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from corpus.texts.models import Accession, Revision, Segment, Source

KEPT: list[type[models.Model]] = [Source, Revision, Segment, Accession]
DELETABLE: set[type[models.Model]] = set()  # rows that never change either, but may go
FUNCTION = "corpus_refuse"
MADE = re.compile(r'CREATE TRIGGER "(?P<name>(?P<table>\w+)_refuse_\w+)"')


def keep(model: type[models.Model]) -> None:
    """Guard the rows of this model, too: they never change, but they may be deleted. Called when an app is ready."""
    if model not in KEPT:
        KEPT.append(model)
    DELETABLE.add(model)


def install_triggers(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers of every table there is; those from before are replaced."""
    drop_triggers(connection)
    with connection.cursor() as cursor:
        for statement in _statements(connection):
            cursor.execute(statement, None)


def drop_triggers(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: for tests that flush the tables, and for them alone."""
    with connection.cursor() as cursor:
        for table in _tables(connection):
            for event in ("update", "delete", "replace", "truncate"):
                name = f"{table}_refuse_{event}"
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"{on}', None)


@contextmanager
def without_triggers(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """The tables unguarded while the block runs, guarded again whatever happens in it."""
    drop_triggers(connection)
    try:
        yield
    finally:
        install_triggers(connection)


def trigger_names(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of the triggers that stand in the database now."""
    if connection.vendor == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE '%_refuse_%'"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_refuse_%'"
    with connection.cursor() as cursor:
        cursor.execute(query, None)
        return {row[0] for row in cursor.fetchall()}


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables that should be guarded and of which a guard is gone; `migrate` makes it anew."""
    present = trigger_names(connection)
    wanted = (MADE.match(statement) for statement in _statements(connection))
    return sorted({made["table"] for made in wanted if made and made["name"] not in present})


def _tables(connection: BaseDatabaseWrapper) -> list[str]:
    present = set(connection.introspection.table_names())
    return [model._meta.db_table for model in KEPT if model._meta.db_table in present]


def _statements(connection: BaseDatabaseWrapper) -> Iterator[str]:
    postgresql = connection.vendor == "postgresql"
    present = set(_tables(connection))
    if postgresql:
        yield (
            f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
            "'% is immutable: a correction is a new revision', TG_TABLE_NAME "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for model in KEPT:
        table = model._meta.db_table
        if table not in present:
            continue
        stays = model not in DELETABLE
        changed = _changed(model, "IS DISTINCT FROM" if postgresql else "IS NOT")
        if postgresql:
            yield (
                f'CREATE TRIGGER "{table}_refuse_update" BEFORE UPDATE ON "{table}" FOR EACH ROW '
                f"WHEN ({changed}) EXECUTE FUNCTION {FUNCTION}()"
            )
            events = [("delete", "DELETE", "ROW"), ("truncate", "TRUNCATE", "STATEMENT")] if stays else []
            for name, event, each in events:
                yield (
                    f'CREATE TRIGGER "{table}_refuse_{name}" BEFORE {event} ON "{table}" FOR EACH {each} '
                    f"EXECUTE FUNCTION {FUNCTION}()"
                )
        else:
            refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is immutable: a correction is a new revision'); END"
            yield (
                f'CREATE TRIGGER "{table}_refuse_update" BEFORE UPDATE ON "{table}" FOR EACH ROW '
                f"WHEN {changed} {refuse}"
            )
            if stays:
                yield f'CREATE TRIGGER "{table}_refuse_delete" BEFORE DELETE ON "{table}" FOR EACH ROW {refuse}'
            # INSERT OR REPLACE deletes the row in its way without asking the trigger above.
            yield (
                f'CREATE TRIGGER "{table}_refuse_replace" BEFORE INSERT ON "{table}" FOR EACH ROW '
                f'WHEN EXISTS (SELECT 1 FROM "{table}" WHERE id = new.id) {refuse}'
            )


def _changed(model: type[models.Model], differs: str) -> str:
    conditions = []
    for field in model._meta.concrete_fields:
        column = f'"{field.column}"'
        condition = f"old.{column} {differs} new.{column}"
        if field.name == "created_by":
            condition = f"({condition} AND new.{column} IS NOT NULL)"
        elif isinstance(field, models.JSONField):
            # PostgreSQL compares jsonb by value; SQLite keeps text.
            condition = f"old.{column} {differs} new.{column}"
        conditions.append(condition)
    return " OR ".join(conditions)
