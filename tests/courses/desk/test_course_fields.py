"""Lists to choose a course from name it by its code too: titles of one course are alike."""

import pytest
from django.urls import reverse

from courses.models import Unit
from elearning.accounts.roles import Role
from tests.factories.courses import CourseFactory, UnitFactory, UnitVersionFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name", ["desk:parity", "desk:bank:questions", "desk:statistics:questions"]
)
def test_filter_names_a_course_by_code_and_title(client, enter, name):
    enter(Role.TRAINER)
    course = CourseFactory()
    UnitVersionFactory(unit=UnitFactory(course=course, kind=Unit.Kind.QUESTION))

    page = client.get(reverse(name)).text

    assert f">{course.code} — {course.title}</option>" in page
