"""The default rubric for open answers without criteria of their own (curriculum A.6)."""

from typing import Any

from elearning.languages import pick_text

#: Each criterion by id: its name and its levels, from zero points up, by language.
_CRITERIA: dict[str, dict[str, tuple[str, ...]]] = {
    "lawful": {
        "kk": (
            "Заңды",
            "Заң не қағида тыйым салған әрекетті ұсынады.",
            "Заңды, бірақ қағида не оның шегі аталмаған немесе қате аталған.",
            "Заңды: дұрыс қағидаға және оның шегіне сүйенеді.",
        ),
        "ru": (
            "Законно",
            "Предлагает то, что запрещено законом или правилами.",
            "Законно, но правило или его пределы не названы либо названы неверно.",
            "Законно: опирается на верное правило и его пределы.",
        ),
        "en": (
            "Lawful",
            "Proposes something that the law or the rules forbid.",
            "Lawful, but the rule or its limits are not named, or not rightly.",
            "Lawful: rests on the right rule and its limits.",
        ),
    },
    "safe": {
        "kk": (
            "Қауіпсіз",
            "Біреуді қауіпке тігеді.",
            "Жалпы қауіпсіз, бірақ қажетті сақтық шарасы жетіспейді.",
            (
                "Қызметкерге де, сотталғандарға да, келушілерге де қауіпсіз; жеткілікті ең "
                "жұмсақ шара таңдалған."
            ),
        ),
        "ru": (
            "Безопасно",
            "Подвергает кого-то опасности.",
            "В целом безопасно, но нужной меры предосторожности не хватает.",
            (
                "Безопасно для сотрудников, осужденных и посетителей; выбрана самая мягкая "
                "из достаточных мер."
            ),
        ),
        "en": (
            "Safe",
            "Puts somebody at risk.",
            "Safe on the whole, but a precaution that is needed is missing.",
            (
                "Safe for staff, prisoners and visitors, by the least restrictive measure "
                "that is enough."
            ),
        ),
    },
    "respectful": {
        "kk": (
            "Құрметпен",
            "Адамды қорлайды, таңба тағады немесе оған қысым көрсетеді.",
            "Сыпайы, бірақ адамның пікірі мен қадір-қасиеті ескерілмеген.",
            "Қадір-қасиетті және адамның өз пікірін құрметтейді; таңба да, қысым да жоқ.",
        ),
        "ru": (
            "Уважительно",
            "Унижает, навешивает ярлык или давит на человека.",
            "Вежливо, но мнение и достоинство человека не учтены.",
            "Уважает достоинство и мнение самого человека; без ярлыков и давления.",
        ),
        "en": (
            "Respectful",
            "Degrades, labels or puts pressure on somebody.",
            "Polite, but the person's view and dignity have no place in it.",
            "Respects dignity and the person's own view, without a label or pressure.",
        ),
    },
    "recorded": {
        "kk": (
            "Жазылған",
            "Жазу не баяндау туралы ештеңе айтылмаған.",
            "Жазады не баяндайды, бірақ нені, кімге немесе қашан екені айтылмаған.",
            "Нақты нені жазатыны, кімге және қашан баяндайтыны айтылған.",
        ),
        "ru": (
            "Зафиксировано",
            "О записи или докладе ничего не сказано.",
            "Запись или доклад есть, но не сказано, что, кому или когда.",
            "Сказано, что именно записывают, кому и когда докладывают.",
        ),
        "en": (
            "Recorded",
            "Says nothing about recording or reporting.",
            "Records or reports, but does not say what, to whom or when.",
            "Says what is recorded as fact, to whom it is reported and when.",
        ),
    },
}


def list_default_criteria(language: str) -> list[dict[str, Any]]:
    """Return the four criteria in ``language``, in the form of ``assessment.kinds``."""
    criteria = {name: pick_text(one, language)[0] for name, one in _CRITERIA.items()}
    return [
        {"id": name, "text": texts[0], "levels": list(texts[1:])}
        for name, texts in criteria.items()
    ]
