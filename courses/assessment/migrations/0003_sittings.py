"""Lessons read again, further attempts, and extra time."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


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
        ("staff", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "attempt",
            "extra_minutes",
            models.PositiveSmallIntegerField(default=0, verbose_name="extra minutes"),
        ),
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
        migrations.CreateModel(
            "ExtraTime",
            [
                _id(),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        null=True, verbose_name="per cent"
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(null=True, verbose_name="minutes"),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                ("granted_at", models.DateTimeField(verbose_name="granted")),
                ("granted_by", _to(settings.AUTH_USER_MODEL, "+")),
                ("staff_member", _to("staff.staffmember", "extra_times")),
            ],
            options={
                "verbose_name": "extra time",
                "verbose_name_plural": "extra time",
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                        name="assessment_extratime_dates",
                        violation_error_message="The last day is before the first.",
                    ),
                    models.CheckConstraint(
                        condition=Q(percent__range=(1, 100), minutes=None)
                        | Q(percent=None, minutes__range=(1, 240)),
                        name="extra_time_minutes_or_percent",
                    ),
                ],
            },
        ),
    ]
