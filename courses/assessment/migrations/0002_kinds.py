"""Questions of more kinds: what is right becomes a key, an answer takes any form."""

from django.db import migrations, models


def _keep_what_is_right(apps, schema_editor):
    versions = apps.get_model("assessment", "QuestionVersion").objects.all()
    for version in versions.iterator():
        versions.filter(pk=version.pk).update(key={"right": version.correct})


def _keep_what_was_chosen(apps, schema_editor):
    """An empty list of choices was no answer."""
    responses = apps.get_model("assessment", "Response").objects.all()
    responses.update(given=models.F("choices"))
    responses.filter(choices=[]).update(given=None)


class Migration(migrations.Migration):
    dependencies = [("assessment", "0001_initial")]

    operations = [
        migrations.AddField(
            "questionversion",
            "key",
            models.JSONField(default=dict, verbose_name="what is right"),
            preserve_default=False,
        ),
        migrations.RunPython(_keep_what_is_right, migrations.RunPython.noop),
        migrations.RemoveField("questionversion", "correct"),
        migrations.AlterField(
            "questionversion",
            "type",
            models.CharField(
                choices=[
                    ("single", "One answer"),
                    ("multiple", "Several answers"),
                    ("truefalse", "True or false"),
                    ("matching", "Matching"),
                    ("ordering", "Ordering"),
                    ("cloze", "Text with gaps"),
                    ("numeric", "Number"),
                    ("text", "Short answer"),
                ],
                max_length=16,
                verbose_name="type",
            ),
        ),
        migrations.AddField(
            "response", "given", models.JSONField(null=True, verbose_name="answer")
        ),
        migrations.RunPython(_keep_what_was_chosen, migrations.RunPython.noop),
        migrations.RemoveField("response", "choices"),
        migrations.AlterField(
            "attemptitem",
            "order",
            models.JSONField(verbose_name="order of its parts"),
        ),
        migrations.AlterField(
            "attemptitem",
            "mark",
            models.DecimalField(
                decimal_places=4, max_digits=5, null=True, verbose_name="mark"
            ),
        ),
    ]
