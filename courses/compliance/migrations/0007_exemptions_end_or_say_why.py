"""An exemption has a last day, or says why it has none."""

from django.conf import settings
from django.db import migrations, models

#: What those say that were granted before anybody was asked.
_EARLIER = "Соңғы күні сұралмай тұрып берілген."


def say_so(apps, schema_editor):
    """Let exemptions without a last day say that nobody was asked for one."""
    exemptions = apps.get_model("compliance", "Exemption").objects
    exemptions.filter(ends_on=None).update(open_because=_EARLIER)


class Migration(migrations.Migration):
    dependencies = [
        ("compliance", "0006_standings_of_today"),
        ("courses", "0014_credited_lessons"),
        ("staff", "0005_reclassification"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="exemption",
            name="open_because",
            field=models.TextField(blank=True, verbose_name="why it has no last day"),
        ),
        migrations.RunPython(say_so, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="exemption",
            constraint=models.CheckConstraint(
                condition=models.Q(ends_on__isnull=False) | ~models.Q(open_because=""),
                name="exemption_ends_or_says_why",
                violation_error_message="Give the last day, or say why there is none.",
            ),
        ),
    ]
