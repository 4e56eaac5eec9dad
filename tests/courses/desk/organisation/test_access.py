"""Who may open which page of the organisation, and what lies beyond a remit."""

import pytest
from django.urls import reverse

from courses.desk.organisation.service.urls import urlpatterns as of_people
from courses.desk.organisation.urls import urlpatterns as of_places
from elearning.accounts.roles import Role
from elearning.staff.models import (
    Absence,
    Appointment,
    Establishment,
    RankHeld,
    Reporting,
)
from tests.courses.desk.doors.asking import undone
from tests.courses.desk.organisation.doors import (
    ABOUT_NOBODY,
    ABOUT_PEOPLE,
    ABOUT_PLACES,
    HR,
    OF_ALL,
    address,
)

pytestmark = pytest.mark.django_db
DOORS = ABOUT_PLACES | ABOUT_PEOPLE


def test_every_page_has_a_row_in_the_matrix():
    assert {pattern.name for pattern in of_places} == {
        name.partition(":")[2] for name in ABOUT_PLACES
    }
    assert {pattern.name for pattern in of_people} == {
        name.partition(":")[2] for name in ABOUT_PEOPLE
    }


def test_pages_send_strangers_to_the_door(client, service):
    found = {}
    for name in DOORS:
        with undone():
            answer = client.get(address(name, service, "east"))
            found[name] = answer.headers.get("Location", answer.status_code)

    entrance = reverse("account_login")
    assert {name for name, to in found.items() if entrance not in str(to)} == set()


@pytest.mark.parametrize("role", Role)
def test_pages_open_to_their_roles_alone(client, service, enter, role):
    enter(role)

    found = {}
    for name in DOORS:
        with undone():
            found[name] = client.get(address(name, service, "east")).status_code

    assert found == {
        name: 200 if role in roles else 404 for name, roles in DOORS.items()
    }


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "name", [one for one in DOORS if one not in (*ABOUT_NOBODY, *OF_ALL)]
)
def test_what_is_beyond_the_remit_does_not_exist(client, service, enter, name, method):
    wanted = address(name, service, "west")
    enter(Role.MINISTRY_HR, "east")
    before = _everything()

    assert getattr(client, method)(wanted, {"on": "2026-01-01"}).status_code in {
        404,
        405 if method == "post" else 404,
    }
    assert _everything() == before


@pytest.mark.parametrize("name", ["move", "leave", "back", "end-rank", "end-manager"])
def test_a_row_of_somebody_else_is_not_reached_through_ones_own(
    client, service, facility, name
):
    theirs = address(f"service:{name}", service, "west")
    through = theirs.replace(str(service.outsider.key), str(service.insider.key))

    assert client.post(through, {"on": "2026-01-01"}).status_code == 404


def test_a_ministry_officer_for_one_region_changes_no_other(client, service, enter):
    """She sees another region as a facility officer, which changes no structure."""
    user = enter(Role.MINISTRY_HR, "east")
    user.remits.create(
        role=Role.FACILITY_HR,
        establishment=service.place("west"),
        starts_on="2020-01-01",
    )

    assert client.get(address("organisation:place", service, "west")).status_code == 200
    for name in ("found", "describe", "move", "close"):
        wanted = address(f"organisation:{name}", service, "west")
        assert client.get(wanted).status_code == 404


def test_only_roles_of_personnel_are_in_the_matrix():
    assert set().union(*DOORS.values()) == HR


def _everything():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Appointment, Absence, Establishment, RankHeld, Reporting)
    ]
