"""Sittings are planned and called off."""

from datetime import timedelta

import pytest

from courses.assessment.errors import SittingError
from courses.assessment.models import Sitting
from courses.assessment.sittings import sitting_schedule
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.courses.assessment.sittings.rooms import (
    HOUR,
    MINUTE,
    planned,
)
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    invigilator_at,
)
from tests.factories.courses import CourseFactory
from tests.factories.staff import (
    EstablishmentFactory,
    RemitFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def officer(prison):
    user = UserFactory(roles=[Role.FACILITY_HR])
    RemitFactory(user=user, establishment=prison)
    return user


def plan(enrolment, prison, officer, **facts):
    times = {"opens_at": NOW + HOUR, "closes_at": NOW + 3 * HOUR}
    given = times | {"invigilator": None, "by": officer, "at": NOW} | facts
    return sitting_schedule.plan_sitting(enrolment.course, prison, **given)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"opens_at": NOW - 3 * HOUR, "closes_at": NOW}, "has passed"),
        ({"closes_at": NOW + HOUR}, "takes 40 minutes"),
        ({"closes_at": NOW + HOUR + 39 * MINUTE}, "takes 40 minutes"),
        ({"closes_at": NOW + timedelta(days=32)}, "longer than a month"),
    ],
)
def test_a_window_that_cannot_be_is_refused(enrolment, prison, officer, facts, words):
    with pytest.raises(SittingError, match=words):
        plan(enrolment, prison, officer, **facts)

    assert not Sitting.objects.exists()


def test_nobody_plans_at_a_prison_she_does_not_look_after(enrolment, officer):
    with pytest.raises(SittingError, match="not in your remit"):
        plan(enrolment, EstablishmentFactory(), officer)


def test_an_invigilator_plans_nothing(enrolment, prison):
    with pytest.raises(SittingError, match="not in your remit"):
        plan(enrolment, prison, invigilator_at(prison))


def test_a_course_without_an_exam_has_no_sitting(prison, officer):
    with pytest.raises(SittingError, match="no exam"):
        sitting_schedule.plan_sitting(
            CourseFactory(),
            prison,
            opens_at=NOW,
            closes_at=NOW + HOUR,
            invigilator=None,
            by=officer,
            at=NOW,
        )


def test_an_exam_that_demands_an_invigilator_is_not_planned_without(
    watched, prison, officer
):
    with pytest.raises(SittingError, match="Choose one"):
        plan(watched, prison, officer)


def test_an_invigilator_of_another_prison_is_refused(watched, prison, officer):
    stranger = invigilator_at(EstablishmentFactory())

    with pytest.raises(SittingError, match="is not assigned"):
        plan(watched, prison, officer, invigilator=stranger)


def test_a_sitting_is_planned_and_called_off_once(watched, prison, officer):
    here = plan(watched, prison, officer, invigilator=invigilator_at(prison))

    with pytest.raises(SittingError, match="reason"):
        sitting_schedule.cancel_sitting(here, reason=" ", by=officer, at=NOW)
    for _time in range(2):
        sitting_schedule.cancel_sitting(here, reason="Дабыл", by=officer, at=NOW)

    actions = Entry.objects.filter(action__startswith="assessment.sitting_")
    assert sorted(actions.values_list("action", flat=True)) == [
        "assessment.sitting_cancelled",
        "assessment.sitting_planned",
    ]


def test_a_sitting_that_is_over_cannot_be_called_off(enrolment, prison, officer):
    here = planned(enrolment, prison, closes_at=NOW)

    with pytest.raises(SittingError, match="is over"):
        sitting_schedule.cancel_sitting(here, reason="x", by=officer, at=NOW)
