import django.db.models.deletion
from django.db import migrations, models


def key(to):
    return models.ForeignKey(
        db_constraint=False,
        db_index=False,
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to=to,
    )


class Migration(migrations.Migration):
    """Tallies are no facts: they are thrown away here, and the worker makes them anew."""

    dependencies = [
        ("compliance", "0007_exemptions_end_or_say_why"),
        ("courses", "0012_started_enrolments"),
        ("staff", "0004_places_known_from"),
    ]

    operations = [
        migrations.DeleteModel(name="Tally"),
        migrations.DeleteModel(name="TalliedDay"),
        migrations.CreateModel(
            name="TalliedDay",
            fields=[
                ("on", models.DateField(primary_key=True, serialize=False)),
            ],
        ),
        migrations.CreateModel(
            name="Tally",
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
                ("on", models.DateField()),
                ("lapsed", models.IntegerField()),
                ("expired", models.IntegerField()),
                ("grace", models.IntegerField()),
                ("update_due", models.IntegerField()),
                ("due", models.IntegerField()),
                ("not_started", models.IntegerField()),
                ("in_progress", models.IntegerField()),
                ("valid", models.IntegerField()),
                ("paused", models.IntegerField()),
                ("waived", models.IntegerField()),
                ("not_required", models.IntegerField()),
                ("course", key("courses.course")),
                ("establishment", key("staff.establishment")),
                ("post", key("staff.post")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("on", "establishment", "post", "course"),
                        name="tally_once",
                    )
                ],
            },
        ),
        migrations.RemoveIndex(
            model_name="standingperiod", name="standing_period_starts"
        ),
        migrations.RemoveIndex(
            model_name="standingperiod", name="standing_period_ends"
        ),
        migrations.AddIndex(
            model_name="standingperiod",
            index=models.Index(
                fields=["starts_on", "establishment", "post", "course", "state"],
                name="standing_period_begun",
            ),
        ),
        migrations.AddIndex(
            model_name="standingperiod",
            index=models.Index(
                fields=["ends_on", "establishment", "post", "course", "state"],
                name="standing_period_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="standingperiod",
            index=models.Index(
                fields=["establishment", "ends_on", "starts_on"],
                name="standing_period_place",
            ),
        ),
    ]
