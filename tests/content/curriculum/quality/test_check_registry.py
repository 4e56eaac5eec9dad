"""Checks of what lessons and guidelines say: one thing spoilt is one thing found."""

import re

import pytest

from content.curriculum.bundle_contents import BundleLibrary
from content.curriculum.quality import text_length
from content.curriculum.quality.check_registry import run_quality_checks
from content.curriculum.quality.checked_library import CheckedLibrary
from tests.content.curriculum.quality.spoiling import (
    BANK,
    EN,
    KK,
    LESSON,
    RU,
    rules,
    spoil,
)

SHEET = GUIDELINE = "guidelines/mg-6/mg-6.ru.md"


def test_good_bundles_have_no_findings(bundles):
    assert rules(bundles) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "rule"),
    [
        (RU, "Приговор может", "Пpиговор может", 9, "alphabet.mixed"),
        (RU, "Приговор может", "При\u00adговор может", 9, "alphabet.strange"),
        (EN, "The conviction", "The приговор", 9, "alphabet.english"),
        (RU, "Приговор может", "Үкім может", 9, "alphabet.foreign"),
        (KK, "Үкім ауыр", "Приговор что или ауыр", 9, "alphabet.russian"),
        (RU, "Приговор может", "Приговор [G] может", 9, "marks.verification"),
        (EN, "The conviction", "[V, S20] The conviction", 9, "marks.verification"),
        (EN, "The conviction", "The S12 conviction", 9, "marks.source"),
        (EN, "The conviction", "TODO The conviction", 9, "marks.unfinished"),
        (RU, "Этот урок", "\n\nЭтот урок", 8, "parity.paragraphs"),
        (RU, "- Гуманное", "Гуманное", 43, "parity.list-items"),
        (RU, "По статье 2", "По статье 3", 50, "parity.numbers"),
        (RU, "Приговор может", "**Приговор** может", 8, "parity.bold-words"),
        (RU, "Приговор", "[Приговор](clause:NMR 1)", 8, "parity.links"),
        (KK, "адам Сізге", "адам  Сізге", 9, "typography.double-space"),
        (RU, "Приговор может", "Ещё может", 9, "typography.yo"),
        (RU, "усталость — наст", "усталость – наст", 9, "typography.dash"),
        (KK, "», – деп", "», — деп", 9, "typography.dash"),
        (EN, "duties {#", "duty's {#", 11, "typography.straight-quotes"),
        (EN, "grave and", "grave , and", 9, "typography.space-before"),
        (EN, "grave and", "grave,and", 9, "typography.no-space"),
        (RU, "«За таких", "За таких", 9, "typography.pairs"),
        (RU, "Приговор может", "Verdict может", 9, "untranslated.english"),
        (RU, "Приговор может", "Приговор (NMR 1) может", 9, "untranslated.code"),
        (EN, "The conviction", "Word " * 41 + "the conviction", 9, "length.sentence"),
        (RU, "Приговор может", "Заключенный террорист может", 9, "wording.avoided"),
        (EN, "A prisoner", "An inmate", 9, "wording.avoided"),
        (KK, "Үкім ауыр", "Үкім болып табылады, ауыр", 9, "wording.avoided"),
        (EN, "The conviction", "Item SCI 3: the conviction", 9, "never.tool"),
        (EN, "The conviction", "A beard is a sign. The conviction", 9, "never.profiling"),
        (RU, "Приговор может", "Человек 900101300017 может", 9, "identifiable.iin"),
        (RU, "Приговор", "Личное дело № 12/345. Приговор", 9, "identifiable.case"),
        (RU, "Приговор", "Учреждение № 14. Приговор", 9, "identifiable.establishment"),
        (KK, "Үкім ауыр", "АБ-12/3 ауыр", 9, "identifiable.establishment"),
        (RU, "оскорбил Вас", "оскорбил вас", 9, "typography.address"),
        (RU, "Приговор может", "Приговор может может", 9, "typography.repeated"),
        (RU, "не спросит»", "не спросит” „", 9, "typography.guillemets"),
        (EN, "grave and", "grave ... and", 9, "typography.dots"),
        (RU, "усталость — наст", "усталость - наст", 9, "typography.hyphen"),
        (EN, "The conviction", "{{name}}. The conviction", 9, "marks.placeholder"),
        (RU, "Приговор может", "*Приговор* может", 8, "parity.words-in-italics"),
        (RU, "Этот урок", "\n\n### Урок\n\nЭтот урок", 8, "parity.headings"),
        (SHEET, "унижать. (NMR 1)", "унижать.", 10, "parity.citations"),
        (KK, "Сіздің шаршағаныңыз", "сіздің шаршағаныңыз", 9, "typography.address"),
        (GUIDELINE, "Лист заполняет", "Лист " * 3000 + "заполняет", 1, "length.guideline"),
        (BANK, "cites: [NMR 1]", "cites: []", 1, "bank.uncited"),
        (BANK, "Жоқ, ешқашан", "No, never", 12, "untranslated.english"),
        (BANK, "No, never", "None of the above", 1, "bank.all-of-the-above"),
    ],
)  # fmt: skip
def test_what_is_spoilt_is_found_where_it_stands(bundles, file, old, new, line, rule):
    spoil(bundles, file, old, new)

    found = [(one[0], one[1], one[3]) for one in rules(bundles, rule)]

    assert (file, line, rule) in found


