"""How people stand, told to other systems: within the remit of the key, on any day."""

from datetime import date

import pytest
import time_machine

from elearning.accounts.roles import Role
from elearning.api.access_keys import create_access_key
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.compliance import PassFactory, RequirementFactory
from tests.factories.staff import AppointmentFactory, EstablishmentFactory, RemitFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

TODAY = date(2026, 6, 1)
ADDRESS = "/api/v1/reports/standings"


@pytest.fixture
def place():
    return EstablishmentFactory()


@pytest.fixture
def ask(client, place):
    officer = UserFactory(roles=[Role.FACILITY_HR])
    RemitFactory(
        user=officer,
        role=Role.FACILITY_HR,
        establishment=place,
        starts_on=date(2020, 1, 1),
    )

    def asked(query=""):
        with time_machine.travel(TODAY, tick=False):
            scopes = ["reports:read"]
            _token, text = create_access_key(
                by=officer, name="x", scopes=scopes, expires_on=TODAY
            )
            headers = {"Authorization": f"Bearer {text}", "Purpose": "inspection"}
            return client.get(f"{ADDRESS}{query}", headers=headers)

    return asked


def test_standings_of_a_day_are_told_for_people_of_the_remit(ask, place):
    rule = RequirementFactory()
    held = AppointmentFactory(establishment=place, post=rule.post)
    AppointmentFactory(post=rule.post)
    PassFactory(learner=held.staff_member, course=rule.course)

    answer = ask("?on=2026-05-01").json()

    assert answer == {
        "count": 1,
        "items": [
            {
                "key": str(held.staff_member.key),
                "service_number": held.staff_member.staff_number,
                "standings": [
                    {
                        "course": rule.course.code,
                        "state": "valid",
                        "is_required": True,
                        "due_on": "2027-01-15",
                        "passed_on": "2026-01-15",
                        "expires_on": "2028-01-15",
                        "renew_by": "2027-01-15",
                        "update_due_on": None,
                        "refresher": None,
                    }
                ],
            }
        ],
    }
    entry = Entry.objects.get(action="compliance.read_by_key")
    assert (entry.reason, entry.details["as_of"]) == ("inspection", "2026-05-01")


def test_day_to_come_is_refused(ask):
    assert ask("?on=2026-06-02").status_code == 422
