from django.conf import settings
from django.db import migrations


#: The audit actions that record who chose the time of a sitting.
CHOSEN = ("assessment.sitting_planned", "assessment.sitting_moved")


def add_movers(apps, schema_editor):
    """Add to each sitting whoever planned or moved it before movers were recorded.

    Moving a sitting without an invigilator replaced its planner, whom only the audit
    trail still names.
    """
    Entry = apps.get_model("audit", "Entry")
    Sitting = apps.get_model("assessment", "Sitting")
    rows = Sitting.objects.values_list("pk", "planned_by")
    planners = {str(key): (key, by) for key, by in rows}
    told = Entry.objects.filter(action__in=CHOSEN, subject_type="assessment.sitting")
    chosen = told.exclude(by=None).order_by().values_list("subject_id", "by").distinct()
    Mover = Sitting.moved_by.through
    Mover.objects.bulk_create(
        (
            Mover(sitting_id=planners[sitting][0], user_id=by)
            for sitting, by in chosen
            if sitting in planners and planners[sitting][1] != by
        ),
        ignore_conflicts=True,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
        ("assessment", "0005_changes_read"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(add_movers, migrations.RunPython.noop),
    ]
