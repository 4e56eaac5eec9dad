"""Courses composed from the texts of others: one text, in each course a unit of its own."""

import json

import pytest
from django.urls import reverse

from content.curriculum import bundle_approvals
from content.curriculum.bundle_keys import derive_key, derive_text_key
from content.curriculum.bundle_reader import read_library
from content.curriculum.errors import BundleError
from content.models import LessonPage, ModulePage
from content.questions.models import QuestionDraft
from courses.models import Course, Unit
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.curriculum import load_approved

TRACK = """code: T1-M1
slug: t1-m1
title: {kk: Жол, ru: Трек, en: Track}
public_title: {kk: Жол, ru: Трек, en: Track}
summary: {kk: Қысқаша, ru: Кратко, en: Short}
audience: {kk: Барлығына, ru: Для всех, en: For all}
hours: 1
validity_months: 24
outcomes:
  - {number: 3, take: t1/1}
modules:
  - take: t1/m1
questions:
  - {take: t1, list: [T1-Q01, T1-Q02]}
exam:
  title: {kk: Тексеру, ru: Проверка, en: Check}
  questions: 1
  minutes: 10
  pass_mark: 80
  attempts: 2
  waiting_hours: [24]
"""
FILE = "courses/t1-m1/course.yaml"


@pytest.fixture
def track(bundles):
    """The sample bundles with a course composed of the sample's one."""
    folder = bundles / "courses/t1-m1"
    folder.mkdir()
    (folder / "course.yaml").write_text(TRACK, "utf-8")
    return bundles


def change(root, old, new):
    path = root / FILE
    assert old in path.read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


def composed(root):
    (found,) = [one for one in read_library(root).courses if one.name == "t1-m1"]
    return found


OURS = "{number: 3, text: {kk: Б, ru: З, en: K}}"
TWICE = "  - take: t1/m1\n  - take: t1/m1\n    code: m2"
NONE = "t1/l1 teaches no outcome of this course."


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("take: t1/1", "take: t1/9", 10, "t1 has no outcome 9."),
        ("take: t1/1", "take: t9/1", 10, "There is no other course t9 to take from."),
        ("take: t1/1", "take: t1", 10, None),
        ("take: t1/m1", "take: t1/m7", 12, "t1 has no module m7."),
        ("take: t1/m1", "take: t1-m1/m1", 12, None),
        ("take: t1/m1", "take: t1/m1\n    lessons: [l1]", 12, None),
        ("  - take: t1/m1", TWICE, 13, "Lesson l1 is there twice."),
        ("take: t1, list", "take: t1/m1, list", 14, "Write the folder of the course: c2."),
        ("T1-Q02]", "T1-Q92]", 14, "t1 has no question T1-Q92."),
        ("T1-Q02]}", "T1-Q02]}\n  - {take: t1}", 15, "Question T1-Q02 is there twice."),
        ("{number: 3, take: t1/1}", OURS, 12, NONE),
        ("{number: 3, take: t1/1}", OURS, 14, "T1-Q02 asks outcome 1, not taken."),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_with_its_line(track, old, new, line, reason):
    change(track, old, new)

    with pytest.raises(BundleError) as error:
        read_library(track)

    found = [(one.file, one.line, one.reason) for one in error.value.faults]
    assert (FILE, line) in [(name, at) for name, at, _reason in found], found
    assert reason is None or (FILE, line, reason) in found


def test_course_composed_of_a_composed_one_is_refused(track):
    folder = track / "courses/t2"
    folder.mkdir()
    text = TRACK.replace("T1-M1", "T2").replace("t1-m1", "t2").replace("t1/", "t1-m1/")
    (folder / "course.yaml").write_text(text, "utf-8")

    with pytest.raises(BundleError, match="t1-m1 is composed itself"):
        read_library(track)


def test_single_lessons_are_taken_and_numbers_of_outcomes_are_its_own(track):
    change(
        track,
        "  - take: t1/m1",
        "  - code: m9\n    title: {kk: М, ru: М, en: M}\n    lessons: [t1/s1]",
    )

    bundle = composed(track)

    assert [(one.name, one.lessons) for one in bundle.modules] == [("m9", ["s1"])]
    assert (list(bundle.lessons), list(bundle.scenarios)) == ([], ["s1"])
    assert bundle.scenarios["s1"].outcomes == [3]
    assert bundle.outcomes == {3: {"kk": "Біледі", "ru": "Знает", "en": "Knows"}}
    assert [(one.code, one.outcome) for one in bundle.questions] == [
        ("T1-Q01", 3),
        ("T1-Q02", 3),
    ]


