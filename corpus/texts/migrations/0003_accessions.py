import hashlib

from django.db import migrations, models

COLUMNS = ("position", "kind", "level", "number", "anchor", "begin", "end")


def enter_what_is_there(apps, schema_editor):
    """What was taken in before there was a register, as it stands now."""
    Accession = apps.get_model("texts", "Accession")
    Segment = apps.get_model("texts", "Segment")
    for pk, filename, sha256 in apps.get_model("texts", "Source").objects.order_by("pk").values_list(
        "pk", "filename", "sha256"
    ):
        Accession.objects.create(kind="source", row=pk, name=filename[:400], sha256=sha256)
    revisions = apps.get_model("texts", "Revision").objects.order_by("pk")
    for pk, work, siglum, number, sha256 in revisions.values_list(
        "pk", "edition__work__slug", "edition__siglum", "number", "sha256"
    ):
        found = hashlib.sha256()
        for row in Segment.objects.filter(revision=pk).order_by("position").values_list(*COLUMNS).iterator():
            found.update(("\t".join("" if value is None else str(value) for value in row) + "\n").encode())
        name = f"{work}/{siglum}@{number}"[:400]
        Accession.objects.create(kind="revision", row=pk, name=name, sha256=sha256, segments=found.hexdigest())


class Migration(migrations.Migration):
    dependencies = [
        ("texts", "0002_deposit"),
    ]

    operations = [
        migrations.CreateModel(
            name="Accession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(choices=[("source", "source"), ("revision", "revision")], max_length=8),
                ),
                ("row", models.BigIntegerField(help_text="The id of the source or revision.")),
                (
                    "name",
                    models.CharField(
                        help_text="A source's filename; a revision's work, siglum and number then.", max_length=400
                    ),
                ),
                ("sha256", models.CharField(help_text="SHA-256 of the bytes, or of the text in UTF-8.", max_length=64)),
                (
                    "segments",
                    models.CharField(
                        blank=True, help_text="SHA-256 of a revision's segments and anchors.", max_length=64
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("kind", "row"), name="accession_unique")],
            },
        ),
        migrations.RunPython(enter_what_is_there, migrations.RunPython.noop),
    ]
