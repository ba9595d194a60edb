"""Which tables a backup has, and their rows as JSON that is the same whatever database they come from."""

from __future__ import annotations

import base64
import datetime
import json
import uuid
from collections.abc import Iterator
from functools import partial
from typing import Any

from django.apps import apps
from django.db import connection, models

from corpus.texts.models import Source

# Django's own, which it makes by itself, and who is signed in now.
LEFT_OUT = {"contenttypes", "auth", "sessions"}
APART: dict[type[models.Model], str] = {Source: "content"}  # a column that stands in files of its own
FEW = 20  # rows read at a time, of a table that has long columns
MANY = 2_000


def tables() -> list[type[models.Model]]:
    """The models whose rows are kept, in the order of their names; those that join two by themselves included, but
    for those that join to what is left out."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        options = model._meta
        if options.app_label in LEFT_OUT or options.proxy or not options.managed:
            continue
        if options.auto_created and any(_label(field) in LEFT_OUT for field in options.concrete_fields):
            continue
        found.append(model)
    return sorted(found, key=lambda model: model._meta.label_lower)


def joined() -> list[type[models.Model]]:
    """The models that are left out and have rows of ours in them: who is in which of Django's groups."""
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.auto_created and model not in tables()]


def _label(field: models.Field[Any, Any]) -> str:
    return field.related_model._meta.app_label if field.is_relation and field.related_model else ""


def fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns that stand in the table's own file."""
    return [field for field in model._meta.concrete_fields if field.name != APART.get(model)]


def rows(model: type[models.Model]) -> Iterator[bytes]:
    """Every row as a line of JSON, in the order of its key. Some rows are held at a time."""
    columns = fields(model)
    long = any(isinstance(field, models.BinaryField | models.TextField) for field in columns)
    found = model._base_manager.order_by("pk").values_list(*(field.attname for field in columns))
    for row in found.iterator(chunk_size=FEW if long else MANY):
        record = {field.column: _plain(value) for field, value in zip(columns, row, strict=True)}
        yield json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    """A column's value in JSON; what JSON has no word for as text, which the field's `to_python` reads again."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat()
    if isinstance(value, datetime.date | uuid.UUID):
        return str(value)
    return value


def insert(model: type[models.Model], records: Iterator[dict[str, Any]]) -> int:
    """Put the rows in as they are, keys and moments included; how many there were. The caller has a transaction."""
    readers = [(field.column or "", partial(_stored, field)) for field in model._meta.concrete_fields]
    names = ", ".join(connection.ops.quote_name(column) for column, _ in readers)
    places = ", ".join(["%s"] * len(readers))
    statement = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({names}) VALUES ({places})"
    count = 0
    with connection.cursor() as cursor:
        for lot in _lots(records, FEW if model in APART else MANY):
            cursor.executemany(statement, [[read(record[column]) for column, read in readers] for record in lot])
            count += len(lot)
    return count


def _stored(field: models.Field[Any, Any], value: Any) -> Any:
    """The value as the database takes it."""
    target: Any = field
    while target.is_relation:
        target = target.target_field
    if value is not None and not isinstance(target, models.JSONField):
        value = target.to_python(value)
    return field.get_db_prep_save(value, connection)


def _lots(records: Iterator[dict[str, Any]], most: int) -> Iterator[list[dict[str, Any]]]:
    """Lots of rows, none with more than some megabytes of text."""
    lot: list[dict[str, Any]] = []
    weight = 0
    for record in records:
        lot.append(record)
        weight += sum(len(value) for value in record.values() if isinstance(value, str | bytes))
        if len(lot) >= most or weight > 1 << 23:
            yield lot
            lot, weight = [], 0
    if lot:
        yield lot
