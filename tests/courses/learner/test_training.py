"""The learner's home page: what is due, and the one button that goes on with it."""

import pytest
from django.utils import timezone

from courses import progress
from courses.learner.training import training_of
from tests.factories.courses import (
    CourseFactory,
    EditionFactory,
    EnrolmentFactory,
    UnitVersionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment():
    """Somebody on a course of three lessons, none of them opened."""
    course = CourseFactory(slug="course")
    versions = [
        UnitVersionFactory(unit__course=course, unit__slug=slug)
        for slug in ("first", "second", "third")
    ]
    return EnrolmentFactory(edition=EditionFactory(course=course, versions=versions))


def now(enrolment):
    """What the home page offers to do now."""
    fresh = type(enrolment).objects.get(pk=enrolment.pk)
    return training_of(fresh.learner, timezone.localdate()).now


def test_training_of_a_new_course_starts_with_its_first_lesson(enrolment):
    item = now(enrolment)

    assert (item.url, item.state) == ("/kk/courses/course/first/", "not-started")


def test_training_goes_on_at_the_very_place_last_seen(enrolment):
    third = enrolment.edition.steps[2].version.unit
    progress.start(enrolment, third, language="kk")
    progress.note_place(enrolment, third, "block-7")

    item = now(enrolment)

    assert item.url == "/kk/courses/course/third/#block-7"
    assert item.next_title == "third kk"


def test_training_goes_on_with_the_next_lesson_after_a_finished_one(enrolment):
    second = enrolment.edition.steps[1].version.unit
    progress.finish(enrolment, second, language="kk")
    progress.start(enrolment, second, language="kk")

    assert now(enrolment).url == "/kk/courses/course/first/"
