"""The tables of staff, created after those of the packages.

A migration that changes a model renders every related model, and most of the platform
is related to users. The dependencies make the migrations of the packages, about 200,
run while there are few models.
"""

import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from elearning.migration_operations import CreateModels


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('account', '0009_emailaddress_unique_primary_email'),
        ('django_tasks_database', '0021_conditional_partial_index_ordering'),
        ('mfa', '0003_authenticator_type_uniq'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('usersessions', '0001_initial'),
        ('wagtail_localize', '0016_rename_page_revision_translationlog_revision'),
        ('wagtailadmin', '0006_formstate'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailembeds', '0009_embed_cache_until'),
        ('wagtailimages', '0027_image_description'),
        ('wagtailsearch', '0010_add_text_fields'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Amendment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject', models.CharField(max_length=64)),
                    ('row', models.BigIntegerField()),
                    ('before', models.DateField(null=True, verbose_name='last day before')),
                    ('after', models.DateField(null=True, verbose_name='last day after')),
                    ('known_on', models.DateField(db_index=True, verbose_name='known from')),
                ],
                options={
                    'verbose_name': 'amendment',
                    'verbose_name_plural': 'amendments',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Reclassification',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('subject', models.CharField(max_length=64)),
                    ('row', models.BigIntegerField()),
                    ('before', models.CharField(blank=True, max_length=32)),
                    ('after', models.CharField(blank=True, max_length=32)),
                    ('known_on', models.DateField(db_index=True, verbose_name='known from')),
                ],
                options={
                    'verbose_name': 'reclassification',
                    'verbose_name_plural': 'reclassifications',
                    'ordering': ['pk'],
                },
            ),
            migrations.CreateModel(
                name='Establishment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('path', models.CharField(max_length=255, unique=True)),
                    ('depth', models.PositiveIntegerField()),
                    ('numchild', models.PositiveIntegerField(default=0)),
                    ('title_kk', models.CharField(max_length=255, verbose_name='title in Kazakh')),
                    ('title_ru', models.CharField(max_length=255, verbose_name='title in Russian')),
                    ('title_en', models.CharField(blank=True, max_length=255, verbose_name='title in English')),
                    ('code', models.SlugField(max_length=32, unique=True, verbose_name='code')),
                    ('kind', models.CharField(choices=[('committee', 'Central office'), ('department', 'Regional department'), ('medium', 'Medium security'), ('maximum', 'Maximum security'), ('pre-trial', 'Pre-trial detention facility'), ('women', 'Establishment for women'), ('probation', 'Probation unit'), ('academy', 'Training academy'), ('unit', 'Unit')], max_length=16, verbose_name='kind')),
                    ('external_id', models.CharField(blank=True, max_length=64, null=True, unique=True, verbose_name='key in the personnel system')),
                    ('closed_on', models.DateField(blank=True, help_text='The last day it was open.', null=True, verbose_name='closed')),
                    ('known_on', models.DateField(editable=False, null=True, verbose_name='known from')),
                ],
                options={
                    'verbose_name': 'establishment',
                    'verbose_name_plural': 'establishments',
                },
            ),
            migrations.CreateModel(
                name='Remit',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('starts_on', models.DateField(verbose_name='from')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                    ('role', models.CharField(choices=[('learner', 'Learner'), ('trainer', 'Trainer'), ('safeguard-reviewer', 'Safeguard reviewer'), ('invigilator', 'Invigilator'), ('facility-hr', 'Facility HR'), ('ministry-hr', 'Ministry HR'), ('administrator', 'Administrator')], max_length=32, verbose_name='role')),
                    ('establishment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remits', to='staff.establishment')),
                    ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='granted by')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='remits', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'remit',
                    'verbose_name_plural': 'remits',
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='staff_remit_dates', violation_error_message='The last day is before the first.')],
                },
            ),
            migrations.CreateModel(
                name='Relocation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('moves_on', models.DateField(db_index=True, verbose_name='from')),
                    ('establishment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relocations', to='staff.establishment')),
                    ('parent_after', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.establishment')),
                    ('parent_before', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.establishment')),
                ],
                options={
                    'verbose_name': 'move of an establishment',
                    'verbose_name_plural': 'moves of establishments',
                    'ordering': ['moves_on', 'pk'],
                },
            ),
            migrations.CreateModel(
                name='PostCategory',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title_kk', models.CharField(max_length=255, verbose_name='title in Kazakh')),
                    ('title_ru', models.CharField(max_length=255, verbose_name='title in Russian')),
                    ('title_en', models.CharField(blank=True, max_length=255, verbose_name='title in English')),
                    ('code', models.SlugField(max_length=32, unique=True, verbose_name='code')),
                ],
                options={
                    'verbose_name': 'category of positions',
                    'verbose_name_plural': 'categories of positions',
                    'ordering': ['code'],
                },
            ),
            migrations.CreateModel(
                name='Post',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title_kk', models.CharField(max_length=255, verbose_name='title in Kazakh')),
                    ('title_ru', models.CharField(max_length=255, verbose_name='title in Russian')),
                    ('title_en', models.CharField(blank=True, max_length=255, verbose_name='title in English')),
                    ('code', models.SlugField(max_length=32, unique=True, verbose_name='code')),
                    ('external_id', models.CharField(blank=True, max_length=64, null=True, unique=True, verbose_name='key in the personnel system')),
                    ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='posts', to='staff.postcategory', verbose_name='category')),
                ],
                options={
                    'verbose_name': 'position',
                    'verbose_name_plural': 'positions',
                    'ordering': ['code'],
                },
            ),
            migrations.CreateModel(
                name='Rank',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title_kk', models.CharField(max_length=255, verbose_name='title in Kazakh')),
                    ('title_ru', models.CharField(max_length=255, verbose_name='title in Russian')),
                    ('title_en', models.CharField(blank=True, max_length=255, verbose_name='title in English')),
                    ('code', models.SlugField(max_length=32, unique=True, verbose_name='code')),
                    ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
                ],
                options={
                    'verbose_name': 'rank',
                    'verbose_name_plural': 'ranks',
                    'ordering': ['order', 'code'],
                },
            ),
            migrations.CreateModel(
                name='StaffMember',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('staff_number', models.CharField(max_length=32, unique=True, verbose_name='service number')),
                    ('family_name', models.CharField(max_length=100, verbose_name='family name')),
                    ('given_name', models.CharField(max_length=100, verbose_name='given name')),
                    ('patronymic', models.CharField(blank=True, max_length=100, verbose_name='patronymic')),
                    ('language', models.CharField(choices=[('kk', 'Қазақша'), ('ru', 'Русский'), ('en', 'English')], default='kk', max_length=2, verbose_name='language')),
                    ('external_id', models.CharField(blank=True, max_length=64, null=True, unique=True, verbose_name='key in the personnel system')),
                    ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='staff_member', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ],
                options={
                    'verbose_name': 'member of staff',
                    'verbose_name_plural': 'staff',
                    'ordering': ['family_name', 'given_name', 'staff_number'],
                },
            ),
            migrations.CreateModel(
                name='Appointment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('starts_on', models.DateField(verbose_name='from')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                    ('known_on', models.DateField(editable=False, null=True, verbose_name='known from')),
                    ('is_acting', models.BooleanField(default=False, verbose_name='acting')),
                    ('share', models.PositiveSmallIntegerField(default=100, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='share of the post, %')),
                    ('establishment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='staff.establishment')),
                    ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='staff.post')),
                    ('staff_member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='staff.staffmember')),
                ],
                options={
                    'verbose_name': 'appointment',
                    'verbose_name_plural': 'appointments',
                    'abstract': False,
                    'indexes': [models.Index(fields=['establishment', 'post'], name='staff_appoi_establi_71ab1e_idx')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='staff_appointment_dates', violation_error_message='The last day is before the first.')],
                },
            ),
            migrations.CreateModel(
                name='Absence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('starts_on', models.DateField(verbose_name='from')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                    ('known_on', models.DateField(editable=False, null=True, verbose_name='known from')),
                    ('kind', models.CharField(choices=[('parental', 'Maternity or parental leave'), ('illness', 'Long illness'), ('secondment', 'Secondment'), ('suspension', 'Suspension')], max_length=16, verbose_name='reason')),
                    ('staff_member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to='staff.staffmember')),
                ],
                options={
                    'verbose_name': 'absence',
                    'verbose_name_plural': 'absences',
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='staff_absence_dates', violation_error_message='The last day is before the first.')],
                },
            ),
            migrations.CreateModel(
                name='RankHeld',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('starts_on', models.DateField(verbose_name='from')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                    ('known_on', models.DateField(editable=False, null=True, verbose_name='known from')),
                    ('rank', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.rank')),
                    ('staff_member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ranks_held', to='staff.staffmember')),
                ],
                options={
                    'verbose_name': 'rank held',
                    'verbose_name_plural': 'ranks held',
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='staff_rankheld_dates', violation_error_message='The last day is before the first.')],
                },
            ),
            migrations.CreateModel(
                name='Reporting',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('starts_on', models.DateField(verbose_name='from')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='to')),
                    ('known_on', models.DateField(editable=False, null=True, verbose_name='known from')),
                    ('manager', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='staff.staffmember')),
                    ('staff_member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reporting', to='staff.staffmember')),
                ],
                options={
                    'verbose_name': 'line of management',
                    'verbose_name_plural': 'lines of management',
                    'abstract': False,
                    'constraints': [models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='staff_reporting_dates', violation_error_message='The last day is before the first.'), models.CheckConstraint(condition=models.Q(('manager', models.F('staff_member')), _negated=True), name='reporting_to_another', violation_error_message='A person cannot be their own line manager.')],
                },
            ),
        ]),
    ]
