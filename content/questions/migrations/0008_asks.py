"""Keep the words of each question by their hash."""

from django.db import migrations, models

from content.questions.likeness import fingerprint


def keep(apps, schema_editor):
    drafts = apps.get_model("questions", "QuestionDraft").objects
    rows = []
    for row in drafts.only("pk", "stem").iterator(500):
        row.asks = fingerprint(row.stem)
        rows.append(row)
    drafts.bulk_update(rows, ["asks"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("questions", "0007_hotspot")]

    operations = [
        migrations.AddField(
            "questiondraft",
            "asks",
            models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.RunPython(keep, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            "questiondraft",
            "asks",
            models.CharField(db_index=True, editable=False, max_length=64),
        ),
    ]
