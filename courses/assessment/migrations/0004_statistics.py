"""Summaries of answers and attempts, for statistics."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessment", "0003_sittings")]

    operations = [
        migrations.CreateModel(
            name="CountedAttempt",
            fields=[
                (
                    "attempt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="counted",
                        serialize=False,
                        to="assessment.attempt",
                    ),
                ),
            ],
            options={
                "verbose_name": "counted attempt",
                "verbose_name_plural": "counted attempts",
            },
        ),
        migrations.CreateModel(
            name="PaperTally",
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
                ("language", models.CharField(max_length=2, verbose_name="language")),
                (
                    "asked",
                    models.PositiveSmallIntegerField(
                        verbose_name="questions in the paper"
                    ),
                ),
                (
                    "n",
                    models.PositiveIntegerField(default=0, verbose_name="attempts"),
                ),
                (
                    "passed",
                    models.PositiveIntegerField(default=0, verbose_name="passed"),
                ),
                ("totals", models.BigIntegerField(default=0)),
                ("totals_squared", models.BigIntegerField(default=0)),
                ("squares", models.BigIntegerField(default=0)),
                ("scores", models.JSONField(default=dict)),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tallies",
                        to="assessment.paperversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "summary of attempts",
                "verbose_name_plural": "summaries of attempts",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paper", "language", "asked"), name="paper_tally_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="QuestionTally",
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
                ("language", models.CharField(max_length=2, verbose_name="language")),
                (
                    "asked",
                    models.PositiveSmallIntegerField(
                        verbose_name="questions in the paper"
                    ),
                ),
                ("n", models.PositiveIntegerField(default=0, verbose_name="answers")),
                ("marks", models.BigIntegerField(default=0)),
                ("marks_squared", models.BigIntegerField(default=0)),
                ("rests", models.BigIntegerField(default=0)),
                ("rests_squared", models.BigIntegerField(default=0)),
                ("products", models.BigIntegerField(default=0)),
                ("cells", models.JSONField(default=dict)),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="assessment.paperversion",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tallies",
                        to="assessment.questionversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "summary of answers",
                "verbose_name_plural": "summaries of answers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("paper", "question", "language", "asked"),
                        name="question_tally_once",
                    )
                ],
            },
        ),
    ]
