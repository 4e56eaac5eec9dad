"""Lessons read again and further attempts (curriculum A.6)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _id():
    return (
        "id",
        models.BigAutoField(
            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
        ),
    )


def _to(model, name=None, **options):
    options |= {"related_name": name} if name else {}
    return models.ForeignKey(
        on_delete=django.db.models.deletion.PROTECT, to=model, **options
    )


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0002_kinds"),
        ("courses", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            "Rereading",
            [
                _id(),
                ("at", models.DateTimeField(verbose_name="read again")),
                ("attempt", _to("assessment.attempt", "rereadings")),
                ("unit", _to("courses.unit", "+")),
            ],
            options={
                "verbose_name": "lesson read again",
                "verbose_name_plural": "lessons read again",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("attempt", "unit"), name="rereading_noted_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "FurtherAttempt",
            [
                _id(),
                ("spoken_on", models.DateField(verbose_name="day of the conversation")),
                ("reason", models.TextField(verbose_name="reason")),
                ("granted_at", models.DateTimeField(verbose_name="granted")),
                (
                    "after",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="further",
                        to="assessment.attempt",
                    ),
                ),
                ("granted_by", _to(settings.AUTH_USER_MODEL, "+")),
            ],
            options={
                "verbose_name": "further attempt",
                "verbose_name_plural": "further attempts",
            },
        ),
    ]
