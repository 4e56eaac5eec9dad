from django.db import migrations, models
from django.db.models import Q
from django.utils import timezone


def date_parked(apps, schema_editor):
    """Give statements that are parked already a moment: that of the upgrade."""
    outbox = apps.get_model("lrs", "Outbox").objects
    outbox.exclude(parked="").update(parked_at=timezone.now())


class Migration(migrations.Migration):

    dependencies = [
        ("lrs", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            "target", "lease", models.UUIDField(editable=False, null=True)
        ),
        migrations.AddField(
            "target", "leased_until", models.DateTimeField(editable=False, null=True)
        ),
        migrations.AddField(
            "target", "is_held", models.BooleanField(default=False, verbose_name="paused")
        ),
        migrations.AddField(
            "target",
            "last_sent_at",
            models.DateTimeField(blank=True, null=True, verbose_name="last sent"),
        ),
        migrations.AddField(
            "target",
            "versions",
            models.JSONField(blank=True, default=list, verbose_name="versions"),
        ),
        migrations.AddField(
            "target", "backfill_after", models.BigIntegerField(editable=False, null=True)
        ),
        migrations.AddField(
            "target", "backfill_before", models.BigIntegerField(editable=False, null=True)
        ),
        migrations.AddField(
            "outbox",
            "parked_at",
            models.DateTimeField(blank=True, null=True, verbose_name="parked"),
        ),
        migrations.RunPython(date_parked, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            "outbox",
            models.Index(
                fields=["target", "statement"],
                condition=Q(parked_at=None),
                name="lrs_outbox_waiting",
            ),
        ),
        migrations.AddIndex(
            "outbox",
            models.Index(
                fields=["target", "statement"],
                condition=Q(parked_at__isnull=False),
                name="lrs_outbox_parked",
            ),
        ),
    ]