def test_outcome_taken_may_be_said_in_other_words(track):
    change(track, "take: t1/1}", "take: t1/1, text: {kk: Біз, ru: Мы, en: We}}")

    assert composed(track).outcomes == {3: {"kk": "Біз", "ru": "Мы", "en": "We"}}


def test_what_is_taken_is_covered_by_the_approval_of_its_source(track, approve):
    approve()
    assert list(composed(track).hashes()) == ["course"]
    assert composed(track).uncovered() == []

    lesson = track / "courses/t1/l1.kk.md"
    lesson.write_text(
        lesson.read_text("utf-8").replace("In our own", "In other"), "utf-8"
    )
    assert composed(track).uncovered() == ["t1/l1"]

    (track / "courses/t1-m1" / bundle_approvals.FILE).unlink()
    assert composed(track).uncovered() == ["course", "t1/l1"]


@pytest.mark.django_db
def test_each_course_has_units_of_its_own_from_the_same_text(track, approve):
    change(track, "  - take: t1/m1", "  - take: t1/m1\n    code: part")
    approve()

    report = load_approved(track)
    again = load_approved(track)

    assert report.released == ["MG-1", "T1", "T1-M1"]
    assert not again.changed
    pages = LessonPage.objects.filter(slug="l1", locale__language_code="ru")
    assert {page.translation_key for page in pages} == {
        derive_key("t1", "l1"),
        derive_key("t1-m1", "l1"),
    }
    taken = pages.get(translation_key=derive_key("t1-m1", "l1"))
    assert taken.body[0].id == derive_text_key("t1-m1", "l1", "lead")
    assert taken.outcomes == "3"
    assert 'href="/ru/courses/t1-m1/s1/"' in taken.body[1].value["text"].source
    assert ModulePage.objects.filter(slug="part").count() == 3
    drafts = QuestionDraft.objects.filter(code="T1-Q02").values_list("translation_key")
    assert set(drafts) == {
        (derive_key("t1", "questions", "T1-Q02"),),
        (derive_key("t1-m1", "questions", "T1-Q02"),),
    }
    edition = Course.objects.get(code="T1-M1").current_edition
    slugs = [entry.version.unit.slug for entry in edition.outline]
    assert slugs == ["t1-m1", "part", "l1", "s1", "exam"]
    assert Unit.objects.filter(slug="l1").count() == 2


@pytest.mark.django_db
def test_link_to_a_lesson_that_was_not_taken_leaves_its_words(track):
    change(
        track,
        "  - take: t1/m1",
        "  - code: m1\n    title: {kk: М, ru: М, en: M}\n    lessons: [t1/l1]",
    )

    load_approved(track)

    page = LessonPage.objects.get(
        translation_key=derive_key("t1-m1", "l1"), locale__language_code="ru"
    )
    html = page.body[1].value["text"].source
    assert "and another." in html
    assert 'href="/ru/rules/nmr/#p-1"' in html


@pytest.mark.django_db
def test_author_is_told_where_the_lesson_is_taught_as_well(track, sign_in):
    load_approved(track)
    client = sign_in(UserFactory(roles=[Role.TRAINER]))
    russian = LessonPage.objects.filter(locale__language_code="ru")
    here = russian.get(translation_key=derive_key("t1", "l1"))
    there = russian.get(translation_key=derive_key("t1-m1", "l1"))
    url = reverse("wagtailadmin_pages:edit", args=[here.pk])

    page = client.get(url).text
    assert f'{reverse("wagtailadmin_pages:edit", args=[there.pk])}">T1-M1 · ' in page
    assert "мәтіні бірдей" in page

    shorter = json.dumps(list(there.body.get_prep_value())[:1])
    LessonPage.objects.filter(pk=there.pk).update(body=shorter)
    assert "мәтіні енді өзгеше" in client.get(url).text
