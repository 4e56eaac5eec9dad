"""Whatever changes how somebody stands is heard of, from the right day on."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from courses.compliance.models import Recount
from courses.compliance.periods.period_comparison import iter_period_differences
from courses.compliance.periods.period_lookup import (
    ensure_fresh_periods,
    find_oldest_rebuild_request,
)
from courses.compliance.periods.period_rebuild import (
    rebuild_waiting_periods,
    request_rolling_rebuild,
)
from courses.compliance.periods.rebuild_requests import request_period_rebuild
from courses.models import Enrolment
from elearning.staff.absences import record_absence
from elearning.staff.appointments import (
    AppointmentTerms,
    create_appointment,
    end_appointment,
)
from elearning.staff.events import PeopleChanged
from elearning.staff.models import Absence, StaffMember
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.courses import CourseFactory, EnrolmentFactory
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    PostFactory,
    StaffMemberFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-06-15 07:00Z", tick=False)


@pytest.fixture
def officer():
    """Somebody about whom nothing waits."""
    person = AppointmentFactory(starts_on=date(2025, 1, 1), share=50).staff_member
    ensure_fresh_periods()
    return person


def asked():
    return list(Recount.objects.values_list("learner", "since"))


def test_late_entry_counts_from_the_day_it_is_known(officer):
    starts_on = TODAY - timedelta(days=9)
    place, post = EstablishmentFactory(), PostFactory()
    row = create_appointment(
        officer, AppointmentTerms(place, post, starts_on=starts_on, share=50), by=None
    )
    assert asked() == [(officer.pk, TODAY)]
    Recount.objects.all().delete()

    end_appointment(row, on=starts_on, by=None)

    assert asked() == [(officer.pk, TODAY)]


def test_what_begins_later_is_reckoned_today(officer):
    starts_on = TODAY + timedelta(days=9)
    record_absence(officer, Absence.Kind.ILLNESS, starts_on=starts_on, by=None)

    assert asked() == [(officer.pk, TODAY)]


def test_pass_counts_from_the_day_it_is_on_record(officer):
    PassFactory(learner=officer, passed_on=date(2026, 3, 1))

    assert asked() == [(officer.pk, date(2026, 3, 1))]


def test_rule_is_about_the_holders_of_its_post(officer):
    post = officer.appointments.get().post
    AppointmentFactory()
    Recount.objects.all().delete()

    RequirementFactory(post=post, starts_on=TODAY)

    assert asked() == [(officer.pk, TODAY)]


def test_enrolment_is_heard_of(officer):
    EnrolmentFactory(learner=officer, enrolled_at=timezone.now())

    assert asked() == [(officer.pk, TODAY)]
    assert Enrolment.objects.count() == 1


def test_course_that_is_valid_for_fewer_months_is_heard_of(officer):
    course = CourseFactory(validity_months=24)
    PassFactory(learner=officer, course=course)
    Recount.objects.all().delete()

    course.validity_months = 12
    course.save()

    assert asked() == [(officer.pk, TODAY)]


def test_rows_written_at_once_are_told_by_their_writer(officer):
    PeopleChanged(StaffMember.objects.all()).send()

    assert asked() == [(officer.pk, TODAY)]


def test_nobody_may_be_asked_about(officer):
    request_period_rebuild(StaffMember.objects.filter(pk__in=[]))
    request_period_rebuild(StaffMember.objects.none())

    assert asked() == []


def test_reader_waits_for_few_and_is_told_of_many(officer, monkeypatch):
    monkeypatch.setattr("courses.compliance.periods.period_lookup.BATCH", 1)
    StaffMemberFactory()
    request_period_rebuild(StaffMember.objects.all())

    ensure_fresh_periods()
    assert find_oldest_rebuild_request() is not None

    assert rebuild_waiting_periods(at=timezone.now()) == 2
    assert find_oldest_rebuild_request() is None


def test_everybody_is_reckoned_within_a_month_in_any_case(officer, time_machine):
    for _day in range(30):
        time_machine.shift(timedelta(days=1))
        request_rolling_rebuild(at=timezone.now())

    assert [learner for learner, _since in asked()] == [officer.pk]


def test_check_names_what_differs_from_the_facts(officer):
    RequirementFactory(
        post=officer.appointments.get().post, course=CourseFactory(code="C1")
    )
    Recount.objects.all().delete()  # as if the rule had gone past

    (found,) = iter_period_differences(StaffMember.objects.all(), TODAY)

    assert (found.person, found.course) == (officer.staff_number, "C1")
    assert (found.kept, found.right[:7]) == ("nothing", "expired")
    request_period_rebuild(StaffMember.objects.all())
    ensure_fresh_periods()
    assert list(iter_period_differences(StaffMember.objects.all(), TODAY)) == []
