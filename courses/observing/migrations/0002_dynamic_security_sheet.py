"""The observation sheet for dynamic security, to begin with (curriculum A.3)."""

from django.db import migrations

_TITLES = {
    "title_kk": "Динамикалық қауіпсіздікті бақылау парағы",
    "title_ru": "Лист наблюдения: динамическая безопасность",
    "title_en": "Dynamic-security observation sheet",
}
#: How the officer herself acts; nothing about prisoners.
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


def add(apps, schema_editor):
    """Add the sheet with its lines."""
    checklists = apps.get_model("observing", "Checklist").objects
    items = apps.get_model("observing", "Item").objects
    sheet, created = checklists.get_or_create(
        code="dynamic-security", defaults=_TITLES | {"domain": "K3", "months": 12}
    )
    if created:
        for position, (kk, ru, en) in enumerate(_ITEMS, start=1):
            items.create(
                checklist=sheet, position=position, text_kk=kk, text_ru=ru, text_en=en
            )


class Migration(migrations.Migration):
    dependencies = [("observing", "0001_initial")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
