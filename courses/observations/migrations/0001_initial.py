"""The tables of observations, with the initial observation sheet."""

import django.core.validators
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

from elearning.migration_operations import CreateModels


_TITLES = {
    "title_kk": "Динамикалық қауіпсіздікті бақылау парағы",
    "title_ru": "Лист наблюдения: динамическая безопасность",
    "title_en": "Dynamic-security observation sheet",
}
#: How officers act; nothing about prisoners.
_ITEMS = [
    (
        "Амандасады, сыпайы және түсінікті тілде сөйлейді",
        "Здоровается, говорит вежливо и понятным языком",
        "Greets people, speaks politely and so that she is understood",
    ),
    (
        "Бөлімшеде көзге көрініп жүреді, тек бұйрық беріп қоймай, адамдармен сөйлеседі",
        "Находится на виду, разговаривает с людьми, а не только отдает распоряжения",
        "Is to be seen on the unit and talks with people, not only to give orders",
    ),
    (
        "Нұсқаудың немесе бас тартудың себебін түсіндіреді",
        "Объясняет причину распоряжения или отказа",
        "Explains the reason for an instruction or a refusal",
    ),
    (
        "Соңына дейін тыңдайды, жауап береді немесе жауаптың қашан болатынын айтады",
        "Выслушивает до конца, отвечает или говорит, когда будет ответ",
        "Listens to the end, and answers or says when the answer will come",
    ),
    (
        "Қалыпты тәртіптегі өзгерісті байқайды және белгіленген жолмен ғана хабарлайды",
        "Замечает изменения в обычном распорядке и сообщает о них только установленным путем",
        "Notices changes in the usual routine and reports them by the right channel only",
    ),
    (
        "Шиеленісте байсалды сөйлейді, арақашықтық сақтайды, таңдау ұсынады",
        "При напряжении говорит спокойно, держит дистанцию, предлагает выбор",
        "Under tension speaks calmly, keeps a distance and offers a choice",
    ),
    (
        "Тексеруді ереже бойынша, құрметпен жүргізеді және не істеп жатқанын айтады",
        "Проводит досмотр по правилам, уважительно и говорит, что делает",
        "Searches by the rules, with respect, and says what she is doing",
    ),
    (
        "Жазбаларында күні, көргені мен естігені бар, болжам жоқ",
        "В записях – дата, увиденное и услышанное, без предположений",
        "Writes notes with the date, what was seen and heard, and no guesses",
    ),
]


def add_sheet(apps, schema_editor):
    """Add the observation sheet for dynamic security (curriculum A.3)."""
    sheet = apps.get_model("observing", "Checklist").objects.create(
        code="dynamic-security", domain="K3", months=12, **_TITLES
    )
    items = apps.get_model("observing", "Item").objects
    for position, (kk, ru, en) in enumerate(_ITEMS, start=1):
        items.create(
            checklist=sheet, position=position, text_kk=kk, text_ru=ru, text_en=en
        )


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('staff', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels([
            migrations.CreateModel(
                name='Checklist',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('title_kk', models.CharField(max_length=255, verbose_name='title in Kazakh')),
                    ('title_ru', models.CharField(max_length=255, verbose_name='title in Russian')),
                    ('title_en', models.CharField(blank=True, max_length=255, verbose_name='title in English')),
                    ('code', models.SlugField(unique=True, verbose_name='code')),
                    ('domain', models.CharField(max_length=8, verbose_name='domain')),
                    ('months', models.PositiveSmallIntegerField(default=12, validators=[django.core.validators.MinValueValidator(1)], verbose_name='valid for, in months')),
                    ('is_retired', models.BooleanField(default=False, verbose_name='no longer in use')),
                ],
                options={
                    'verbose_name': 'observation sheet',
                    'verbose_name_plural': 'observation sheets',
                    'ordering': ['domain', 'code'],
                },
            ),
            migrations.CreateModel(
                name='Item',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('text_kk', models.CharField(max_length=200)),
                    ('text_ru', models.CharField(max_length=200)),
                    ('text_en', models.CharField(max_length=200)),
                    ('checklist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='observing.checklist')),
                ],
                options={
                    'ordering': ['checklist', 'position'],
                    'constraints': [models.UniqueConstraint(fields=('checklist', 'position'), name='observed_item_position')],
                },
            ),
            migrations.CreateModel(
                name='Observation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ('seen_on', models.DateField(verbose_name='observed on')),
                    ('expires_on', models.DateField(verbose_name='valid until')),
                    ('next_step', models.CharField(blank=True, max_length=300, verbose_name='next step')),
                    ('follow_up_on', models.DateField(db_index=True, null=True, verbose_name='follow-up observation')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                    ('checklist', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='observing.checklist')),
                    ('learner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='observations', to='staff.staffmember')),
                    ('observer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.staffmember')),
                    ('recorded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'observation',
                    'verbose_name_plural': 'observations',
                    'ordering': ['-seen_on', '-pk'],
                    'constraints': [models.UniqueConstraint(fields=('learner', 'checklist', 'observer', 'seen_on'), name='observed_once_a_day'), models.CheckConstraint(condition=models.Q(('observer', models.F('learner')), _negated=True), name='observed_by_another')],
                },
            ),
            migrations.CreateModel(
                name='ObservedItem',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('was_seen', models.BooleanField()),
                    ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='observing.item')),
                    ('observation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='observing.observation')),
                ],
                options={
                    'ordering': ['item__position'],
                    'constraints': [models.UniqueConstraint(fields=('observation', 'item'), name='observed_item_once')],
                },
            ),
        ]),
        migrations.RunPython(add_sheet, migrations.RunPython.noop),
    ]
