"""A list changes nothing outside the part of the service of whoever brings it."""

import pytest

from elearning.accounts.roles import Role
from elearning.staff.importing.models import StaffList
from elearning.staff.models import Remit
from tests.factories.accounts import UserFactory
from tests.factories.staff import AppointmentFactory, RemitFactory
from tests.factories.staff_lists import (
    DAY,
    bring,
    counts,
    csv_list,
    errors,
    put_through,
    row,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


@pytest.fixture
def officer(service):
    user = UserFactory(roles=[Role.FACILITY_HR])
    RemitFactory(user=user, establishment=service.east)
    return user


def serving(number, place, post, **facts):
    return AppointmentFactory(
        staff_member__staff_number=number, establishment=place, post=post, **facts
    )


def test_row_about_another_place_or_person_is_an_error(service, officer):
    serving("1", service.east, service.guard)
    serving("2", service.west, service.guard, staff_member__family_name="Құпия")

    made = bring(
        csv_list(
            row("1", "west", "guard"),
            row("2", "east", "guard"),
            row("3", "east", "guard"),
        ),
        by=officer,
        place=service.east,
    )

    assert errors(made) == [("E2", "place_outside"), ("A3", "person_outside")]
    assert counts(made) == {"new": 1, "error": 2}
    assert "Құпия" not in str([one.facts for one in made.findings.all()])


def test_complete_list_of_an_office_ends_nothing_elsewhere(service, officer):
    serving("1", service.east, service.guard)
    serving("2", service.west, service.guard)

    made = bring(
        csv_list(row("3", "east", "guard")),
        by=officer,
        place=service.east,
        complete=True,
    )

    assert counts(made) == {"new": 1, "left": 1}


def test_person_who_left_is_taken_back_by_her_last_office_alone(service, officer):
    serving("1", service.east, service.guard, ends_on=DAY.replace(month=10))
    serving("2", service.west, service.guard, ends_on=DAY.replace(month=10))

    made = bring(
        csv_list(row("1", "east", "guard"), row("2", "east", "guard")),
        by=officer,
        place=service.east,
    )

    assert counts(made) == {"moved": 1, "error": 1}


def test_officer_does_not_rename_herself(service, officer):
    AppointmentFactory(
        staff_member__staff_number="1",
        staff_member__user=officer,
        establishment=service.east,
        post=service.guard,
    )

    made = bring(
        csv_list(row("1", "east", "guard", ("Басқа", "Арман", ""))),
        by=officer,
        place=service.east,
    )

    assert errors(made) == [("B2", "own_name")]


def test_list_of_somebody_whose_remit_ended_is_refused(service, officer):
    Remit.objects.update(ends_on=DAY.replace(month=10))

    made = bring(csv_list(row("1", "east", "guard")), by=officer, place=service.east)

    assert (made.state, made.trouble["code"]) == ("failed", "no_remit")


def test_remit_that_ends_before_the_worker_comes_stops_the_list(service, officer):
    made = bring(csv_list(row("1", "east", "guard")), by=officer, place=service.east)
    from elearning.staff.importing import staff_list_confirmation, staff_list_jobs

    staff_list_confirmation.confirm_staff_list(made, by=officer)
    Remit.objects.update(ends_on=DAY.replace(month=10))
    staff_list_jobs.apply_confirmed_lists(made.uploaded_at)
    made.refresh_from_db()

    assert (made.state, made.trouble["code"]) == ("failed", "no_remit")


def test_lists_are_visible_to_those_who_look_after_their_part(service, officer):
    ministry = UserFactory(roles=[Role.MINISTRY_HR])
    RemitFactory(user=ministry, role=Role.MINISTRY_HR, establishment=service.root)
    text = csv_list(row("1", "east", "guard"))
    mine = bring(text, by=officer, place=service.east)
    other = bring(text + "\r\n", by=ministry, place=service.west)
    whole = bring(text + "\r\n\r\n")

    assert list(StaffList.objects.visible_to(officer)) == [mine]
    assert set(StaffList.objects.visible_to(ministry)) == {mine, other, whole}
    put_through(whole, by=ministry)
    assert whole.state == "applied"


def test_list_of_the_whole_service_is_seen_by_who_looks_after_all_of_it(service):
    made = bring(csv_list(row("1", "west", "guard")))
    part, whole, facility = (
        UserFactory(roles=[role])
        for role in (Role.MINISTRY_HR, Role.MINISTRY_HR, Role.FACILITY_HR)
    )
    for user, role, place in (
        (part, Role.MINISTRY_HR, service.east),
        (whole, Role.MINISTRY_HR, service.root),
        (facility, Role.FACILITY_HR, service.root),
    ):
        RemitFactory(user=user, role=role, establishment=place)

    seen = [
        made in StaffList.objects.visible_to(one) for one in (part, whole, facility)
    ]

    assert seen == [False, True, False]
