"""Windows for a group: when an exam is open, and to whom."""

import pytest

from courses.assessment.attempts import attempt_deadlines
from courses.assessment.attempts.exam_admission import list_start_refusals
from courses.assessment.sittings import access_codes, sitting_schedule
from tests.courses.assessment.sittings.rooms import (
    HOUR,
    MINUTE,
    planned,
    reasons,
    refusal,
    start,
)
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    exam_enrolment,
)
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_an_exam_that_demands_an_invigilator_is_shut_without_a_sitting(watched):
    (reason,) = list_start_refusals(watched, NOW)

    assert (reason.code, reason.until) == ("window", None)


def test_a_window_without_an_invigilator_does_not_open_such_an_exam(watched, prison):
    planned(watched, prison, invigilated=False)

    assert reasons(watched) == ["window"]


def test_an_exam_without_sittings_is_open_as_before(enrolment):
    assert reasons(enrolment) == []
    assert start(enrolment).sitting is None


def test_a_planned_window_shuts_the_exam_before_it(enrolment, prison):
    coming = planned(enrolment, prison, invigilated=False, opens_at=NOW + HOUR)

    (reason,) = list_start_refusals(enrolment, NOW)

    assert (reason.code, reason.until) == ("window", coming.opens_at)


def test_a_window_that_has_closed_stays_closed(enrolment, prison):
    planned(enrolment, prison, invigilated=False, closes_at=NOW)

    assert reasons(enrolment) == ["window"]


def test_a_window_that_closed_before_the_enrolment_binds_nobody(enrolment, prison):
    long_ago = enrolment.enrolled_at
    planned(enrolment, prison, opens_at=long_ago - 2 * HOUR, closes_at=long_ago - HOUR)

    assert reasons(enrolment) == []


def test_a_window_at_another_prison_binds_nobody(enrolment):
    planned(enrolment, EstablishmentFactory(), opens_at=NOW + HOUR)

    assert reasons(enrolment) == []


def test_a_window_of_the_department_holds_for_its_prisons(prison):
    enrolment = exam_enrolment()
    unit = EstablishmentFactory(parent=prison)
    AppointmentFactory(staff_member=enrolment.learner, establishment=unit)
    here = planned(enrolment, prison, invigilated=False)

    assert start(enrolment).sitting == here


def test_an_invigilated_window_asks_for_a_code_though_the_paper_does_not(
    enrolment, prison
):
    here = planned(enrolment, prison)

    assert refusal(enrolment, "AAAAAA") == ["code"]
    assert start(enrolment, access_codes.format_sitting_code(here)).sitting == here


def test_an_attempt_ends_with_its_window(enrolment, prison):
    here = planned(enrolment, prison, invigilated=False, closes_at=NOW + 30 * MINUTE)

    attempt = start(enrolment)

    assert attempt.ends_at == here.closes_at
    assert attempt_deadlines.mark_overdue_attempts(here.closes_at + MINUTE) == 1
    attempt.refresh_from_db()
    assert (attempt.ended_by, attempt.handed_in_at) == ("clock", here.closes_at)


def test_calling_off_changes_nothing_for_who_is_writing(watched, prison):
    here = planned(watched, prison)
    attempt = start(watched, access_codes.format_sitting_code(here))

    sitting_schedule.cancel_sitting(
        here, reason="Дабыл", by=UserFactory(), at=NOW + MINUTE
    )

    attempt.refresh_from_db()
    assert attempt.is_open
    assert attempt.ends_at == NOW + 40 * MINUTE
