"""Grants at the same moment as others, as a hand-in, or as the end of the time."""

from datetime import timedelta

import pytest

from courses.assessment.attempts import (
    attempt_deadlines,
    attempt_start,
    further_attempts,
    time_allowances,
)
from courses.assessment.errors import ExamGrantError
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Allowance, FurtherAttempt
from courses.assessment.sittings import access_codes
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    SittingFactory,
    begin,
    exam_enrolment,
    invigilator_at,
)
from tests.factories.staff import AppointmentFactory
from tests.racing import THREADS, race

pytestmark = pytest.mark.django_db(transaction=True)
LATER = NOW + timedelta(minutes=10)


def test_minutes_given_at_once_by_several_are_given_once():
    attempt = written_in_a_sitting()
    seen = attempt.ends_at

    def act(_number):
        try:
            return given(attempt, seen)
        except ExamGrantError:
            return None

    race(act)

    attempt.refresh_from_db()
    assert Allowance.objects.count() == 1
    assert attempt.ends_at == seen + timedelta(minutes=10)


def test_minutes_raced_with_hand_in_are_given_or_refused():
    attempt = written_in_a_sitting()
    seen = attempt.ends_at

    def act(number):
        if number % 2:
            return attempt_marking.mark_attempt(attempt, at=LATER)
        try:
            return given(attempt, seen)
        except ExamGrantError:
            return None

    race(act)

    attempt.refresh_from_db()
    assert attempt.handed_in_at == LATER
    assert attempt.ends_at == seen + timedelta(minutes=10) * Allowance.objects.count()


def test_minutes_raced_with_the_clock_leave_the_attempt_open_or_ended_whole():
    attempt = written_in_a_sitting()
    seen = attempt.ends_at

    def act(number):
        if number % 2:
            return attempt_deadlines.mark_overdue_attempts(seen + timedelta(seconds=6))
        try:
            return given(attempt, seen, at=seen - timedelta(seconds=1))
        except ExamGrantError:
            return None

    race(act)

    attempt.refresh_from_db()
    was_given = Allowance.objects.exists()
    assert attempt.is_open == was_given
    assert attempt.ends_at == seen + timedelta(minutes=10) * was_given


def test_a_further_attempt_is_granted_once_by_several_trainers():
    attempt = begin(exam_enrolment(paper={"attempts": 1, "waiting_hours": []}))
    attempt_marking.mark_attempt(attempt, at=LATER)
    trainers = [UserFactory() for _number in range(THREADS)]

    def act(number):
        try:
            return further_attempts.grant_further_attempt(
                attempt.enrolment,
                spoken_on=LATER.date(),
                reason="Әңгіме",
                by=trainers[number],
                at=LATER,
            )
        except ExamGrantError:
            return None

    granted = [one for one in race(act) if one]

    assert granted == [FurtherAttempt.objects.get()]


def test_a_further_attempt_raced_with_hand_in_follows_a_marked_attempt():
    attempt = begin(exam_enrolment(paper={"attempts": 1, "waiting_hours": []}))
    trainer = UserFactory()

    def act(number):
        if number == 0:
            return attempt_marking.mark_attempt(attempt, at=LATER)
        try:
            return further_attempts.grant_further_attempt(
                attempt.enrolment,
                spoken_on=LATER.date(),
                reason="Әңгіме",
                by=trainer,
                at=LATER,
            )
        except ExamGrantError:
            return None

    race(act)

    attempt.refresh_from_db()
    assert not attempt.is_open
    assert FurtherAttempt.objects.count() <= 1


def written_in_a_sitting():
    """An attempt in a sitting with an invigilator."""
    enrolment = exam_enrolment()
    held = AppointmentFactory(staff_member=enrolment.learner)
    here = SittingFactory(
        course=enrolment.course,
        establishment=held.establishment,
        invigilator=invigilator_at(held.establishment),
    )
    return attempt_start.start_attempt(
        enrolment,
        at=NOW,
        by=enrolment.learner.user,
        language="kk",
        code=access_codes.format_sitting_code(here),
    )


def given(attempt, seen, at=LATER):
    return time_allowances.grant_minutes(
        attempt,
        10,
        reason="Желі",
        seen=seen,
        by=attempt.sitting.invigilator,
        at=at,
    )
