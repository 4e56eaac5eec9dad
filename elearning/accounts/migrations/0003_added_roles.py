from django.db import migrations, models


def add_roles(apps, schema_editor):
    """Derive the added roles from earlier changes; roles lost on leaving are not known."""
    Decision = apps.get_model("accounts", "AccountChangeDecision")
    made = Decision.objects.filter(
        is_confirmed=True, change__kind__in=("roles", "closing")
    )
    held = {}
    for decision in made.select_related("change").order_by("change_id"):
        change = decision.change
        added = set(change.roles) - held.get(change.user_id, set())
        held[change.user_id] = set(change.roles)
        made.filter(pk=decision.pk).update(added_roles=sorted(added))


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_account_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="accountchangedecision",
            name="added_roles",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(add_roles, migrations.RunPython.noop),
    ]
