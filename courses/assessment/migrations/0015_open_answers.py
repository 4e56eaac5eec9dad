"""Answers that people mark: their marks, answers set aside, attempts that wait."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('assessment', '0014_purpose'),
        ('courses', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='GivenBack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='text without names')),
                ('at', models.DateTimeField(verbose_name='when')),
            ],
            options={
                'verbose_name': 'answer given back',
                'verbose_name_plural': 'answers given back',
            },
        ),
        migrations.CreateModel(
            name='OpenMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_decision', models.BooleanField(default=False, verbose_name='decides')),
                ('levels', models.JSONField(verbose_name='points for each criterion')),
                ('points', models.PositiveSmallIntegerField(verbose_name='points')),
                ('comment', models.TextField(blank=True, verbose_name='comment to the learner')),
                ('at', models.DateTimeField(verbose_name='marked')),
            ],
            options={
                'verbose_name': 'mark of an open answer',
                'verbose_name_plural': 'marks of open answers',
                'ordering': ['item', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('at', models.DateTimeField(verbose_name='when')),
            ],
            options={
                'verbose_name': 'answer set aside',
                'verbose_name_plural': 'answers set aside',
                'ordering': ['pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='attempt',
            name='attempt_open_or_marked',
        ),
        migrations.AddField(
            model_name='paperversion',
            name='open_questions',
            field=models.PositiveSmallIntegerField(default=0, help_text='So many of the questions ask for an answer that a trainer marks.', verbose_name='open questions'),
        ),
        migrations.AlterField(
            model_name='questionversion',
            name='type',
            field=models.CharField(choices=[('single', 'One answer'), ('multiple', 'Several answers'), ('truefalse', 'True or false'), ('matching', 'Matching'), ('ordering', 'Ordering'), ('cloze', 'Text with gaps'), ('numeric', 'Number'), ('text', 'Short answer'), ('branching', 'Branching scenario'), ('hotspot', 'Regions of a picture'), ('open', 'Open answer')], max_length=16, verbose_name='type'),
        ),
        migrations.AddIndex(
            model_name='attempt',
            index=models.Index(condition=models.Q(('handed_in_at__isnull', False), ('marked_at', None)), fields=['handed_in_at'], name='attempt_waiting'),
        ),
        migrations.AddIndex(
            model_name='attemptitem',
            index=models.Index(condition=models.Q(('mark', None)), fields=['attempt'], name='attempt_item_unmarked'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_by', ''), ('handed_in_at', None), ('marked_at', None), ('must_pass_failed', None), ('passed', None), ('score', None)), models.Q(('ended_by__in', ['learner', 'clock']), ('handed_in_at__isnull', False), ('marked_at', None), ('must_pass_failed', None), ('passed', None), ('score', None)), models.Q(('ended_by__in', ['learner', 'clock']), ('handed_in_at__isnull', False), ('marked_at__isnull', False), ('must_pass_failed__isnull', False), ('passed__isnull', False), ('score__range', (0, 1))), _connector='OR'), name='attempt_open_waiting_or_marked'),
        ),
        migrations.AddField(
            model_name='givenback',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='openmark',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='open_marks', to='assessment.attemptitem'),
        ),
        migrations.AddField(
            model_name='openmark',
            name='marker',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='setaside',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='setaside',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='set_asides', to='assessment.attemptitem'),
        ),
        migrations.AddField(
            model_name='givenback',
            name='set_aside',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='given_back', to='assessment.setaside'),
        ),
        migrations.AddConstraint(
            model_name='openmark',
            constraint=models.UniqueConstraint(fields=('item', 'marker', 'is_decision'), name='open_mark_once'),
        ),
    ]
