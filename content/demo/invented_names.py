"""Invented names, plausible but belonging to nobody."""

from random import Random
from typing import NamedTuple

#: A name that a spreadsheet would take for a formula, used in journeys of HR.
FORMULA = '=HYPERLINK("http://x","y")'

_KAZAKH_FAMILIES = [
    "Ахмет",
    "Оспан",
    "Жұмабай",
    "Нұрлан",
    "Қасым",
    "Тілеубай",
    "Бекен",
    "Сәрсенбай",
    "Мұқан",
    "Әбдір",
    "Төлеген",
    "Есен",
    "Дәулет",
    "Бейсен",
    "Қожахмет",
    "Тұрсын",
    "Смағұл",
    "Алдаберген",
    "Жақсыбек",
    "Қалиев",
    "Омар",
    "Рахым",
    "Шәріп",
    "Байжан",
    "Сағын",
    "Әлімжан",
    "Күзембай",
    "Ысқақ",
    "Мырзағали",
    "Жүніс",
]
_KAZAKH_MEN = [
    "Арман",
    "Нұржан",
    "Ерлан",
    "Дәурен",
    "Бауыржан",
    "Қайрат",
    "Марат",
    "Серік",
    "Асқар",
    "Тимур",
    "Айбек",
    "Жандос",
    "Олжас",
    "Рүстем",
    "Мейрам",
    "Қуаныш",
]
_KAZAKH_WOMEN = [
    "Айгүл",
    "Гүлнәр",
    "Жанар",
    "Сәуле",
    "Динара",
    "Әсел",
    "Айнұр",
    "Мәдина",
    "Ботагөз",
    "Назым",
    "Шолпан",
    "Әлия",
    "Қарлығаш",
]
_KAZAKH_FATHERS = [
    "Серік",
    "Болат",
    "Ғалым",
    "Мұрат",
    "Қанат",
    "Амангелді",
    "Сапар",
    "Темір",
    "Ермек",
    "Жақсылық",
]
_RUSSIAN_FAMILIES = [
    "Ковалёв",
    "Мельников",
    "Соколов",
    "Захаров",
    "Шевцов",
    "Волков",
    "Руднев",
    "Тарасов",
    "Белов",
    "Громов",
    "Лазарев",
    "Крылов",
    "Назаров",
    "Фомин",
    "Гусев",
]
_RUSSIAN_MEN = [
    "Андрей",
    "Сергей",
    "Виктор",
    "Павел",
    "Игорь",
    "Михаил",
    "Роман",
    "Денис",
    "Олег",
]
_RUSSIAN_WOMEN = [
    "Ольга",
    "Елена",
    "Наталья",
    "Ирина",
    "Светлана",
    "Марина",
    "Татьяна",
    "Анна",
]
_RUSSIAN_FATHERS = ["Иван", "Пётр", "Николай", "Владимир", "Александр", "Юрий"]
_PATRONYMICS = {
    "Иван": ("Иванович", "Ивановна"),
    "Пётр": ("Петрович", "Петровна"),
    "Николай": ("Николаевич", "Николаевна"),
    "Владимир": ("Владимирович", "Владимировна"),
    "Александр": ("Александрович", "Александровна"),
    "Юрий": ("Юрьевич", "Юрьевна"),
}
_KAZAKH_SHARE = 0.7
_WOMEN_SHARE = 0.4


class InventedName(NamedTuple):
    """A name in its three parts."""

    family: str
    given: str
    patronymic: str


def draw_name(chance: Random) -> InventedName:
    """Return an invented name; the same ``chance`` gives the same names."""
    is_woman = chance.random() < _WOMEN_SHARE
    if chance.random() < _KAZAKH_SHARE:
        family = chance.choice(_KAZAKH_FAMILIES)
        ending = "" if family.endswith("ев") else chance.choice(["ов", "ов", "ұлы"])
        given = chance.choice(_KAZAKH_WOMEN if is_woman else _KAZAKH_MEN)
        father = chance.choice(_KAZAKH_FATHERS)
        if ending == "ұлы":
            return InventedName(family, given, father + ("қызы" if is_woman else "ұлы"))
        family += ending + ("а" if is_woman else "")
        return InventedName(family, given, father + ("қызы" if is_woman else "ұлы"))
    family = chance.choice(_RUSSIAN_FAMILIES) + ("а" if is_woman else "")
    given = chance.choice(_RUSSIAN_WOMEN if is_woman else _RUSSIAN_MEN)
    return InventedName(
        family, given, _PATRONYMICS[chance.choice(_RUSSIAN_FATHERS)][is_woman]
    )


def draw_language(chance: Random) -> str:
    """Return a working language: Kazakh for about two in three."""
    return chance.choices(["kk", "ru", "en"], [65, 34, 1])[0]
