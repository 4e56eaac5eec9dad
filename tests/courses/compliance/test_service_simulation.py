from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from courses.compliance.models import Requirement
from courses.compliance.service_simulation import ServiceSize, simulate_service
from courses.compliance.status import StandingState, list_standings
from courses.records.models import Completion
from elearning.audit.models import Entry
from elearning.staff.models import Establishment, StaffMember
from tests.factories.staff import StaffMemberFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]

TODAY = date(2026, 11, 2)


def test_a_small_service_has_people_duties_and_passes():
    made = simulate_service(
        ServiceSize(staff=30, courses=2, years=2), by=None, today=TODAY
    )

    assert made["staff"] == StaffMember.objects.count() == 30
    assert made["requirements"] == Requirement.objects.count() == 22
    assert made["completions"] == Completion.objects.count() > 60
    assert Establishment.objects.count() == 19
    assert Entry.objects.get(action="compliance.simulated").details == {"made": made}


def test_its_people_stand_as_people_do():
    simulate_service(ServiceSize(staff=150, courses=2, years=3), by=None, today=TODAY)

    found = {one.state for one in list_standings(StaffMember.objects.all(), on=TODAY)}

    assert {StandingState.VALID, StandingState.DUE, StandingState.EXPIRED} <= found


def test_the_same_seed_makes_the_same_service():
    assert _passes_of(seed=1) == _passes_of(seed=1)
    assert _passes_of(seed=1) != _passes_of(seed=2)


def test_beside_real_people_it_is_refused():
    StaffMemberFactory()

    with pytest.raises(CommandError):
        call_command("simulate_service", staff=3, courses=1, years=1)

    assert StaffMember.objects.count() == 1


def _passes_of(seed):
    """Make a service, note its passes, and take it back."""
    with transaction.atomic():
        simulate_service(
            ServiceSize(staff=5, courses=1, years=1), by=None, today=TODAY, seed=seed
        )
        rows = Completion.objects.order_by("pk").values_list(
            "learner__staff_number", "course__code", "passed_on", "expires_on"
        )
        found = list(rows)
        transaction.set_rollback(True)
    return found
