"""Checks of what the curriculum says: one thing spoilt is one thing found, with its line."""

import io
import json
import re
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from content.curriculum.contents import Library
from content.curriculum.quality import length, lists, never, spelling
from content.curriculum.quality.checks import CHECKS, make
from content.curriculum.quality.reading import Reading, read
from content.curriculum.quality.stemming import stems

GOOD = Path(__file__).parent / "good"
LESSON = "courses/t1/l1.{}.md"
KK, RU, EN = (LESSON.format(language) for language in ("kk", "ru", "en"))
BANK = "courses/t1/questions.yaml"
CLAUSES = {
    "kk": "Қызметкер ауысым басталғанда есікті, шамды және байланысты өзі тексеріп шығады.",
    "ru": "В начале смены сотрудник сам проверяет двери, свет и связь и записывает это.",
    "en": "At the start of a shift the officer checks the doors, the light and the radio.",
}
SHEET = GUIDELINE = "guidelines/mg-6/mg-6.ru.md"


@pytest.fixture
def bundles(tmp_path):
    """A copy of good bundles that a test may spoil, its guideline as long as a real one."""
    root = Path(shutil.copytree(GOOD, tmp_path / "bundles"))
    for language, words in CLAUSES.items():
        with (root / f"guidelines/mg-6/mg-6.{language}.md").open(
            "a", encoding="utf-8"
        ) as file:
            file.writelines(f"\n1.{number} {words}\n" for number in range(3, 154))
    return root


def spoil(root, file, old, new):
    path = root / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def rules(root, *wanted, catalogues=()):
    """Return what is found; spelling depends on what is installed and has its own tests."""
    found = make(read(root, list(catalogues)), wanted or set(CHECKS) - {"spelling"})
    return [(one.file, one.line, one.severity, one.rule) for one in found]


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
def test_what_is_spoilt_is_found_where_it_stands(  # noqa: PLR0913, PLR0917 — a row above
    bundles, file, old, new, line, rule
):
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
    reading = Reading(bundles, Library())

    found = make(reading, ["parity"])

    assert [(one.file, one.line, one.rule) for one in found] == [
        ("courses/t1/figures/way.yaml", 5, "parity.numbers")
    ]


def test_a_question_that_asks_the_same_is_found(bundles):
    text = (bundles / BANK).read_text("utf-8")
    first = text.split("\n\n")[0].replace("T1-Q01", "T1-Q04")
    (bundles / BANK).write_text(f"{text}\n{first}\n", "utf-8")

    assert rules(bundles) == [(BANK, 49, "error", "bank.double")]


def many(count, right):
    """Return so many single-choice questions whose right answer is ``right`` of four."""
    rows = []
    for number in range(count):
        word = "абвгдежзиклмнопрст"[number] * 7
        options = "".join(
            f"    - id: {letter}\n"
            + ("      correct: true\n" if letter == right else "")
            + f"      text: {{kk: {letter}, ru: {letter}, en: {letter * 3}{word}}}\n"
            for letter in "abcd"
        )
        rows.append(
            f"- id: T1-Q{number + 10}\n  type: single\n  outcome: 1\n  cites: [NMR 1]\n"
            f"  stem: {{kk: {word}, ru: {word}, en: {word}}}\n  choices:\n{options}"
            f"  feedback: {{kk: x, ru: x, en: x}}\n"
        )
    return "".join(rows)


def test_right_answers_in_one_place_are_unbalanced(bundles):
    (bundles / BANK).write_text(many(8, "b"), "utf-8")

    assert rules(bundles, "bank.letters") == [(BANK, 1, "error", "bank.letters")]


def test_right_answers_that_are_mostly_the_longest_are_told_in_each_language(bundles):
    text = many(8, "b").replace("text: {kk: b, ru: b", "text: {kk: bbb, ru: b")
    (bundles / BANK).write_text(text, "utf-8")

    found = make(read(bundles), ["bank.longest"])

    assert [one.text[:54] for one in found] == [
        "In kk the right option is the longest in 8 of 8: T1-Q1"
    ]