def test_words_of_a_figure_are_compared_as_one_text_however_they_are_cut(bundles):
    figures = bundles / "courses/t1/figures"
    figures.mkdir()
    (figures / "way.svg").write_text("<svg/>", "utf-8")
    words = (
        "texts:\n  go:\n    kk: [Екі, жол]\n    ru: Два пути\n    en: [Two, 3 ways]\n"
    )
    (figures / "way.yaml").write_text(words, "utf-8")
    reading = CheckedLibrary(bundles, BundleLibrary())

    found = run_quality_checks(reading, ["parity"])

    assert [(one.file, one.line, one.rule) for one in found] == [
        ("courses/t1/figures/way.yaml", 5, "parity.numbers")
    ]


def test_a_lesson_of_long_sentences_is_found(bundles):
    path = bundles / RU
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"\.(?= [А-Я])", ";", text), "utf-8")

    assert ("courses/t1/l1.ru.md", 1, "error", "length.average") in rules(
        bundles, "length"
    )


def test_kazakh_typed_without_its_letters_is_found(bundles):
    path = bundles / KK
    text = path.read_text("utf-8")
    path.write_text(text.translate(str.maketrans("әғқңөұүі", "агкноууи")), "utf-8")

    assert (KK, 1, "error", "alphabet.kazakh") in rules(bundles, "alphabet.kazakh")


def test_a_kazakh_text_that_is_the_russian_one_is_told(bundles):
    spoil(bundles, BANK, "Тек соғыста", "Только на войне")

    assert rules(bundles, "untranslated") == [
        (BANK, 14, "warning", "untranslated.same")
    ]


def test_a_lesson_without_self_checks_is_found(bundles):
    for language in ("kk", "ru", "en"):
        path = bundles / LESSON.format(language)
        text = path.read_text("utf-8")
        path.write_text(text[: text.index("::: check {#check-2}")], "utf-8")

    assert rules(bundles) == [(EN, 1, "error", "self_checks.count")]


def test_a_lesson_that_is_too_short_is_found_in_its_language(bundles):
    path = bundles / EN
    rows = path.read_text("utf-8").split("\n")
    path.write_text("\n".join(row[:60] for row in rows), "utf-8")

    assert rules(bundles, "length.lesson") == [(EN, 1, "error", "length.lesson")]


def test_a_lesson_that_cites_nothing_and_takes_hours_is_found(bundles):
    for file in (KK, RU, EN):
        spoil(bundles, file, "cites: [NMR 1, MG-6 1.1]", "cites: []")
        spoil(bundles, file, "minutes: 15", "minutes: 90")

    assert rules(bundles, "links.lesson", "length.minutes") == [
        (EN, 1, "error", "links.lesson"),
        (EN, 4, "warning", "length.minutes"),
        (KK, 1, "error", "links.lesson"),
        (KK, 4, "warning", "length.minutes"),
        (RU, 1, "error", "links.lesson"),
        (RU, 4, "warning", "length.minutes"),
    ]


def test_sentences_end_before_kazakh_numbers_and_not_before_small_letters():
    text = (
        "Бұл – 41-қағида бойынша. 39-қағида да солай дейді. Ол «Болды!» – деді. Кетті."
    )

    assert text_length.split_sentences(text) == [
        "Бұл – 41-қағида бойынша.",
        "39-қағида да солай дейді.",
        "Ол «Болды!» – деді.",
        "Кетті.",
    ]


def test_a_safeguard_that_no_lesson_cites_is_found(bundles):
    for language in ("kk", "ru", "en"):
        spoil(bundles, LESSON.format(language), "MG-6 1.1]", "MG-6 1.2]")
    entry = "guidelines/mg-6/guideline.yaml"

    assert rules(bundles) == [(entry, 1, "error", "links.safeguard")]

    for language in ("kk", "ru", "en"):
        spoil(bundles, LESSON.format(language), ", MG-6 1.2]", "]")
    assert rules(bundles) == [(entry, 1, "error", "links.guideline")]

    spoil(bundles, "courses/t1/course.yaml", "hours: 1", "draft: true\nhours: 1")
    assert rules(bundles) == [(entry, 1, "warning", "links.guideline")]


def test_a_term_that_a_language_mostly_calls_something_else_is_told(bundles):
    path = bundles / RU
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"[Жж]естоко\w+ обращени\w+", "плохое дело", text), "utf-8")

    assert rules(bundles) == [("courses/t1", 0, "warning", "terms.ru")]


def test_a_wording_may_stand_in_a_title(bundles):
    spoil(bundles, RU, "Приговор", "Правила обращения с заключенными")
    assert rules(bundles, "wording") == []

    spoil(bundles, RU, "обращения с", "о")
    assert rules(bundles) == [(RU, 9, "warning", "wording.avoided")]


def test_translations_of_the_interface_are_read_too(bundles, tmp_path):
    path = tmp_path / "locale/ru/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Course"\nmsgstr "Кyрс ещё"\n', "utf-8")

    assert rules(bundles, catalogues=[tmp_path / "locale"]) == [
        ("locale/ru/LC_MESSAGES/django.po", 1, "error", "alphabet.mixed"),
        ("locale/ru/LC_MESSAGES/django.po", 1, "error", "typography.yo"),
    ]
