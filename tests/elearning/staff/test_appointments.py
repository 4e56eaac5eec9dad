"""Appointments, absences, remits and accounts of members of staff."""

from datetime import date

import pytest

from elearning.audit.models import Entry
from elearning.staff.absences import end_absence, record_absence
from elearning.staff.appointments import (
    AppointmentTerms,
    create_appointment,
    end_appointment,
    move_appointment,
)
from elearning.staff.errors import StaffError
from elearning.staff.models import Absence
from elearning.staff.staff_accounts import create_staff_account
from tests.factories.accounts import UserFactory
from tests.factories.staff import (
    AppointmentFactory,
    EstablishmentFactory,
    PostFactory,
    StaffMemberFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


def test_appointment_that_ends_before_it_starts_is_refused():
    person = StaffMemberFactory()

    with pytest.raises(StaffError):
        create_appointment(
            person,
            AppointmentTerms(
                EstablishmentFactory(),
                PostFactory(),
                starts_on=date(2026, 3, 1),
                ends_on=date(2026, 2, 1),
            ),
            by=None,
        )

    assert not person.appointments.exists()


def test_same_post_twice_at_once_is_refused():
    held = AppointmentFactory()

    with pytest.raises(StaffError):
        create_appointment(
            held.staff_member,
            AppointmentTerms(held.establishment, held.post, starts_on=date(2026, 1, 1)),
            by=None,
        )


def test_same_post_again_after_its_end_is_a_second_appointment():
    held = AppointmentFactory(ends_on=date(2021, 1, 1))

    again = create_appointment(
        held.staff_member,
        AppointmentTerms(held.establishment, held.post, starts_on=date(2022, 1, 1)),
        by=None,
    )

    assert set(held.staff_member.appointments.all()) == {held, again}


def test_end_before_the_first_day_is_refused():
    held = AppointmentFactory()

    with pytest.raises(StaffError):
        end_appointment(held, on=date(2019, 1, 1), by=None)


def test_move_keeps_the_old_appointment_and_leaves_no_gap():
    held = AppointmentFactory()
    by = UserFactory()

    new = move_appointment(
        held,
        AppointmentTerms(EstablishmentFactory(), held.post, starts_on=date(2026, 5, 1)),
        by=by,
    )

    held.refresh_from_db()
    assert (held.ends_on, new.starts_on) == (date(2026, 4, 30), date(2026, 5, 1))
    assert [entry.action for entry in Entry.objects.order_by("id")] == [
        "staff.appointment_ended",
        "staff.appointed",
    ]
    assert {entry.person for entry in Entry.objects.all()} == {
        str(held.staff_member.key)
    }


def test_absence_is_noted_ended_and_audited():
    person = StaffMemberFactory()

    absence = record_absence(
        person, Absence.Kind.PARENTAL, starts_on=date(2026, 1, 1), by=None
    )
    with pytest.raises(StaffError):
        end_absence(absence, on=date(2025, 1, 1), by=None)
    end_absence(absence, on=date(2026, 6, 1), by=None)

    assert person.absences.get().ends_on == date(2026, 6, 1)
    assert Entry.objects.filter(action__startswith="staff.absence").count() == 2


def test_second_account_for_one_person_is_refused():
    person = StaffMemberFactory(user=None)

    user = create_staff_account(person, by=None)

    assert (person.user, user.staff_number) == (user, person.staff_number)
    assert not user.has_usable_password()
    with pytest.raises(StaffError):
        create_staff_account(person, by=None)
