"""Enrolments know when they were started; those there are take it from their lessons."""

from typing import Any

from django.db import migrations, models
from django.db.models import F, Min, OuterRef, Subquery
from django.db.models.functions import Coalesce


def start(apps: Any, schema_editor: Any) -> None:
    """Take the first lesson opened, else the last look that was noted."""
    enrolments = apps.get_model("courses", "Enrolment").objects
    progress = apps.get_model("courses", "UnitProgress").objects
    first = (
        progress.filter(enrolment=OuterRef("pk"))
        .order_by()
        .values("enrolment")
        .annotate(first=Min("started_at"))
        .values("first")
    )
    looked = enrolments.filter(last_seen_at__isnull=False)
    looked.update(started_at=Coalesce(Subquery(first), F("last_seen_at")))


class Migration(migrations.Migration):
    dependencies = [("courses", "0011_delivery_and_refreshers")]

    operations = [
        migrations.AddField(
            model_name="enrolment",
            name="started_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="started"),
        ),
        migrations.RunPython(start, migrations.RunPython.noop),
    ]
