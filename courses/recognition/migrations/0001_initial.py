"""The tables of recognition, with the initial equivalences."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from elearning.migration_operations import CreateModels


_RULES = [
    {
        "code": "unodc-nmr",
        "course_code": "C1",
        "lessons": ["l1-1", "l1-2", "l1-3", "l2-1", "l2-2", "l2-3"],
        "months": 24,
        "title_kk": (
            "БҰҰ Есірткі және қылмыс жөніндегі басқармасының (UNODC) "
            "Нельсон Мандела қағидалары туралы электрондық курсы"
        ),
        "title_ru": (
            "Электронный курс Управления ООН по наркотикам и преступности (UNODC) "
            "о Правилах Нельсона Манделы"
        ),
        "title_en": "E-course of UNODC on the Nelson Mandela Rules",
    },
    {
        "code": "tool-training",
        "course_code": "C3",
        "lessons": ["l1-3"],
        "months": None,
        "title_kk": "Бағалау құралы бойынша аккредиттелген оқу",
        "title_ru": "Аккредитованное обучение инструменту оценки",
        "title_en": "Accredited training in an assessment tool",
    },
]


def add_rules(apps, schema_editor):
    """Add the equivalences of the curriculum (R13)."""
    rules = apps.get_model("recognition", "CreditRule").objects
    for rule in _RULES:
        rules.create(**rule)


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('courses', '0001_initial'),
        ('records', '0001_initial'),
        ('staff', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='RecordsCheck',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('started_at', models.DateTimeField(verbose_name='started')),
                    ('finished_at', models.DateTimeField(verbose_name='finished')),
                    ('people', models.PositiveIntegerField(verbose_name='people')),
                ],
                options={
                    'verbose_name': 'record check',
                    'verbose_name_plural': 'record checks',
                    'get_latest_by': 'pk',
                },
            ),
            migrations.CreateModel(
                name='Finding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=32, verbose_name='what')),
                    ('since', models.DateField(null=True, verbose_name='since')),
                    ('facts', models.JSONField(default=dict)),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.staffmember')),
                    ('check_of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='recognition.recordscheck')),
                ],
                options={
                    'verbose_name': 'finding about a record',
                    'verbose_name_plural': 'findings about records',
                    'ordering': ['kind', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='Claim',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('passed_on', models.DateField(verbose_name='date of passing')),
                    ('expires_on', models.DateField(verbose_name='valid until')),
                    ('issuer', models.CharField(max_length=200, verbose_name='issued by')),
                    ('document_number', models.CharField(max_length=100, verbose_name='number of the document')),
                    ('proposed_at', models.DateTimeField(verbose_name='entered')),
                    ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='courses.course')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to='staff.staffmember')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'training passed elsewhere',
                    'verbose_name_plural': 'training passed elsewhere',
                    'ordering': ['-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('expires_on__gte', models.F('passed_on'))), name='claim_dates')],
                },
            ),
            migrations.CreateModel(
                name='ClaimDecision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_confirmed', models.BooleanField(verbose_name='confirmed')),
                    ('note', models.TextField(verbose_name='note')),
                    ('at', models.DateTimeField(verbose_name='when')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('claim', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='recognition.claim')),
                    ('completion', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recognition', to='records.completion')),
                ],
                options={
                    'verbose_name': 'decision about training passed elsewhere',
                    'verbose_name_plural': 'decisions about training passed elsewhere',
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='recognition_claimdecision_says_why')],
                },
            ),
            migrations.CreateModel(
                name='Scan',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=100, unique=True)),
                    ('kind', models.CharField(choices=[('pdf', 'PDF'), ('jpeg', 'JPEG'), ('png', 'PNG')], max_length=4, verbose_name='kind')),
                    ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                    ('digest', models.CharField(max_length=64)),
                    ('removed_at', models.DateTimeField(null=True, verbose_name='removed')),
                    ('claim', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='scan', to='recognition.claim')),
                ],
                options={
                    'verbose_name': 'scan of a paper',
                    'verbose_name_plural': 'scans of papers',
                },
            ),
            migrations.CreateModel(
                name='Correction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('passed_on', models.DateField(verbose_name='date of passing')),
                    ('expires_on', models.DateField(null=True, verbose_name='valid until')),
                    ('score', models.DecimalField(decimal_places=4, max_digits=5, null=True, verbose_name='result')),
                    ('ground', models.CharField(blank=True, choices=[('fraud', 'Somebody else sat the exam'), ('breach', 'The rules of the exam were broken'), ('error', 'It was recorded in error')], max_length=8, verbose_name='ground')),
                    ('authority', models.CharField(blank=True, max_length=200, verbose_name='authority')),
                    ('reason', models.TextField(verbose_name='reason')),
                    ('proposed_at', models.DateTimeField(verbose_name='proposed')),
                    ('completion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposed_corrections', to='records.completion')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='staff.staffmember')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'correction of a pass',
                    'verbose_name_plural': 'corrections of passes',
                    'ordering': ['-pk'],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('ground', ''), models.Q(('authority', ''), _negated=True), _connector='OR')), name='correction_says_why')],
                },
            ),
            migrations.CreateModel(
                name='CorrectionDecision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_confirmed', models.BooleanField(verbose_name='confirmed')),
                    ('note', models.TextField(verbose_name='note')),
                    ('at', models.DateTimeField(verbose_name='when')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('correction', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='recognition.correction')),
                ],
                options={
                    'verbose_name': 'decision about a correction',
                    'verbose_name_plural': 'decisions about corrections',
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='recognition_correctiondecision_says_why')],
                },
            ),
            migrations.CreateModel(
                name='CreditRule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title_kk', models.CharField(max_length=255, verbose_name='title in Kazakh')),
                    ('title_ru', models.CharField(max_length=255, verbose_name='title in Russian')),
                    ('title_en', models.CharField(blank=True, max_length=255, verbose_name='title in English')),
                    ('code', models.SlugField(max_length=32, unique=True, verbose_name='code')),
                    ('course_code', models.CharField(max_length=32, verbose_name='course')),
                    ('lessons', models.JSONField(default=list, verbose_name='lessons')),
                    ('months', models.PositiveSmallIntegerField(null=True, verbose_name='not older than, in months')),
                ],
                options={
                    'verbose_name': 'equivalence',
                    'verbose_name_plural': 'equivalences',
                    'ordering': ['course_code', 'code'],
                },
            ),
            migrations.CreateModel(
                name='Credit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('issued_on', models.DateField(verbose_name='date of the document')),
                    ('document_number', models.CharField(max_length=100, verbose_name='number of the document')),
                    ('proposed_at', models.DateTimeField(verbose_name='entered')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='staff.staffmember')),
                    ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='recognition.creditrule')),
                ],
                options={
                    'verbose_name': 'equivalent training',
                    'verbose_name_plural': 'equivalent training',
                    'ordering': ['-pk'],
                },
            ),
            migrations.CreateModel(
                name='CreditDecision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('is_confirmed', models.BooleanField(verbose_name='confirmed')),
                    ('note', models.TextField(verbose_name='note')),
                    ('at', models.DateTimeField(verbose_name='when')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('credit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='recognition.credit')),
                ],
                options={
                    'verbose_name': 'decision about equivalent training',
                    'verbose_name_plural': 'decisions about equivalent training',
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='recognition_creditdecision_says_why')],
                },
            ),
        ]),
        migrations.RunPython(add_rules, migrations.RunPython.noop),
    ]
