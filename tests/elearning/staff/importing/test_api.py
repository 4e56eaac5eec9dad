"""Staff lists that another system hands in, looks at, confirms and calls off."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from elearning.accounts.roles import Role
from elearning.api.access_keys import create_access_key
from elearning.staff.importing.models import StaffList
from elearning.staff.importing.staff_list_jobs import (
    apply_confirmed_lists,
    compare_waiting_lists,
)
from elearning.staff.models import StaffMember
from tests.factories.accounts import UserFactory
from tests.factories.staff import EstablishmentFactory, PostFactory, RemitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

LISTS = "/api/v1/staff-lists"


@pytest.fixture
def place():
    return EstablishmentFactory(code="kz-07")


@pytest.fixture
def ask(client, place):
    officer = UserFactory(roles=[Role.FACILITY_HR])
    RemitFactory(
        user=officer,
        role=Role.FACILITY_HR,
        establishment=place,
        starts_on=date(2020, 1, 1),
    )

    def asked(verb, path, data=None, *, scopes=("staff:write",), **more):
        until = timezone.localdate() + timedelta(days=1)
        _token, text = create_access_key(
            by=officer, name="x", scopes=scopes, expires_on=until
        )
        headers = {"Authorization": f"Bearer {text}"}
        return getattr(client, verb)(path, data, headers=headers, **more)

    return asked


@pytest.fixture
def post():
    return PostFactory(code="guard")


def table(*rows, place="kz-07"):
    head = "табельный номер;фамилия;имя;учреждение;должность;с"
    lines = [
        head,
        *(f"{number};Әлиев;Асқар;{place};guard;01.03.2026" for number in rows),
    ]
    return SimpleUploadedFile("list.csv", "\n".join(lines).encode())


def handed_in(ask, *rows, **given):
    data = {"file": table(*rows), "establishment": "kz-07"} | given
    return ask("post", LISTS, data)


def test_list_is_handed_in_compared_confirmed_and_applied(ask, post):
    made = handed_in(ask, 300001, 300002)
    address = f"{LISTS}/{made.json()['key']}"
    assert (made.status_code, made.json()["state"]) == (200, "uploaded")

    compare_waiting_lists(timezone.now())
    compared = ask("get", address).json()
    assert (compared["state"], compared["counts"]["new"]) == ("compared", 2)
    assert [one["service_number"] for one in compared["findings"]] == [
        "300001",
        "300002",
    ]
    assert not StaffMember.objects.filter(staff_number="300001").exists()
    confirmed = ask("post", f"{address}/confirm", {}, content_type="application/json")
    assert confirmed.json()["state"] == "confirmed"
    apply_confirmed_lists(timezone.now())

    assert ask("get", address).json()["state"] == "applied"
    person = StaffMember.objects.get(staff_number="300001")
    assert person.appointments.get().post == post


def test_list_that_was_called_off_changes_nothing(ask, post):
    address = f"{LISTS}/{handed_in(ask, 300001).json()['key']}"

    assert ask("post", f"{address}/cancel").json()["state"] == "cancelled"
    compare_waiting_lists(timezone.now())
    apply_confirmed_lists(timezone.now())

    assert not StaffMember.objects.filter(staff_number="300001").exists()
    again = ask("post", f"{address}/cancel")
    assert again.status_code == 422


def test_what_is_no_table_is_refused_with_what_to_do(ask, post):
    bad = SimpleUploadedFile("x.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600)

    answer = ask("post", LISTS, {"file": bad, "establishment": "kz-07"})

    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert not StaffList.objects.exists()


def test_place_and_list_outside_the_remit_are_not_there(ask, post):
    EstablishmentFactory(code="other")
    foreign = StaffList.objects.create(
        name="x",
        sha256="0" * 64,
        on=date(2026, 1, 1),
        establishment=EstablishmentFactory(),
    )
    address = f"{LISTS}/{foreign.key}"
    asked = [
        handed_in(ask, 300001, establishment="other"),
        ask("get", address),
        ask("post", f"{address}/confirm", {}, content_type="application/json"),
        ask("post", f"{address}/cancel"),
    ]

    assert [answer.status_code for answer in asked] == [404] * 4


def test_key_that_only_reads_hands_in_nothing(ask, post):
    data = {"file": table(300001), "establishment": "kz-07"}

    answer = ask("post", LISTS, data, scopes=["staff:read"])

    assert answer.status_code == 401
    assert not StaffList.objects.exists()
