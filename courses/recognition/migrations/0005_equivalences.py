"""The equivalences of the curriculum (R13)."""

from typing import Any

from django.db import migrations

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


def seed(apps: Any, schema_editor: Any) -> None:
    """Keep each rule once."""
    rules = apps.get_model("recognition", "CreditRule").objects
    for rule in _RULES:
        rules.get_or_create(code=rule["code"], defaults=rule)


class Migration(migrations.Migration):
    dependencies = [("recognition", "0004_credits")]
    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
