"""What a position asks: where somebody works, and anywhere in the service."""

from datetime import date

import pytest

from courses.competencies.models import CompetencyLevel
from courses.competencies.post_requirements import (
    list_person_requirements,
    list_post_requirements,
)
from tests.factories.competencies import ProfileFactory, TargetFactory
from tests.factories.compliance import RequirementFactory
from tests.factories.courses import CourseFactory
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    PostFactory,
)

pytestmark = pytest.mark.django_db

ON = date(2026, 6, 1)


def courses_of(asked):
    return [(rule.course.code, rule.months) for rule in asked.requirements]


def test_rule_of_another_establishment_is_not_asked_of_her():
    appointment = AppointmentFactory()
    course = CourseFactory(code="C1", validity_months=36)
    RequirementFactory(post=appointment.post, course=course, months=24)
    elsewhere = EstablishmentFactory()
    RequirementFactory(
        post=appointment.post, course=course, months=6, establishment=elsewhere
    )

    [asked] = list_person_requirements(appointment.staff_member, on=ON)

    assert courses_of(asked) == [("C1", 24)]


def test_strictest_rule_where_she_works_counts():
    appointment = AppointmentFactory()
    course = CourseFactory(code="C1", validity_months=36)
    RequirementFactory(post=appointment.post, course=course, months=24)
    RequirementFactory(
        post=appointment.post,
        course=course,
        months=12,
        establishment=appointment.establishment,
    )

    [asked] = list_person_requirements(appointment.staff_member, on=ON)

    assert courses_of(asked) == [("C1", 12)]


def test_ended_rule_and_ended_appointment_ask_nothing():
    appointment = AppointmentFactory()
    RequirementFactory(post=appointment.post, ends_on=date(2026, 5, 31))
    AppointmentFactory(staff_member=appointment.staff_member, ends_on=date(2026, 5, 31))

    [asked] = list_person_requirements(appointment.staff_member, on=ON)

    assert asked.post == appointment.post
    assert asked.is_empty


def test_levels_come_highest_first_and_leave_out_what_is_not_required():
    post = PostFactory()
    for level in (
        CompetencyLevel.AWARE,
        CompetencyLevel.NOT_REQUIRED,
        CompetencyLevel.LEAD,
        CompetencyLevel.AWARE,
    ):
        TargetFactory(post=post, level=level)

    [asked] = list_post_requirements([post], on=ON)

    levels = [(target.domain.place, target.level) for target in asked.levels]
    assert [level for _place, level in levels] == [4, 1, 1]
    assert levels[1] < levels[2]


@pytest.mark.parametrize("count", [1, 3])
def test_posts_are_asked_about_in_four_queries(count, django_assert_num_queries):
    posts = PostFactory.create_batch(count)
    for post in posts:
        ProfileFactory(post=post)
        TargetFactory(post=post)
        RequirementFactory(post=post)

    with django_assert_num_queries(4):
        asked = list_post_requirements(posts, on=ON)
        for one in asked:
            _said = one.profile, one.levels[0].domain.title, courses_of(one)

    assert [one.post for one in asked] == posts
