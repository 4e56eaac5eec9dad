"""The bank: states of questions, decisions about leaks, questions that are tried out."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0004_statistics"),
        ("courses", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "attemptitem",
            "is_scored",
            models.BooleanField(default=True, verbose_name="counts"),
        ),
        migrations.AddField(
            "paperversion",
            "trials",
            models.PositiveSmallIntegerField(
                default=2,
                help_text="At most so many questions in trial are asked, and do not count.",
                verbose_name="questions tried out",
            ),
        ),
        migrations.AddField(
            "paperversion",
            "needs_full_bank",
            models.BooleanField(default=False, verbose_name="needs a full bank"),
        ),
        migrations.CreateModel(
            "StateChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("trial", "In trial"),
                            ("live", "Live"),
                            ("retired", "Retired"),
                            ("quarantined", "Quarantined"),
                        ],
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "is_exception",
                    models.BooleanField(
                        default=False,
                        help_text="Live although its trial had not shown enough.",
                        verbose_name="exception",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="state_changes",
                        to="courses.unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "change of state",
                "verbose_name_plural": "changes of state",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                ["trial", "live", "retired", "quarantined"],
                            ),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="state_change_says_why",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            "LeakDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[
                            ("stand", "All results stand"),
                            (
                                "repeat",
                                "Those whose result rests on it sit the exam again",
                            ),
                            (
                                "examine",
                                "Each result that rests on it is looked at",
                            ),
                        ],
                        max_length=16,
                        verbose_name="decision",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason")),
                (
                    "attempts",
                    models.PositiveIntegerField(verbose_name="attempts that saw it"),
                ),
                (
                    "passing_only_with",
                    models.PositiveIntegerField(verbose_name="passes only with it"),
                ),
                (
                    "passing_only_without",
                    models.PositiveIntegerField(verbose_name="passes only without it"),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "quarantine",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="assessment.statechange",
                    ),
                ),
            ],
            options={
                "verbose_name": "decision about a leak",
                "verbose_name_plural": "decisions about leaks",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="leak_decision_says_why",
                    )
                ],
            },
        ),
    ]
