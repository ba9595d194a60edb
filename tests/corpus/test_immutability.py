"""What is stored stays as it is: every way of changing it is refused by the database itself."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from corpus.access.models import User
from corpus.texts import immutability, storing
from corpus.texts.models import Revision, Segment, Source
from corpus.works.models import Edition, Work

ROWS = {
    "revision": (Revision, {"text": "forged", "sha256": "0" * 64, "number": 9, "reason": "another", "words": 1}),
    "source": (Source, {"content": b"forged", "sha256": "1" * 64, "size": 6, "filename": "other.txt"}),
    "segment": (Segment, {"begin": 1, "end": 2, "anchor": "77", "kind": "line", "number": 40}),
}
CASES = [(name, field) for name, (_, fields) in ROWS.items() for field in fields]


def by_save(row: models.Model, field: str, value: object) -> None:
    setattr(row, field, value)
    row.save()


def by_queryset(row: models.Model, field: str, value: object) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(**{field: value})


def by_bulk(row: models.Model, field: str, value: object) -> None:
    setattr(row, field, value)
    type(row)._default_manager.bulk_update([row], [field])


def by_sql(row: models.Model, field: str, value: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{row._meta.db_table}" SET "{field}" = %s WHERE id = %s', [value, row.pk])


@pytest.fixture
def stored(work: Work, editor: User) -> Edition:
    return storing.add_edition(
        work, siglum="S", title="Stored", text="Some words.", content=b"Some words.", filename="some.txt", user=editor
    )


@pytest.mark.parametrize("change", [by_save, by_queryset, by_bulk, by_sql])
@pytest.mark.parametrize(("name", "field"), CASES)
def test_no_field_of_what_is_stored_can_be_changed(
    stored: Edition, name: str, field: str, change: Callable[[models.Model, str, object], None]
) -> None:
    model, fields = ROWS[name]
    row = model.objects.get()
    before = getattr(row, field)
    with pytest.raises(IntegrityError, match="immutable"), transaction.atomic():
        change(row, field, fields[field])
    after = getattr(model.objects.get(), field)
    assert after == before


@pytest.mark.parametrize("name", ROWS)
def test_nothing_stored_can_be_deleted(stored: Edition, name: str) -> None:
    model, _ = ROWS[name]
    table = model._meta.db_table
    with pytest.raises((IntegrityError, models.ProtectedError)), transaction.atomic():
        model.objects.all().delete()
    with pytest.raises(IntegrityError, match="immutable"), transaction.atomic():
        model.objects.all()._raw_delete(connection.alias)
    with pytest.raises(IntegrityError, match="immutable"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table}"')
    assert model.objects.count() == 1


def test_an_edition_with_a_text_cannot_be_deleted(stored: Edition) -> None:
    with pytest.raises(models.ProtectedError):
        stored.delete()
    with pytest.raises(models.ProtectedError):
        stored.work.delete()


def test_a_row_cannot_be_replaced_by_another_with_its_id(stored: Edition) -> None:
    revision = Revision.objects.get()
    columns = [field.column for field in Revision._meta.concrete_fields]
    names = ", ".join(f'"{column}"' for column in columns)
    values = ", ".join("'forged'" if column == "text" else f'"{column}"' for column in columns)
    replace = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
    table = Revision._meta.db_table
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'{replace} INTO "{table}" ({names}) SELECT {values} FROM "{table}"')
    assert Revision.objects.get().text == revision.text


@pytest.mark.parametrize("name", ROWS)
def test_the_tables_cannot_be_emptied(stored: Edition, name: str) -> None:
    table = ROWS[name][0]._meta.db_table
    empty = f'TRUNCATE "{table}" CASCADE' if connection.vendor == "postgresql" else f'DELETE FROM "{table}"'
    connection.check_constraints()  # PostgreSQL empties no table that still has deferred checks to do
    with pytest.raises(IntegrityError, match="immutable"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(empty)


def test_a_save_that_changes_nothing_is_let_through(stored: Edition) -> None:
    Revision.objects.get().save()
    Segment.objects.get().save()
    Source.objects.get().save()


def test_who_made_a_revision_can_be_forgotten_but_not_forged(stored: Edition, editor: User, reader: User) -> None:
    with pytest.raises(IntegrityError, match="immutable"), transaction.atomic():
        Revision.objects.update(created_by=reader)
    editor.delete()
    assert Revision.objects.get().created_by is None


def test_the_triggers_stand_after_every_migration(db: None) -> None:
    def expected() -> set[str]:
        last = "truncate" if connection.vendor == "postgresql" else "replace"
        return {
            f"{model._meta.db_table}_refuse_{event}"
            for model in immutability.KEPT
            for event in ("update", "delete", last)
            if model not in immutability.DELETABLE or event not in {"delete", "truncate"}
        }

    assert immutability.trigger_names(connection) == expected()
    immutability.drop_triggers(connection)
    assert immutability.trigger_names(connection) == set()
    call_command("migrate", verbosity=0)
    assert immutability.trigger_names(connection) == expected()


@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_transactions_leaves_the_triggers_standing() -> None:
    assert immutability.trigger_names(connection)
