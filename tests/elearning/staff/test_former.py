"""Records of people who have left stay with the personnel office that kept them last."""

from datetime import date, timedelta

import pytest
import time_machine

from elearning.accounts.roles import Role
from elearning.staff.models import StaffMember
from elearning.staff.remit_grants import grant_remit
from tests.factories.accounts import UserFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

TODAY = date(2026, 6, 1)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def place():
    return EstablishmentFactory()


@pytest.fixture
def officer(place):
    return holder_of(Role.FACILITY_HR, place)


def holder_of(role, place):
    user = UserFactory()
    grant_remit(user, role, place, starts_on=date(2020, 1, 1), by=None)
    return user


def seen_by(user, **roles):
    return set(StaffMember.objects.in_remit_of(user, **roles))


def test_office_keeps_the_record_of_who_has_left_its_establishment(place, officer):
    left = AppointmentFactory(establishment=place, ends_on=TODAY - DAY)

    assert seen_by(officer) == {left.staff_member}


def test_office_gives_up_the_record_of_who_went_on_to_another(place, officer):
    moved = AppointmentFactory(establishment=place, ends_on=TODAY - DAY)
    AppointmentFactory(staff_member=moved.staff_member, starts_on=TODAY)

    assert seen_by(officer) == set()


def test_record_stays_where_somebody_served_last(place, officer):
    before = AppointmentFactory(establishment=place, ends_on=TODAY - 60 * DAY)
    AppointmentFactory(
        staff_member=before.staff_member,
        starts_on=TODAY - 59 * DAY,
        ends_on=TODAY - DAY,
    )

    assert seen_by(officer) == set()


def test_trainers_do_not_look_after_people_who_have_left(place):
    AppointmentFactory(establishment=place, ends_on=TODAY - DAY)
    trainer = holder_of(Role.TRAINER, place)

    assert seen_by(trainer, roles=(Role.TRAINER,)) == set()
