"""A course that leaves as a package comes back as the same course."""

import json
import uuid

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from content.models import CoursePage, LessonPage
from content.packages.package_import import (
    create_course_from_package,
    preview_package_import,
)
from content.packages.package_writer import build_course_package, export_course_package
from content.questions.models import QuestionDraft
from courses.models import Approval, Course
from courses.release.edition_proposal import EditionProposal
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.zip_files import build_zip
from tests.content.packages.conftest import digests
from tests.factories.accounts import UserFactory
from tests.factories.content import CoursePages, figure_block, name, text_block
from tests.factories.pictures import image

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db,
    pytest.mark.filterwarnings(  # Wagtail leaves the file of its rendition open
        "ignore::pytest.PytestUnraisableExceptionWarning"
    ),
]


def test_it_is_the_same_course_to_the_last_sign(files, texts):
    content = build_zip(files)

    course = create_course_from_package(content, by=UserFactory())

    assert digests(course) == texts
    assert build_course_package(course).files == files


def test_a_rehearsal_tells_what_would_come_and_keeps_nothing(files):
    rehearsal = preview_package_import(build_zip(files), by=UserFactory())

    assert rehearsal.faults == []
    assert (rehearsal.lessons, rehearsal.questions) == (2, len(codes(files)))
    assert rehearsal.languages == ["kk", "ru", "en"]
    assert not Course.objects.exists()
    assert not CoursePage.objects.exists()
    assert not Entry.objects.filter(
        action__in=["courses.imported", "courses.exported"]
    ).exists()


def test_whoever_brings_it_in_is_its_author_and_nothing_is_approved(files):
    by = UserFactory()

    course = create_course_from_package(build_zip(files), by=by)

    versions = EditionProposal(course).fresh
    assert {version.published_by for version in versions} == {by}
    assert course.current_edition is None
    assert not Approval.objects.exists()
    assert Entry.objects.get(action="courses.imported").by == by


def test_taking_a_course_along_is_in_the_trail(files):
    course, by = (
        create_course_from_package(build_zip(files), by=UserFactory()),
        UserFactory(),
    )

    package = export_course_package(course, by=by)

    entry = Entry.objects.get(action="courses.exported")
    assert (entry.by, entry.details["files"]) == (by, len(package.files))


def test_pictures_and_links_between_pages_are_found_again(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with transaction.atomic():
        pages = CoursePages(code="T2", lessons=["l1"])
        to = pages.lessons["l1"]["kk"]
        link = f'<a linktype="page" id="{to.pk}">мұнда</a>'
        pages.lesson("l2", [text_block("l2", link), figure_block(image())])
        content = build_course_package(pages.course).content()
        transaction.set_rollback(True)

    course = create_course_from_package(content, by=UserFactory(roles=[Role.TRAINER]))

    there = LessonPage.objects.get(slug="l2", locale__language_code="kk")
    text, figure = there.body
    target = LessonPage.objects.get(slug="l1", locale__language_code="kk")
    assert text.value["text"].source == (
        f'<p><a linktype="page" id="{target.pk}">мұнда</a></p>'
    )
    assert figure.value["image"].contextual_alt_text == "Бөлменің сызбасы"
    assert there.translation_key == uuid.UUID(name("T2/l2"))
    assert course.code == "T2"


def test_drafts_that_were_never_handed_over_are_named(files):
    course = create_course_from_package(build_zip(files), by=UserFactory())
    draft = QuestionDraft.objects.filter(course=course).first()
    QuestionDraft.objects.filter(pk=draft.pk).update(live=False)

    package = build_course_package(course)

    assert package.left_out == [str(draft)]
    assert len(package.files) == len(files) - 1


def test_languages_that_are_missing_stay_missing(files):
    english = [one for one in files if ".en." in one]
    for one in english:
        del files[one]

    course = create_course_from_package(build_zip(files), by=UserFactory())

    assert {language for *_, language, _title, _digest in digests(course)} == {
        "kk",
        "ru",
    }


def codes(files):
    return {
        json.loads(content)["code"]
        for name, content in files.items()
        if name.startswith("questions/")
    }


def test_a_package_takes_as_many_queries_with_three_pictures_links_and_questions(
    settings, tmp_path, django_assert_num_queries
):
    settings.MEDIA_ROOT = tmp_path
    pages = CoursePages(code="T2", languages=["kk"], lessons=["l1"])
    link = f'<a linktype="page" id="{pages.lessons["l1"]["kk"].pk}">мұнда</a>'

    def grow(number):
        blocks = [text_block(f"{number}", link), figure_block(image(), f"f{number}")]
        pages.lesson(f"l{number}", blocks, ["kk"])
        case = pages.case(f"T2-K0{number}", ["kk"])["kk"]
        pages.question(f"T2-Q0{number}", ["kk"], case=case)

    def queries():
        with CaptureQueriesContext(connection) as seen:
            build_course_package(pages.course)
        return len(seen)

    grow(2)
    one = queries()
    grow(3)
    grow(4)

    with django_assert_num_queries(one):
        build_course_package(pages.course)
