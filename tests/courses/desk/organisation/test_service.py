"""Appointments and absences are entered at the desk, within a remit."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from elearning.staff import appointments
from elearning.staff.errors import StaffError
from elearning.staff.models import Absence, Appointment, Establishment, StaffMember
from tests.factories.staff import AppointmentFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today():
    return timezone.localdate()


def page(name, person, *more):
    return reverse(f"desk:service:{name}", args=[person.key, *more])


def told(answer):
    return [str(message) for message in answer.context["messages"]]


@pytest.fixture
def held(service):
    return service.insider.appointments.get()


@pytest.fixture
def data():
    return {
        "establishment": "east-prison",
        "post": "guard",
        "starts_on": f"{timezone.localdate()}",
        "share": "100",
        "reason": "Order 5",
    }


WRONG = [
    ({"establishment": "west-prison"}, "establishment"),
    ({"establishment": ""}, "establishment"),
    ({"post": "king"}, "post"),
    ({"starts_on": "soon"}, "starts_on"),
    ({"share": "0"}, "share"),
    ({"share": "101"}, "share"),
    ({"reason": " "}, "reason"),
]


@pytest.mark.usefixtures("facility")
@pytest.mark.parametrize(
    ("given", "field"),
    [*WRONG, ({}, "__all__"), ({"ends_on": "2020-01-01"}, "__all__")],
)
def test_a_wrong_appointment_is_said_and_not_entered(
    client, service, data, given, field
):
    answer = client.post(page("appoint", service.insider), data | given)

    assert set(answer.context["form"].errors) == {field}
    assert Appointment.objects.count() == 2


@pytest.mark.usefixtures("facility")
@pytest.mark.parametrize(
    ("given", "field"), [*WRONG, ({"starts_on": "2019-01-01"}, "__all__")]
)
def test_a_wrong_move_is_said_and_ends_nothing(client, data, held, given, field):
    answer = client.post(page("move", held.staff_member, held.pk), data | given)

    assert set(answer.context["form"].errors) == {field}
    held.refresh_from_db()
    assert held.ends_on is None


@pytest.mark.usefixtures("facility")
@pytest.mark.parametrize(
    ("given", "field"),
    [
        *WRONG,
        ({"staff_number": ""}, "staff_number"),
        ({"staff_number": "\0"}, "staff_number"),
        ({"family_name": "<script>"}, "__all__"),
        ({"language": "de"}, "language"),
    ],
)
def test_a_wrong_newcomer_is_said_and_not_entered(client, data, given, field):
    who = {"staff_number": "300100", "family_name": "Омарова", "given_name": "Айгүл"}
    usual = data | who | {"language": "kk"}

    answer = client.post(reverse("desk:service:add"), usual | given)

    assert set(answer.context["form"].errors) == {field}
    assert StaffMember.objects.count() == 2


def test_a_transfer_beyond_the_remit_is_the_ministrys(
    client, service, enter, data, held
):
    move = page("move", service.insider, held.pk)
    away = data | {"establishment": "west-prison"}
    enter(Role.FACILITY_HR)
    offered = client.get(move)
    refused = client.post(move, away)
    enter(Role.MINISTRY_HR)
    done = client.post(move, away, follow=True)

    assert "handles transfers outside it" in offered.text
    assert "west-prison" not in str(offered.context["form"])
    assert "The ministry" in str(refused.context["form"].errors["establishment"])
    assert told(done) == ["Move recorded."]
    now = service.insider.appointments.get(ends_on=None)
    assert (now.establishment.code, now.starts_on) == ("west-prison", today())
    assert (
        "handles transfers outside it"
        not in client.get(page("move", service.insider, now.pk)).text
    )


def test_a_second_post_is_entered_for_a_past_day_as_acting(
    client, service, facility, data
):
    earlier = today() - 40 * DAY
    given = data | {"starts_on": f"{earlier}", "is_acting": "on", "share": "50"}

    done = client.post(page("appoint", service.insider), given, follow=True)

    assert told(done) == ["Appointment recorded."]
    new = service.insider.appointments.get(post=service.guard)
    assert (new.starts_on, new.known_on, new.is_acting, new.share) == (
        earlier,
        today(),
        True,
        50,
    )
    entry = Entry.objects.get(action="staff.appointed")
    assert (entry.by, entry.reason, entry.person) == (
        facility,
        "Order 5",
        str(service.insider.key),
    )


def test_an_appointment_is_ended_and_the_office_keeps_the_record(
    client, service, facility, held
):
    leave = page("leave", service.insider, held.pk)
    before = client.post(leave, {"on": "2019-01-01", "reason": "Order 5"})
    gone = client.post(
        leave, {"on": f"{today() - DAY}", "reason": "Order 6"}, follow=True
    )

    assert set(before.context["form"].errors) == {"__all__"}
    assert told(gone) == ["Last day of the appointment recorded."]
    assert leave not in gone.text
    held.refresh_from_db()
    assert held.ends_on == today() - DAY


def test_an_appointment_elsewhere_is_not_an_officers_to_change(
    client, service, facility, data
):
    elsewhere = AppointmentFactory(
        staff_member=service.insider,
        establishment=Establishment.objects.get(code="west-prison"),
        is_acting=True,
    )
    for name in ("move", "leave"):
        wanted = page(name, service.insider, elsewhere.pk)
        assert client.post(wanted, data).status_code == 404
        record = client.get(reverse("desk:person", args=[service.insider.key]))
        assert wanted not in record.text


@pytest.mark.usefixtures("facility")
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "lazy"}, "kind"),
        ({"starts_on": ""}, "starts_on"),
        ({"ends_on": "2019-01-01"}, "__all__"),
        ({"ends_on": "2026-02-30"}, "ends_on"),
    ],
)
def test_a_wrong_absence_is_said_and_not_noted(client, service, given, field):
    usual = {"kind": "illness", "starts_on": f"{today()}", "ends_on": ""}

    answer = client.post(page("absent", service.insider), usual | given)

    assert set(answer.context["form"].errors) == {field}
    assert not Absence.objects.exists()


def test_an_absence_is_noted_once_and_ended(client, service, facility):
    absent = page("absent", service.insider)
    given = {"kind": "secondment", "starts_on": "2026-01-01", "ends_on": ""}

    noted = client.post(absent, given, follow=True)
    again = client.post(absent, given)
    row = Absence.objects.get()
    back = page("back", service.insider, row.pk)
    offered = back in noted.text
    early = client.post(back, {"on": "2025-01-01"})
    ended = client.post(back, {"on": "2026-03-01"}, follow=True)

    assert told(noted) == ["Absence recorded."]
    assert "End that absence first" in str(again.context["form"].errors)
    assert offered
    assert set(early.context["form"].errors) == {"__all__"}
    assert told(ended) == ["Last day of the absence recorded."]
    assert Absence.objects.get().ends_on == date(2026, 3, 1)


def test_somebody_new_is_entered_once(client, service, facility, data):
    who = {"staff_number": "300100", "family_name": "Омарова", "given_name": "Айгүл"}
    usual = data | who | {"language": "ru"}
    add = reverse("desk:service:add")

    done = client.post(add, usual, follow=True)
    again = client.post(add, usual)

    assert told(done) == ["300100 added with their first appointment."]
    assert "300100 is already in use" in str(again.context["form"].errors)
    person = StaffMember.objects.get(staff_number="300100")
    assert person.appointments.get().post == service.guard
    assert "Омарова" not in str(list(Entry.objects.values()))


def test_planned_move_is_called_off_and_the_post_before_goes_on(
    client, service, facility, held, data
):
    client.post(
        page("move", service.insider, held.pk), data | {"starts_on": f"{today() + DAY}"}
    )
    planned = Appointment.objects.latest("pk")
    call_off = page("call-off", service.insider, planned.pk)
    assert (
        call_off in client.get(reverse("desk:person", args=[service.insider.key])).text
    )

    refused = client.post(call_off, {"resume": "on", "reason": " "})
    assert refused.context["form"].errors.keys() == {"reason"}
    client.post(call_off, {"resume": "on", "reason": "Order 9"})

    (left,) = service.insider.appointments.all()
    assert (left.pk, left.ends_on) == (held.pk, None)
    assert client.get(call_off).status_code == 404
    entry = Entry.objects.get(action="staff.appointment_called_off")
    assert (entry.by, entry.person) == (facility, str(service.insider.key))
    assert (entry.reason, entry.details["post"]) == ("Order 9", "guard")


def test_planned_appointment_is_called_off_without_what_ended_before(
    client, service, facility, held, data
):
    client.post(
        page("move", service.insider, held.pk), data | {"starts_on": f"{today() + DAY}"}
    )
    planned = Appointment.objects.latest("pk")

    client.post(page("call-off", service.insider, planned.pk), {"reason": "Order 9"})

    (left,) = service.insider.appointments.all()
    assert (left.pk, left.ends_on) == (held.pk, today())


def test_appointment_that_has_begun_is_not_called_off(client, service, facility, held):
    answer = client.post(
        page("call-off", service.insider, held.pk), {"reason": "Order 9"}
    )

    assert answer.status_code == 404
    with pytest.raises(StaffError, match="begun"):
        appointments.cancel_appointment(held, by=facility, reason="Order 9")
    assert list(service.insider.appointments.all()) == [held]
