"""A name in a list means what the platform calls so, however its signs are written."""

import io

import openpyxl
import pytest

from elearning.staff.importing import cell_parsers
from elearning.staff.importing.columns import COLUMNS
from elearning.staff.importing.folded_words import fold_words
from tests.factories.staff import EstablishmentFactory, PostFactory
from tests.factories.staff_lists import (
    HEADINGS,
    bring,
    counts,
    csv_list,
    errors,
    row,
)


@pytest.mark.parametrize(
    "written",
    [
        "Восточный регион, учреждение N-1",
        "Восточный регион, учреждение N‐1",
        "Восточный регион, учреждение N\u20131",
        "Восточный регион , учреждение N \u2014 1",
        "ВОСТОЧНЫЙ РЕГИОН,\u00a0УЧРЕЖДЕНИЕ\u202fN\u22121",
        "Восточный регион, учре\u00adждение N-1\u200b",
    ],
)
def test_hyphens_spaces_and_capitals_are_one_spelling(written):
    assert fold_words(written) == fold_words("Восточный регион, учреждение N\u20111")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Колония «Южная»", 'колония "Южная"'),
        ("Колония «Южная»", "колония “Южная”"),
        ("Учреждение № 5", "Учреждение N°5"),
        ("Учреждение №5", "учреждение no. 5"),
        ("ОТРЯД (учёба)", "отряд [учеба]"),
        ("Қызмет орны", "Кызмет орны"),
        ("Город А, N-P1", "Город A, N-Р1"),
        ("Бек\u02bcзат", "Бек'зат"),
    ],
)
def test_quotes_number_signs_and_look_alikes_are_one_spelling(one, other):
    assert fold_words(one) == fold_words(other)


def test_other_words_and_other_numbers_stay_apart():
    texts = ["N-1", "N-2", "N-11", "Север", "Юг", "шығыс", "батыс"]

    assert len(set(map(fold_words, texts))) == len(texts)


def test_no_word_of_a_heading_or_a_language_means_two_things():
    headings = {column.name: column.headings for column in COLUMNS.values()}
    for words in (headings, cell_parsers.LANGUAGES):
        meant = [
            {fold_words(word) for word in told.split(";")} for told in words.values()
        ]
        assert sum(map(len, meant)) == len(set().union(*meant))


KAZAKH = ("Шығыс өңір, N-1 мекемесі", "бастықтың «бірінші» орынбасары")
RUSSIAN = ("Восточный регион, учреждение N-1", 'заместитель "первый" начальника')


def workbook(text):
    made = openpyxl.Workbook()
    for line in text.splitlines():
        made.active.append(line.split(";"))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("names", "saved"),
    [
        (RUSSIAN, lambda text: text.replace('"', '""').encode("utf-8-sig")),
        (RUSSIAN, lambda text: text.replace('"', "").encode("cp1251")),
        (KAZAKH, lambda text: text.encode("kz1048")),
        (KAZAKH, lambda text: text.encode("utf-16")),
        (RUSSIAN, workbook),
        (KAZAKH, workbook),
    ],
    ids=["utf-8", "cp1251", "kz1048", "utf-16", "xlsx ru", "xlsx kk"],
)
def test_list_with_ordinary_hyphens_matches_titles_with_typographic_ones(names, saved):
    EstablishmentFactory(
        code="east-n1",
        title_kk="Шығыс өңір, N\u20111 мекемесі",
        title_ru="Восточный регион, учреждение N\u20111",
    )
    PostFactory(
        code="deputy",
        title_kk="бастықтың “бірінші” орынбасары",
        title_ru="заместитель «первый» начальника",
    )
    text = csv_list(row("1", *names), row("2", "EAST_N1", "deputy"))

    assert counts(bring(saved(text))) == {"new": 2}


@pytest.mark.django_db
def test_two_places_of_one_spelling_are_both_named_and_neither_is_guessed(service):
    for code, title in (("b-1", "Учреждение N\u20111"), ("b-2", "учреждение «N-1»")):
        EstablishmentFactory(code=code, parent=service.root, title_ru=title)

    made = bring(
        csv_list(
            row("1", "Учреждение N-1", "guard"),
            row("2", "Учреждение N\u20111", "guard"),
            row("3", "B-2", "guard"),
        )
    )

    assert errors(made) == [("E2", "ambiguous_place"), ("E3", "ambiguous_place")]
    assert all("b-1, b-2" in one.sentence for one in made.findings.filter(kind="error"))
    assert counts(made) == {"new": 1, "error": 2}


@pytest.mark.django_db
def test_codes_of_one_spelling_are_told_apart_as_they_are_kept(service):
    for code in ("c-1", "c_1"):
        EstablishmentFactory(code=code, parent=service.root)

    made = bring(
        csv_list(*(row(code, code, "guard") for code in ("c-1", "C_1", "c 1")))
    )

    assert errors(made) == [("E4", "ambiguous_place")]
    assert counts(made) == {"new": 2, "error": 1}


@pytest.mark.django_db
def test_headings_of_another_print_are_known(service):
    headings = ("Табельный N°", *HEADINGS[1:4], "«Место\u00a0службы»", "Должность –")

    made = bring(csv_list(row("1", "east", "guard"), headings=headings))

    assert counts(made) == {"new": 1}
