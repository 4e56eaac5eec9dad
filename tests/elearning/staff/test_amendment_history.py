from datetime import date, timedelta

import pytest
from django.utils import timezone

from elearning.staff.amendment_history import AmendmentHistory, known_in_force
from elearning.staff.appointments import (
    AppointmentTerms,
    create_appointment,
    end_appointment,
    move_appointment,
)
from elearning.staff.models import Appointment
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    PostFactory,
    StaffMemberFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

LONG_AGO = date(2020, 1, 1)


def days_ago(days):
    return timezone.localdate() - timedelta(days=days)


def known(on):
    """Return whom a report of ``on`` counts, by both ways of asking."""
    rows = AmendmentHistory(on).of(Appointment.objects.all())
    held = {row.pk for row in rows if row.holds_on(on)}
    asked = Appointment.objects.filter(known_in_force(Appointment, on))
    assert set(asked.values_list("pk", flat=True)) == held
    return held


def test_what_is_entered_late_is_unknown_to_reports_of_before():
    row = create_appointment(
        StaffMemberFactory(),
        AppointmentTerms(EstablishmentFactory(), PostFactory(), starts_on=days_ago(60)),
        by=None,
    )

    assert known(days_ago(0)) == {row.pk}
    assert known(days_ago(30)) == set()


def test_what_was_there_from_the_first_day_is_known_then():
    row = AppointmentFactory(starts_on=LONG_AGO)

    assert known(days_ago(30)) == {row.pk}
    assert known(LONG_AGO - timedelta(days=1)) == set()


def test_an_end_entered_late_changes_nothing_before():
    row = AppointmentFactory(starts_on=LONG_AGO)

    end_appointment(row, on=days_ago(60), by=None)

    assert known(days_ago(30)) == {row.pk}
    assert known(days_ago(0)) == set()


def test_an_end_that_was_put_off_was_not_put_off_before():
    row = AppointmentFactory(starts_on=LONG_AGO, ends_on=days_ago(40))

    end_appointment(row, on=days_ago(-40), by=None)

    assert known(days_ago(30)) == set()
    assert known(days_ago(0)) == {row.pk}


def test_of_two_amendments_the_first_since_tells_what_was_known():
    row = AppointmentFactory(starts_on=LONG_AGO)
    end_appointment(row, on=days_ago(60), by=None)
    end_appointment(row, on=days_ago(20), by=None)

    assert known(days_ago(30)) == {row.pk}


def test_a_move_of_today_leaves_yesterday_alone():
    row = AppointmentFactory(starts_on=LONG_AGO)

    newer = move_appointment(
        row,
        AppointmentTerms(EstablishmentFactory(), row.post, starts_on=days_ago(0)),
        by=None,
    )

    assert known(days_ago(1)) == {row.pk}
    assert known(days_ago(0)) == {newer.pk}


def test_today_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        known_in_force(Appointment, days_ago(0))
    with django_assert_num_queries(1):
        known_in_force(Appointment, days_ago(1))
