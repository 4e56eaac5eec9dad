"""Refreshers of the curriculum name the course that they renew."""

import pytest

from content.curriculum.curriculum_loader import link_refresher_courses
from courses.models import Course
from tests.factories.courses import CourseFactory

pytestmark = pytest.mark.django_db


def test_refresher_names_its_course_and_nothing_else_does():
    codes = ["C1", "C1-R", "C1-M2", "C9-R"]
    for code in codes:
        CourseFactory(code=code)

    link_refresher_courses(codes)

    named = Course.objects.filter(refreshes__isnull=False)
    assert [(one.code, one.refreshes.code) for one in named] == [("C1-R", "C1")]