def test_a_single_choice_question_has_three_or_four_options(bundles):
    text = (bundles / BANK).read_text("utf-8")
    first, end = text.index("    - id: a"), text.index("    - id: b")
    (bundles / BANK).write_text(text[:first] + text[end:], "utf-8")

    assert rules(bundles, "bank.options") == [(BANK, 1, "error", "bank.options")]


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


def test_the_right_answer_of_self_checks_is_not_always_in_one_place(bundles):
    course = bundles / "courses/t1"
    for language in ("kk", "ru", "en"):
        text = (course / f"l1.{language}.md").read_text("utf-8")
        for number in range(2, 5):
            (course / f"l{number}.{language}.md").write_text(text, "utf-8")
    spoil(
        bundles, "courses/t1/course.yaml", "lessons: [l1]", "lessons: [l1, l2, l3, l4]"
    )

    assert rules(bundles, "self_checks") == [
        ("courses/t1/course.yaml", 1, "error", "self_checks.letters")
    ]


def test_what_a_draft_lacks_is_a_warning(bundles):
    course = "courses/t1/course.yaml"
    spoil(bundles, course, "hours: 1", "draft: true\nhours: 1")
    (bundles / BANK).write_text(many(8, "b"), "utf-8")

    assert rules(bundles, "bank.letters") == [(BANK, 1, "warning", "bank.letters")]


def test_a_whole_course_needs_a_whole_bank(bundles):
    spoil(bundles, "courses/t1/course.yaml", "questions: 2", "questions: 20")
    (bundles / BANK).write_text(
        many(18, "b") + many(18, "c").replace("Q", "P"), "utf-8"
    )
    assert rules(bundles, "bank.size", "bank.exam") == [(BANK, 1, "error", "bank.exam")]

    (bundles / BANK).write_text(many(18, "b") + many(8, "c").replace("Q", "P"), "utf-8")
    assert rules(bundles, "bank.size") == [(BANK, 1, "error", "bank.size")]

    (bundles / BANK).write_text(many(2, "b"), "utf-8")
    spoil(bundles, "courses/t1/course.yaml", "questions: 20", "questions: 2")
    assert rules(bundles, "bank.equivalent") == []


