"""Where people stand, on any day."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.compliance.status import list_standings
from elearning.staff.appointments import AppointmentTerms, move_appointment
from elearning.staff.models import Absence, StaffMember
from tests.factories.compliance import ExemptionFactory, PassFactory, RequirementFactory
from tests.factories.courses import EditionFactory, EnrolmentFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, PostFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

TODAY = date(2026, 6, 1)


@pytest.fixture
def rule():
    return RequirementFactory()


@pytest.fixture
def holder(rule):
    return AppointmentFactory(post=rule.post).staff_member


def stand(on=TODAY, **wanted):
    return [
        (item.state.value, item.due_on)
        for item in list_standings(StaffMember.objects.filter(**wanted), on=on)
    ]


def test_nobody_stands_nowhere():
    assert list_standings(StaffMember.objects.none(), on=TODAY) == []


def test_post_without_a_rule_has_no_standing(rule):
    AppointmentFactory()

    assert stand() == []


def test_somebody_not_yet_appointed_has_no_standing(rule):
    AppointmentFactory(post=rule.post, starts_on=TODAY + timedelta(days=1))

    assert stand() == []


def test_new_appointee_is_due_within_thirty_days(rule):
    AppointmentFactory(post=rule.post, starts_on=date(2026, 5, 20))

    assert stand() == [("due", date(2026, 6, 19))]


def test_new_appointee_with_a_far_date_has_not_started_then_is_in_progress():
    rule = RequirementFactory(first_due_days=90)
    held = AppointmentFactory(post=rule.post, starts_on=date(2026, 5, 20))

    assert stand() == [("not-started", date(2026, 8, 18))]

    EnrolmentFactory(
        learner=held.staff_member,
        edition=EditionFactory(course=rule.course),
        started_at=datetime(2026, 5, 25, tzinfo=UTC),
    )
    assert stand() == [("in-progress", date(2026, 8, 18))]
    assert stand(date(2026, 5, 24)) == [("not-started", date(2026, 8, 18))]


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2026, 11, 15), "valid"),
        (date(2026, 11, 16), "due"),
        (date(2027, 1, 15), "due"),
        (date(2027, 1, 16), "grace"),
        (date(2027, 1, 29), "grace"),
        (date(2027, 1, 30), "expired"),
        (date(2027, 7, 14), "expired"),
        (date(2027, 7, 15), "lapsed"),
    ],
)
def test_pass_is_valid_then_due_then_in_grace_then_expired_then_lapsed(
    rule, holder, on, state
):
    PassFactory(learner=holder, course=rule.course)

    assert stand(on) == [(state, date(2027, 1, 15))]


def test_superseded_pass_does_not_count_from_its_correction_on(rule, holder):
    wrong = PassFactory(learner=holder, course=rule.course)
    PassFactory(
        learner=holder,
        course=rule.course,
        passed_on=date(2025, 1, 15),
        supersedes=wrong,
        recorded_at=datetime(2026, 5, 1, tzinfo=UTC),
        reason="Wrong year",
    )

    assert stand(date(2026, 4, 1)) == [("valid", date(2027, 1, 15))]
    assert stand() == [("expired", date(2026, 1, 15))]


def test_exemption_waives_until_it_ends_and_leaves_time_after(rule, holder):
    ExemptionFactory(staff_member=holder, course=rule.course, ends_on=date(2026, 5, 20))

    assert stand(date(2026, 5, 20)) == [("waived", None)]
    assert stand(date(2026, 5, 21))[0][0] == "expired"
    ExemptionFactory(
        staff_member=holder,
        course=rule.course,
        starts_on=date(2020, 1, 1),
        ends_on=date(2026, 5, 20),
    )
    assert stand(date(2026, 5, 21)) == [("due", date(2026, 7, 19))]


def test_absence_pauses_and_moves_the_date(rule, holder):
    PassFactory(learner=holder, course=rule.course, passed_on=date(2025, 4, 1))
    Absence.objects.create(
        staff_member=holder,
        kind=Absence.Kind.ILLNESS,
        starts_on=date(2026, 3, 1),
        ends_on=date(2026, 5, 20),
    )

    assert stand(date(2026, 4, 10)) == [("paused", None)]
    assert stand() == [("due", date(2026, 6, 19))]


def test_transfer_to_another_post_gives_sixty_days(rule):
    person = AppointmentFactory(ends_on=date(2026, 5, 14)).staff_member
    AppointmentFactory(staff_member=person, post=rule.post, starts_on=date(2026, 5, 15))

    assert stand() == [("due", date(2026, 7, 14))]


def test_move_in_the_same_post_starts_no_clock(rule, holder):
    PassFactory(learner=holder, course=rule.course, passed_on=date(2025, 1, 15))

    move_appointment(
        holder.appointments.get(),
        AppointmentTerms(EstablishmentFactory(), rule.post, starts_on=date(2026, 5, 1)),
        by=None,
    )

    assert stand() == [("expired", date(2026, 1, 15))]


def test_rule_of_a_subtree_does_not_reach_beyond_it():
    region = EstablishmentFactory()
    inside = EstablishmentFactory(parent=region)
    rule = RequirementFactory(establishment=region)
    held = AppointmentFactory(post=rule.post, establishment=inside)
    AppointmentFactory(post=rule.post)

    found = list_standings(StaffMember.objects.all(), on=TODAY)

    assert [item.person for item in found] == [held.staff_member]


def test_strictest_of_two_rules_counts_once(rule, holder):
    other = RequirementFactory(course=rule.course, months=6)
    AppointmentFactory(staff_member=holder, post=other.post)
    PassFactory(learner=holder, course=rule.course)

    assert stand() == [("due", date(2026, 7, 15))]


def test_assigned_course_without_a_rule_has_its_own_date():
    enrolment = EnrolmentFactory(due=date(2026, 5, 25))
    AppointmentFactory(staff_member=enrolment.learner)

    assert stand() == [("grace", date(2026, 5, 25))]
    assert stand(date(2026, 5, 1)) == [("due", date(2026, 5, 25))]


def test_pass_that_nobody_asks_for_is_not_required():
    PassFactory()

    assert stand() == [("not-required", None)]


def test_moving_somebody_today_does_not_change_last_march(rule, holder):
    PassFactory(learner=holder, course=rule.course)
    march = date(2026, 3, 14)
    before = list_standings(StaffMember.objects.all(), on=march)

    with time_machine.travel(datetime(2026, 6, 1, 6, tzinfo=UTC)):
        move_appointment(
            holder.appointments.get(),
            AppointmentTerms(EstablishmentFactory(), PostFactory(), starts_on=TODAY),
            by=None,
        )
    Absence.objects.create(
        staff_member=holder, kind=Absence.Kind.PARENTAL, starts_on=TODAY
    )
    ExemptionFactory(
        staff_member=holder,
        course=rule.course,
        starts_on=march,
        granted_at=datetime(2026, 6, 1, tzinfo=UTC),
    )
    PassFactory(learner=holder, course=rule.course, passed_on=TODAY)

    after = list_standings(StaffMember.objects.all(), on=march)
    assert after == before
    assert after[0].appointment.establishment == before[0].appointment.establishment
    assert stand() == [("not-required", None)]


def test_queries_do_not_grow_with_people(rule):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            list_standings(StaffMember.objects.all(), on=TODAY)
        return len(captured)

    def somebody():
        held = AppointmentFactory(post=rule.post)
        PassFactory(learner=held.staff_member, course=rule.course)

    somebody()
    one = queries()
    somebody()
    somebody()

    assert queries() == one == 11
    with time_machine.travel(datetime(2026, 6, 1, 6, tzinfo=UTC)):
        assert (
            queries() == 8
        )  # what was amended or moved since is not asked about today


def test_times_without_end_reach_the_last_day_of_the_calendar(rule, holder):
    endless = date(9999, 12, 31)
    holder.appointments.update(ends_on=endless)
    AppointmentFactory(staff_member=holder, post=rule.post, ends_on=endless)
    EnrolmentFactory(learner=holder, due=endless)

    found = list_standings(StaffMember.objects.filter(pk=holder.pk), on=TODAY)

    assert {item.grace_until for item in found if item.due_on == endless} == {endless}


def test_what_was_never_held_does_not_lapse(rule):
    AppointmentFactory(post=rule.post, starts_on=date(2025, 1, 1))

    assert stand() == [("expired", date(2025, 1, 31))]
