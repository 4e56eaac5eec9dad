from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def delete_tokens(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Delete tokens, which would open more without their agent."""
    apps.get_model("lrs", "Credential").objects.exclude(agent="").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('lrs', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(delete_tokens, migrations.RunPython.noop, elidable=True),
        migrations.RemoveConstraint(
            model_name='credential',
            name='lrs_token_is_bound_and_ends',
        ),
        migrations.RemoveField(
            model_name='credential',
            name='agent',
        ),
        migrations.RemoveField(
            model_name='credential',
            name='registration',
        ),
    ]
