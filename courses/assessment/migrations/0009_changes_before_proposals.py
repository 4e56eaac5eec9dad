from django.db import migrations


def add_newest_changes(apps, schema_editor):
    """Add to each waiting proposal the change of state that counted when it was made.

    The objections that an exception answers for were not stored, so a second person
    declines one against which something still speaks.
    """
    StateChange = apps.get_model("assessment", "StateChange")
    StateProposal = apps.get_model("assessment", "StateProposal")
    waiting = StateProposal.objects.filter(decision=None)
    for key, unit, at in waiting.values_list("pk", "unit", "proposed_at"):
        facts = StateChange.objects.filter(unit=unit, at__lte=at).order_by("-pk")
        newest = facts.values_list("pk", flat=True).first()
        StateProposal.objects.filter(pk=key).update(newest_change=newest)


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0008_proposals_about_a_change"),
    ]

    operations = [
        migrations.RunPython(add_newest_changes, migrations.RunPython.noop),
    ]
