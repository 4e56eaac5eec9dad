"""What other systems read of staff: within the remit and the scopes of a key, audited."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from elearning.accounts.roles import Role
from elearning.api.access_keys import create_access_key
from elearning.api.models import AccessScope
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, RemitFactory

pytestmark = pytest.mark.django_db

WHY = {"Purpose": "%D0%A1%D0%B2%D0%B5%D1%80%D0%BA%D0%B0"}
READERS = [
    ("get", "/api/v1/staff"),
    ("get", "/api/v1/staff/{person}"),
    ("post", "/api/v1/staff/find"),
    ("get", "/api/v1/reports/standings"),
]


@pytest.fixture
def place():
    top = EstablishmentFactory()
    EstablishmentFactory(parent=top, code="under")
    top.refresh_from_db()
    return top


@pytest.fixture
def officer(place):
    user = UserFactory(roles=[Role.FACILITY_HR])
    RemitFactory(
        user=user,
        role=Role.FACILITY_HR,
        establishment=place,
        starts_on=date(2020, 1, 1),
    )
    return user


@pytest.fixture
def insider(place):
    return AppointmentFactory(establishment=place, starts_on=date(2026, 1, 1))


@pytest.fixture
def outsider():
    return AppointmentFactory()


@pytest.fixture
def ask(client, officer):
    """Ask with a key of the officer that opens everything, or the scopes given."""

    def asked(verb, path, *, scopes=tuple(AccessScope), headers=WHY, **body):
        _token, text = create_access_key(
            by=officer,
            name="x",
            scopes=scopes,
            expires_on=timezone.localdate() + timedelta(days=1),
        )
        headers = {"Authorization": f"Bearer {text}"} | headers
        return getattr(client, verb)(path, headers=headers, **body)

    return asked


def test_people_of_the_remit_are_told_with_their_posts(ask, insider, outsider):
    answer = ask("get", "/api/v1/staff")

    person = insider.staff_member
    assert answer.json() == {
        "count": 1,
        "items": [
            {
                "key": str(person.key),
                "service_number": person.staff_number,
                "external_id": None,
                "family_name": "Сериков",
                "given_name": "Арман",
                "patronymic": "",
                "language": "kk",
                "appointments": [
                    {
                        "establishment": insider.establishment.code,
                        "post": insider.post.code,
                        "starts_on": "2026-01-01",
                        "ends_on": None,
                        "is_acting": False,
                        "share": 100,
                    }
                ],
            }
        ],
    }
    entry = Entry.objects.get(action="staff.read_by_key")
    assert (entry.reason, entry.details["people"]) == ("Сверка", 1)


@pytest.mark.parametrize(("verb", "path"), READERS)
def test_nothing_about_people_is_told_without_a_purpose(ask, insider, verb, path):
    path = path.format(person=insider.staff_member.key)
    body = {"data": {"service_numbers": []}, "content_type": "application/json"}

    answer = ask(verb, path, headers={}, **(body if verb == "post" else {}))

    assert answer.status_code == 422
    assert "Purpose" in answer.json()["detail"]
    assert not Entry.objects.filter(action__endswith="read_by_key").exists()


@pytest.mark.parametrize(("verb", "path"), [*READERS, ("get", "/api/v1/posts")])
def test_nobody_is_told_anything_without_the_right_key(
    client, ask, insider, verb, path
):
    path = path.format(person=insider.staff_member.key)

    assert getattr(client, verb)(path, headers=WHY).status_code == 401
    wrong = getattr(client, verb)(path, headers={"Authorization": "Bearer elk_x"})
    assert wrong.status_code == 401
    assert wrong.headers["WWW-Authenticate"] == "Bearer"
    narrow = ask(verb, path, scopes=[AccessScope.STAFF_WRITE])
    assert narrow.status_code == 401


def test_session_of_the_desk_is_no_key(client, officer, insider):
    pass_both_steps(client, officer)

    assert client.get("/api/v1/staff", headers=WHY).status_code == 401


def test_people_and_places_outside_the_remit_are_not_there(ask, insider, outsider):
    paths = [
        f"/api/v1/staff/{outsider.staff_member.key}",
        f"/api/v1/staff/{uuid4()}",
        f"/api/v1/staff?establishment={outsider.establishment.code}",
        f"/api/v1/reports/standings?establishment={outsider.establishment.code}",
    ]

    assert [ask("get", path).status_code for path in paths] == [404] * 4
    found = ask(
        "post",
        "/api/v1/staff/find",
        data={
            "service_numbers": [
                insider.staff_member.staff_number,
                outsider.staff_member.staff_number,
            ]
        },
        content_type="application/json",
    )
    numbers = [one["service_number"] for one in found.json()]
    assert numbers == [insider.staff_member.staff_number]


def test_establishments_are_told_with_the_one_above_inside_the_remit(ask, place):
    EstablishmentFactory()

    answer = ask("get", "/api/v1/establishments").json()

    assert [(one["code"], one["parent"]) for one in answer["items"]] == [
        (place.code, None),
        ("under", place.code),
    ]
    assert answer["count"] == 2


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "offset=-1", "limit=x", "offset=718830457917875290112"],
)
def test_part_that_cannot_be_is_refused_with_its_place(ask, query):
    answer = ask("get", f"/api/v1/posts?{query}")

    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert len(answer.json()["errors"]) == 1


@pytest.mark.parametrize("number", [1, 3])
def test_reading_people_takes_as_many_queries_for_three(
    ask, place, number, django_assert_num_queries
):
    for _one in range(number):
        AppointmentFactory(establishment=place)
    ask("get", "/api/v1/staff")

    with django_assert_num_queries(12):
        ask("get", "/api/v1/staff")


def test_description_of_the_interface_is_for_who_is_signed_in(client, officer):
    assert client.get("/api/v1/openapi.json").status_code == 302
    pass_both_steps(client, officer)

    described = client.get("/api/v1/openapi.json").json()

    assert "/api/v1/staff/{key}" in described["paths"]
    scheme = described["components"]["securitySchemes"]["Bearer"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
