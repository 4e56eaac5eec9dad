"""Somebody new is entered with her appointment, or not at all."""

from datetime import date

import pytest
from django.utils import translation

from elearning.audit.models import Entry
from elearning.staff.appointments import AppointmentTerms
from elearning.staff.errors import StaffError
from elearning.staff.models import StaffMember
from elearning.staff.staff_registration import (
    StaffMemberDetails,
    register_staff_member,
)
from tests.factories.accounts import UserFactory
from tests.factories.staff import EstablishmentFactory, PostFactory, StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]
USUAL = {
    "staff_number": "300100",
    "family_name": "Омарова",
    "given_name": "Айгүл",
    "patronymic": "Қайратқызы",
    "language": "ru",
}


def enter(by=None, place=None, **facts):
    place = place or EstablishmentFactory()
    who = StaffMemberDetails(**(USUAL | facts))
    return register_staff_member(
        who, AppointmentTerms(place, PostFactory(), starts_on=date(2026, 3, 1)), by=by
    )


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"staff_number": " "}, "Enter the service number"),
        ({"staff_number": "20 01"}, "number 20 01 is already in use"),
        ({"staff_number": "ab-7"}, "number ab-7 is already in use"),
        ({"external_id": "K-9"}, "key K-9"),
        ({"family_name": ""}, "Enter the family name"),
        ({"given_name": "<b>"}, "letters, hyphens"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_entered(facts, words):
    StaffMemberFactory(staff_number="20 01", external_id="K-9")
    StaffMemberFactory(staff_number="AB-7")

    with translation.override("en"), pytest.raises(StaffError, match=words):
        enter(**facts)

    assert StaffMember.objects.count() == 2
    assert not Entry.objects.exists()


def test_who_cannot_be_appointed_is_not_entered_either():
    shut = EstablishmentFactory(closed_on=date(2026, 1, 1))

    with pytest.raises(StaffError):
        enter(place=shut)

    assert not StaffMember.objects.exists()
    assert not Entry.objects.exists()


def test_somebody_is_entered_with_her_appointment():
    by = UserFactory()

    person = enter(by=by, family_name=" Омарова ")

    assert (person.full_name, person.language, person.user) == (
        "Омарова Айгүл Қайратқызы",
        "ru",
        None,
    )
    assert person.appointments.get().starts_on == date(2026, 3, 1)
    assert [
        (entry.action, entry.by, entry.person) for entry in Entry.objects.order_by("pk")
    ] == [
        ("staff.registered", by, str(person.key)),
        ("staff.appointed", by, str(person.key)),
    ]
