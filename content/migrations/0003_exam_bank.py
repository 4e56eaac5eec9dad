"""Exams say how many questions they try out, and whether they need a full bank."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0002_invigilated")]

    operations = [
        migrations.AddField(
            "exampage",
            "trials",
            models.PositiveSmallIntegerField(
                default=2,
                help_text="At most so many questions in trial are asked on top; they do not count.",
                validators=[django.core.validators.MaxValueValidator(10)],
                verbose_name="questions tried out",
            ),
        ),
        migrations.AddField(
            "exampage",
            "needs_full_bank",
            models.BooleanField(
                default=False,
                help_text="Without 3 live questions for each outcome and a must-pass question the exam cannot be released.",
                verbose_name="needs a full bank",
            ),
        ),
    ]
