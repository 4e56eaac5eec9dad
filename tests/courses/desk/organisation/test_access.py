"""What lies beyond a remit on the pages of the organisation; roles: see the doors."""

import pytest

from elearning.accounts.roles import Role
from elearning.staff.models import (
    Absence,
    Appointment,
    Establishment,
    RankHeld,
    Reporting,
)
from tests.courses.desk.organisation.addresses import OF_A_REMIT, address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_beyond_the_remit_does_not_exist(client, service, enter, method):
    beyond = {name: address(name, service, "west") for name in OF_A_REMIT}
    enter(Role.MINISTRY_HR, "east")
    before, found = _everything(), {}

    for name, wanted in beyond.items():
        answer = getattr(client, method)(wanted, {"on": "2026-01-01"})
        found[name] = answer.status_code

    assert found == dict.fromkeys(OF_A_REMIT, 404)
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


def _everything():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Appointment, Absence, Establishment, RankHeld, Reporting)
    ]
