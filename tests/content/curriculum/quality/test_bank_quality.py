"""Checks of a bank of questions."""

from content.curriculum.quality.check_registry import run_quality_checks
from content.curriculum.quality.checked_library import read_checked_library
from tests.content.curriculum.quality.spoiling import BANK, rules, spoil


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

    found = run_quality_checks(read_checked_library(bundles), ["bank.longest"])

    assert [one.text[:54] for one in found] == [
        "In kk the right option is the longest in 8 of 8: T1-Q1"
    ]


def test_a_single_choice_question_has_three_or_four_options(bundles):
    text = (bundles / BANK).read_text("utf-8")
    first, end = text.index("    - id: a"), text.index("    - id: b")
    (bundles / BANK).write_text(text[:first] + text[end:], "utf-8")

    assert rules(bundles, "bank.options") == [(BANK, 1, "error", "bank.options")]


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

    found = run_quality_checks(read_checked_library(bundles), ["bank.must-pass"])

    assert [one.text for one in found] == [
        "C1-Q01 is no must-pass question any more.",
        "C1-Q02 is missing.",
        "C1-Q09 is missing.",
    ]
