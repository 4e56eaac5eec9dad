"""Keep what cites which clause; what was published before is read from its texts."""

import django.db.models.deletion
from django.db import migrations, models


def index(apps, schema_editor):
    """Write the citations of every version there is; the places of old ones are unknown."""
    known = {
        f"{code} {number}": pk
        for pk, code, number in apps.get_model("provisions", "Clause").objects.values_list(
            "pk", "document__code", "number"
        )
    }
    citation = apps.get_model("provisions", "Citation")
    rows = [
        citation(clause_id=known[code], place=place, **text)
        for code, place, text in [*_of_units(apps), *_of_documents(apps)]
        if code in known
    ]
    citation.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


def _of_units(apps):
    texts = apps.get_model("courses", "UnitText").objects
    for version, details in texts.values_list("version", "details").iterator():
        for code in details.get("cites", ()):
            yield code, "", {"unit_version_id": version}


def _of_documents(apps):
    versions = apps.get_model("provisions", "DocumentVersion").objects
    for version, body in versions.values_list("pk", "body").iterator():
        for clause in _clauses(body):
            for code in clause.get("cites", ()):
                yield code, clause["number"], {"document_version_id": version}


def _clauses(body):
    for text in body.values():
        for section in text["sections"]:
            yield from section["clauses"]


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0002_course_remits'),
        ('provisions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(blank=True, max_length=64, verbose_name='place in the text')),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='provisions.clause')),
                ('document_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='provisions.documentversion')),
                ('unit_version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='courses.unitversion')),
            ],
            options={
                'verbose_name': 'citation',
                'verbose_name_plural': 'citations',
                'constraints': [models.CheckConstraint(condition=models.Q(('unit_version__isnull', True), ('document_version__isnull', True), _connector='XOR'), name='citation_in_one_text'), models.UniqueConstraint(fields=('clause', 'unit_version', 'place'), name='citation_in_unit_once'), models.UniqueConstraint(fields=('clause', 'document_version', 'place'), name='citation_in_document_once')],
            },
        ),
        migrations.RunPython(index, migrations.RunPython.noop),
    ]
