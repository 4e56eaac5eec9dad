from django.db import migrations


def add_newest_changes(apps, schema_editor):
    """Add to each waiting proposal the change of state that counted when it was made.

    The objections that an exception answers for were not stored, so a second person
    declines one against which something still speaks.
    """
    StateChange = apps.get_model("assessment", "StateChange")
    StateProposal = apps.get_model("assessment", "StateProposal")
    for proposal in StateProposal.objects.filter(decision=None):
        facts = StateChange.objects.filter(
            unit=proposal.unit_id, at__lte=proposal.proposed_at
        )
        proposal.newest_change = facts.order_by("-pk").first()
        proposal.save(update_fields=["newest_change"])


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0008_proposals_about_a_change"),
    ]

    operations = [
        migrations.RunPython(add_newest_changes, migrations.RunPython.noop),
    ]
