"""Lessons read again, further attempts, extra time, sittings, and what happened in attempts."""

import uuid

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
            "paperversion",
            "is_invigilated",
            models.BooleanField(
                default=False, verbose_name="only in an invigilated sitting"
            ),
        ),
        migrations.AddField(
            "paperversion",
            "review",
            models.CharField(
                choices=[("result", "The result by topic, never the questions")],
                default="result",
                max_length=8,
                verbose_name="what a candidate sees afterwards",
            ),
        ),
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
        migrations.CreateModel(
            "Sitting",
            [
                _id(),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("opens_at", models.DateTimeField(verbose_name="opens")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                ("planned_at", models.DateTimeField(verbose_name="planned")),
                ("cancelled_at", models.DateTimeField(null=True, verbose_name="cancelled")),
                ("course", _to("courses.course", "sittings")),
                ("establishment", _to("staff.establishment", "sittings")),
                ("invigilator", _to(settings.AUTH_USER_MODEL, "sittings", null=True)),
                ("planned_by", _to(settings.AUTH_USER_MODEL, "+")),
            ],
            options={
                "verbose_name": "sitting",
                "verbose_name_plural": "sittings",
                "ordering": ["opens_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(closes_at__gt=F("opens_at")), name="sitting_window"
                    )
                ],
            },
        ),
        migrations.AddField(
            "attempt", "sitting", _to("assessment.sitting", "attempts", null=True)
        ),
        migrations.CreateModel(
            "Allowance",
            [
                _id(),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                ("reason", models.TextField(verbose_name="reason")),
                ("granted_at", models.DateTimeField(verbose_name="granted")),
                ("attempt", _to("assessment.attempt", "allowances")),
                ("granted_by", _to(settings.AUTH_USER_MODEL, "+")),
            ],
            options={
                "verbose_name": "minutes for a lost link",
                "verbose_name_plural": "minutes for lost links",
                "ordering": ["attempt", "granted_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(minutes__range=(1, 120)), name="allowance_minutes"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "AttemptEvent",
            [
                _id(),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("moved", "Continued in another window"),
                            ("link", "Link lost and found again"),
                        ],
                        max_length=8,
                        verbose_name="what",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("since", models.DateTimeField(null=True, verbose_name="since")),
                ("attempt", _to("assessment.attempt", "events")),
            ],
            options={
                "verbose_name": "event of an attempt",
                "verbose_name_plural": "events of attempts",
                "ordering": ["attempt", "at", "pk"],
            },
        ),
    ]
