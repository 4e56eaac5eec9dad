"""Saved reports are removed by whoever keeps them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0002_saved_reports")]

    operations = [
        migrations.AddField(
            model_name="savedreport",
            name="removed_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="removed"
            ),
        )
    ]