def test_a_must_pass_question_keeps_its_flag(bundles):
    for file in (BANK, "courses/t1/course.yaml"):
        path = bundles / file
        text = (
            path.read_text("utf-8")
            .replace("T1-Q01", "C1-Q01")
            .replace("code: T1", "code: C1")
        )
        path.write_text(text.replace("must_pass: true", "must_pass: false"), "utf-8")

    found = make(read(bundles), ["bank.must-pass"])

    assert [one.text for one in found] == [
        "C1-Q01 is no must-pass question any more.",
        "C1-Q02 is missing.",
        "C1-Q09 is missing.",
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

    assert length.sentences(text) == [
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


def test_words_of_the_hashed_list_are_found_by_their_stems(bundles, monkeypatch):
    entries = {never.entry("облачн кита"), never.entry("sunflow")}
    monkeypatch.setattr(lists, "words", lambda name: entries)
    spoil(bundles, RU, "Приговор", "«Облачные китайцы» — приговор")
    spoil(bundles, EN, "The conviction", "Sunflowers. The conviction")

    assert rules(bundles, "never") == [
        (EN, 9, "error", "never.word"),
        (RU, 9, "error", "never.word"),
    ]


def test_what_is_said_against_profiling_is_no_profiling(bundles):
    spoil(bundles, EN, "The conv", "A beard is never a sign. The conv")
    spoil(bundles, RU, "Приговор", "Борода — не признак. Приговор")
    spoil(bundles, KK, "Үкім ауыр", "Сақал қауіп белгісі емес. Үкім ауыр")

    assert rules(bundles, "never") == []


def test_entries_of_the_hashed_list_are_printed(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.StringIO("sunflow\n"))

    call_command("curriculum_check", "--entries")

    assert capsys.readouterr().out == "7:" + sha256(b"sunflow").hexdigest()[:16] + "\n"


def test_lists_are_sorted_and_hold_nothing_twice():
    for path in sorted(lists.FOLDER.glob("*.txt")):
        rows = [row for row in path.read_text("utf-8").splitlines() if row[0] != "#"]
        assert rows == sorted(set(rows)), path.name


@pytest.mark.parametrize(
    ("form", "stem"),
    [
        ("сотталғандармен", "сотталу"),
        ("мекемелеріміздегі", "мекеме"),
        ("бұйрығына", "бұйрық"),
        ("жіберілмегенін", "жіберу"),
        ("қоймайтынын", "қою"),
    ],
)
def test_stems_of_a_kazakh_form_hold_what_the_dictionary_has(form, stem):
    assert stem in stems(form)


def test_spelling_without_a_dictionary_is_not_made_and_never_green(
    bundles, monkeypatch, capsys
):
    monkeypatch.setattr("shutil.which", lambda name: None)
    found = make(read(bundles), ["spelling"])
    assert [(one.rule, one.severity) for one in found] == [
        ("spelling.en", "not made"),
        ("spelling.kk", "not made"),
        ("spelling.ru", "not made"),
    ]

    command = ("curriculum_check", "--bundles", str(bundles), "--rule", "spelling")
    call_command(*command)
    assert "Install hunspell and hunspell-kk." in capsys.readouterr().out
    with pytest.raises(CommandError, match="3 errors"):
        call_command(*command, "--complete")


@pytest.mark.skipif(
    any(spelling.misspelt(["a"], code) is None for code in spelling.DICTIONARIES),
    reason="hunspell with its three dictionaries is not installed",
)
def test_misspelt_words_are_told_and_words_of_the_glossary_are_not(bundles):
    before = set(make(read(bundles), ["spelling"]))
    spoil(bundles, EN, "The conviction", "The convicsion")
    spoil(bundles, RU, "Приговор может", "Преговор может")
    spoil(bundles, KK, "Үкім ауыр", "Сотталган қызметкермен ауыр")
    spoil(bundles, "glossary.yaml", '["жестокое обращение"]', '["респонсивность"]')
    spoil(bundles, RU, "Этот урок", "О респонсивности этот урок")

    after = set(make(read(bundles), ["spelling"]))
    assert [(one.file, one.text) for one in sorted(after - before)] == [
        (EN, "“convicsion” is in no dictionary."),
        (KK, "“Сотталган” is in no dictionary."),
        (RU, "“Преговор” is in no dictionary."),
    ]


def test_translations_of_the_interface_are_read_too(bundles, tmp_path):
    path = tmp_path / "locale/ru/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Course"\nmsgstr "Кyрс ещё"\n', "utf-8")

    assert rules(bundles, catalogues=[tmp_path / "locale"]) == [
        ("locale/ru/LC_MESSAGES/django.po", 1, "error", "alphabet.mixed"),
        ("locale/ru/LC_MESSAGES/django.po", 1, "error", "typography.yo"),
    ]


def test_the_command_tells_findings_and_fails_on_errors(bundles, capsys):
    spoil(bundles, RU, "Приговор может", "Приговор [G] может")

    command = ("curriculum_check", "--bundles", str(bundles), "--rule", "marks")
    with pytest.raises(CommandError, match="1 errors in the curriculum"):
        call_command(*command)
    assert capsys.readouterr().out.splitlines() == [
        (
            "courses/t1/l1.ru.md:9: error marks.verification: “[G]” stands in a text. "
            "Take it out; what is to be verified stands in an editor’s note."
        ),
        "1 × error, 0 × warning, 0 × not made",
    ]

    with pytest.raises(CommandError):
        call_command(*command, "--format", "json")
    (fact,) = json.loads(capsys.readouterr().out)
    assert (fact["file"], fact["line"], fact["rule"]) == (
        "courses/t1/l1.ru.md",
        9,
        "marks.verification",
    )


def test_the_command_refuses_an_unknown_check(bundles):
    with pytest.raises(CommandError, match="no check flavour"):
        call_command("curriculum_check", "--bundles", str(bundles), "--rule", "flavour")


@pytest.mark.parametrize("name", sorted(set(CHECKS) - {"spelling"}))
def test_every_check_finds_nothing_in_good_bundles(bundles, name):
    assert [one for one in make(read(bundles), [name]) if one.severity == "error"] == []
