"""How many questions of an exam people mark."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0006_tests_beside'),
    ]

    operations = [
        migrations.AddField(
            model_name='exampage',
            name='open_questions',
            field=models.PositiveSmallIntegerField(default=0, help_text="So many of the questions ask for an answer in one's own words. Trainers mark them, so the result comes days later.", validators=[django.core.validators.MaxValueValidator(10)], verbose_name='open questions'),
        ),
    ]
