"""Keep the verb beside each activity: what was done with it is then one index."""

import django.db.models.deletion
from django.db import migrations, models

_VERBS = """
    UPDATE lrs_statementactivity SET verb_id = (
        SELECT verb_id FROM lrs_statement WHERE lrs_statement.id = statement_id
    )
"""


def _verb(**options):
    return models.ForeignKey(
        "lrs.verb",
        django.db.models.deletion.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("lrs", "0005_attachments")]

    operations = [
        migrations.AddField("statementactivity", "verb", _verb(null=True)),
        migrations.RunSQL(_VERBS, migrations.RunSQL.noop),
        migrations.AlterField("statementactivity", "verb", _verb()),
        migrations.AddIndex(
            "statementactivity",
            models.Index(
                fields=["activity", "verb", "statement"],
                condition=models.Q(direct=True),
                name="lrs_activity_verb",
            ),
        ),
    ]
