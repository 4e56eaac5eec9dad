"""Every standing has a sentence that says why it is so, with dates."""

from datetime import date

import pytest
from django.utils import translation

from courses.compliance.standing_explanations import explain_standing
from courses.compliance.status import StandingState, list_standings
from elearning.languages import CODES
from elearning.staff.models import Absence, StaffMember
from tests.factories.accounts import UserFactory
from tests.factories.compliance import (
    ExemptionFactory,
    PassFactory,
    RequirementFactory,
)
from tests.factories.courses import CourseFactory, EnrolmentFactory
from tests.factories.staff import AppointmentFactory, StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


@pytest.fixture
def course():
    return CourseFactory(validity_months=24)


@pytest.fixture
def person(course):
    rule = RequirementFactory(course=course, months=12)
    return AppointmentFactory(post=rule.post).staff_member


def told(person, on):
    (one,) = list_standings(StaffMember.objects.filter(pk=person.pk), on=on)
    for language in CODES:
        with translation.override(language):
            assert explain_standing(one)
    with translation.override("en"):
        return one.state, explain_standing(one)


@pytest.mark.parametrize(
    ("on", "state", "sentence"),
    [
        (
            date(2026, 6, 1),
            StandingState.VALID,
            (
                "The certificate is valid until 14 March 2028, but the position requires "
                "renewal by 14 March 2027."
            ),
        ),
        (
            date(2027, 3, 1),
            StandingState.DUE,
            (
                "The certificate is valid until 14 March 2028, but the position requires "
                "renewal by 14 March 2027."
            ),
        ),
        (
            date(2027, 3, 20),
            StandingState.GRACE,
            "Was due by 14 March 2027; days of grace until 28 March 2027.",
        ),
        (
            date(2027, 4, 20),
            StandingState.EXPIRED,
            (
                "Was due by 14 March 2027; the days of grace ended on 28 March 2027. "
                "The certificate is valid until 14 March 2028, but the position requires "
                "renewal by 14 March 2027."
            ),
        ),
        (
            date(2027, 12, 1),
            StandingState.LAPSED,
            (
                "The certificate is valid until 14 March 2028, but the position requires "
                "renewal by 14 March 2027. The whole course must be taken."
            ),
        ),
        (
            date(2028, 12, 1),
            StandingState.LAPSED,
            "Ended on 14 March 2028. The whole course must be taken.",
        ),
    ],
)
def test_sentence_of_what_was_passed_says_how_its_day_follows(
    person, course, on, state, sentence
):
    PassFactory(learner=person, course=course, passed_on=date(2026, 3, 14))

    assert told(person, on) == (state, sentence)


def test_sentence_of_who_is_away_or_exempt_says_so(person, course):
    ExemptionFactory(staff_member=person, course=course, ends_on=date(2026, 6, 30))
    assert told(person, date(2026, 6, 1)) == (
        StandingState.WAIVED,
        "Exempt from 1 January 2026 to 30 June 2026: Exemption from training.",
    )
    Absence.objects.create(
        staff_member=person, kind=Absence.Kind.ILLNESS, starts_on=date(2026, 7, 1)
    )

    state, sentence = told(person, date(2026, 7, 2))
    assert (state, sentence[:5]) == (StandingState.PAUSED, "Away,")


def test_sentence_of_who_was_asked_newly_or_by_hand_says_since_when(course):
    rule = RequirementFactory(course=course, window_days=10)
    new = AppointmentFactory(post=rule.post, starts_on=date(2026, 6, 1)).staff_member
    by_hand = StaffMemberFactory()
    EnrolmentFactory(
        learner=by_hand,
        course__code="Z9",
        due=date(2026, 12, 1),
        enrolled_by=UserFactory(),
    )
    free = StaffMemberFactory()
    PassFactory(learner=free, course=course, passed_on=date(2026, 3, 14))

    assert told(new, date(2026, 6, 2)) == (
        StandingState.NOT_STARTED,
        "To be passed by 1 July 2026; required since 1 June 2026.",
    )
    assert told(by_hand, date(2026, 6, 2)) == (
        StandingState.NOT_STARTED,
        "Assigned by hand, to be passed by 1 December 2026.",
    )
    assert told(free, date(2026, 6, 2)) == (
        StandingState.NOT_REQUIRED,
        (
            "No rule requires it. "
            "Valid until 14 March 2028: passed on 14 March 2026, 24 months."
        ),
    )


def test_sentence_of_what_the_platform_assigned_says_so(course):
    person = StaffMemberFactory()
    refresher = CourseFactory(code="Z9-R", refreshes=course)
    EnrolmentFactory(learner=person, course=refresher, due=date(2026, 12, 1))
    other = StaffMemberFactory()
    EnrolmentFactory(learner=other, course=course, due=date(2026, 12, 1))

    assert told(person, date(2026, 6, 2)) == (
        StandingState.NOT_STARTED,
        (
            "Assigned by the platform as the way to renew a course, to be passed by "
            "1 December 2026."
        ),
    )
    assert told(other, date(2026, 6, 2)) == (
        StandingState.NOT_STARTED,
        "Assigned by the platform, to be passed by 1 December 2026.",
    )


def test_end_of_certificate_is_the_only_end_where_the_post_asks_no_sooner(course):
    rule = RequirementFactory(course=course, months=24)
    person = AppointmentFactory(post=rule.post).staff_member
    PassFactory(learner=person, course=course, passed_on=date(2026, 3, 14))

    assert told(person, date(2026, 6, 1)) == (
        StandingState.VALID,
        "Valid until 14 March 2028: passed on 14 March 2026, 24 months.",
    )
